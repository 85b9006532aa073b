/** What a plan names while it is still being written, and what has to be there of it. */
export type Named =
  | { readonly kind: 'file'; readonly name: string; readonly action: 'create' | 'modify' | 'delete' }
  /** An existing definition: `setStatus`, `OrderService.setStatus`. */
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'package'; readonly name: string; readonly action: 'add' | 'remove' }
  | { readonly kind: 'command'; readonly name: string };

const TEXT = '"((?:[^"\\\\]|\\\\.)*)"';
const field = (name: string, value: string): string => `"${name}"\\s*:\\s*${value}`;
/** Two members of one object, in either order, with whatever stands between them. */
const either = (a: string, b: string): string => `${a}[^{}]*?${b}|${b}[^{}]*?${a}`;

const FILE = new RegExp(either(field('action', '"(create|modify|delete)"'), field('path', TEXT)), 'g');
const PACKAGE = new RegExp(either(field('action', '"(add|remove)"'), field('name', TEXT)), 'g');
const SYMBOL = new RegExp(field('symbol', TEXT), 'g');
/** Side by side: a block of code has a caption between them, and is judged when it is whole. */
const COMMAND = new RegExp(
  [
    [field('kind', '"command"'), field('text', TEXT)],
    [field('text', TEXT), field('kind', '"command"')],
  ]
    .map(pair => pair.join('\\s*,\\s*'))
    .join('|'),
  'g',
);
/** Characters that are kept of what was looked through: a file of a plan is shorter. */
const KEPT = 4_000;

/**
 * Reads files, symbols, packages and commands out of a plan while its JSON comes in pieces, each once. It is for the eye
 * alone: what counts is judged when the plan is whole.
 */
export class PlanWatch {
  private tail = '';
  private readonly seen = new Set<string>();

  take(piece: string): readonly Named[] {
    this.tail += piece;
    const found = [
      ...this.in(FILE, ([, a, path, other, b]) => {
        const action = a ?? b;
        const name = unescaped(path ?? other ?? '');
        return name !== undefined && (action === 'create' || action === 'modify' || action === 'delete')
          ? { kind: 'file', name, action }
          : undefined;
      }),
      ...this.in(SYMBOL, ([, text]) => plain('symbol', text)),
      ...this.in(PACKAGE, ([, a, first, other, b]) => {
        const action = a ?? b;
        const name = unescaped(first ?? other ?? '');
        return name !== undefined && (action === 'add' || action === 'remove')
          ? { kind: 'package', name, action }
          : undefined;
      }),
      ...this.in(COMMAND, ([, a, b]) => plain('command', a ?? b)),
    ];
    this.tail = this.tail.slice(-KEPT);
    return found;
  }

  private in(pattern: RegExp, read: (match: RegExpMatchArray) => Named | undefined): readonly Named[] {
    const found: Named[] = [];
    for (const match of this.tail.matchAll(pattern)) {
      const one = read(match);
      const key = `${one?.kind} ${one?.name}`;
      if (!one || one.name.trim() === '' || this.seen.has(key)) continue;
      this.seen.add(key);
      found.push(one);
    }
    return found;
  }
}

function plain(kind: 'symbol' | 'command', text: string | undefined): Named | undefined {
  const name = unescaped(text ?? '');
  return name === undefined ? undefined : { kind, name };
}

function unescaped(text: string): string | undefined {
  try {
    return String(JSON.parse(`"${text}"`));
  } catch {
    return undefined;
  }
}

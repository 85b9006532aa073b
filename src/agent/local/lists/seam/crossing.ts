import type { CodeSymbol, FileCard } from '../../../../domain/index.ts';
import type { Asking, Entry } from '../entry.ts';
import type { Part } from './part.ts';

/** One file that uses others over the border of a part. */
export interface Crossing {
  readonly entry: Entry;
  /** Names of the other side that it uses, the most used first. */
  readonly names: readonly string[];
  /** How many lines use a name from the other side. */
  readonly lines: number;
  /** One entry for each file of the part that uses it; only of what the part uses. */
  readonly by?: readonly Entry[];
}

const IMPORT =
  /^\s*(?:import\b|from\b|require\b|use\b|package\b|\}\s*from\b|(?:const|let|var)\s.*=\s*require\(|(?:\w+\s+)?"[^"]*"\s*$)/;
/** A class that stands on another one: code that is shared, not data that is asked for. */
const INHERITS = /\bclass\s+[\w:]+\s*(?:\(|<\s|extends\b|:)/;
const COMMENT = /^\s*(?:\/\/|#|\*|\/\*|--|<!--)/;
/** Names that one entry tells. */
const MOST_NAMES = 3;

/**
 * Files outside the part that use it, `pure` files of it apart, those with the most uses first: `uses` (the names), `count`
 * (lines), `says`, `back`.
 */
export async function inwardOf(
  asking: Asking,
  part: Part,
  sources: readonly FileCard[],
  pure: ReadonlySet<string>,
): Promise<readonly Crossing[]> {
  const within = new Set(part.files.map(f => f.path));
  const own = new Map(part.files.filter(f => !pure.has(f.path)).map(f => [f.path, f]));
  const users = sources.filter(c => !within.has(c.path) && c.imports.some(p => own.has(p)));
  const taken = new Set(part.files.flatMap(f => f.imports));
  const out: Crossing[] = [];
  for (const user of users) {
    if (asking.stop()) break;
    const from = user.imports.flatMap(p => own.get(p) ?? []);
    const used = await usesIn(asking, user, from);
    out.push({
      lines: used.lines,
      names: used.names,
      entry: {
        ...used.entry,
        path: user.path,
        how: wires(user) ? 'wires the face' : 'asks the face',
        ...(taken.has(user.path) ? { back: 'yes' } : {}),
        ...(user.tests[0] === undefined ? {} : { test: user.tests[0] }),
      },
    });
  }
  // Who wires the parts together names more of them than anybody who needs one.
  const ordered = most(out);
  const wiring = new Set(users.filter(wires).map(u => u.path));
  const isWiring = (c: Crossing): boolean => wiring.has(c.entry['path'] ?? '');
  return [...ordered.filter(c => !isWiring(c)), ...ordered.filter(isWiring)];
}

/** Whether a file builds and mounts parts, rather than asking one of them for something. */
function wires(card: FileCard): boolean {
  return (
    card.roles.some(r => ['http-entry', 'cli-entry', 'entry'].includes(r.role)) ||
    /(?:^|\/)(?:container|composition|wiring|inject(?:or|ion)?|app|server|main|urls|routes|router|routes?\/index)\.\w+$/.test(
      card.path,
    )
  );
}

/** What a framework has every program write once: each service has its own. */
const FRAMEWORK = /(?:^|\/)application_(?:record|job|mailer|mailbox|helper)\.rb$/;

/** Files outside the part that it uses, those with the most uses first: `from`, `fromAt` (who uses it), `uses`, `count`. */
export async function outwardOf(
  asking: Asking,
  part: Part,
  sources: readonly FileCard[],
): Promise<readonly Crossing[]> {
  const own = new Set(part.files.map(f => f.path));
  const targets = sources.filter(
    c => !own.has(c.path) && !FRAMEWORK.test(c.path) && part.files.some(f => f.imports.includes(c.path)),
  );
  const out: Crossing[] = [];
  for (const target of targets) {
    if (asking.stop()) break;
    const uses = [];
    for (const user of part.files.filter(f => f.imports.includes(target.path)))
      uses.push({ user, used: await usesIn(asking, user, [target]) });
    const [best] = uses.sort((a, b) => b.used.lines - a.used.lines);
    if (!best) continue;
    const lines = uses.reduce((n, u) => n + u.used.lines, 0);
    out.push({
      lines,
      names: best.used.names,
      entry: {
        ...best.used.entry,
        count: timesOf(lines),
        path: target.path,
        line: '1',
        at: `${target.path}:1`,
        from: best.user.path,
        fromAt: best.used.entry['at'] ?? `${best.user.path}:1`,
        users: String(uses.length),
        ...(target.imports.some(p => own.has(p)) ? { back: 'yes' } : {}),
        ...dataRole(target),
      },
      by: uses.map(({ user, used }) => ({
        ...used.entry,
        path: target.path,
        from: user.path,
        fromAt: used.entry['at'] ?? `${user.path}:1`,
      })),
    });
  }
  return most(out);
}

function dataRole(card: FileCard): Entry {
  if (isStore(card)) return { data: 'yes', store: 'yes' };
  return card.roles.some(r => r.role === 'model' || r.role === 'schema') ? { data: 'yes' } : {};
}

/** Whether a file reads and writes what is stored, by its role or its folder. */
export function isStore(card: FileCard): boolean {
  return (
    card.roles.some(r => r.role === 'repository') ||
    /(?:^|\/)(?:storage|stores?|repositor(?:y|ies)|database|db|dao)\//.test(card.path)
  );
}

const most = (all: readonly Crossing[]): readonly Crossing[] =>
  [...all].sort((a, b) => b.lines - a.lines || (a.entry['path'] ?? '').localeCompare(b.entry['path'] ?? ''));

const timesOf = (n: number): string => (n === 1 ? '1 line' : `${n} lines`);

/** Names of the files that a user's lines hold, with the first such line. Where none is seen, the import itself. */
async function usesIn(asking: Asking, user: FileCard, from: readonly FileCard[]): Promise<Crossing> {
  const offered = [
    ...new Set(
      from.flatMap(f =>
        f.symbols
          .filter(s => s.exported && s.container === undefined && s.kind !== 'section' && s.name.length > 2)
          .map(s => s.name),
      ),
    ),
  ];
  const whole = (await asking.read(user.path)) ?? '';
  const text = withoutImports(whole).split('\n');
  // Where imports name what they bring in, a word of the same spelling is no use of it.
  const brought = importedNames(whole);
  const named = offered.filter(n => brought.has(n));
  const names = named.length > 0 ? named : offered;
  const word =
    names.length === 0
      ? undefined
      : new RegExp(
          `${user.path.endsWith('.go') ? '(?<=\\w\\.)' : '(?<![\\w$])'}(?:${names.map(n => n.replace(/[^\w]/g, '\\$&')).join('|')})(?![\\w$])`,
          'g',
        );
  const counts = new Map<string, number>();
  let first: { readonly line: number; readonly code: string } | undefined;
  let imported: number | undefined;
  let lines = 0;
  let bases = 0;
  const at = whole.split('\n').findIndex(code => word?.test(code));
  if (word) word.lastIndex = 0;
  for (const [i, code] of text.entries()) {
    if (word === undefined || COMMENT.test(code)) continue;
    const hits = code.match(word);
    if (hits === null) continue;
    if (IMPORT.test(code)) {
      imported ??= i + 1;
      continue;
    }
    lines++;
    if (INHERITS.test(code)) bases++;
    first ??= { line: i + 1, code };
    for (const hit of new Set(hits)) counts.set(hit, (counts.get(hit) ?? 0) + 1);
  }
  const used = [...counts].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  const line = first?.line ?? imported ?? (at < 0 ? 1 : at + 1);
  const symbol = around(user.symbols, line);
  return {
    lines,
    names: used,
    entry: {
      line: String(line),
      at: `${user.path}:${line}`,
      count: timesOf(Math.max(lines, 1)),
      ...(lines > 0 && bases === lines ? { base: 'yes' } : {}),
      uses: inWords(used.length > 0 ? used : from.map(f => f.path)),
      ...(used[0] === undefined ? {} : { first: used[0] }),
      ...(first ? { says: first.code.trim().slice(0, 100).replaceAll('`', "'") } : {}),
      ...(symbol ? { symbol: symbol.name } : {}),
    },
  };
}

const IMPORTS =
  /^[ \t]*import\s+(?:type\s+)?([^'"`;]*?)\s+from\s+['"][^'"]+['"]|^[ \t]*from\s+[\w.]+\s+import\s+(\([^)]*\)|[^\n]+)/gm;

/** Names that the imports of a script or a Python file bring in, by what they are called there. */
function importedNames(text: string): ReadonlySet<string> {
  const names = [...text.matchAll(IMPORTS)].flatMap(
    m => `${m[1] ?? ''} ${m[2] ?? ''}`.match(/[\w$]+/g) ?? [],
  );
  return new Set(names);
}

/** The text with its imports blanked, line for line. */
function withoutImports(text: string): string {
  return text.replace(IMPORTS, found => found.replace(/[^\n]/g, ''));
}

/** `A`, `B` and 2 more, each in backticks. */
export function inWords(names: readonly string[], limit = MOST_NAMES): string {
  const shown = names.slice(0, limit).map(n => `\`${n}\``);
  const more = names.length - shown.length;
  if (more > 0) return `${shown.join(', ')} and ${more} more`;
  return shown.length < 2 ? (shown[0] ?? '') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** The innermost definition around a line. */
export function around(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  return symbols
    .filter(s => s.line <= line && s.endLine >= line && s.kind !== 'property' && s.kind !== 'section')
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

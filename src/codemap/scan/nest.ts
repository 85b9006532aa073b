import type { SymbolKind } from '../../domain/index.ts';
import { type ScannedSymbol, signatureOf } from './scanned.ts';
import { isExported } from './visibility.ts';

/** A definition before it is known what it stands in. Offsets are UTF-16, `endOffset` is that of its last character. */
export interface Found {
  readonly name: string;
  readonly kind: SymbolKind;
  /** Its kind where it stands in a class or the like. */
  readonly inside?: SymbolKind | undefined;
  readonly offset: number;
  readonly endOffset: number;
  readonly line: number;
  readonly endLine: number;
  /** Text from its first word to where its body starts. */
  readonly head: string;
  /** What it belongs to by its own words: the receiver of a Go method, the class of `Cart::total`. */
  readonly owner?: string | undefined;
  /** Holds members but defines nothing: `impl Order`. */
  readonly scope?: boolean;
  /** Braces that are open where it starts, where that is known. */
  readonly depth?: number | undefined;
  /** Counts only directly in a class or the like. */
  readonly memberOnly?: true | undefined;
}

/** `private` and the like where it stands alone and counts for all that follows it in the same class. */
export interface Access {
  readonly offset: number;
  readonly word: string;
}

export interface NestOptions {
  readonly language: string;
  readonly accesses?: readonly Access[];
  /** The names that a file itself lists as public, where it does. */
  readonly publicNames?: ReadonlySet<string> | undefined;
}

const HOLDERS = new Set<SymbolKind>(['class', 'interface', 'module', 'enum']);

/** Puts members into what encloses them, and drops local functions and variables. */
export function nest(found: readonly Found[], options: NestOptions): ScannedSymbol[] {
  const { language, accesses = [], publicNames } = options;
  const symbols: ScannedSymbol[] = [];
  const open: { readonly found: Found; readonly exported: boolean; access: string }[] = [];
  const all = [...found].sort((a, b) => a.offset - b.offset || b.endOffset - a.endOffset);
  let marks = 0;
  /** Names that one statement defines lie beside each other, not in each other. */
  const isTwin = (a: Found | undefined, b: Found) => a?.offset === b.offset && a.endOffset === b.endOffset;
  const closeBefore = (offset: number) => {
    while (open.length > 0 && (open.at(-1)?.found.endOffset ?? 0) < offset) open.pop();
  };
  for (const entry of all) {
    for (; marks < accesses.length && (accesses[marks]?.offset ?? 0) < entry.offset; marks++) {
      closeBefore(accesses[marks]?.offset ?? 0);
      const holder = open.at(-1);
      if (holder) holder.access = accesses[marks]?.word ?? '';
    }
    closeBefore(entry.offset);
    if (isTwin(open.at(-1)?.found, entry)) open.pop();
    const holder = open.at(-1);
    const inHead = holder !== undefined && entry.offset < holder.found.offset + holder.found.head.length;
    if (entry.scope && !inHead) {
      open.push({ found: entry, exported: true, access: '' });
      continue;
    }
    if (holder && !HOLDERS.has(holder.found.kind)) {
      if (entry.endOffset > holder.found.endOffset) open.push({ found: entry, exported: false, access: '' });
      continue;
    }
    if (entry.memberOnly && (holder === undefined || holder.found.kind === 'module')) continue;
    // Blocks in the body of a class hold local values.
    const depth = holder?.found.depth;
    if (entry.memberOnly && depth !== undefined && entry.depth !== undefined && entry.depth > depth + 1)
      continue;
    // What stands in the head of a class is a parameter.
    if ((entry.memberOnly || entry.scope) && inHead) continue;
    const inType = (holder !== undefined && holder.found.kind !== 'module') || entry.owner !== undefined;
    const kind = inType ? (entry.inside ?? entry.kind) : entry.kind;
    const owner =
      entry.owner ??
      open
        .filter(o => HOLDERS.has(o.found.kind))
        .map(o => o.found.name)
        .join('.');
    const before = entry.head.slice(0, Math.max(0, entry.head.indexOf(entry.name)));
    const exported =
      publicNames && owner === ''
        ? publicNames.has(entry.name)
        : isExported(language, before, entry.name, {
            ...(holder ? { kind: holder.found.kind, exported: holder.exported } : {}),
            access: holder?.access ?? '',
          });
    symbols.push({
      name: entry.name,
      kind,
      line: entry.line,
      endLine: entry.endLine,
      signature: signatureOf(entry.head),
      exported,
      ...(owner === '' ? {} : { container: owner }),
    });
    const hides =
      language === 'cpp' && entry.kind === 'class' && /^(?:template\b.*)?class\b/s.test(entry.head);
    open.push({ found: entry, exported, access: hides ? 'private' : '' });
  }
  return symbols;
}

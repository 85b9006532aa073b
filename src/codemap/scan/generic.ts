import type { SymbolKind } from '../../domain/index.ts';
import { bodyEnd, braceEnd, fencedLines, lineEndOf } from './body-end.ts';
import { lineAt, lineStarts } from './lines.ts';
import { patternsOf } from './patterns.ts';
import { type Outline, type ScannedImport, type ScannedSymbol, signatureOf } from './scanned.ts';
import type { Syntax } from './syntax.ts';
import { Tangled, type Tokens } from './tokens.ts';

interface Found {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly inside: SymbolKind | undefined;
  readonly offset: number;
  readonly line: number;
  endLine: number;
  readonly endOffset: number;
}

const HOLDERS = new Set<SymbolKind>(['class', 'interface', 'module', 'enum']);

/** Definitions and imports by the line patterns of a language; what stands in comments and strings is passed over. */
export function scanGeneric(text: string, language: string, syntax: Syntax, tokens: Tokens): Outline {
  const lines = lineStarts(text);
  const imports: ScannedImport[] = [];
  const found: Found[] = [];
  const taken = new Set<number>();
  const fences = language === 'markdown' ? fencedLines(text, lines, tokens.masked) : undefined;
  const containers: Found[] = [];
  const read = () => {
    containers.push(...implBlocks(text, language, tokens, lines));
    for (const { kind, pattern, inside } of patternsOf(language)) {
      pattern.lastIndex = 0;
      for (const match of text.matchAll(pattern)) {
        const group = match[1] ?? '';
        const offset = match.index + (match[0].length - match[0].trimStart().length);
        if (isMasked(tokens.masked, offset, kind === 'import')) continue;
        const line = lineAt(lines, offset);
        if (fences?.has(line)) continue;
        if (kind === 'import' || kind === 'import-list') {
          for (const specifier of kind === 'import' ? [group] : group.split(','))
            addImport(imports, specifier, line, language);
          continue;
        }
        if (taken.has(line)) continue;
        const name = group.replace(/^["`]|["`]$/g, '');
        const end = bodyEnd(
          kind,
          fences,
          text,
          offset,
          match.index + match[0].length,
          language,
          syntax,
          tokens,
          lines,
          line,
        );
        // A prototype or a call that happens to look like a definition has no body.
        if (end === undefined) continue;
        taken.add(line);
        found.push({ name, kind, inside, offset, line, endLine: lineAt(lines, end), endOffset: end });
      }
    }
  };
  tokens.allow();
  const tangled = stopsIn(read);
  found.sort((a, b) => a.offset - b.offset);
  const symbols = nest(text, found, language, containers);
  return { symbols, imports, ...(tangled ? { tangled } : {}) };
}

function stopsIn(read: () => void): boolean {
  try {
    read();
    return false;
  } catch (error) {
    if (error instanceof Tangled) return true;
    throw error;
  }
}

/** Puts members into what encloses them, and drops local functions and variables. */
function nest(
  text: string,
  found: readonly Found[],
  language: string,
  containers: readonly Found[],
): ScannedSymbol[] {
  const symbols: ScannedSymbol[] = [];
  const holders = new Set(containers);
  const open: Found[] = [];
  const all = [...found, ...containers].sort((a, b) => a.offset - b.offset || b.endOffset - a.endOffset);
  const headings: { level: number; found: Found }[] = [];
  for (const entry of all) {
    while (open.length > 0 && (open.at(-1)?.endOffset ?? 0) < entry.offset) open.pop();
    const holder = open.at(-1);
    const isContainer = holders.has(entry);
    if (isContainer) {
      open.push(entry);
      continue;
    }
    if (language === 'markdown') {
      const level = /^#+/.exec(text.slice(entry.offset, entry.offset + 6))?.[0].length ?? 1;
      while (headings.length > 0 && (headings.at(-1)?.level ?? 0) >= level) headings.pop();
      const parent = headings.at(-1)?.found.name;
      headings.push({ level, found: entry });
      symbols.push(symbol(text, entry, entry.kind, parent, language));
      continue;
    }
    if (holder && !HOLDERS.has(holder.kind)) {
      if (entry.endOffset > holder.endOffset) open.push(entry);
      continue;
    }
    const inType = holder !== undefined && holder.kind !== 'module';
    const kind = inType ? (entry.inside ?? entry.kind) : entry.kind;
    const owner =
      ownerInText(text, entry, language) ??
      open
        .filter(o => HOLDERS.has(o.kind))
        .map(o => o.name)
        .join('.');
    symbols.push(symbol(text, entry, kind, owner === '' ? undefined : owner, language));
    open.push(entry);
  }
  return symbols;
}

function symbol(
  text: string,
  found: Found,
  kind: SymbolKind,
  container: string | undefined,
  language: string,
): ScannedSymbol {
  const lineEnd = text.indexOf('\n', found.offset);
  const first = text.slice(found.offset, lineEnd < 0 ? undefined : lineEnd);
  return {
    name: found.name,
    kind,
    line: found.line,
    endLine: found.endLine,
    signature: signatureOf(first),
    exported: isExported(first.slice(0, first.indexOf(found.name)), found.name, language),
    ...(container === undefined ? {} : { container }),
  };
}

/** Go receivers and C++ qualified names carry their owner in the line. */
function ownerInText(text: string, found: Found, language: string): string | undefined {
  const head = text.slice(found.offset, lineEndOf(text, found.offset));
  if (language === 'go') return /^func[ \t]+\(\s*(?:\w+\s+)?\*?(\w+)/.exec(head)?.[1];
  if (language === 'cpp' && found.kind === 'method')
    return /(\w+)(?:<[^>\n]*>)?::~?\w+[ \t]*\(/.exec(head)?.[1];
  return undefined;
}

function isExported(line: string, name: string, language: string): boolean {
  switch (language) {
    case 'python':
    case 'ruby':
      return !name.startsWith('_');
    case 'go':
      return /^[A-Z]/.test(name);
    case 'rust':
      return /^pub\b/.test(line);
    case 'java':
    case 'csharp':
      return /\b(public|internal)\b/.test(line);
    case 'kotlin':
    case 'swift':
    case 'scala':
    case 'php':
      return !/\b(private|fileprivate|protected)\b/.test(line);
    case 'c':
    case 'cpp':
      return !/^static\b/.test(line);
    default:
      return true;
  }
}

/** Rust `impl` blocks hold methods but define nothing. */
function implBlocks(text: string, language: string, tokens: Tokens, lines: readonly number[]): Found[] {
  if (language !== 'rust') return [];
  const out: Found[] = [];
  for (const match of text.matchAll(
    /^[ \t]*(?:unsafe[ \t]+)?impl\b(?:<[^\n{]*?>)?[ \t]+(?:[^\n{]*?\bfor[ \t]+)?&?(?:\w+::)*(\w+)/gm,
  )) {
    const end = braceEnd(tokens, match.index);
    if (end === undefined) continue;
    out.push({
      name: match[1] ?? '',
      kind: 'class',
      inside: undefined,
      offset: match.index,
      line: lineAt(lines, match.index),
      endLine: lineAt(lines, end),
      endOffset: end,
    });
  }
  return out;
}

function addImport(imports: ScannedImport[], raw: string, line: number, language: string): void {
  let specifier = raw.trim();
  if (language === 'python') specifier = specifier.split(/\s+as\s+/)[0] ?? '';
  else if (language !== 'c' && language !== 'cpp') specifier = specifier.replace(/^["']|["']$/g, '');
  if (specifier !== '') imports.push({ specifier, line, reexport: false });
}

/** `masked` is pairs of offsets in order. `inside`: the start of a string does not count, for imports that are one. */
function isMasked(masked: readonly number[], offset: number, inside: boolean): boolean {
  let low = 0;
  let high = masked.length / 2 - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const start = masked[mid * 2] ?? 0;
    if (offset < start) high = mid - 1;
    else if (offset >= (masked[mid * 2 + 1] ?? 0)) low = mid + 1;
    else return !(inside && offset === start);
  }
  return false;
}

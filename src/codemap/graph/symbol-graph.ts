import type { CodeSymbol, DefinitionRef, SymbolPage, SymbolUse } from '../../domain/index.ts';
import { escapeRegExp } from '../../shared/text/escape-regexp.ts';
import { symbolsNamed, symbolsOf } from '../cards.ts';
import type { Depths } from '../depths.ts';
import type { FileEntry } from '../file-entry.ts';
import { folderOf, shelfOf } from '../outline/importance.ts';
import { importsByFile, reachOf } from '../outline/users.ts';
import { definersOf } from '../rank/index.ts';
import { zone } from '../rank/packed-counts.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { linesWith } from '../search.ts';
import type { Texts } from '../texts.ts';
import type { Tier } from '../tier.ts';

/** Files that are looked into for uses of one symbol. */
const MOST_FILES = 60;
/** A name this short stands for many things. */
const SHORTEST = 2;

interface Parts {
  readonly tier: Tier;
  readonly depths: Depths;
  readonly texts: Texts;
}

/**
 * Who uses a symbol and what it uses, definition by definition. A use is the name on a line of code in a file that can
 * mean it: one that imports its file (or one that passes it on); where no other file defines the name, and the language
 * imports packages or the symbol is a member, any file. What it uses are the names on its own lines that its file defines
 * or imports.
 */
export async function symbolPage(n: number, symbol: CodeSymbol, parts: Parts): Promise<SymbolPage> {
  const { tier, depths } = parts;
  const { found, namesakes } = holders(tier, n, symbol);
  const read = found.slice(0, MOST_FILES);
  await depths.deepen(read.flatMap(f => tier.files[f] ?? []));
  const usedBy: SymbolUse[] = [];
  for (const f of read) usedBy.push(...(await usesIn(f, n, symbol, parts)));
  const uses = await usedFrom(n, symbol, parts);
  return { symbol, usedBy, unread: found.length - read.length, namesakes, uses };
}

/** Files that may use it, its own first, then sources, then others; and how many others define the name. */
function holders(
  tier: Tier,
  n: number,
  { name, exported, container }: CodeSymbol,
): { readonly found: readonly number[]; readonly namesakes: number } {
  const { index, files } = tier;
  const id = index.scanner.vocabulary.find(name);
  const namesakes = definersOf(index, id).filter(f => f !== n && counts(files[f])).length;
  const inside = !exported && container === undefined;
  if (id < 0 || (inside && importsByFile(files[n]?.language ?? ''))) return { found: [n], namesakes };
  const byImport = importsByFile(files[n]?.language ?? '') && container === undefined;
  const reach = inside ? inPackage(n, tier) : byImport || namesakes > 0 ? reaching(n, tier) : undefined;
  const { count, file, value } = index.words.list(id);
  const others: number[] = [];
  for (let i = 0; i < count; i++) {
    const f = file[i] ?? 0;
    if (f !== n && zone(value[i] ?? 0, SHIFT.code) > 0 && (!reach || reach.has(f))) others.push(f);
  }
  const aside = (f: number) => (counts(files[f]) ? 0 : 1);
  return { found: [n, ...others.sort((a, b) => aside(a) - aside(b) || a - b)], namesakes };
}

/** Files that import this one; where a package is imported as a whole, those that import another file of it. */
function reaching(n: number, tier: Tier): ReadonlySet<number> {
  if (importsByFile(tier.files[n]?.language ?? '')) return reachOf(n, tier.links);
  const own = inPackage(n, tier);
  return new Set([...own, ...[...own].flatMap(f => [...reachOf(f, tier.links)])]);
}

/** Files of the same folder and language. */
function inPackage(n: number, { files, paths }: Tier): ReadonlySet<number> {
  const folder = folderOf(paths[n] ?? '');
  const found = new Set<number>();
  paths.forEach((path, f) => {
    if (folderOf(path) === folder && files[f]?.language === files[n]?.language) found.add(f);
  });
  return found;
}

function counts(file: FileEntry | undefined): boolean {
  return file !== undefined && shelfOf(file) === 'sources';
}

/** Uses in file `f`, by the definitions that hold them, in the order of their lines. */
async function usesIn(
  f: number,
  n: number,
  symbol: CodeSymbol,
  { tier, depths, texts }: Parts,
): Promise<readonly SymbolUse[]> {
  const file = tier.files[f];
  if (!file) return [];
  const deep = depths.of(file);
  const lines =
    deep?.kind === 'parsed'
      ? (deep.references.get(symbol.name) ?? [])
      : linesWith(symbol.name, await texts.read(file.path));
  const own = new Set(symbolsNamed(tier, f, symbol.name, depths).map(s => s.line));
  const imports = deep?.kind === 'parsed' ? deep.imports : file.specifiers;
  const lastImport = Math.max(0, ...imports.map(i => i.line));
  const symbols = symbolsOf(tier, f, depths);
  const held = new Map<string, { lines: number[]; within: CodeSymbol | undefined }>();
  for (const line of lines) {
    if (own.has(line)) continue;
    const within = innermost(symbols, line);
    // Among the imports the name is asked for, not used; in itself it is used by itself.
    if (!within && line <= lastImport) continue;
    if (within && f === n && within.line === symbol.line && within.name === symbol.name) continue;
    const key = within ? `${within.line} ${within.name}` : '';
    const known = held.get(key);
    if (known) known.lines.push(line);
    else held.set(key, { lines: [line], within });
  }
  return [...held.values()].map(({ lines, within }) => ({
    path: file.path,
    lines,
    ...(within ? { within: refOf(within) } : {}),
  }));
}

/** The smallest definition whose lines hold this one. */
function innermost(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  let best: CodeSymbol | undefined;
  for (const symbol of symbols) {
    if (symbol.kind === 'section' || line < symbol.line || line > symbol.endLine) continue;
    if (!best || symbol.endLine - symbol.line <= best.endLine - best.line) best = symbol;
  }
  return best;
}

/** Definitions that the lines of a symbol name. Empty where no parser has read its file. */
async function usedFrom(
  n: number,
  symbol: CodeSymbol,
  { tier, depths, texts }: Parts,
): Promise<readonly DefinitionRef[]> {
  const file = tier.files[n];
  const deep = file && depths.of(file);
  if (!file || deep?.kind !== 'parsed') return [];
  const { index, links } = tier;
  const code = ((await texts.read(file.path)) ?? '')
    .split('\n')
    .slice(symbol.line - 1, symbol.endLine)
    .join('\n');
  const bare = BARE_MEMBERS.has(file.language);
  const imported = importedFrom(n, tier);
  const besides = ({ path }: CodeSymbol) =>
    !importsByFile(file.language) && folderOf(path) === folderOf(file.path);
  const found: { readonly at: number; readonly ref: DefinitionRef }[] = [];
  for (const [name, lines] of deep.references) {
    const at = lines.find(line => line >= symbol.line && line <= symbol.endLine);
    if (at === undefined || name === symbol.name || name.length < SHORTEST) continue;
    const id = index.scanner.vocabulary.find(name);
    if (id < 0) continue;
    const here = symbolsNamed(tier, n, name, depths);
    const inside = here.find(s => s.line >= symbol.line && s.endLine <= symbol.endLine);
    // A member of it is a part of it.
    if (inside) continue;
    const ofOthers = memberOf(code, name);
    const fits = (s: CodeSymbol, own: boolean) => s.container === undefined || ofOthers || (own && bare);
    const target =
      here.find(s => fits(s, true)) ??
      definersOf(index, id)
        .filter(f => imported.has(f))
        .sort((a, b) => nearer(links.imports[n], a, b))
        .flatMap(f => symbolsNamed(tier, f, name, depths))
        .find(s => (s.exported || s.container !== undefined || besides(s)) && fits(s, false));
    if (target) found.push({ at, ref: refOf(target) });
  }
  return found.sort((a, b) => a.at - b.at || (a.ref.name < b.ref.name ? -1 : 1)).map(({ ref }) => ref);
}

/** Languages in which a member is spoken of without what it belongs to. */
const BARE_MEMBERS = new Set(['java', 'kotlin', 'scala', 'csharp', 'swift', 'ruby', 'cpp']);

/** Whether the name stands behind what it belongs to: `mail.send`, `Mail::send`, `$mail->send`. */
function memberOf(code: string, name: string): boolean {
  return new RegExp(`(?:\\.|->|::)\\s*${escapeRegExp(name)}(?![\\w$])`).test(code);
}

/** What a file imports itself comes before what those files pass on. */
function nearer(imports: readonly number[] | undefined, a: number, b: number): number {
  return Number(imports?.includes(b) ?? false) - Number(imports?.includes(a) ?? false) || a - b;
}

const PASSED_ON = 3;

function importedFrom(n: number, { links }: Tier): ReadonlySet<number> {
  const reached = new Set(links.imports[n]);
  let last = [...reached];
  for (let step = 0; step < PASSED_ON && last.length > 0; step++) {
    last = last.flatMap(f => links.reexports[f] ?? []).filter(f => !reached.has(f));
    for (const f of last) reached.add(f);
  }
  reached.delete(n);
  return reached;
}

function refOf({ name, kind, path, line, endLine, container }: CodeSymbol): DefinitionRef {
  return { name, kind, path, line, endLine, ...(container === undefined ? {} : { container }) };
}

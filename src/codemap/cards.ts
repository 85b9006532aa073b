import type { CodeSymbol, FileCard } from '../domain/index.ts';
import type { Depths } from './depths.ts';
import type { Tier } from './tier.ts';

/** Symbols of file `n`: the parser's where it has read it, else the scanner's. */
export function symbolsOf(tier: Tier, n: number, depths: Depths): readonly CodeSymbol[] {
  const file = tier.files[n];
  if (!file) return [];
  const deep = depths.of(file);
  return deep?.kind === 'parsed' ? deep.symbols : file.symbols.map(s => ({ ...s, path: file.path }));
}

/** Those of this name. */
export function symbolsNamed(tier: Tier, n: number, name: string, depths: Depths): readonly CodeSymbol[] {
  const file = tier.files[n];
  if (!file) return [];
  if (depths.knows(file)) return symbolsOf(tier, n, depths).filter(s => s.name === name);
  const id = tier.index.scanner.vocabulary.find(name);
  const found: CodeSymbol[] = [];
  file.defines.forEach((defined, k) => {
    const symbol = defined === id ? file.symbolAt(k) : undefined;
    if (symbol) found.push({ ...symbol, path: file.path });
  });
  return found;
}

export function cardOf(tier: Tier, n: number, depths: Depths): FileCard {
  const file = tier.files[n];
  if (!file) throw new Error(`file ${n} of ${tier.files.length} was asked for`);
  const name = (i: number) => tier.paths[i] ?? '';
  const commits = tier.history?.ofFile[n] ?? [];
  const newest = commits[0] === undefined ? undefined : tier.history?.commits[commits[0]]?.commit.date;
  const deep = depths.of(file);
  return {
    path: file.path,
    language: file.language,
    lines: file.lines,
    bytes: file.bytes,
    hash: file.hash,
    roles: [...file.roles],
    symbols: [...symbolsOf(tier, n, depths)],
    imports: (tier.links.imports[n] ?? []).map(name),
    importedBy: (tier.links.importedBy[n] ?? []).map(name),
    packages: [...(tier.links.packages[n] ?? [])],
    tests: (tier.testsOf[n] ?? []).map(name),
    commits: commits.length,
    ...(newest === undefined ? {} : { lastCommit: newest }),
    ...(deep?.kind === 'skipped' ? { note: `symbols by the quick scan only: ${deep.reason}` } : {}),
  };
}

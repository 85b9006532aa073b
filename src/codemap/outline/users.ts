import type { FileEntry } from '../file-entry.ts';
import type { Links } from '../links/resolve.ts';
import type { RankIndex } from '../rank/index.ts';
import { isName } from '../rank/index.ts';
import { zone } from '../rank/packed-counts.ts';
import { SHIFT } from '../scan/word-sink.ts';

/** For every symbol of the project, in how many other files it is used. */
export interface Users {
  /** Symbol `k` of file `n`. */
  of(n: number, k: number): number;
  /** All that stand in file `n` outside of others, together. */
  ofFile(n: number): number;
}

export const NOBODY: Users = { of: () => 0, ofFile: () => 0 };

/** Languages in which whoever uses a file's symbol imports that file. Elsewhere a package or an include path does it. */
const IMPORTING = new Set(['typescript', 'tsx', 'javascript', 'vue', 'python']);
export function importsByFile(language: string): boolean {
  return IMPORTING.has(language);
}

/** A name this short stands for many things. */
const SHORTEST = 3;
/** Files that pass a name on to others that pass it on. */
const PASSED_ON = 3;

interface UsersInput {
  readonly files: readonly FileEntry[];
  readonly links: Links;
  readonly index: RankIndex;
  /** Files that count as users and as definers: tests and the like do not. */
  readonly voter: (n: number) => boolean;
}

/**
 * Counts by the word index. An exported symbol of a language that imports by file is used in a file that imports its file
 * (or one that passes it on) and holds its name as code; of other languages, and of members, in any file that holds the
 * name, provided that one file alone defines it. One pass over the postings of each name.
 */
export function countUsers({ files, links, index, voter }: UsersInput): Users {
  const first = new Int32Array(files.length + 1);
  files.forEach((file, n) => {
    first[n + 1] = (first[n] ?? 0) + file.defines.length;
  });
  const counts = new Uint16Array(first[files.length] ?? 0);
  const sums = new Uint32Array(files.length);
  const inReach = new Int32Array(files.length).fill(-1);
  const names = new Map<number, NameUse>();
  const holding = (id: number): NameUse => {
    const known = names.get(id) ?? nameUse(id, index, voter);
    names.set(id, known);
    return known;
  };
  files.forEach((file, n) => {
    const imports = importsByFile(file.language);
    if (imports) markReach(n, links, inReach);
    const { defines } = file;
    file.symbols.forEach((symbol, k) => {
      const id = defines[k];
      if (id === undefined || symbol.name.length < SHORTEST) return;
      if (!symbol.exported && symbol.container === undefined) return;
      const byImport = imports && symbol.container === undefined;
      const { holders, definers } = holding(id);
      if (!byImport && definers !== 1) return;
      let count = 0;
      for (const f of holders) if (f !== n && (!byImport || inReach[f] === n)) count++;
      counts[(first[n] ?? 0) + k] = Math.min(count, 0xffff);
      if (symbol.container === undefined) sums[n] = (sums[n] ?? 0) + count;
    });
  });
  return { of: (n, k) => counts[(first[n] ?? 0) + k] ?? 0, ofFile: n => sums[n] ?? 0 };
}

/** Of the files that count: those that hold a name as code, and how many define it. */
interface NameUse {
  readonly holders: readonly number[];
  readonly definers: number;
}

/** Looked up once a name, since many symbols share one. */
function nameUse(id: number, index: RankIndex, voter: (n: number) => boolean): NameUse {
  const { count, file, value } = index.words.list(id);
  const named = isName(index, id);
  const holders: number[] = [];
  let definers = 0;
  for (let i = 0; i < count; i++) {
    const n = file[i] ?? 0;
    if (!voter(n)) continue;
    if (zone(value[i] ?? 0, SHIFT.code) > 0) holders.push(n);
    if (named && zone(value[i] ?? 0, SHIFT.definition) > 0) definers++;
  }
  return { holders, definers };
}

/** Marks the files that import `n`, or a file that passes its names on. */
function markReach(n: number, links: Links, mark: Int32Array): void {
  eachInReach(n, links, f => {
    if (mark[f] === n) return false;
    mark[f] = n;
    return true;
  });
}

/** The files that import `n`, or a file that passes its names on. */
export function reachOf(n: number, links: Links): ReadonlySet<number> {
  const reached = new Set<number>();
  eachInReach(n, links, f => reached.size < reached.add(f).size);
  return reached;
}

/** `meet` says whether the file is met for the first time. */
function eachInReach(n: number, { importedBy, reexports }: Links, meet: (file: number) => boolean): void {
  let sources = [n];
  for (let step = 0; step <= PASSED_ON && sources.length > 0; step++) {
    const passing: number[] = [];
    for (const source of sources)
      for (const user of importedBy[source] ?? [])
        if (meet(user) && reexports[user]?.includes(source)) passing.push(user);
    sources = passing;
  }
}

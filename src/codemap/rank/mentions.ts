import { basename } from '../links/paths.ts';
import { pairHash } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { listAt } from '../table/lists.ts';
import { definersOf, type RankIndex } from './index.ts';
import type { Query } from './query.ts';

/** `path`: the longest tail that a mentioned path shares with files; among several the value is shared. */
export function matchPaths(query: Query, index: RankIndex, out: Float64Array): void {
  for (const path of query.paths) {
    const name = basename(path);
    const named: number[] = [];
    index.files.forEach((file, i) => {
      if (file.path.endsWith(name) && basename(file.path) === name) named.push(i);
    });
    const parts = path.split('/');
    for (let from = 0; from < parts.length && named.length > 0; from++) {
      const tail = parts.slice(from).join('/');
      const hits = named.filter(i => {
        const own = index.files[i]?.path ?? '';
        return own === tail || own.endsWith(`/${tail}`);
      });
      for (const hit of hits) out[hit] = Math.max(out[hit] ?? 0, 1 / hits.length);
      if (hits.length > 0) break;
    }
  }
}

/** `use`: identifiers of the goal that at most a tenth of the files hold. `named`: those that a file defines, by rareness. */
export function matchUses(
  query: Query,
  index: RankIndex,
  use: Float64Array,
  named: Float64Array,
): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const files = index.files.length;
  const most = Math.max(5, files * 0.1);
  for (const name of query.identifiers) {
    const id = index.scanner.vocabulary.find(name);
    if (id < 0) continue;
    const definers = definersOf(index, id);
    for (const file of definers)
      named[file] = (named[file] ?? 0) + Math.log(1 + files / (1 + 2 * definers.length));
    const holders = index.words.list(id);
    if (holders.count > most) continue;
    for (let at = 0; at < holders.count; at++) {
      const file = holders.file[at] ?? 0;
      use[file] = (use[file] ?? 0) + 1;
      const list = found.get(file);
      if (list) list.push(name);
      else found.set(file, [name]);
    }
  }
  return found;
}

interface WantedPair {
  readonly words: string;
  readonly stems: readonly [number, number];
  readonly values: Map<number, number>;
  readonly names: Map<number, string>;
}

/** `pair`: neighbouring words of the request that are neighbours in an identifier, or (.6) in a comment or string. */
export function matchPairs(query: Query, index: RankIndex, out: Float64Array): Map<number, string> {
  const { terms } = index.scanner;
  const wanted = new Map<number, WantedPair>();
  for (const pair of query.pairs) {
    const first = terms.findStem(pair.first);
    const second = terms.findStem(pair.second);
    if (first !== undefined && second !== undefined)
      wanted.set(pairHash(terms.stems.hashAt(first), terms.stems.hashAt(second)), {
        words: pair.words,
        stems: [first, second],
        values: new Map(),
        names: new Map(),
      });
  }
  if (wanted.size > 0) inIdentifiers(wanted, index);
  const found = new Map<number, string>();
  for (const [key, want] of wanted) {
    inProse(key, want, index);
    const holders = want.values.size;
    const rare = Math.log(1 + (index.files.length - holders + 0.5) / (holders + 0.5));
    for (const [file, value] of want.values) {
      out[file] = (out[file] ?? 0) + value * rare;
      if (found.has(file)) continue;
      const name = want.names.get(file);
      found.set(file, name === undefined ? `says “${want.words}”` : `names \`${name}\` (“${want.words}”)`);
    }
  }
  return found;
}

function inIdentifiers(wanted: ReadonlyMap<number, WantedPair>, index: RankIndex): void {
  const { start, hash } = index.pairs;
  // A filter of one bit a pair spares nearly every look into the map.
  const bloom = new Uint8Array(1024);
  for (const key of wanted.keys()) bloom[key & 1023] = 1;
  for (let at = 0; at < hash.length; at++) {
    const key = hash[at] ?? 0;
    if (bloom[key & 1023] !== 1) continue;
    const want = wanted.get(key);
    if (!want) continue;
    const id = entryAt(start, at);
    const name = index.scanner.vocabulary.at(id);
    const holders = index.words.list(id);
    for (let p = 0; p < holders.count; p++) {
      if ((holders.value[p] ?? 0) >>> SHIFT.code === 0) continue;
      const file = holders.file[p] ?? 0;
      want.values.set(file, 1);
      // The numbers of words hang on who scanned first; what is said must not.
      const known = want.names.get(file);
      if (known === undefined || name < known) want.names.set(file, name);
    }
  }
}

/** The list of `start` that holds place `at`. */
function entryAt(start: Int32Array, at: number): number {
  let low = 0;
  let high = start.length - 1;
  while (low + 1 < high) {
    const mid = (low + high) >> 1;
    if ((start[mid] ?? 0) <= at) low = mid;
    else high = mid;
  }
  return low;
}

/** Looks only into files that hold the rarer of the two words. */
function inProse(key: number, want: WantedPair, index: RankIndex): void {
  const { terms } = index;
  const termsOf = (stem: number) => listAt(index.termsOfStem, stem);
  const holders = (stem: number) => termsOf(stem).reduce((sum, term) => sum + terms.list(term).count, 0);
  const [first, second] = want.stems;
  for (const term of termsOf(holders(first) <= holders(second) ? first : second)) {
    const { count, file } = terms.list(term);
    for (let at = 0; at < count; at++) {
      const n = file[at] ?? 0;
      const words = want.values.has(n) ? undefined : index.files[n]?.words;
      if (words && hasSorted(words.pairs, key)) want.values.set(n, 0.6);
    }
  }
}

function hasSorted(values: Uint32Array, key: number): boolean {
  let low = 0;
  let high = values.length - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const value = values[mid] ?? 0;
    if (value === key) return true;
    if (value < key) low = mid + 1;
    else high = mid - 1;
  }
  return false;
}

import type { FileEntry } from '../file-entry.ts';
import type { Scanner } from '../scan/scan.ts';
import { pairHash } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { splitIdentifier } from '../words.ts';

/** Postings in one run of memory: entries of key k stand at `start[k]` to `start[k + 1]`. */
export interface Postings {
  readonly start: Int32Array;
  readonly file: Int32Array;
  readonly value: Uint32Array;
}

/** Everything that a query needs of the files, in typed arrays. */
export interface RankIndex {
  readonly files: readonly FileEntry[];
  readonly scanner: Scanner;
  /** By term: packed counts by zone. */
  readonly terms: Postings;
  /** By vocabulary entry: packed counts by zone. */
  readonly words: Postings;
  /** By term: files whose name / whose folders hold it. */
  readonly names: ReadonlyMap<number, readonly number[]>;
  readonly folders: ReadonlyMap<number, readonly number[]>;
  /** Terms of a stem. */
  readonly termsOfStem: readonly (readonly number[])[];
  /** Length of each file's fields in terms, and the average over files that have any. */
  readonly lengths: {
    readonly definition: Float32Array;
    readonly code: Float32Array;
    readonly comment: Float32Array;
    readonly string: Float32Array;
  };
  readonly averages: {
    readonly definition: number;
    readonly code: number;
    readonly comment: number;
    readonly string: number;
  };
  /** Neighbouring stems inside each vocabulary entry. */
  readonly pairs: { readonly start: Int32Array; readonly hash: Uint32Array };
  /** By vocabulary entry: files that define it; values are not used. */
  readonly definers: Omit<Postings, 'value'>;
}

export function buildIndex(files: readonly FileEntry[], scanner: Scanner): RankIndex {
  const { vocabulary, terms } = scanner;
  const size = vocabulary.size;
  for (let id = 0; id < size; id++) terms.size(id);
  const names = new Map<number, number[]>();
  const folders = new Map<number, number[]>();
  files.forEach((file, n) => {
    const slash = file.path.lastIndexOf('/');
    const name = file.path.slice(slash + 1).replace(/\.[a-z]+$/i, '');
    for (const word of new Set(splitIdentifier(name))) push(names, terms.add(word), n);
    for (const word of new Set(splitIdentifier(slash < 0 ? '' : file.path.slice(0, slash))))
      push(folders, terms.add(word), n);
  });
  const { postings, lengths } = invertTerms(files, scanner);
  const termsOfStem: number[][] = Array.from({ length: terms.stems }, () => []);
  terms.stemOf.forEach((stemId, term) => {
    termsOfStem[stemId]?.push(term);
  });
  return {
    files,
    scanner,
    terms: postings,
    words: invertWords(files, size),
    names,
    folders,
    termsOfStem,
    lengths,
    averages: {
      definition: average(lengths.definition),
      code: average(lengths.code),
      comment: average(lengths.comment),
      string: average(lengths.string),
    },
    pairs: pairsOf(scanner, size),
    definers: invertDefinitions(files, scanner, size),
  };
}

function invertWords(files: readonly FileEntry[], size: number): Postings {
  const start = new Int32Array(size + 1);
  for (const { words } of files) for (const id of words.ids) start[id + 1] = (start[id + 1] ?? 0) + 1;
  for (let i = 1; i <= size; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const total = start[size] ?? 0;
  const file = new Int32Array(total);
  const value = new Uint32Array(total);
  const next = start.slice();
  files.forEach(({ words }, n) => {
    for (let i = 0; i < words.ids.length; i++) {
      const id = words.ids[i] ?? 0;
      const at = next[id] ?? 0;
      next[id] = at + 1;
      file[at] = n;
      value[at] = words.counts[i] ?? 0;
    }
  });
  return { start, file, value };
}

function invertDefinitions(files: readonly FileEntry[], { vocabulary }: Scanner, size: number) {
  const start = new Int32Array(size + 1);
  const last = new Int32Array(size);
  const each = (visit: (id: number, n: number) => void) => {
    last.fill(-1);
    files.forEach((file, n) => {
      for (const symbol of file.symbols) {
        const id = symbol.name === 'default' ? -1 : vocabulary.find(symbol.name);
        if (id < 0 || last[id] === n) continue;
        last[id] = n;
        visit(id, n);
      }
    });
  };
  each(id => {
    start[id + 1] = (start[id + 1] ?? 0) + 1;
  });
  for (let i = 1; i <= size; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const file = new Int32Array(start[size] ?? 0);
  const next = start.slice();
  each((id, n) => {
    const at = next[id] ?? 0;
    next[id] = at + 1;
    file[at] = n;
  });
  return { start, file };
}

/** Files that define a vocabulary entry. */
export function definersOf({ definers: { start, file } }: RankIndex, id: number): Int32Array {
  return file.subarray(start[id] ?? 0, start[id + 1] ?? 0);
}

function invertTerms(files: readonly FileEntry[], scanner: Scanner) {
  const { terms } = scanner;
  const count = terms.names.length;
  const acc = new Uint32Array(count);
  const lengths = {
    definition: new Float32Array(files.length),
    code: new Float32Array(files.length),
    comment: new Float32Array(files.length),
    string: new Float32Array(files.length),
  };
  let keys = new Int32Array(1 << 16);
  let values = new Uint32Array(1 << 16);
  const ends = new Int32Array(files.length);
  let used = 0;
  const start = new Int32Array(count + 1);
  const touched: number[] = [];
  files.forEach(({ words }, n) => {
    for (let i = 0; i < words.ids.length; i++) {
      const packed = words.counts[i] ?? 0;
      const id = words.ids[i] ?? 0;
      const size = terms.size(id);
      for (let k = 0; k < size; k++) {
        const term = terms.at(id, k);
        const before = acc[term] ?? 0;
        if (before === 0) touched.push(term);
        acc[term] = before === 0 ? packed : addPacked(before, packed);
      }
    }
    while (used + touched.length > keys.length) {
      const moreKeys = new Int32Array(keys.length * 2);
      moreKeys.set(keys);
      keys = moreKeys;
      const moreValues = new Uint32Array(values.length * 2);
      moreValues.set(values);
      values = moreValues;
    }
    for (const term of touched) {
      const packed = acc[term] ?? 0;
      acc[term] = 0;
      keys[used] = term;
      values[used++] = packed;
      start[term + 1] = (start[term + 1] ?? 0) + 1;
      lengths.definition[n] = (lengths.definition[n] ?? 0) + zone(packed, SHIFT.definition);
      lengths.code[n] = (lengths.code[n] ?? 0) + zone(packed, SHIFT.code);
      lengths.comment[n] = (lengths.comment[n] ?? 0) + zone(packed, SHIFT.comment);
      lengths.string[n] = (lengths.string[n] ?? 0) + zone(packed, SHIFT.string);
    }
    touched.length = 0;
    ends[n] = used;
  });
  for (let i = 1; i <= count; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const file = new Int32Array(used);
  const value = new Uint32Array(used);
  const next = start.slice();
  let n = 0;
  for (let i = 0; i < used; i++) {
    while (i >= (ends[n] ?? used)) n++;
    const term = keys[i] ?? 0;
    const at = next[term] ?? 0;
    next[term] = at + 1;
    file[at] = n;
    value[at] = values[i] ?? 0;
  }
  return { postings: { start, file, value }, lengths };
}

export function zone(packed: number, shift: number): number {
  return (packed >>> shift) & 255;
}

function addPacked(a: number, b: number): number {
  let sum = 0;
  for (const shift of [0, 8, 16, 24]) sum += Math.min(255, zone(a, shift) + zone(b, shift)) * 2 ** shift;
  return sum;
}

function pairsOf(scanner: Scanner, size: number): RankIndex['pairs'] {
  const start = new Int32Array(size + 1);
  let total = 0;
  for (let id = 0; id < size; id++) {
    total += Math.max(0, scanner.terms.size(id) - 1);
    start[id + 1] = total;
  }
  const hash = new Uint32Array(total);
  const { terms } = scanner;
  let at = 0;
  for (let id = 0; id < size; id++) {
    const count = terms.size(id);
    for (let i = 1; i < count; i++)
      hash[at++] = pairHash(terms.stemOf[terms.at(id, i - 1)] ?? 0, terms.stemOf[terms.at(id, i)] ?? 0);
  }
  return { start, hash };
}

function average(values: Float32Array): number {
  let sum = 0;
  let n = 0;
  for (const value of values)
    if (value > 0) {
      sum += value;
      n++;
    }
  return n === 0 ? 1 : sum / n;
}

function push(map: Map<number, number[]>, key: number, value: number): void {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}

import type { FileEntry } from '../file-entry.ts';
import type { Scanner } from '../scan/scan.ts';
import { listsOnly } from '../scan/structure.ts';
import { pairHash, type Terms } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { Column, type Lists, listAt, listsOf } from '../table/lists.ts';
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
  readonly names: Lists;
  readonly folders: Lists;
  /** By stem: its terms. */
  readonly termsOfStem: Lists;
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
  /** By vocabulary entry: files that define it. */
  readonly definers: Lists;
}

export function buildIndex(files: readonly FileEntry[], scanner: Scanner): RankIndex {
  const { vocabulary, terms } = scanner;
  const size = vocabulary.size;
  for (let id = 0; id < size; id++) terms.size(id);
  const { names, folders } = invertPaths(files, scanner);
  const { postings, lengths } = invertTerms(files, scanner);
  return {
    files,
    scanner,
    terms: postings,
    words: invertWords(files, size),
    names,
    folders,
    termsOfStem: termsByStem(terms),
    lengths,
    averages: averagesOf(lengths),
    pairs: pairsOf(scanner, size),
    definers: invertDefinitions(files, scanner, size),
  };
}

export function termsByStem(terms: Terms): Lists {
  const numbers = Int32Array.from({ length: terms.names.size }, (_, term) => term);
  const stems = numbers.map(term => terms.stemOf(term));
  return listsOf(terms.stems.size, stems, numbers);
}

/** Files by the terms of their names, and of their folders. */
function invertPaths(files: readonly FileEntry[], { terms }: Scanner): Pick<RankIndex, 'names' | 'folders'> {
  const names = { keys: [] as number[], files: [] as number[] };
  const folders = { keys: [] as number[], files: [] as number[] };
  const enter = (to: typeof names, text: string, n: number) => {
    for (const word of new Set(splitIdentifier(text))) {
      to.keys.push(terms.add(word));
      to.files.push(n);
    }
  };
  files.forEach((file, n) => {
    const slash = file.path.lastIndexOf('/');
    enter(names, file.path.slice(slash + 1).replace(/\.[a-z]+$/i, ''), n);
    enter(folders, slash < 0 ? '' : file.path.slice(0, slash), n);
  });
  const size = terms.names.size;
  return {
    names: listsOf(size, names.keys, names.files),
    folders: listsOf(size, folders.keys, folders.files),
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

function invertDefinitions(files: readonly FileEntry[], { vocabulary }: Scanner, size: number): Lists {
  const nameless = vocabulary.find('default');
  const last = new Int32Array(size).fill(-1);
  const keys: number[] = [];
  const numbers: number[] = [];
  files.forEach(({ defines, language }, n) => {
    // Names that a manifest or a style sheet lists are nobody's definitions.
    if (listsOnly(language)) return;
    for (const id of defines) {
      if (id === nameless || last[id] === n) continue;
      last[id] = n;
      keys.push(id);
      numbers.push(n);
    }
  });
  return listsOf(size, keys, numbers);
}

/** Files that define a vocabulary entry. */
export function definersOf({ definers }: RankIndex, id: number): Int32Array {
  return listAt(definers, id);
}

function invertTerms(files: readonly FileEntry[], scanner: Scanner) {
  const { begin, count, flat } = scanner.terms.flattened();
  const size = scanner.terms.names.size;
  const acc = new Uint32Array(size);
  const lengths = {
    definition: new Float32Array(files.length),
    code: new Float32Array(files.length),
    comment: new Float32Array(files.length),
    string: new Float32Array(files.length),
  };
  const keys = new Column(n => new Int32Array(n), 1 << 16);
  const values = new Column(n => new Uint32Array(n), 1 << 16);
  const ends = new Int32Array(files.length);
  const start = new Int32Array(size + 1);
  const touched = new Int32Array(size);
  files.forEach(({ words }, n) => {
    let used = 0;
    for (let i = 0; i < words.ids.length; i++) {
      const packed = words.counts[i] ?? 0;
      const id = words.ids[i] ?? 0;
      const first = (begin[id] ?? 0) - 1;
      const end = first + (count[id] ?? 0);
      for (let k = first; k < end; k++) {
        const term = flat[k] ?? 0;
        const before = acc[term] ?? 0;
        if (before === 0) touched[used++] = term;
        acc[term] = before === 0 ? packed : addPacked(before, packed);
      }
    }
    let definition = 0;
    let code = 0;
    let comment = 0;
    let string = 0;
    for (let i = 0; i < used; i++) {
      const term = touched[i] ?? 0;
      const packed = acc[term] ?? 0;
      acc[term] = 0;
      keys.push(term);
      values.push(packed);
      start[term + 1] = (start[term + 1] ?? 0) + 1;
      definition += zone(packed, SHIFT.definition);
      code += zone(packed, SHIFT.code);
      comment += zone(packed, SHIFT.comment);
      string += zone(packed, SHIFT.string);
    }
    lengths.definition[n] = definition;
    lengths.code[n] = code;
    lengths.comment[n] = comment;
    lengths.string[n] = string;
    ends[n] = keys.length;
  });
  for (let i = 1; i <= size; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const total = keys.length;
  const file = new Int32Array(total);
  const value = new Uint32Array(total);
  const next = start.slice();
  let n = 0;
  for (let i = 0; i < total; i++) {
    while (i >= (ends[n] ?? total)) n++;
    const term = keys.at(i);
    const at = next[term] ?? 0;
    next[term] = at + 1;
    file[at] = n;
    value[at] = values.at(i);
  }
  return { postings: { start, file, value }, lengths };
}

export function zone(packed: number, shift: number): number {
  return (packed >>> shift) & 255;
}

/** Four saturating sums at once: each zone holds at most 255. */
export function addPacked(a: number, b: number): number {
  // Even and odd bytes apart, so that each has a free byte above it to overflow into.
  const even = (a & 0x00ff00ff) + (b & 0x00ff00ff);
  const odd = ((a >>> 8) & 0x00ff00ff) + ((b >>> 8) & 0x00ff00ff);
  return (saturated(even) | (saturated(odd) << 8)) >>> 0;
}

/** Two sums of 9 bits, each cut to 255: where bit 8 is set, all eight below it are. */
function saturated(sums: number): number {
  const over = (sums >>> 8) & 0x00010001;
  return (sums | (over * 255)) & 0x00ff00ff;
}

function pairsOf({ terms }: Scanner, size: number): RankIndex['pairs'] {
  const start = new Int32Array(size + 1);
  let total = 0;
  for (let id = 0; id < size; id++) {
    total += Math.max(0, terms.size(id) - 1);
    start[id + 1] = total;
  }
  const hash = new Uint32Array(total);
  let at = 0;
  for (let id = 0; id < size; id++) {
    const count = terms.size(id);
    for (let i = 1; i < count; i++)
      hash[at++] = pairHash(terms.stemHash(terms.at(id, i - 1)), terms.stemHash(terms.at(id, i)));
  }
  return { start, hash };
}

/** The average length of each field over the files that have any. */
export function averagesOf(lengths: RankIndex['lengths']): RankIndex['averages'] {
  return {
    definition: average(lengths.definition),
    code: average(lengths.code),
    comment: average(lengths.comment),
    string: average(lengths.string),
  };
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

import type { FileEntry } from '../file-entry.ts';
import { listsOnly } from '../scan/structure.ts';
import type { Terms } from '../scan/vocabulary.ts';
import { pairHash } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { type Lists, listAt } from '../table/lists.ts';
import { addPacked, averagesOf, type Postings, type RankIndex, termsByStem, zone } from './index.ts';

/** A file before and after, by its number. */
export interface Change {
  readonly n: number;
  readonly before: FileEntry;
  readonly after: FileEntry;
}

/** What is put under a key for a file: its packed counts, or 0 where it has none any more. */
type Edits = Map<number, Map<number, number>>;

/**
 * The index after some files changed, without looking at the others: lists of words that the files neither hold nor
 * held are copied in runs.
 */
export function patchIndex(index: RankIndex, changes: readonly Change[]): RankIndex {
  const { scanner } = index;
  const { terms, vocabulary } = scanner;
  const words: Edits = new Map();
  const byTerm: Edits = new Map();
  const definers: Edits = new Map();
  const nameless = vocabulary.find('default');
  const files = [...index.files];
  const lengths = {
    definition: index.lengths.definition.slice(),
    code: index.lengths.code.slice(),
    comment: index.lengths.comment.slice(),
    string: index.lengths.string.slice(),
  };
  for (const { n, before, after } of changes) {
    files[n] = after;
    edit(words, n, wordCounts(before), wordCounts(after));
    const counts = termCounts(after, terms);
    edit(byTerm, n, termCounts(before, terms), counts);
    edit(definers, n, definitions(before, nameless), definitions(after, nameless));
    lengths.definition[n] = sum(counts, SHIFT.definition);
    lengths.code[n] = sum(counts, SHIFT.code);
    lengths.comment[n] = sum(counts, SHIFT.comment);
    lengths.string[n] = sum(counts, SHIFT.string);
  }
  const size = vocabulary.size;
  const { start, item } = patchLists(index.definers, size, definers);
  return {
    files,
    scanner,
    terms: patchPostings(index.terms, terms.names.size, byTerm),
    words: patchPostings(index.words, size, words),
    names: index.names,
    folders: index.folders,
    termsOfStem: termsByStem(terms),
    lengths,
    averages: averagesOf(lengths),
    pairs: morePairs(index.pairs, terms, size),
    definers: { start, item },
  };
}

function wordCounts({ words }: FileEntry): Map<number, number> {
  const counts = new Map<number, number>();
  words.ids.forEach((id, i) => {
    counts.set(id, words.counts[i] ?? 0);
  });
  return counts;
}

function termCounts({ words }: FileEntry, terms: Terms): Map<number, number> {
  const counts = new Map<number, number>();
  words.ids.forEach((id, i) => {
    const size = terms.size(id);
    for (let k = 0; k < size; k++) {
      const term = terms.at(id, k);
      counts.set(term, addPacked(counts.get(term) ?? 0, words.counts[i] ?? 0));
    }
  });
  return counts;
}

function definitions({ defines, language }: FileEntry, nameless: number): Map<number, number> {
  const found = new Map<number, number>();
  if (!listsOnly(language)) for (const id of defines) if (id !== nameless) found.set(id, 1);
  return found;
}

function edit(
  edits: Edits,
  n: number,
  before: ReadonlyMap<number, number>,
  after: ReadonlyMap<number, number>,
) {
  const put = (key: number, value: number) => {
    const ofKey = edits.get(key) ?? new Map<number, number>();
    edits.set(key, ofKey.set(n, value));
  };
  for (const key of before.keys()) if (!after.has(key)) put(key, 0);
  for (const [key, value] of after) if (before.get(key) !== value) put(key, value);
}

function sum(counts: ReadonlyMap<number, number>, shift: number): number {
  let total = 0;
  for (const packed of counts.values()) total += zone(packed, shift);
  return total;
}

function patchLists(lists: Lists, size: number, edits: Edits): Lists {
  const { start, file } = patchPostings({ start: lists.start, file: lists.item }, size, edits);
  return { start, item: file };
}

/** Lists by key, each sorted by file, after the edits. Keys that no list had yet are empty but for them. */
function patchPostings(
  from: { readonly start: Int32Array; readonly file: Int32Array; readonly value?: Uint32Array },
  size: number,
  edits: Edits,
): Postings {
  const keys = [...edits.keys()].sort((a, b) => a - b);
  const known = from.start.length - 1;
  const last = from.start[known] ?? 0;
  const merged = keys.map(key => mergeKey(from, key < known ? key : -1, edits.get(key) ?? new Map()));
  const removed = keys.reduce((n, key) => n + (key < known ? lengthAt(from.start, key) : 0), 0);
  const total = last - removed + merged.reduce((n, list) => n + list.length, 0);
  const start = new Int32Array(size + 1);
  const file = new Int32Array(total);
  const value = new Uint32Array(from.value ? total : 0);
  let read = 0;
  let written = 0;
  let next = 0;
  const copyTo = (end: number) => {
    file.set(from.file.subarray(read, end), written);
    if (from.value) value.set(from.value.subarray(read, end), written);
    written += end - read;
    read = end;
  };
  const startsUpTo = (key: number, shift: number) => {
    for (; next <= key; next++) start[next] = (next <= known ? (from.start[next] ?? 0) : last) + shift;
  };
  keys.forEach((key, i) => {
    startsUpTo(key, written - read);
    copyTo(key < known ? (from.start[key] ?? last) : last);
    for (const [n, counts] of merged[i] ?? []) {
      file[written] = n;
      if (from.value) value[written] = counts;
      written++;
    }
    read = key < known ? (from.start[key + 1] ?? last) : last;
  });
  startsUpTo(size, written - read);
  copyTo(last);
  return { start, file, value };
}

const lengthAt = (start: Int32Array, key: number) => (start[key + 1] ?? 0) - (start[key] ?? 0);

function mergeKey(
  from: { readonly start: Int32Array; readonly file: Int32Array; readonly value?: Uint32Array },
  key: number,
  edits: ReadonlyMap<number, number>,
): [file: number, value: number][] {
  const found = new Map<number, number>();
  if (key >= 0)
    listAt({ start: from.start, item: from.file }, key).forEach((n, i) => {
      found.set(n, from.value?.[(from.start[key] ?? 0) + i] ?? 1);
    });
  for (const [n, value] of edits) {
    if (value === 0) found.delete(n);
    else found.set(n, value);
  }
  return [...found].sort((a, b) => a[0] - b[0]);
}

/** Adds the neighbours inside words that were not there before. */
function morePairs({ start, hash }: RankIndex['pairs'], terms: Terms, size: number): RankIndex['pairs'] {
  const known = start.length - 1;
  if (known >= size) return { start, hash };
  const starts = new Int32Array(size + 1);
  starts.set(start);
  const added: number[] = [];
  for (let id = known; id < size; id++) {
    const count = terms.size(id);
    for (let i = 1; i < count; i++)
      added.push(pairHash(terms.stemHash(terms.at(id, i - 1)), terms.stemHash(terms.at(id, i))));
    starts[id + 1] = hash.length + added.length;
  }
  const hashes = new Uint32Array(hash.length + added.length);
  hashes.set(hash);
  hashes.set(added, hash.length);
  return { start: starts, hash: hashes };
}

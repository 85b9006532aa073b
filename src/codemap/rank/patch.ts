import type { FileEntry } from '../file-entry.ts';
import type { Scanner } from '../scan/scan.ts';
import { pairHash, type Terms } from '../scan/vocabulary.ts';
import { averagesOf, indexOf, invertPaths, type RankIndex, termsByStem } from './index.ts';
import { FIELDS, lengthsBy, termsOfFile } from './invert.ts';
import { type FilePostings, Postings } from './postings.ts';
import { sameStatics } from './statics.ts';

/** A file that was there before, by its number. */
export interface Change {
  readonly n: number;
  readonly before: FileEntry;
  readonly after: FileEntry;
}

/** The index after some files changed, without looking at the others. */
export function patchIndex(index: RankIndex, changes: readonly Change[]): RankIndex {
  const { scanner, lengths } = index;
  const files = [...index.files];
  for (const { n, after } of changes) files[n] = after;
  const copied = lengthsBy(field => lengths[field].slice());
  const fresh = postingsOf(
    changes.map(({ n, after }) => [n, after]),
    scanner,
    copied,
  );
  const parts = {
    ...growing(index),
    files,
    scanner,
    terms: index.terms.with(fresh.terms),
    words: index.words.with(fresh.words),
    names: index.names,
    folders: index.folders,
    lengths: copied,
    averages: averagesOf(copied),
  };
  return sameStatics(changes) ? { ...parts, statics: index.statics } : indexOf(parts);
}

/**
 * The index of another list of files, those that it knows taken over. `from`: by place in `files` the number that a file
 * has in `index`, in rising order, or -1 where it is new or has changed.
 */
export function moveIndex(index: RankIndex, files: readonly FileEntry[], from: Int32Array): RankIndex {
  const { scanner } = index;
  const to = new Int32Array(index.files.length).fill(-1);
  const lengths = lengthsBy(() => new Float32Array(files.length));
  const fresh: (readonly [n: number, file: FileEntry])[] = [];
  files.forEach((file, n) => {
    const old = from[n] ?? -1;
    if (old < 0) fresh.push([n, file]);
    else {
      to[old] = n;
      for (const field of FIELDS) lengths[field][n] = index.lengths[field][old] ?? 0;
    }
  });
  const added = postingsOf(fresh, scanner, lengths);
  const paths = invertPaths(files, scanner);
  return indexOf({
    ...growing(index),
    files,
    scanner,
    terms: new Postings(index.terms.pack(to)).with(added.terms),
    words: new Postings(index.words.pack(to)).with(added.words),
    ...paths,
    lengths,
    averages: averagesOf(lengths),
  });
}

/** What these files hold, by their number; their fields' lengths are entered. */
function postingsOf(
  files: readonly (readonly [n: number, file: FileEntry])[],
  { terms }: Scanner,
  lengths: RankIndex['lengths'],
) {
  const words = new Map<number, FilePostings>();
  for (const [n, file] of files) {
    words.set(n, { keys: file.words.ids.slice(), values: file.words.counts.slice() });
    for (const id of file.words.ids) terms.size(id);
  }
  return { words, terms: new Map(files.map(([n, file]) => [n, termsOfFile(file, terms, n, lengths)])) };
}

/** The parts that only grow, with the words that were met since. */
function growing({ scanner, termsOfStem, pairs }: RankIndex): Pick<RankIndex, 'termsOfStem' | 'pairs'> {
  const { terms, vocabulary } = scanner;
  return {
    termsOfStem: termsOfStem.item.length === terms.names.size ? termsOfStem : termsByStem(terms),
    pairs: morePairs(pairs, terms, vocabulary.size),
  };
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

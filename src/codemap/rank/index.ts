import { once } from '../../shared/once.ts';
import type { FileEntry } from '../file-entry.ts';
import type { Scanner } from '../scan/scan.ts';
import { pairHash, type Terms } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { type Lists, listsOf } from '../table/lists.ts';
import { splitIdentifier } from '../words.ts';
import { invertTerms, invertWords } from './invert.ts';
import { zone } from './packed-counts.ts';
import type { Postings } from './postings.ts';
import { buildStatics, type Statics } from './statics.ts';

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
  readonly lengths: FieldLengths;
  /** The average of each over the files that have any. */
  readonly averages: Readonly<Record<Field, number>>;
  /** Neighbouring stems inside each vocabulary entry. */
  readonly pairs: { readonly start: Int32Array; readonly hash: Uint32Array };
  readonly statics: Statics;
}

export type Field = 'definition' | 'code' | 'comment' | 'string';
/** Length of each file's fields in terms. */
export type FieldLengths = Readonly<Record<Field, Float32Array>>;

export function buildIndex(files: readonly FileEntry[], scanner: Scanner): RankIndex {
  const { vocabulary, terms } = scanner;
  const size = vocabulary.size;
  for (let id = 0; id < size; id++) terms.size(id);
  const paths = invertPaths(files, scanner);
  const { postings, lengths } = invertTerms(files, scanner);
  return indexOf({
    files,
    scanner,
    terms: postings,
    words: invertWords(files, size),
    ...paths,
    termsOfStem: termsByStem(terms),
    lengths,
    averages: averagesOf(lengths),
    pairs: pairsOf(scanner, size),
  });
}

/** With what hangs on these files alone, worked out when it is first asked for. */
export function indexOf(parts: Omit<RankIndex, 'statics'>): RankIndex {
  const statics = once(() => buildStatics(parts));
  return {
    ...parts,
    get statics() {
      return statics();
    },
  };
}

export function termsByStem(terms: Terms): Lists {
  const numbers = Int32Array.from({ length: terms.names.size }, (_, term) => term);
  const stems = numbers.map(term => terms.stemOf(term));
  return listsOf(terms.stems.size, stems, numbers);
}

/** Files by the terms of their names, and of their folders. */
export function invertPaths(
  files: readonly FileEntry[],
  { terms }: Scanner,
): Pick<RankIndex, 'names' | 'folders'> {
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

/** Files that define a vocabulary entry, by number. Names that a manifest or a style sheet lists are nobody's definitions. */
export function definersOf({ words, scanner }: Pick<RankIndex, 'words' | 'scanner'>, id: number): number[] {
  const found: number[] = [];
  if (!isName({ scanner }, id)) return found;
  const { count, file, value } = words.list(id);
  for (let i = 0; i < count; i++) if (zone(value[i] ?? 0, SHIFT.definition) > 0) found.push(file[i] ?? 0);
  return found;
}

/** Whether files that define a vocabulary entry give it a meaning of their own: `default` is nobody's name. */
export function isName({ scanner }: Pick<RankIndex, 'scanner'>, id: number): boolean {
  return id >= 0 && id !== scanner.vocabulary.find('default');
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

import type { FileEntry } from '../file-entry.ts';
import type { Scanner } from '../scan/scan.ts';
import type { Terms } from '../scan/vocabulary.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { Column } from '../table/lists.ts';
import type { Field, FieldLengths } from './index.ts';
import { addPacked, zone } from './packed-counts.ts';
import { type FilePostings, Packer, Postings } from './postings.ts';

export const FIELDS = ['definition', 'code', 'comment', 'string'] as const satisfies readonly Field[];

/** An array for each field. */
export function lengthsBy(make: (field: Field) => Float32Array): Record<Field, Float32Array> {
  return {
    definition: make('definition'),
    code: make('code'),
    comment: make('comment'),
    string: make('string'),
  };
}

/** Files by vocabulary entry. */
export function invertWords(files: readonly FileEntry[], size: number): Postings {
  const sorter = new Sorter(size);
  for (const { words } of files) sorter.count(words.ids, words.ids.length);
  sorter.open();
  files.forEach(({ words }, n) => {
    sorter.put(n, words.ids, words.counts, words.ids.length);
  });
  return sorter.postings();
}

/** Files by term, and how long their fields are. */
export function invertTerms(
  files: readonly FileEntry[],
  { terms }: Scanner,
): { readonly postings: Postings; readonly lengths: FieldLengths } {
  const tally = new TermTally(terms);
  const lengths = lengthsBy(() => new Float32Array(files.length));
  // About as many as words; room that stays unused costs nothing.
  const room = files.reduce((sum, { words }) => sum + words.ids.length, 1 << 10);
  const keys = new Column(n => new Int32Array(n), room);
  const values = new Column(n => new Uint32Array(n), room);
  const ends = new Int32Array(files.length);
  files.forEach(({ words }, n) => {
    tally.take(words.ids, words.counts);
    keys.pushAll(tally.keys.subarray(0, tally.used));
    values.pushAll(tally.values.subarray(0, tally.used));
    ends[n] = keys.length;
    putLengths(lengths, n, tally);
  });
  const sorter = new Sorter(terms.names.size);
  const all = { keys: keys.view(), values: values.view() };
  sorter.count(all.keys, all.keys.length);
  sorter.open();
  let from = 0;
  ends.forEach((end, n) => {
    sorter.put(n, all.keys.subarray(from, end), all.values.subarray(from, end), end - from);
    from = end;
  });
  return { postings: sorter.postings(), lengths };
}

/** The terms of one file's words, and how long its fields are. */
export function termsOfFile(
  { words }: FileEntry,
  terms: Terms,
  n: number,
  lengths: FieldLengths,
): FilePostings {
  const tally = new TermTally(terms);
  tally.take(words.ids, words.counts);
  putLengths(lengths, n, tally);
  return { keys: tally.keys.slice(0, tally.used), values: tally.values.slice(0, tally.used) };
}

function putLengths(lengths: FieldLengths, n: number, { values, used }: TermTally): void {
  let definition = 0;
  let code = 0;
  let comment = 0;
  let string = 0;
  for (let i = 0; i < used; i++) {
    const packed = values[i] ?? 0;
    definition += zone(packed, SHIFT.definition);
    code += zone(packed, SHIFT.code);
    comment += zone(packed, SHIFT.comment);
    string += zone(packed, SHIFT.string);
  }
  lengths.definition[n] = definition;
  lengths.code[n] = code;
  lengths.comment[n] = comment;
  lengths.string[n] = string;
}

/** Adds up the counts of a file's words by their terms. */
class TermTally {
  keys = new Int32Array(1 << 10);
  values = new Uint32Array(1 << 10);
  used = 0;
  private readonly terms: Terms;
  private readonly sums: Uint32Array;

  /** `terms`: with all entries split that will be asked for. */
  constructor(terms: Terms) {
    this.terms = terms;
    this.sums = new Uint32Array(terms.names.size);
  }

  take(ids: Uint32Array, counts: Uint32Array): void {
    const { begin, count, flat } = this.terms.views();
    const { sums } = this;
    let used = 0;
    for (let i = 0; i < ids.length; i++) {
      const packed = counts[i] ?? 0;
      const id = ids[i] ?? 0;
      const first = (begin[id] ?? 0) - 1;
      const end = first + (count[id] ?? 0);
      while (used + end - first > this.keys.length) this.grow();
      for (let k = first; k < end; k++) {
        const term = flat[k] ?? 0;
        const before = sums[term] ?? 0;
        if (before === 0) this.keys[used++] = term;
        sums[term] = before === 0 ? packed : addPacked(before, packed);
      }
    }
    for (let i = 0; i < used; i++) {
      const term = this.keys[i] ?? 0;
      this.values[i] = sums[term] ?? 0;
      sums[term] = 0;
    }
    this.used = used;
  }

  private grow(): void {
    const keys = new Int32Array(this.keys.length * 2);
    keys.set(this.keys);
    this.keys = keys;
    this.values = new Uint32Array(keys.length);
  }
}

/** What an entry of a list takes, about, in bytes. */
const BYTES_EACH = 3;

/** Sorts by key what comes by file: first all keys are counted, then all are put. */
class Sorter {
  private readonly next: Int32Array;
  private file = new Int32Array(0);
  private value = new Uint32Array(0);

  constructor(size: number) {
    this.next = new Int32Array(size + 1);
  }

  count(keys: ArrayLike<number>, length: number): void {
    const { next } = this;
    for (let i = 0; i < length; i++) {
      const at = (keys[i] ?? 0) + 1;
      next[at] = (next[at] ?? 0) + 1;
    }
  }

  open(): void {
    const { next } = this;
    for (let k = 1; k < next.length; k++) next[k] = (next[k] ?? 0) + (next[k - 1] ?? 0);
    const total = next[next.length - 1] ?? 0;
    this.file = new Int32Array(total);
    this.value = new Uint32Array(total);
  }

  put(n: number, keys: ArrayLike<number>, values: ArrayLike<number>, length: number): void {
    const { next, file, value } = this;
    for (let i = 0; i < length; i++) {
      const key = keys[i] ?? 0;
      const at = next[key] ?? 0;
      next[key] = at + 1;
      file[at] = n;
      value[at] = values[i] ?? 0;
    }
  }

  /** Each key's place has moved to where the next one's list began. */
  postings(): Postings {
    const size = this.next.length - 1;
    const packer = new Packer(size, this.file.length * BYTES_EACH);
    let from = 0;
    for (let key = 0; key < size; key++) {
      const to = this.next[key] ?? from;
      packer.put(this.file, this.value, from, to);
      from = to;
    }
    return new Postings(packer.done());
  }
}

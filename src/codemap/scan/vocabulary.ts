import { StringTable } from '../table/strings.ts';
import { splitIdentifier, stem } from '../words.ts';

/** All words of the project, each once: identifiers, words of comments and of strings share one numbering. */
export type Vocabulary = StringTable;

/** Terms, their stems, and the stem's number of each term. */
export interface StoredTerms {
  readonly names: StringTable;
  readonly stems: StringTable;
  readonly stemNumbers: Int32Array<ArrayBuffer>;
}

/**
 * The single lower-case words inside the vocabulary's entries, and their stems. Filled as entries are first asked for.
 * The terms of all entries lie in one array: an array for each of some hundred thousand would weigh more than the words.
 */
export class Terms {
  readonly names: StringTable;
  readonly stems: StringTable;
  private readonly vocabulary: Vocabulary;
  /** Stem number of a term; stems have a numbering of their own. */
  private stemNumbers: Int32Array<ArrayBuffer>;
  /** By entry: where its terms begin in `flat`, plus 1 (0: not split yet), and how many they are. */
  private begin = new Int32Array(1 << 12);
  private count = new Uint8Array(1 << 12);
  private flat = new Int32Array(1 << 13);
  private used = 0;

  /** With what `packed` gave, terms keep their numbers; entries are split anew as they are asked for. */
  constructor(vocabulary: Vocabulary, stored?: StoredTerms) {
    this.vocabulary = vocabulary;
    this.names = stored?.names ?? new StringTable();
    this.stems = stored?.stems ?? new StringTable();
    this.stemNumbers = stored?.stemNumbers ?? new Int32Array(1 << 12);
  }

  stored(): StoredTerms {
    return {
      names: this.names,
      stems: this.stems,
      stemNumbers: this.stemNumbers.slice(0, this.names.size),
    };
  }

  /** How many terms vocabulary entry `id` has; `at` gives them, in their order: getUserName → get, user, name. */
  size(id: number): number {
    if ((this.begin[id] ?? 0) === 0) this.split(id);
    return this.count[id] ?? 0;
  }

  /** Term number `n` (from 0) of an entry, -1 where it has fewer. */
  at(id: number, n: number): number {
    return n >= 0 && n < this.size(id) ? (this.flat[(this.begin[id] ?? 0) - 1 + n] ?? -1) : -1;
  }

  /** For loops over many entries that `size` was asked for: the terms of entry id stand in `flat` from `begin[id] - 1`, `count[id]` of them. */
  views(): { readonly begin: Int32Array; readonly count: Uint8Array; readonly flat: Int32Array } {
    return { begin: this.begin, count: this.count, flat: this.flat };
  }

  stemOf(term: number): number {
    return this.stemNumbers[term] ?? 0;
  }

  /** A hash of the term's stem: the same in every project. */
  stemHash(term: number): number {
    return this.stems.hashAt(this.stemOf(term));
  }

  add(word: string): number {
    const known = this.names.size;
    const id = this.names.add(word);
    if (id === known) {
      if (id >= this.stemNumbers.length) this.stemNumbers = doubled(this.stemNumbers);
      this.stemNumbers[id] = this.stems.add(stem(word));
    }
    return id;
  }

  find(word: string): number | undefined {
    return known(this.names.find(word));
  }

  findStem(word: string): number | undefined {
    return known(this.stems.find(stem(word)));
  }

  private split(id: number): void {
    while (id >= this.begin.length) {
      this.begin = doubled(this.begin);
      const count = new Uint8Array(this.count.length * 2);
      count.set(this.count);
      this.count = count;
    }
    this.begin[id] = this.used + 1;
    const words = splitIdentifier(this.vocabulary.at(id));
    this.count[id] = Math.min(255, words.length);
    while (this.used + words.length > this.flat.length) this.flat = doubled(this.flat);
    for (const word of words) this.flat[this.used++] = this.add(word);
  }
}

const known = (id: number) => (id < 0 ? undefined : id);

function doubled(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(Math.max(64, from.length * 2));
  to.set(from);
  return to;
}

/** Hash of two neighbouring stems, given by their own hashes, for phrases inside comments and strings. */
export function pairHash(first: number, second: number): number {
  return (Math.imul(first, 0x9e3779b1) ^ Math.imul(second + 7, 0x85ebca6b)) >>> 0;
}

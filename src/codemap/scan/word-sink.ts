import type { Terms, Vocabulary } from './vocabulary.ts';
import { pairHash } from './vocabulary.ts';

/** Shifts of the four counts (each 0–255) that share one 32-bit number. */
export const SHIFT = { string: 0, comment: 8, code: 16, definition: 24 } as const;

/** Words of one file: vocabulary numbers, their packed counts, and hashes of neighbouring words (sorted, once each). */
export interface FileWords {
  readonly ids: Uint32Array;
  readonly counts: Uint32Array;
  readonly pairs: Uint32Array;
}

/** A word has terms, or none. */
const SPLIT = 1;
const WORDLESS = 2;

/** Counts words by zone while a file is scanned; one for the whole project, emptied by `take`. */
export class WordSink {
  readonly vocabulary: Vocabulary;
  private readonly terms: Terms;
  private counts = new Uint32Array(1 << 16);
  private touched = new Uint32Array(1 << 12);
  private touchedCount = 0;
  /** Neighbours, two by two. */
  private neighbours = new Uint32Array(1 << 12);
  private neighbourCount = 0;
  /** Counts of the words in `touched`, as they are given out. */
  private packed = new Uint32Array(1 << 12);
  /** By word: whether it was split into terms, and the hashes of its outer stems. */
  private stemState = new Uint8Array(1 << 16);
  private firstStem = new Uint32Array(1 << 16);
  private lastStem = new Uint32Array(1 << 16);

  constructor(vocabulary: Vocabulary, terms: Terms) {
    this.vocabulary = vocabulary;
    this.terms = terms;
  }

  code(id: number): void {
    this.add(id, SHIFT.code);
  }

  comment(id: number): void {
    this.add(id, SHIFT.comment);
  }

  string(id: number): void {
    this.add(id, SHIFT.string);
  }

  /** The vocabulary number of the name. */
  define(name: string): number {
    const id = this.vocabulary.add(name);
    this.add(id, SHIFT.definition);
    return id;
  }

  /** Two neighbouring words of a comment or string. */
  pair(first: number, second: number): void {
    if (this.neighbourCount + 2 > this.neighbours.length) this.neighbours = doubled(this.neighbours);
    this.neighbours[this.neighbourCount++] = first;
    this.neighbours[this.neighbourCount++] = second;
  }

  /** Forgets what was counted since the last call. */
  drop(): void {
    for (let i = 0; i < this.touchedCount; i++) this.counts[this.touched[i] ?? 0] = 0;
    this.touchedCount = 0;
    this.neighbourCount = 0;
  }

  /** What was counted since the last call, in memory that the next file is counted in: who keeps it makes a copy. */
  take(): FileWords {
    const { touched, touchedCount: size, counts } = this;
    if (this.packed.length < size) this.packed = new Uint32Array(touched.length);
    const { packed } = this;
    for (let i = 0; i < size; i++) {
      const id = touched[i] ?? 0;
      packed[i] = counts[id] ?? 0;
      counts[id] = 0;
    }
    this.touchedCount = 0;
    return { ids: touched.subarray(0, size), counts: packed.subarray(0, size), pairs: this.takePairs() };
  }

  private takePairs(): Uint32Array {
    const { neighbours, neighbourCount } = this;
    let n = 0;
    for (let i = 0; i < neighbourCount; i += 2) {
      const first = neighbours[i] ?? 0;
      const second = neighbours[i + 1] ?? 0;
      const a = this.stemsOf(first);
      const b = this.stemsOf(second);
      // Written over what was already read.
      if (a === SPLIT && b === SPLIT)
        neighbours[n++] = pairHash(this.lastStem[first] ?? 0, this.firstStem[second] ?? 0);
    }
    this.neighbourCount = 0;
    const sorted = neighbours.subarray(0, n).sort();
    let kept = 0;
    for (let i = 0; i < n; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i] ?? 0;
    return sorted.subarray(0, kept);
  }

  /** Finds the hashes of a word's first and last stem, once. */
  private stemsOf(id: number): number {
    const known = this.stemState[id] ?? 0;
    return known === 0 ? this.split(id) : known;
  }

  private split(id: number): number {
    const { terms } = this;
    while (id >= this.stemState.length) {
      const state = new Uint8Array(this.stemState.length * 2);
      state.set(this.stemState);
      this.stemState = state;
      this.firstStem = doubled(this.firstStem);
      this.lastStem = doubled(this.lastStem);
    }
    const size = terms.size(id);
    if (size > 0) {
      this.firstStem[id] = terms.stemHash(terms.at(id, 0));
      this.lastStem[id] = terms.stemHash(terms.at(id, size - 1));
    }
    const state = size > 0 ? SPLIT : WORDLESS;
    this.stemState[id] = state;
    return state;
  }

  private add(id: number, shift: number): void {
    while (id >= this.counts.length) this.counts = doubled(this.counts);
    const packed = this.counts[id] ?? 0;
    if (packed === 0) {
      if (this.touchedCount === this.touched.length) this.touched = doubled(this.touched);
      this.touched[this.touchedCount++] = id;
    }
    if (((packed >>> shift) & 255) < 255) this.counts[id] = packed + (1 << shift);
  }
}

function doubled(from: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const to = new Uint32Array(from.length * 2);
  to.set(from);
  return to;
}

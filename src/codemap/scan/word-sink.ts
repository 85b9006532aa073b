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

  /** What was counted since the last call. */
  take(): FileWords {
    const ids = this.touched.slice(0, this.touchedCount);
    const counts = new Uint32Array(ids.length);
    for (let i = 0; i < ids.length; i++) {
      const id = ids[i] ?? 0;
      counts[i] = this.counts[id] ?? 0;
      this.counts[id] = 0;
    }
    this.touchedCount = 0;
    return { ids, counts, pairs: this.takePairs() };
  }

  private takePairs(): Uint32Array {
    const { terms, neighbours } = this;
    let n = 0;
    for (let i = 0; i < this.neighbourCount; i += 2) {
      const first = neighbours[i] ?? 0;
      const a = terms.at(first, terms.size(first) - 1);
      const b = terms.at(neighbours[i + 1] ?? 0, 0);
      // Written over what was already read.
      if (a >= 0 && b >= 0) neighbours[n++] = pairHash(terms.stemHash(a), terms.stemHash(b));
    }
    this.neighbourCount = 0;
    const sorted = neighbours.subarray(0, n).sort();
    let kept = 0;
    for (let i = 0; i < n; i++) if (i === 0 || sorted[i] !== sorted[i - 1]) sorted[kept++] = sorted[i] ?? 0;
    return sorted.slice(0, kept);
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

/** Longest word that is kept, and how many are. */
const LONGEST = 40;
const ROWS = 1 << 14;
/** A row is what a processor fetches at once: hash, number, length in four bytes each, then the characters. */
const ROW_INTS = 16;
const ROW_BYTES = ROW_INTS * 4;
const HEAD_BYTES = 12;

/** Numbers of the words that were met last, compared without touching any string. Exact: a word that is not here is merely unknown. */
export class RecentWords {
  private readonly ints = new Int32Array(ROWS * ROW_INTS);
  private readonly bytes = new Uint8Array(this.ints.buffer);

  /** Number of the word `units[start, end)`, undefined where it is not known here. */
  find(units: Uint16Array, start: number, end: number, hash: number): number | undefined {
    const { ints, bytes } = this;
    const row = rowOf(hash);
    const int = row * ROW_INTS;
    if (ints[int] !== hash || ints[int + 2] !== end - start) return undefined;
    let at = row * ROW_BYTES + HEAD_BYTES;
    for (let i = start; i < end; i++) if (units[i] !== bytes[at++]) return undefined;
    return ints[int + 1];
  }

  keep(units: Uint16Array, start: number, end: number, hash: number, id: number): void {
    if (end - start > LONGEST) return;
    for (let i = start; i < end; i++) if ((units[i] ?? 0) > 255) return;
    const { ints, bytes } = this;
    const row = rowOf(hash);
    const int = row * ROW_INTS;
    ints[int] = hash;
    ints[int + 1] = id;
    ints[int + 2] = end - start;
    let at = row * ROW_BYTES + HEAD_BYTES;
    for (let i = start; i < end; i++) bytes[at++] = units[i] ?? 0;
  }
}

const rowOf = (hash: number) => (Math.imul(hash, 0x9e3779b1) >>> 8) & (ROWS - 1);

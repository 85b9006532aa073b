/** Kinds of token. Punctuation carries its character code in `id`. */
export const IDENT = 1;
export const PUNCT = 2;
export const STRING = 3;
export const TEMPLATE = 4;
export const NUMBER = 5;
export const REGEX = 6;

/** Far more than any program takes, and under a second for the largest file that is read. */
const STEPS_A_TOKEN = 100;

/** Thrown out of a text whose brackets make no sense; what was found before is kept. */
export class Tangled extends Error {}

/** Tokens of one file as parallel arrays; reused from file to file, so nothing may keep a reference to them. */
export class Tokens {
  count = 0;
  kind = new Uint8Array(1 << 14);
  start = new Int32Array(1 << 14);
  end = new Int32Array(1 << 14);
  /** 1-based. */
  line = new Int32Array(1 << 14);
  /** Vocabulary number of an identifier, character code of punctuation, else -1. */
  id = new Int32Array(1 << 14);
  lines = 1;
  longestLine = 0;
  /** Comments and strings as pairs of offsets, in order. */
  readonly masked: number[] = [];
  private left = 0;
  private pairs = new Int32Array(1 << 14).fill(-1);
  private paired = 0;

  clear(): void {
    this.count = 0;
    this.lines = 1;
    this.longestLine = 0;
    this.masked.length = 0;
  }

  /** A -1 for each token and behind them, for whoever pairs brackets. */
  unpaired(): Int32Array {
    if (this.pairs.length < this.count) this.pairs = new Int32Array(this.kind.length).fill(-1);
    else this.pairs.fill(-1, 0, this.paired);
    this.paired = this.count;
    return this.pairs;
  }

  /** Before an outline is read: sets how many steps it may take. */
  allow(): void {
    this.left = 10_000 + STEPS_A_TOKEN * this.count;
  }

  /** Counts steps: text that is no program (brackets that never close) must not cost the square of its length. */
  spend(steps: number): void {
    this.left -= steps;
    if (this.left < 0) throw new Tangled();
  }

  push(kind: number, start: number, end: number, id: number): void {
    if (this.count === this.kind.length) this.grow();
    const i = this.count++;
    this.kind[i] = kind;
    this.start[i] = start;
    this.end[i] = end;
    this.line[i] = this.lines;
    this.id[i] = id;
  }

  private grow(): void {
    const size = this.kind.length * 2;
    const kind = new Uint8Array(size);
    kind.set(this.kind);
    this.kind = kind;
    const copy = (from: Int32Array<ArrayBuffer>) => {
      const to = new Int32Array(size);
      to.set(from);
      return to;
    };
    this.start = copy(this.start);
    this.end = copy(this.end);
    this.line = copy(this.line);
    this.id = copy(this.id);
  }
}

/** Number of the first token at or after an offset. */
export function firstToken(tokens: Tokens, from: number): number {
  let low = 0;
  let high = tokens.count;
  while (low < high) {
    const mid = (low + high) >> 1;
    if ((tokens.start[mid] ?? 0) < from) low = mid + 1;
    else high = mid;
  }
  return low;
}

/**
 * Whether an offset lies in a comment or a string. `masked` is pairs of offsets in order. `inside`: the start of a string
 * does not count, for what is looked for is one itself.
 */
export function isMasked(masked: readonly number[], offset: number, inside: boolean): boolean {
  let low = 0;
  let high = masked.length / 2 - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const start = masked[mid * 2] ?? 0;
    if (offset < start) high = mid - 1;
    else if (offset >= (masked[mid * 2 + 1] ?? 0)) low = mid + 1;
    else return !(inside && offset === start);
  }
  return false;
}

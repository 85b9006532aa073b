/**
 * Names to be searched by what a person types of them, in typed arrays: characters in lower case, and for each the bonus
 * that a match gets there. Scores are made in the manner of fzf (Junegunn Choi, `FuzzyMatchV2` in src/algo/algo.go): the
 * best alignment of the pattern by the method of Smith and Waterman (1981), where matches at the beginning of a word or a
 * hump of camelCase count more, neighbours count more than scattered letters, and gaps cost.
 */
export class NameTable {
  private codes = new Uint16Array(1 << 14);
  private bonus = new Uint8Array(1 << 14);
  private starts = new Int32Array(1 << 10);
  /** Which letters a name holds, a bit each: most names are told apart by that alone. */
  private masks = new Int32Array(1 << 10);
  private count = 0;

  get size(): number {
    return this.count;
  }

  /** Gives the number of the name: they are counted from 0. */
  add(name: string): number {
    const start = this.starts[this.count] ?? 0;
    const end = start + name.length;
    if (end > this.codes.length) {
      this.codes = grown(this.codes, Math.max(end, this.codes.length * 2), n => new Uint16Array(n));
      this.bonus = grown(this.bonus, this.codes.length, n => new Uint8Array(n));
    }
    if (this.count + 2 > this.starts.length) {
      this.starts = grown(this.starts, this.starts.length * 2, n => new Int32Array(n));
      this.masks = grown(this.masks, this.starts.length, n => new Int32Array(n));
    }
    let mask = 0;
    let before: CharClass = 'border';
    for (let i = 0; i < name.length; i++) {
      const code = lowerOf(name.charCodeAt(i));
      const now = classOf(name.charCodeAt(i));
      this.codes[start + i] = code;
      this.bonus[start + i] = bonusAt(before, now);
      mask |= bitOf(code);
      before = now;
    }
    this.masks[this.count] = mask;
    this.starts[++this.count] = end;
    return this.count - 1;
  }

  /** How well a pattern fits name `n`, from character `from` of it on. */
  fit(pattern: Pattern, n: number, from = 0): Fit | undefined {
    if (((this.masks[n] ?? 0) & pattern.mask) !== pattern.mask) return undefined;
    const start = (this.starts[n] ?? 0) + from;
    const end = this.starts[n + 1] ?? start;
    const { codes } = pattern;
    if (codes.length === 0 || !this.holdsInOrder(codes, start, end)) return undefined;
    const kind = this.kindOf(codes, start, end);
    if (kind === 'exact' || kind === 'prefix') return { kind, score: straight(codes.length) };
    return { kind, score: align(codes, this.codes, this.bonus, start, end) };
  }

  /** Whether name `n` holds the pattern as a run of letters from the beginning of one of its words. */
  fitWord(pattern: Pattern, n: number): Fit | undefined {
    if (((this.masks[n] ?? 0) & pattern.mask) !== pattern.mask || pattern.codes.length === 0)
      return undefined;
    const start = this.starts[n] ?? 0;
    const end = this.starts[n + 1] ?? start;
    for (let i = start; i < end; i++)
      if ((i === start || (this.bonus[i] ?? 0) >= BONUS.hump) && this.beginsWith(pattern.codes, i, end))
        return { kind: 'humps', score: straight(pattern.codes.length) };
    return undefined;
  }

  /** Places in name `n`, from 0, on which the best alignment lies. Empty where the pattern does not fit. */
  places(pattern: Pattern, n: number, from = 0): number[] {
    const start = (this.starts[n] ?? 0) + from;
    const end = this.starts[n + 1] ?? start;
    const { codes } = pattern;
    if (codes.length === 0 || !this.holdsInOrder(codes, start, end)) return [];
    if (this.beginsWith(codes, start, end)) return Array.from(codes, (_, i) => from + i);
    const trace: number[] = [];
    align(codes, this.codes, this.bonus, start, end, trace);
    return trace.map(at => at - start + from);
  }

  private holdsInOrder(codes: Uint16Array, start: number, end: number): boolean {
    let at = 0;
    for (let i = start; i < end; i++) if (this.codes[i] === codes[at] && ++at === codes.length) return true;
    return false;
  }

  private beginsWith(codes: Uint16Array, start: number, end: number): boolean {
    if (end - start < codes.length) return false;
    for (let i = 0; i < codes.length; i++) if (this.codes[start + i] !== codes[i]) return false;
    return true;
  }

  private kindOf(codes: Uint16Array, start: number, end: number): FitKind {
    if (this.beginsWith(codes, start, end)) return end - start === codes.length ? 'exact' : 'prefix';
    return this.isHumps(codes, start, end) ? 'humps' : 'scattered';
  }

  /** Whether the pattern is made of beginnings of the name's words in their order: `gun` of getUserName. */
  private isHumps(codes: Uint16Array, start: number, end: number): boolean {
    if (codes.length > 30) return false;
    // Bit k: the first k characters of the pattern are accounted for by the words so far.
    let reached = 1;
    for (let i = start; i < end; i++) {
      if (i > start && (this.bonus[i] ?? 0) < BONUS.hump) continue;
      let more = reached;
      for (let k = 0; k < codes.length; k++) {
        if ((reached & (1 << k)) === 0) continue;
        for (let l = 0; i + l < end && k + l < codes.length; l++) {
          if (this.codes[i + l] !== codes[k + l] || (l > 0 && (this.bonus[i + l] ?? 0) >= BONUS.hump)) break;
          more |= 1 << (k + l + 1);
        }
      }
      reached = more;
      if ((reached & (1 << codes.length)) !== 0) return true;
    }
    return false;
  }
}

/** From the best: the whole name, its beginning, beginnings of its words, letters of it in their order. */
export type FitKind = 'exact' | 'prefix' | 'humps' | 'scattered';

export interface Fit {
  readonly kind: FitKind;
  /** Higher is better; comparable among fits of one pattern. */
  readonly score: number;
}

export interface Pattern {
  readonly codes: Uint16Array;
  readonly mask: number;
}

/** The longest pattern that is looked at; what follows is ignored. */
const LONGEST_PATTERN = 64;

export function patternOf(text: string): Pattern {
  const length = Math.min(text.length, LONGEST_PATTERN);
  const codes = Uint16Array.from({ length }, (_, i) => lowerOf(text.charCodeAt(i)));
  return { codes, mask: codes.reduce((mask, code) => mask | bitOf(code), 0) };
}

const SCORE = { match: 16, gap: -3, wider: -1, neighbour: 4, firstTimes: 2 } as const;
const BONUS = { border: 8, hump: 7 } as const;
const NEVER = -1_000_000;

type CharClass = 'border' | 'lower' | 'upper' | 'digit';

function bonusAt(before: CharClass, now: CharClass): number {
  if (now === 'border') return 0;
  if (before === 'border') return BONUS.border;
  if ((before === 'lower' && now === 'upper') || (before !== 'digit' && now === 'digit')) return BONUS.hump;
  return 0;
}

function classOf(code: number): CharClass {
  if (code >= 97 && code <= 122) return 'lower';
  if (code >= 65 && code <= 90) return 'upper';
  if (code >= 48 && code <= 57) return 'digit';
  // Letters of other scripts have words but seldom humps.
  return code < 128 ? 'border' : 'lower';
}

function lowerOf(code: number): number {
  if (code >= 65 && code <= 90) return code + 32;
  return code < 128 ? code : String.fromCharCode(code).toLowerCase().charCodeAt(0);
}

function bitOf(code: number): number {
  if (code >= 97 && code <= 122) return 1 << (code - 97);
  if (code >= 48 && code <= 57) return 1 << (26 + (code & 1));
  return 1 << (28 + (code & 3));
}

/** The score of neighbours from the beginning of a name on, which `align` would find. */
function straight(length: number): number {
  return SCORE.match * length + BONUS.border * (SCORE.firstTimes + length - 1);
}

let matched = new Int32Array(0);
let runs = new Uint8Array(0);

/**
 * Score of the best alignment of a pattern that stands in `codes[start, end)` in order. Row i of the table: the pattern
 * up to i, its last character standing at that place. `trace` takes the places of the alignment.
 */
function align(
  pattern: Uint16Array,
  codes: Uint16Array,
  bonus: Uint8Array,
  start: number,
  end: number,
  trace?: number[],
): number {
  const width = end - start;
  const cells = width * pattern.length;
  if (matched.length < cells) {
    matched = new Int32Array(cells * 2);
    runs = new Uint8Array(cells * 2);
  }
  for (let i = 0; i < pattern.length; i++) {
    // The best end of the row above that lies before this place with a gap between.
    let far = NEVER;
    for (let j = 0; j < width; j++) {
      const cell = i * width + j;
      const own = bonus[start + j] ?? 0;
      if (j > 1 && i > 0) far = Math.max(far + SCORE.wider, (matched[cell - width - 2] ?? NEVER) + SCORE.gap);
      let score = NEVER;
      let run = 0;
      if (codes[start + j] === pattern[i]) {
        if (i === 0) {
          score = SCORE.match + own * SCORE.firstTimes;
          run = own;
        } else {
          if (far > NEVER / 2) {
            score = far + SCORE.match + own;
            run = own;
          }
          const near = j > 0 ? (matched[cell - width - 1] ?? NEVER) : NEVER;
          if (near > NEVER / 2) {
            // Neighbours keep the bonus of the place where their run began.
            const kept = Math.max(own, SCORE.neighbour, runs[cell - width - 1] ?? 0);
            if (near + SCORE.match + kept >= score) {
              score = near + SCORE.match + kept;
              run = kept;
            }
          }
        }
      }
      matched[cell] = score;
      runs[cell] = run;
    }
  }
  const last = (pattern.length - 1) * width;
  let best = NEVER;
  let at = 0;
  for (let j = 0; j < width; j++)
    if ((matched[last + j] ?? NEVER) > best) {
      best = matched[last + j] ?? NEVER;
      at = j;
    }
  if (trace) walkBack(pattern.length, width, at, start, bonus, trace);
  return best;
}

/** From the last place back to the first: which place of the row above explains the score of this one. */
function walkBack(
  rows: number,
  width: number,
  last: number,
  start: number,
  bonus: Uint8Array,
  trace: number[],
): void {
  let at = last;
  trace.push(start + at);
  for (let i = rows - 1; i > 0; i--) {
    const cell = i * width + at;
    const score = matched[cell] ?? NEVER;
    const above = cell - width;
    const near = matched[above - 1] ?? NEVER;
    const kept = Math.max(bonus[start + at] ?? 0, SCORE.neighbour, runs[above - 1] ?? 0);
    if (at > 0 && near + SCORE.match + kept === score) at--;
    else {
      const wanted = score - SCORE.match - (bonus[start + at] ?? 0);
      let from = at - 2;
      while (
        from > 0 &&
        (matched[(i - 1) * width + from] ?? NEVER) + SCORE.gap + SCORE.wider * (at - 2 - from) !== wanted
      )
        from--;
      at = Math.max(0, from);
    }
    trace.push(start + at);
  }
  trace.reverse();
}

function grown<A extends { set(from: A): void }>(from: A, size: number, make: (size: number) => A): A {
  const to = make(size);
  to.set(from);
  return to;
}

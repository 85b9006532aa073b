/**
 * What a text must contain for a pattern to match: a literal, all or one of several. Undefined: nothing can be said.
 * Literals are lower-case, so that a need also holds for a pattern that ignores case.
 */
export type Need = string | { readonly all: readonly Need[] } | { readonly any: readonly Need[] } | undefined;

/** A shorter literal tells too little to be looked up. */
const SHORTEST = 3;

/**
 * Reads the needs out of the source of a JavaScript regular expression (without the `v` flag). It only ever asks for
 * too little: what it does not understand asks for nothing.
 */
export function needOf(source: string): Need {
  const reader = new PatternReader(source);
  const { need } = reader.alternatives();
  return reader.done() ? need : undefined;
}

const LONG_ESCAPES: Readonly<Record<string, RegExp>> = {
  u: /^(?:[0-9a-fA-F]{4}|\{[^}]*\})/,
  x: /^[0-9a-fA-F]{2}/,
  k: /^<[^>]*>/,
  p: /^\{[^}]*\}/,
  P: /^\{[^}]*\}/,
};

/** A part of a pattern. `exact`: all that it can match, where that is a few plain words. `empty`: it has no width. */
interface Part {
  readonly need?: Need;
  readonly exact?: readonly string[] | undefined;
  readonly empty?: boolean;
}

const MOST_RUNS = 64;

class PatternReader {
  private readonly source: string;
  private at = 0;

  constructor(source: string) {
    this.source = source;
  }

  done(): boolean {
    return this.at >= this.source.length;
  }

  alternatives(): Part {
    const branches: Part[] = [this.sequence()];
    while (this.source[this.at] === '|') {
      this.at++;
      branches.push(this.sequence());
    }
    const [only] = branches;
    if (branches.length === 1 && only) return only;
    const exact = branches.every(b => b.exact !== undefined)
      ? branches.flatMap(b => b.exact ?? [])
      : undefined;
    const needs = branches.map(b => b.need);
    return { need: needs.includes(undefined) ? undefined : { any: needs }, exact };
  }

  private sequence(): Part {
    const needs: Need[] = [];
    /** What the literals read last may spell, one of several where a group of plain words is among them. */
    let runs: readonly string[] = [''];
    let exact = true;
    const end = () => {
      if (runs.every(run => run.length >= SHORTEST)) needs.push(runs.length === 1 ? runs[0] : { any: runs });
      runs = [''];
      exact = false;
    };
    while (this.at < this.source.length) {
      const c = this.source[this.at] ?? '';
      if (c === '|' || c === ')') break;
      const atom = this.atom(c);
      const repeat = this.quantifier();
      if (atom.empty) continue;
      if (atom.exact && repeat !== 'maybe' && runs.length * atom.exact.length <= MOST_RUNS) {
        const { exact: words } = atom;
        runs = runs.flatMap(run => words.map(word => run + word));
        if (repeat === 'several') end();
        continue;
      }
      end();
      if (atom.need !== undefined && repeat !== 'maybe') needs.push(atom.need);
    }
    const spelled = exact ? runs : undefined;
    end();
    return { need: needs.length > 1 ? { all: needs } : needs[0], exact: spelled };
  }

  /** One atom: a literal character, a group, something without width, or anything else. */
  private atom(c: string): Part {
    if (c === '\\') return this.escape();
    this.at++;
    if (c === '[') {
      this.skipClass();
      return {};
    }
    if (c === '(') return this.group();
    if (c === '^' || c === '$') return { empty: true };
    return c === '.' ? {} : { exact: [c.toLowerCase()] };
  }

  private escape(): Part {
    const c = this.source[this.at + 1] ?? '';
    this.at += 2;
    if (c === 'b') return { empty: true };
    if (/[a-zA-Z0-9]/.test(c)) {
      // Code points and names of groups: their own characters are no part of the match.
      const rest = LONG_ESCAPES[c]?.exec(this.source.slice(this.at));
      if (rest) this.at += rest[0].length;
      return {};
    }
    return { exact: [c.toLowerCase()] };
  }

  private skipClass(): void {
    for (; this.at < this.source.length; this.at++) {
      if (this.source[this.at] === '\\') this.at++;
      else if (this.source[this.at] === ']') break;
    }
    this.at++;
  }

  private group(): Part {
    const head = /^\?(?:[:=!]|<[=!]|<[^>]*>)/.exec(this.source.slice(this.at))?.[0] ?? '';
    this.at += head.length;
    const inner = this.alternatives();
    this.at++;
    const around = /^\?<?[=!]/.test(head);
    return around ? { empty: true } : inner;
  }

  private quantifier(): 'once' | 'maybe' | 'several' {
    const found = /^(?:[*+?]|\{(\d+)(?:,\d*)?\})\??/.exec(this.source.slice(this.at));
    if (!found) return 'once';
    this.at += found[0].length;
    if (found[0][0] === '+') return 'several';
    return Number(found[1] ?? 0) > 0 ? 'several' : 'maybe';
  }
}

/** Which runs of three characters a text holds, in a few bits: answers "surely not" or "perhaps". */
export class Signature {
  private readonly bits: Uint8Array;
  private readonly mask: number;

  constructor(text: string) {
    let size = 1 << 10;
    while (size < 1 << 19 && size < text.length * 2) size *= 2;
    this.bits = new Uint8Array(size >> 3);
    this.mask = size - 1;
    const { bits, mask } = this;
    let a = 0;
    let b = 0;
    for (let i = 0; i < text.length; i++) {
      const c = lower(text.charCodeAt(i));
      const bit = trigram(a, b, c) & mask;
      bits[bit >> 3] = (bits[bit >> 3] ?? 0) | (1 << (bit & 7));
      a = b;
      b = c;
    }
  }

  mayHold(need: Need): boolean {
    if (need === undefined) return true;
    if (typeof need === 'string') return this.holds(need);
    return 'all' in need
      ? need.all.every(part => this.mayHold(part))
      : need.any.some(part => this.mayHold(part));
  }

  private holds(literal: string): boolean {
    for (let i = 2; i < literal.length; i++) {
      const bit =
        trigram(literal.charCodeAt(i - 2), literal.charCodeAt(i - 1), literal.charCodeAt(i)) & this.mask;
      if (((this.bits[bit >> 3] ?? 0) & (1 << (bit & 7))) === 0) return false;
    }
    return true;
  }
}

const lower = (c: number) => (c >= 65 && c <= 90 ? c | 32 : c);
const trigram = (a: number, b: number, c: number) => {
  const h = Math.imul(a + (b << 8) + (c << 16), 0x9e3779b1);
  return (h ^ (h >>> 15)) >>> 0;
};

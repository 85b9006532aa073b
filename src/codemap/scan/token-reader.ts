import { IDENT, PUNCT, STRING, type Tokens } from './tokens.ts';

/** Questions that a walk over tokens asks. Tokens are known by their number. */
export class TokenReader {
  protected readonly text: string;
  private readonly tokens: Tokens;
  protected readonly count: number;

  constructor(text: string, tokens: Tokens) {
    this.text = text;
    this.tokens = tokens;
    this.count = tokens.count;
  }

  protected is(i: number, c: string): boolean {
    return i >= 0 && i < this.count && this.tokens.kind[i] === PUNCT && this.tokens.id[i] === c.charCodeAt(0);
  }

  protected isName(i: number): boolean {
    return i >= 0 && i < this.count && this.tokens.kind[i] === IDENT;
  }

  protected isString(i: number): boolean {
    return i < this.count && this.tokens.kind[i] === STRING;
  }

  protected word(i: number): string {
    return this.isName(i) ? this.text.slice(this.tokens.start[i], this.tokens.end[i]) : '';
  }

  protected startOf(i: number): number {
    return i < this.count ? (this.tokens.start[i] ?? 0) : this.text.length;
  }

  protected endOf(i: number): number {
    return this.tokens.end[Math.min(i, this.count - 1)] ?? 0;
  }

  protected lineOf(i: number): number {
    return this.tokens.line[i] ?? 0;
  }

  private isOpening(i: number): boolean {
    return this.is(i, '(') || this.is(i, '[') || this.is(i, '{');
  }

  private isClosing(i: number): boolean {
    return this.is(i, ')') || this.is(i, ']') || this.is(i, '}');
  }

  /** The bracket that closes the one at `from`. */
  protected closing(from: number): number {
    let depth = 0;
    for (let i = from; i < this.count; i++) {
      this.tokens.spend(1);
      if (this.isOpening(i)) depth++;
      else if (this.isClosing(i) && --depth <= 0) return i;
    }
    return this.count;
  }

  protected opening(from: number): number {
    let depth = 0;
    for (let i = from; i >= 0; i--) {
      this.tokens.spend(1);
      if (this.isClosing(i)) depth++;
      else if (this.isOpening(i) && --depth <= 0) return i;
    }
    return 0;
  }

  /** The `>` that closes the `<` at `from`; `from` itself where it is no bracket. */
  protected angles(from: number): number {
    let depth = 0;
    for (let i = from; i < this.count; i++) {
      this.tokens.spend(1);
      if (this.is(i, '<')) depth++;
      else if (this.is(i, '>') && --depth === 0) return i;
      else if (this.is(i, ';') || this.is(i, '{')) return from;
      else if (this.is(i, '(')) i = this.closing(i);
    }
    return from;
  }

  /** The `;` that ends the statement, brackets passed over; the last token before a brace that closes more. */
  protected semicolon(from: number): number {
    for (let i = from; i < this.count; i++) {
      this.tokens.spend(1);
      if (this.is(i, ';')) return i;
      if (this.is(i, '}')) return i - 1;
      if (this.isOpening(i)) i = this.closing(i);
    }
    return this.count - 1;
  }

  /** The name that ends before token `i`, past `[]`. */
  protected nameBefore(i: number): number {
    let at = i - 1;
    while (this.is(at, ']')) at = this.opening(at) - 1;
    return at;
  }

  /** The first token after a preprocessor line and those it continues on. */
  protected directiveEnd(from: number): number {
    let i = from;
    let line = this.lineOf(from);
    for (; i < this.count; i++) {
      if (this.lineOf(i) === line) continue;
      const between = this.text.slice(this.endOf(i - 1) - 1, this.startOf(i));
      if (!/\\\r?\n/.test(between)) return i;
      line = this.lineOf(i);
    }
    return i;
  }
}

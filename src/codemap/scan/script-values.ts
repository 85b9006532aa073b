import type { SymbolKind } from '../../domain/index.ts';
import { isComponentName } from './scanned.ts';
import { ScriptCursor } from './script-cursor.ts';
import {
  AMPERSAND,
  COLON,
  COMMA,
  COMPONENT_WRAPPERS,
  DOT,
  EQ,
  GT,
  LBRACE,
  LPAREN,
  LT,
  PIPE,
  RBRACE,
  SEMI,
} from './script-marks.ts';

/** Reads values: function heads and bodies, what an initialiser is, the names that a pattern binds. */
export abstract class ScriptValues extends ScriptCursor {
  protected functionKind(name: string): SymbolKind {
    return this.elements && isComponentName(name) ? 'component' : 'function';
  }

  /** From the parameters' parenthesis: the body's brace (-1 for none) and the index after the whole. */
  protected functionTail(paren: number, end: number): readonly [number, number] {
    let j = this.past(paren);
    while (j < end) {
      if (this.is(j, SEMI)) return [-1, j + 1];
      if (this.is(j, LBRACE) && !this.opensTypeLiteral(j)) return [j, this.past(j)];
      if (this.is(j, RBRACE) || this.breaks(j)) {
        if (this.is(j, LBRACE)) return [j, this.past(j)];
        return [-1, j];
      }
      j = this.is(j, LT) ? this.pastAngles(j) : this.past(j);
    }
    return [-1, j];
  }

  /** A brace after `:`, `|`, `&`, `=>`, `,` or `is` belongs to a type. */
  protected opensTypeLiteral(i: number): boolean {
    if (this.is(i - 1, COLON) || this.is(i - 1, PIPE) || this.is(i - 1, AMPERSAND) || this.is(i - 1, COMMA))
      return true;
    if (this.is(i - 1, GT)) return this.isArrow(i - 2);
    const before = this.ident(i - 1);
    return before === 'is' || before === 'extends' || before === 'readonly' || before === 'keyof';
  }

  /** First brace at depth 0 that opens a body, generics and calls stepped over; -1 where a statement ends before. */
  protected bodyBrace(from: number, end: number): number {
    let j = from;
    while (j < end) {
      if (this.is(j, LBRACE)) return j;
      if (this.is(j, SEMI) || this.is(j, RBRACE) || this.is(j, EQ)) return -1;
      j = this.is(j, LT) ? this.pastAngles(j) : this.past(j);
    }
    return -1;
  }

  protected memberEnd(from: number, end: number): number {
    let i = from;
    while (i < end) {
      if (this.is(i, SEMI)) return i + 1;
      if (i > from && this.breaks(i)) return i;
      if (i === from && this.breaks(i)) return i;
      i = this.past(i);
    }
    return end;
  }

  /** The `=` that gives a value, between `from` and `end`; -1 for none. */
  protected equals(from: number, end: number): number {
    let j = from;
    while (j < end) {
      if (this.is(j, EQ) && !this.isArrow(j)) return j;
      if (this.is(j, LT)) j = this.pastAngles(j);
      else j = this.is(j, EQ) ? j + 2 : this.past(j);
    }
    return -1;
  }

  /** Where a function or arrow starts at `i`: the index of its body's first token, else -1. */
  protected functionValue(from: number): number {
    let i = from;
    if (this.isWord(i, 'async') && !this.isArrow(i + 1) && !this.breaks(i + 1)) i++;
    if (this.isWord(i, 'function')) {
      let j = i + 1;
      while (j < this.tokens.count && !this.is(j, LPAREN)) j = this.is(j, LT) ? this.pastAngles(j) : j + 1;
      const [body] = this.functionTail(j, this.tokens.count);
      return body;
    }
    if (this.ident(i) !== undefined && this.isArrow(i + 1)) return i + 3;
    if (this.is(i, LT)) i = this.pastAngles(i);
    if (!this.is(i, LPAREN)) return -1;
    let j = this.past(i);
    if (this.isArrow(j)) return j + 2;
    if (!this.is(j, COLON)) return -1;
    for (j++; j < this.tokens.count; ) {
      if (this.isArrow(j)) return j + 2;
      if (this.is(j, SEMI) || this.is(j, RBRACE) || this.is(j, COMMA) || this.is(j, EQ)) return -1;
      j = this.is(j, LT) ? this.pastAngles(j) : this.past(j);
    }
    return -1;
  }

  /** Offset where the head of a value ends: its function body, else its first line. */
  protected headEnd(value: number, after: number, first = value): number {
    const body = this.functionValue(value);
    if (body < 0) return Math.min(this.lineEnd(first), this.endOf(after - 1));
    return this.is(body, LBRACE) ? this.startOf(body) : Math.min(this.lineEnd(body), this.endOf(after - 1));
  }

  protected valueKind(value: number, name: string, fallback: SymbolKind = 'const'): SymbolKind {
    if (this.functionValue(value) >= 0) return this.functionKind(name);
    if (this.isWord(value, 'class')) return 'class';
    if (this.elements && isComponentName(name)) {
      let j = value;
      while (this.ident(j) !== undefined && this.is(j + 1, DOT)) {
        if (this.slice(j) === 'styled') return 'component';
        j += 2;
      }
      const callee = this.ident(j);
      if (
        callee !== undefined &&
        COMPONENT_WRAPPERS.has(callee) &&
        (this.is(j + 1, LPAREN) || this.is(j + 1, LT))
      )
        return 'component';
    }
    return fallback;
  }

  /** Names that a destructuring pattern binds at its first level: `{ a, b: c, ...d }` gives a, c, d. */
  protected boundNames(open: number): string[] {
    const end = this.close[open] ?? -1;
    const names: string[] = [];
    let pending: string | undefined;
    let skip = false;
    for (let i = open + 1; i < end; i = this.past(i)) {
      if (this.is(i, COMMA)) {
        if (pending !== undefined) names.push(pending);
        pending = undefined;
        skip = false;
      } else if (this.is(i, EQ)) skip = true;
      else if (!skip && this.ident(i) !== undefined) pending = this.slice(i);
    }
    if (pending !== undefined) names.push(pending);
    return names;
  }
}

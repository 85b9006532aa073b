import {
  BANG,
  COLON,
  COMMA,
  HASH,
  LBRACE,
  LBRACKET,
  LPAREN,
  LT,
  MEMBER_MODIFIERS,
  QUESTION,
  SEMI,
  STAR,
} from './script-marks.ts';
import { ScriptValues } from './script-values.ts';
import { PUNCT, STRING } from './tokens.ts';

/** Members of classes and object literals, and what `module.exports` is given. */
export abstract class ScriptMembers extends ScriptValues {
  protected classMembers(brace: number, container: string): void {
    const end = (this.close[brace] ?? -1) < 0 ? this.tokens.count : (this.close[brace] ?? 0);
    let i = brace + 1;
    while (i < end) {
      const next = this.classMember(i, end, container);
      i = next > i ? next : i + 1;
    }
  }

  protected classMember(from: number, end: number, container: string): number {
    if (this.is(from, SEMI)) return from + 1;
    let i = this.pastDecorators(from);
    const first = i;
    for (;;) {
      const word = this.ident(i);
      if (word === undefined || !MEMBER_MODIFIERS.has(word)) break;
      if (
        this.tokens.kind[i + 1] === PUNCT &&
        ![STAR, LBRACKET, HASH, LBRACE].includes(this.tokens.id[i + 1] ?? 0)
      )
        break;
      if (this.is(i + 1, LBRACE)) return word === 'static' ? this.past(i + 1) : i + 1;
      i++;
    }
    if (this.is(i, STAR)) i++;
    const secret = this.is(i, HASH);
    if (secret) i++;
    let name = this.ident(i);
    if (name === undefined && this.tokens.kind[i] === STRING) name = this.slice(i).slice(1, -1);
    if (name === undefined) return this.memberEnd(this.past(i), end);
    if (secret) name = `#${name}`;
    let j = i + 1;
    if (this.is(j, QUESTION) || this.is(j, BANG)) j++;
    if (this.is(j, LT)) j = this.pastAngles(j);
    if (this.is(j, LPAREN)) {
      const [body, after] = this.functionTail(j, end);
      this.add(
        name,
        'method',
        first,
        after,
        body < 0 ? this.endOf(after - 1) : this.startOf(body),
        false,
        container,
        body >= 0,
      );
      return after;
    }
    const after = this.memberEnd(j, end);
    const value = this.equals(j, after);
    const isFunction = value >= 0 && this.functionValue(value + 1) >= 0;
    const head = isFunction ? this.headEnd(value + 1, after) : this.lineEnd(first);
    this.add(
      name,
      isFunction ? 'method' : 'property',
      first,
      after,
      Math.min(head, this.endOf(after - 1)),
      false,
      container,
    );
    return after;
  }

  /** Functions that an object literal holds at its first level. */
  protected objectMembers(open: number, container: string): void {
    const end = this.close[open] ?? -1;
    let i = open + 1;
    while (i < end) {
      const first = i;
      let next = i;
      while (next < end && !this.is(next, COMMA)) next = this.past(next);
      while (
        (this.isWord(i, 'async') || this.isWord(i, 'get') || this.isWord(i, 'set')) &&
        !this.is(i + 1, LPAREN) &&
        !this.is(i + 1, COLON) &&
        i + 1 < next
      )
        i++;
      if (this.is(i, STAR)) i++;
      let name = this.ident(i);
      if (name === undefined && this.tokens.kind[i] === STRING) name = this.slice(i).slice(1, -1);
      if (name !== undefined) {
        let j = i + 1;
        if (this.is(j, LT)) j = this.pastAngles(j);
        if (this.is(j, LPAREN)) {
          const [body] = this.functionTail(j, next);
          if (body >= 0) this.add(name, 'method', first, next, this.startOf(body), false, container);
        } else if (this.is(j, COLON) && this.functionValue(j + 1) >= 0)
          this.add(name, 'method', first, next, this.headEnd(j + 1, next), false, container);
      }
      i = next + 1;
    }
  }

  protected moduleExports(value: number, first: number, after: number): void {
    const name = this.ident(value);
    if (this.is(value, LBRACE)) {
      const end = this.close[value] ?? -1;
      for (let k = value + 1; k < end; k = this.past(k)) {
        if (this.ident(k) === undefined || !(this.is(k - 1, LBRACE) || this.is(k - 1, COMMA))) continue;
        const target = this.is(k + 1, COLON) && this.ident(k + 2) !== undefined ? k + 2 : k;
        this.exportedNames.add(this.slice(target));
      }
      this.objectMembers(value, 'exports');
    } else if (name !== undefined && (this.is(value + 1, SEMI) || value + 1 >= after))
      this.exportedNames.add(name);
    else if (this.functionValue(value) >= 0 || name === 'class')
      this.add(
        'default',
        name === 'class' ? 'class' : 'function',
        first,
        after,
        this.headEnd(value, after),
        true,
        undefined,
      );
  }
}

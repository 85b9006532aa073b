import type { SymbolKind } from '../../domain/index.ts';
import type { Member } from './member-walk.ts';
import { TokenReader } from './token-reader.ts';
import type { Tokens } from './tokens.ts';

const TAGS: Readonly<Record<string, SymbolKind>> = {
  class: 'class',
  struct: 'class',
  union: 'class',
  enum: 'enum',
};
/** Words that may stand between the parameters of a function and its body. */
const AFTER = new Set('const noexcept override final volatile throw requires try mutable'.split(' '));
const STATEMENTS = new Set('if for while switch return do else goto case catch'.split(' '));

export interface Owned extends Member {
  readonly owner?: string | undefined;
}

/** Definitions of C and C++: types, functions with a body, and values that are set, by one walk over the tokens. */
export function walkC(text: string, tokens: Tokens, out: Owned[]): void {
  new Walk(text, tokens, out).body(0, undefined);
}

class Walk extends TokenReader {
  private readonly out: Owned[];

  constructor(text: string, tokens: Tokens, out: Owned[]) {
    super(text, tokens);
    this.out = out;
  }

  body(from: number, holder: SymbolKind | undefined): number {
    let i = from;
    while (i < this.count && !this.is(i, '}')) i = Math.max(this.statement(i, holder), i + 1);
    return i;
  }

  private statement(from: number, holder: SymbolKind | undefined): number {
    let start = from;
    if (this.is(start, '#')) return this.directiveEnd(start);
    if (this.is(start, ';')) return start + 1;
    const first = this.word(start);
    if (['public', 'private', 'protected'].includes(first)) {
      while (start < this.count && !this.is(start, ':')) start++;
      return start + 1;
    }
    let lead = start;
    while (this.word(start) === 'template' && this.is(start + 1, '<')) start = this.angles(start + 1) + 1;
    if (this.lineOf(lead) !== this.lineOf(start)) lead = start;
    if (
      this.word(start) === 'namespace' ||
      (this.word(start) === 'inline' && this.word(start + 1) === 'namespace')
    )
      return this.namespace(start);
    if (this.word(start) === 'extern' && this.isString(start + 1) && this.is(start + 2, '{'))
      return this.body(start + 3, holder) + 1;
    if (this.word(start) === 'using') return this.alias(lead, start);
    if (this.word(start) === 'typedef') return this.typedef(start);
    return this.declaration(lead, start, holder);
  }

  private namespace(start: number): number {
    let i = start;
    while (i < this.count && !this.is(i, '{') && !this.is(i, ';')) i++;
    if (!this.is(i, '{')) return i + 1;
    const name = this.word(i - 1) === 'namespace' ? i : this.pathStart(i - 1);
    const at = name === i ? undefined : this.open(start, name, i - 1, 'module', i);
    return this.close(at, this.body(i + 1, 'module')) + 1;
  }

  private alias(lead: number, start: number): number {
    const end = this.semicolon(start);
    if (this.is(start + 2, '=')) this.close(this.open(lead, start + 1, start + 1, 'type', end), end);
    return end + 1;
  }

  private typedef(start: number): number {
    let i = start + 1;
    while (this.isName(i) && !TAGS[this.word(i)]) i++;
    const tag = TAGS[this.word(i)];
    let brace = i;
    while (tag && brace < this.count && !this.is(brace, '{') && !this.is(brace, ';') && !this.is(brace, '('))
      brace++;
    const hasBody = tag !== undefined && this.is(brace, '{');
    const end = this.semicolon(start);
    if (hasBody && tag && brace > i + 1) this.close(this.open(start, brace - 1, brace - 1, tag, brace), end);
    const untagged = hasBody && brace === i + 1 ? tag : undefined;
    let name = this.nameBefore(end);
    for (let at = hasBody ? this.closing(brace) : start; at < end; at++)
      if (this.is(at, '(') && this.is(at + 1, '*') && this.isName(at + 2)) {
        name = at + 2;
        break;
      }
    if (this.is(name, ')')) name = this.opening(name) - 1;
    if (this.isName(name))
      this.close(this.open(start, name, name, untagged ?? 'type', untagged ? brace : end), end);
    return end + 1;
  }

  private declaration(lead: number, start: number, holder: SymbolKind | undefined): number {
    let tag: SymbolKind | undefined;
    for (let i = start; i < this.count; i++) {
      const word = this.word(i);
      if (word !== '') {
        if (STATEMENTS.has(word)) return this.skip(i);
        if (word === 'operator') return this.skip(i);
        tag ??= TAGS[word];
      } else if (this.is(i, '#')) i = this.directiveEnd(i) - 1;
      else if (this.is(i, '<')) i = this.angles(i);
      else if (this.is(i, '[')) i = this.closing(i);
      else if (this.is(i, '(')) {
        const next = this.callee(lead, start, i, holder);
        if (next.done) return next.at;
        i = next.at;
      } else if (this.is(i, '{')) {
        const close = this.closing(i);
        if (tag) return this.tagged(lead, start, i, tag);
        return close + 1;
      } else if (this.is(i, '=')) return this.value(lead, start, i, holder);
      else if (this.is(i, ';')) return i + 1;
      else if (this.is(i, '}')) return i;
      else if (this.is(i, ':') && this.is(i + 1, ':')) i++;
      else if (this.is(i, ':') && tag) {
        while (i < this.count && !this.is(i, '{') && !this.is(i, ';')) i++;
        i--;
      }
    }
    return this.count;
  }

  private tagged(lead: number, start: number, brace: number, tag: SymbolKind): number {
    let name = brace;
    for (let i = start; i < brace; i++) {
      if (this.is(i, ':') && !this.is(i + 1, ':') && !this.is(i - 1, ':')) break;
      if (this.is(i, '<')) {
        i = this.angles(i);
        continue;
      }
      if (this.is(i, '(')) i = this.closing(i);
      else if (this.isName(i) && !TAGS[this.word(i)] && this.word(i) !== 'final') name = i;
    }
    const close = this.closing(brace);
    if (name < brace) {
      const at = this.open(lead, name, name, tag, brace, this.ownerBefore(name));
      if (tag === 'class') this.body(brace + 1, 'class');
      this.close(at, close);
    }
    return this.semicolon(close + 1) + 1;
  }

  /** What opens with `(` at `at`: a function, a macro, a pointer to a function. */
  private callee(
    lead: number,
    start: number,
    at: number,
    holder: SymbolKind | undefined,
  ): { readonly done: boolean; readonly at: number } {
    const name = at - 1;
    const close = this.closing(at);
    if (!this.isName(name) || name < start) return { done: false, at: close };
    const after = this.word(close + 1);
    // A macro, unless what follows may follow parameters.
    if (after !== '' && !AFTER.has(after)) return { done: false, at: close };
    let i = close + 1;
    while (i < this.count && !['{', ';', '=', '}', ':', ','].some(c => this.is(i, c))) {
      if (this.is(i, '(') || this.is(i, '[')) i = this.closing(i);
      i++;
      if (this.is(i, ':') && this.is(i + 1, ':')) i += 2;
    }
    if (this.is(i, ':')) i = this.initializers(i);
    if (!this.is(i, '{')) return { done: true, at: this.semicolon(i) + 1 };
    const end = this.closing(i);
    const tilde = this.is(name - 1, '~');
    const word = tilde ? name - 1 : name;
    const owner = this.ownerBefore(word);
    const typed = word > start && owner === undefined;
    if (typed || owner !== undefined || holder === 'class')
      this.close(this.open(lead, word, name, owner === undefined ? 'function' : 'method', i, owner), end);
    return { done: true, at: end + 1 };
  }

  private initializers(colon: number): number {
    let i = colon + 1;
    while (i < this.count && !this.is(i, ';')) {
      if (this.is(i, '<')) i = this.angles(i);
      else if (this.is(i, '(')) i = this.closing(i);
      else if (this.is(i, '{')) {
        if (!this.isName(i - 1) && !this.is(i - 1, '>')) return i;
        i = this.closing(i);
      }
      i++;
    }
    return i;
  }

  private value(lead: number, start: number, equals: number, holder: SymbolKind | undefined): number {
    const end = this.semicolon(equals);
    const name = this.nameBefore(equals);
    if (holder !== 'class' && name > start && this.isName(name) && this.ownerBefore(name) === undefined) {
      let isConst = false;
      for (let i = start; i < name; i++) isConst ||= /^const(expr|init)?$/.test(this.word(i));
      this.close(this.open(lead, name, name, isConst ? 'const' : 'variable', end), end);
    }
    return end + 1;
  }

  private skip(from: number): number {
    let i = from;
    while (i < this.count && !this.is(i, '{') && !this.is(i, ';') && !this.is(i, '}')) {
      if (this.is(i, '(')) i = this.closing(i);
      i++;
    }
    if (this.is(i, '{')) return this.closing(i) + 1;
    return this.is(i, '}') ? i : i + 1;
  }

  /** The class of `Cart<T>::` before a name. */
  private ownerBefore(name: number): string | undefined {
    if (!this.is(name - 1, ':') || !this.is(name - 2, ':')) return undefined;
    let i = name - 3;
    if (this.is(i, '>')) {
      for (let depth = 0; i >= 0; i--) {
        if (this.is(i, '>')) depth++;
        else if (this.is(i, '<') && --depth === 0) break;
      }
      i--;
    }
    return this.isName(i) ? this.word(i) : undefined;
  }

  private pathStart(last: number): number {
    let i = last;
    while (this.is(i - 1, ':') && this.isName(i - 3)) i -= 3;
    return i;
  }

  private open(
    first: number,
    name: number,
    last: number,
    kind: SymbolKind,
    body: number,
    owner?: string,
  ): number {
    const head = this.startOf(body);
    const written = this.text.slice(this.startOf(name), this.endOf(last));
    this.out.push({ name: written, kind, offset: this.startOf(first), head, end: head, owner });
    return this.out.length - 1;
  }

  private close(at: number | undefined, last: number): number {
    const opened = at === undefined ? undefined : this.out[at];
    if (opened && at !== undefined) this.out[at] = { ...opened, end: this.endOf(last) - 1 };
    return last;
  }
}

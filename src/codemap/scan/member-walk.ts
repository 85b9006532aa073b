import type { SymbolKind } from '../../domain/index.ts';
import { IDENT, PUNCT, type Tokens } from './tokens.ts';

export interface Member {
  readonly name: string;
  readonly kind: SymbolKind;
  /** UTF-16 offsets: first word, where the body starts (or the end), last character. */
  readonly offset: number;
  readonly head: number;
  readonly end: number;
}

const [OPEN, CLOSE, COMMA, SEMI, LESS, EQUALS, MORE, AT, SQUARE, UNSQUARE, BRACE, UNBRACE, HASH] = [
  ...'(),;<=>@[]{}#',
].map(c => c.charCodeAt(0));
const TYPES: Readonly<Record<string, SymbolKind>> = {
  class: 'class',
  struct: 'class',
  record: 'class',
  interface: 'interface',
  enum: 'enum',
  namespace: 'module',
};
const MODIFIERS = new Set(
  'public private protected internal static abstract virtual override sealed readonly async unsafe new extern'.split(
    ' ',
  ),
);
const STATEMENTS = new Set(['package', 'import', 'using', 'extern', 'global', 'module', 'return', 'throw']);

/** Definitions of Java and C#: types and what stands directly in them, by one walk over the tokens of the file. */
export function walkMembers(text: string, tokens: Tokens, language: string, out: Member[]): void {
  new Walk(text, tokens, language === 'csharp', out).body(0, undefined);
}

class Walk {
  private readonly out: Member[];
  private readonly text: string;
  private readonly tokens: Tokens;
  private readonly sharp: boolean;

  constructor(text: string, tokens: Tokens, sharp: boolean, out: Member[]) {
    this.out = out;
    this.text = text;
    this.tokens = tokens;
    this.sharp = sharp;
  }

  /** Reads members from token `i` to the brace that closes them; gives the number of that brace. */
  body(i: number, holder: SymbolKind | undefined): number {
    let at = i;
    if (holder === 'enum') at = this.constants(at);
    while (at < this.tokens.count && !this.is(at, UNBRACE)) at = Math.max(this.member(at, holder), at + 1);
    return at;
  }

  /** Skips the constants of an enum, as far as a `;` that other members follow. */
  private constants(i: number): number {
    let at = i;
    while (at < this.tokens.count && !this.is(at, UNBRACE)) {
      if (this.is(at, SEMI)) return at + 1;
      at = this.isOpening(at) ? this.closing(at) + 1 : at + 1;
    }
    return at;
  }

  private member(first: number, holder: SymbolKind | undefined): number {
    let i = this.aside(first);
    if (i > first && (this.is(i, UNBRACE) || i >= this.tokens.count)) return i;
    if (this.is(i, SEMI)) return i + 1;
    const start = i;
    const typesOnly = holder === undefined || holder === 'module';
    const names: number[] = [];
    let isDelegate = false;
    for (; i < this.tokens.count; i++) {
      if (this.isDirective(i)) {
        i = this.lineEnd(i) - 1;
        continue;
      }
      const c = this.punct(i);
      if (this.tokens.kind[i] === IDENT) {
        const word = this.word(i);
        if (i === start && STATEMENTS.has(word)) return this.statement(i);
        if (word === 'delegate') isDelegate = this.sharp;
        const kind = TYPES[word];
        if (kind && this.opensType(i)) return this.type(first, start, i, kind);
        if (word === 'operator' && this.sharp) return this.operator(first, start, i);
        continue;
      }
      if (c === AT && this.word(i + 1) !== 'interface') i = this.annotation(i) - 1;
      else if (c === LESS) i = this.angles(i);
      else if (c === SQUARE) {
        if (this.word(i - 1) === 'this') return this.operator(first, start, i - 1);
        i = this.closing(i);
      } else if (c === OPEN) {
        const name = this.nameBefore(i);
        // A tuple type or a cast stands where a name should.
        if (name < start || !this.isName(name) || MODIFIERS.has(this.word(name))) i = this.closing(i);
        else {
          const kind = isDelegate ? 'type' : 'method';
          return this.braced(first, start, name, kind, this.closing(i) + 1, typesOnly && !isDelegate);
        }
      } else if (c === COMMA) {
        if (this.isName(this.nameBefore(i))) names.push(this.nameBefore(i));
      } else if (c === EQUALS) {
        const name = this.nameBefore(i);
        if (this.is(i + 1, MORE)) return this.braced(first, start, name, 'property', i, typesOnly);
        names.push(name);
        return this.fields(first, start, names, i, typesOnly);
      } else if (c === SEMI) {
        if (i > start + 1) names.push(this.nameBefore(i));
        return this.fields(first, start, names, i, typesOnly);
      } else if (c === BRACE) {
        const name = this.nameBefore(i);
        if (name < start || !this.isName(name) || this.word(name) === 'static') return this.closing(i) + 1;
        return this.braced(first, start, name, this.sharp ? 'property' : 'method', i, typesOnly);
      } else if (c === UNBRACE) return i;
      else if (c === CLOSE) return i + 1;
    }
    return i;
  }

  private opensType(i: number): boolean {
    const word = this.word(i);
    const next = this.tokens.kind[i + 1] === IDENT;
    if (!next) return false;
    // `record` is a word like any other unless a name and parameters follow.
    if (word !== 'record') return true;
    const after = this.word(i + 1);
    return (
      after === 'struct' || after === 'class' || [OPEN, LESS, BRACE, SEMI, 58].includes(this.punct(i + 2))
    );
  }

  private type(first: number, start: number, keyword: number, kind: SymbolKind): number {
    let name = keyword + 1;
    if (this.word(keyword) === 'record' && TYPES[this.word(name)]) name++;
    let last = name;
    while (this.punct(last + 1) === 46 && kind === 'module') last += 2;
    let i = last + 1;
    for (; i < this.tokens.count && !this.is(i, BRACE) && !this.is(i, SEMI); i++)
      if (this.is(i, OPEN) || this.is(i, SQUARE)) i = this.closing(i);
    const member = this.open(first, start, name, last, kind, i);
    if (!this.is(i, BRACE)) {
      // The rest of the file belongs to `namespace Shop;`.
      if (kind === 'module') return this.close(member, this.body(i + 1, 'module') - 1) + 1;
      return this.close(member, i) + 1;
    }
    return this.close(member, this.body(i + 1, kind)) + 1;
  }

  /** A member that ends with a block, an expression after `=>`, or a semicolon. */
  private braced(
    first: number,
    start: number,
    name: number,
    kind: SymbolKind,
    from: number,
    skip: boolean,
  ): number {
    let i = from;
    while (i < this.tokens.count && ![BRACE, SEMI, UNBRACE].includes(this.punct(i))) {
      if (this.is(i, EQUALS)) break;
      if (this.is(i, OPEN) || this.is(i, SQUARE)) i = this.closing(i);
      i++;
    }
    const member = skip ? undefined : this.open(first, start, name, name, kind, i);
    let end = i;
    if (this.is(i, BRACE)) {
      end = this.closing(i);
      // `{ get; } = 3;`
      if (kind === 'property' && this.is(end + 1, EQUALS)) end = this.semicolon(end + 1);
    } else if (this.is(i, UNBRACE)) end = i - 1;
    else end = this.semicolon(i);
    return this.close(member, end) + 1;
  }

  /** Operators are told apart by no name; they define nothing that is spoken of. */
  private operator(first: number, start: number, at: number): number {
    let i = at + 1;
    while (i < this.tokens.count && !this.is(i, OPEN) && !this.is(i, SQUARE)) i++;
    return this.braced(first, start, at, 'method', this.closing(i) + 1, true);
  }

  private fields(first: number, start: number, names: number[], from: number, skip: boolean): number {
    const end = this.semicolon(from, at => names.push(at));
    if (skip) return end + 1;
    const kind = this.isConstant(start, names[0] ?? start) ? 'const' : 'property';
    for (const name of names)
      if (name > start && this.isName(name)) this.close(this.open(first, start, name, name, kind, end), end);
    return end + 1;
  }

  private isConstant(start: number, name: number): boolean {
    const words = new Set<string>();
    for (let i = start; i < name; i++) words.add(this.word(i));
    return words.has('const') || (!this.sharp && words.has('static') && words.has('final'));
  }

  /** The `;` that ends the statement; tells of names after commas outside brackets. */
  private semicolon(from: number, onName?: (at: number) => void): number {
    let i = from;
    for (; i < this.tokens.count; i++) {
      this.tokens.spend(1);
      if (this.is(i, SEMI)) return i;
      if (this.is(i, UNBRACE)) return i - 1;
      if (this.isOpening(i)) i = this.closing(i);
      else if (
        this.is(i, COMMA) &&
        this.isName(i + 1) &&
        [EQUALS, SEMI, COMMA, SQUARE].includes(this.punct(i + 2))
      )
        onName?.(i + 1);
    }
    return i - 1;
  }

  private statement(from: number): number {
    return this.semicolon(from) + 1;
  }

  private open(
    first: number,
    start: number,
    name: number,
    last: number,
    kind: SymbolKind,
    body: number,
  ): number {
    const { tokens, text } = this;
    const own = tokens.start[start] ?? 0;
    // Annotations count where they stand on the line of the first word.
    const line = text.lastIndexOf('\n', own - 1) + 1;
    const blank = text.slice(line, own).search(/\S/);
    const offset = Math.max(tokens.start[first] ?? 0, blank < 0 ? own : line + blank);
    const head = tokens.start[body] ?? text.length;
    const written = text.slice(tokens.start[name], tokens.end[last]);
    this.out.push({
      name: written,
      kind,
      offset,
      head,
      end: head,
    });
    return this.out.length - 1;
  }

  private close(member: number | undefined, last: number): number {
    const opened = member === undefined ? undefined : this.out[member];
    const end = (this.tokens.end[Math.min(last, this.tokens.count - 1)] ?? 1) - 1;
    if (opened && member !== undefined) this.out[member] = { ...opened, end };
    return last;
  }

  /** Past annotations, attributes and preprocessor lines. */
  private aside(from: number): number {
    let i = from;
    for (;;) {
      if (this.isDirective(i)) i = this.lineEnd(i);
      else if (this.is(i, AT) && !this.sharp && this.word(i + 1) !== 'interface') i = this.annotation(i);
      else if (this.sharp && this.is(i, SQUARE)) i = this.closing(i) + 1;
      else return i;
    }
  }

  private annotation(at: number): number {
    let i = at + 2;
    while (this.punct(i) === 46) i += 2;
    return this.is(i, OPEN) ? this.closing(i) + 1 : i;
  }

  private isDirective(i: number): boolean {
    return this.sharp && this.is(i, HASH);
  }

  private lineEnd(from: number): number {
    let i = from;
    while (i < this.tokens.count && this.tokens.line[i] === this.tokens.line[from]) i++;
    return i;
  }

  /** The name that ends before token `i`: past `[]` and `<T>`. */
  private nameBefore(i: number): number {
    let at = i - 1;
    for (let depth = 0; at > 0; at--) {
      const c = this.punct(at);
      if (c === MORE || c === UNSQUARE) depth++;
      else if (c === LESS || c === SQUARE) depth--;
      else if (depth === 0) break;
    }
    return at;
  }

  private angles(from: number): number {
    let depth = 0;
    for (let i = from; i < this.tokens.count; i++) {
      this.tokens.spend(1);
      const c = this.punct(i);
      if (c === LESS) depth++;
      else if (c === MORE && --depth === 0) return i;
      else if (c === SEMI || c === BRACE) return from;
    }
    return from;
  }

  private isOpening(i: number): boolean {
    return this.is(i, OPEN) || this.is(i, SQUARE) || this.is(i, BRACE);
  }

  private closing(from: number): number {
    let depth = 0;
    for (let i = from; i < this.tokens.count; i++) {
      this.tokens.spend(1);
      if (this.isOpening(i)) depth++;
      else if (this.is(i, CLOSE) || this.is(i, UNSQUARE) || this.is(i, UNBRACE)) {
        if (--depth <= 0) return i;
      }
    }
    return this.tokens.count;
  }

  private is(i: number, c: number | undefined): boolean {
    return this.tokens.kind[i] === PUNCT && this.tokens.id[i] === c;
  }

  private punct(i: number): number {
    return i >= 0 && this.tokens.kind[i] === PUNCT ? (this.tokens.id[i] ?? -1) : -1;
  }

  private isName(i: number): boolean {
    return this.tokens.kind[i] === IDENT && i < this.tokens.count;
  }

  private word(i: number): string {
    return this.isName(i) ? this.text.slice(this.tokens.start[i], this.tokens.end[i]) : '';
  }
}

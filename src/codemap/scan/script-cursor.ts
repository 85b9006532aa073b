import type { SymbolKind } from '../../domain/index.ts';
import { type ScannedImport, signatureOf } from './scanned.ts';
import {
  ALWAYS_OPENS,
  AT,
  COLON,
  COMMA,
  DOT,
  EQ,
  GOES_ON_AFTER,
  GOES_ON_BEFORE,
  GT,
  LBRACE,
  LBRACKET,
  LPAREN,
  LT,
  RBRACE,
  RBRACKET,
  RPAREN,
  SEMI,
  STATEMENTS,
  WORDS_GO_ON_AFTER,
  WORDS_GO_ON_BEFORE,
} from './script-marks.ts';
import { IDENT, PUNCT, STRING, TEMPLATE, type Tokens } from './tokens.ts';
import type { Vocabulary } from './vocabulary.ts';

export interface Draft {
  name: string;
  kind: SymbolKind;
  line: number;
  endLine: number;
  signature: string;
  exported: boolean;
  container: string | undefined;
  hasBody: boolean;
}

/** A symbol weighs more than a step. */
const STEPS_A_SYMBOL = 150;

/** Tokens of a script with their brackets paired: where statements end, and what was found so far. */
export abstract class ScriptCursor {
  protected readonly text: string;
  protected readonly tokens: Tokens;
  protected readonly vocabulary: Vocabulary;
  protected readonly elements: boolean;
  protected readonly close: Int32Array;
  protected readonly drafts: Draft[] = [];
  protected readonly imports: ScannedImport[] = [];
  protected readonly exportedNames = new Set<string>();

  constructor(text: string, tokens: Tokens, vocabulary: Vocabulary, elements: boolean) {
    this.text = text;
    this.tokens = tokens;
    this.vocabulary = vocabulary;
    this.elements = elements;
    this.close = tokens.unpaired();
    tokens.allow();
  }

  /** Pairs brackets. A closing brace closes what was left open inside it, so that stray ones in element text do no harm. */
  protected pair(): void {
    const { tokens, close } = this;
    const require = this.vocabulary.find('require');
    const dynamic = this.vocabulary.find('import');
    const stack: number[] = [];
    for (let i = 0; i < tokens.count; i++) {
      const kind = tokens.kind[i];
      if (kind === IDENT) {
        const id = tokens.id[i];
        if (id === require || id === dynamic) this.importCall(i);
        // Brackets in the text of elements are not balanced: what starts a line as a statement does ends them all.
        // Elsewhere such a line may stand in a function: generated code is not indented.
        if (this.elements && stack.length > 0 && this.startsLine(i) && STATEMENTS.has(this.slice(i)))
          stack.length = 0;
        continue;
      }
      if (kind !== PUNCT) continue;
      const c = tokens.id[i];
      if (c === LBRACE || c === LPAREN || c === LBRACKET) stack.push(i);
      else if (c === RBRACE) {
        let depth = stack.length - 1;
        while (depth >= 0 && tokens.id[stack[depth] ?? 0] !== LBRACE) depth--;
        this.tokens.spend(stack.length - depth);
        if (depth < 0) continue;
        close[stack[depth] ?? 0] = i;
        stack.length = depth;
      } else if (c === RPAREN || c === RBRACKET) {
        if (this.elements && this.isFirstOnLine(i)) this.dropStray(stack, i);
        const top = stack.at(-1);
        if (top !== undefined && tokens.id[top] === (c === RPAREN ? LPAREN : LBRACKET)) {
          close[top] = i;
          stack.pop();
        }
      }
    }
  }

  /**
   * A bracket that stands first on its line closes what was opened on a line of the same indentation: those opened
   * since then, deeper, stand in the text of elements.
   */
  protected dropStray(stack: number[], i: number): void {
    const own = this.indent(i);
    for (let depth = stack.length - 1; depth >= 0; depth--) {
      const open = stack[depth] ?? 0;
      this.tokens.spend(1);
      if (this.tokens.id[open] === LBRACE) return;
      if (this.indent(open) !== own) continue;
      stack.length = depth + 1;
      return;
    }
  }

  protected isFirstOnLine(i: number): boolean {
    return i === 0 || this.tokens.line[i - 1] !== this.tokens.line[i];
  }

  protected indent(i: number): number {
    const from = this.text.lastIndexOf('\n', this.tokens.start[i] ?? 0) + 1;
    let at = from;
    while (this.text[at] === ' ' || this.text[at] === '\t') at++;
    return at - from;
  }

  protected startsLine(i: number): boolean {
    const start = this.tokens.start[i] ?? 0;
    return start === 0 || this.text.charCodeAt(start - 1) === 10;
  }

  protected importCall(i: number): void {
    if (!this.is(i + 1, LPAREN) || this.tokens.kind[i + 2] !== STRING || this.is(i - 1, DOT)) return;
    this.import(i + 2, false, this.isWord(i, 'import') ? 'later' : undefined);
  }

  protected import(stringToken: number, reexport: boolean, soft?: ScannedImport['soft']): void {
    const specifier = this.slice(stringToken).slice(1, -1);
    if (specifier === '') return;
    const line = this.tokens.line[stringToken] ?? 1;
    this.imports.push({ specifier, line, reexport, ...(soft ? { soft } : {}) });
  }

  protected is(i: number, c: number): boolean {
    return this.tokens.kind[i] === PUNCT && this.tokens.id[i] === c && i >= 0 && i < this.tokens.count;
  }

  protected ident(i: number): string | undefined {
    return i >= 0 && i < this.tokens.count && this.tokens.kind[i] === IDENT ? this.slice(i) : undefined;
  }

  protected slice(i: number): string {
    return this.text.slice(this.tokens.start[i], this.tokens.end[i]);
  }

  protected isWord(i: number, word: string): boolean {
    return this.ident(i) === word;
  }

  /** `=>` is two tokens side by side. */
  protected isArrow(i: number): boolean {
    return this.is(i, EQ) && this.is(i + 1, GT) && this.tokens.end[i] === this.tokens.start[i + 1];
  }

  protected lastLine(i: number): number {
    const line = this.tokens.line[i] ?? 1;
    const kind = this.tokens.kind[i];
    if (kind !== TEMPLATE && kind !== STRING) return line;
    let n = line;
    for (let at = this.tokens.start[i] ?? 0; at < (this.tokens.end[i] ?? 0); at++)
      if (this.text.charCodeAt(at) === 10) n++;
    return n;
  }

  /** Whether a statement may end between token `i - 1` and `i`: they stand on different lines and neither goes on. */
  protected breaks(i: number): boolean {
    const { tokens } = this;
    if (i >= tokens.count) return true;
    const before = i - 1;
    if ((tokens.line[i] ?? 0) <= this.lastLine(before)) return false;
    if (this.startsLine(i) && ALWAYS_OPENS.has(this.ident(i) ?? '')) return true;
    if (tokens.kind[before] === PUNCT) {
      const c = tokens.id[before] ?? 0;
      if (GOES_ON_AFTER.has(c)) return false;
      if (c === GT && this.isArrow(before - 1)) return false;
    } else if (tokens.kind[before] === IDENT && WORDS_GO_ON_AFTER.has(this.slice(before))) return false;
    if (tokens.kind[i] === PUNCT) {
      const c = tokens.id[i] ?? 0;
      if (GOES_ON_BEFORE.has(c)) return false;
      if (c === LBRACE && this.is(before, RPAREN)) return false;
    } else if (tokens.kind[i] === IDENT && WORDS_GO_ON_BEFORE.has(this.slice(i))) return false;
    return true;
  }

  /** Index after the bracket that `i` opens, or after the template that starts there; `i + 1` for anything else. */
  protected past(i: number): number {
    const { tokens } = this;
    this.tokens.spend(1);
    if (tokens.kind[i] === TEMPLATE) {
      let depth = 0;
      for (let j = i; j < tokens.count; j++) {
        this.tokens.spend(1);
        if (tokens.kind[j] !== TEMPLATE) continue;
        const start = tokens.start[j] ?? 0;
        const end = tokens.end[j] ?? 0;
        if (this.text[start] === '`') depth++;
        if (!this.text.startsWith('${', end - 2) || end - start === 1) depth--;
        if (depth <= 0) return j + 1;
      }
      return i + 1;
    }
    if (tokens.kind[i] !== PUNCT) return i + 1;
    const closing = this.close[i] ?? -1;
    return closing >= 0 ? closing + 1 : i + 1;
  }

  /** Index after the statement that `i` is part of. With `comma` it also ends before a comma that opens a declarator. */
  protected statementEnd(from: number, end: number, comma = false): number {
    let i = from;
    let typed = comma;
    while (i < end) {
      if (this.is(i, SEMI)) return i + 1;
      if (this.is(i, RBRACE)) return i;
      // Commas between type arguments end nothing; behind the `=` a `<` may be a comparison.
      if (typed && this.is(i, EQ) && !this.isArrow(i)) typed = false;
      if (typed && this.is(i, LT)) {
        i = this.pastAngles(i);
        if (i < end && this.breaks(i)) return i;
        continue;
      }
      if (comma && this.is(i, COMMA) && this.opensDeclarator(i + 1)) return i;
      i = this.past(i);
      if (i < end && this.breaks(i)) return i;
    }
    return Math.min(i, end);
  }

  protected opensDeclarator(i: number): boolean {
    if (this.is(i, LBRACE) || this.is(i, LBRACKET))
      return this.is(this.past(i), EQ) && !this.isArrow(this.past(i));
    if (this.ident(i) === undefined) return false;
    return this.is(i + 1, EQ)
      ? !this.isArrow(i + 1)
      : this.is(i + 1, COLON) || this.is(i + 1, SEMI) || this.is(i + 1, COMMA);
  }

  /** Index after `<…>` that opens at `i`. */
  protected pastAngles(i: number): number {
    let depth = 0;
    let j = i;
    while (j < this.tokens.count) {
      this.tokens.spend(1);
      if (this.is(j, LT)) depth++;
      else if (this.is(j, GT) && !this.isArrow(j - 1)) {
        depth--;
        if (depth === 0) return j + 1;
      } else if (this.is(j, SEMI) || this.is(j, RBRACE)) return i + 1;
      j = this.is(j, LT) || this.is(j, GT) ? j + 1 : this.past(j);
    }
    return i + 1;
  }

  protected pastDecorators(from: number): number {
    let i = from;
    while (this.is(i, AT)) {
      i++;
      if (this.is(i, LPAREN)) i = this.past(i);
      else {
        i++;
        while (this.is(i, DOT)) i += 2;
        if (this.is(i, LT)) i = this.pastAngles(i);
        if (this.is(i, LPAREN)) i = this.past(i);
      }
    }
    return i;
  }

  protected add(
    name: string,
    kind: SymbolKind,
    first: number,
    after: number,
    headEnd: number,
    exported: boolean,
    container: string | undefined,
    hasBody = true,
  ): void {
    const last = Math.max(first, after - 1);
    const line = this.tokens.line[first] ?? 1;
    const previous = this.drafts.at(-1);
    // Overload signatures and their implementation are one definition.
    if (
      previous &&
      !previous.hasBody &&
      previous.name === name &&
      previous.container === container &&
      previous.kind === kind
    ) {
      previous.endLine = this.lastLine(last);
      previous.hasBody = hasBody;
      previous.exported ||= exported;
      return;
    }
    this.tokens.spend(STEPS_A_SYMBOL);
    const head = this.text.slice(this.tokens.start[first], headEnd);
    this.drafts.push({
      name,
      kind,
      line,
      endLine: this.lastLine(last),
      signature: signatureOf(head),
      exported,
      container,
      hasBody,
    });
  }

  /** End of the line on which token `i` starts, as an offset. */
  protected lineEnd(i: number): number {
    const end = this.text.indexOf('\n', this.tokens.start[i] ?? 0);
    return end < 0 ? this.text.length : end;
  }

  protected startOf(i: number): number {
    return this.tokens.start[i] ?? this.text.length;
  }

  protected endOf(i: number): number {
    return this.tokens.end[i] ?? this.text.length;
  }
}

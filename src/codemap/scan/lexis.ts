import { isDigit, isWordStart, NEWLINE } from './characters.ts';
import type { StringForm, Syntax } from './syntax.ts';

/** What a character of code may be or open; several bits may be set. */
export const BLANK = 1;
export const WORD = 2;
export const DIGIT = 4;
export const COMMENT = 8;
export const LITERAL = 16;
/** Anything else that the tokenizer has to look at. */
export const SPECIAL = 32;

/** A form of strings, each of the same shape: the tokenizer meets all of them at one place. */
export class StringMarks {
  readonly open: readonly number[];
  readonly close: readonly number[];
  readonly escapes: boolean;
  readonly multiline: boolean;
  readonly substitutes: boolean;

  constructor(form: StringForm) {
    this.open = unitsOf(form.open);
    this.close = unitsOf(form.close);
    this.escapes = form.escape;
    this.multiline = form.multiline;
    this.substitutes = form.substitutes === true;
  }
}

export interface BlockMarks {
  readonly open: string;
  readonly close: string;
  readonly units: readonly number[];
}

/** A syntax as the tokenizer uses it. */
export class Lexis {
  readonly syntax: Syntax;
  /** By ASCII character. */
  readonly starts = new Uint8Array(128);
  readonly script: boolean;
  readonly lineComments: readonly (readonly number[])[];
  readonly blockComments: readonly BlockMarks[];
  /** Those that open at the start of a line. */
  readonly lineBlocks: readonly (readonly [string, string])[];
  readonly strings: readonly StringMarks[];

  constructor(syntax: Syntax) {
    this.syntax = syntax;
    this.script = syntax.script !== undefined;
    this.lineComments = syntax.lineComments.map(unitsOf);
    this.blockComments = syntax.blockComments.map(([open, close]) => ({ open, close, units: unitsOf(open) }));
    this.lineBlocks = syntax.blockComments.filter(([open]) => open[0] === '\n');
    this.strings = syntax.strings.map(form => new StringMarks(form));
    const { starts } = this;
    const mark = (opener: string, bit: number) => {
      const c = opener.charCodeAt(0) & 127;
      starts[c] = (starts[c] ?? 0) | bit;
    };
    for (let c = 0; c < 128; c++)
      if (c === NEWLINE) starts[c] = SPECIAL;
      else starts[c] = c <= 32 ? BLANK : isWordStart(c) ? WORD : isDigit(c) ? DIGIT : 0;
    for (const comment of syntax.lineComments) mark(comment, COMMENT);
    for (const [open] of syntax.blockComments) if (open[0] !== '\n') mark(open, COMMENT);
    for (const { open } of syntax.strings) mark(open, LITERAL);
    if (this.script) for (const c of '"\'`/') mark(c, LITERAL);
    if (syntax.lifetimes) mark("'", LITERAL);
    if (syntax.heredoc) mark('<', SPECIAL);
    if (syntax.escapes) mark('\\', SPECIAL);
    for (const c of '{}') mark(c, SPECIAL);
  }
}

const known = new Map<Syntax, Lexis>();

export function lexisOf(syntax: Syntax): Lexis {
  const lexis = known.get(syntax) ?? new Lexis(syntax);
  known.set(syntax, lexis);
  return lexis;
}

function unitsOf(text: string): readonly number[] {
  return Array.from({ length: text.length }, (_, i) => text.charCodeAt(i));
}

/** Whether `mark` stands at `at`. */
export function standsAt(units: Uint16Array, at: number, mark: readonly number[]): boolean {
  for (let i = 0; i < mark.length; i++) if (units[at + i] !== mark[i]) return false;
  return true;
}

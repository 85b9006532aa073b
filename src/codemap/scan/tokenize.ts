import { isGenerated } from './generated-word.ts';
import { substitutionEnd } from './shell-strings.ts';
import type { StringForm, Syntax } from './syntax.ts';
import { IDENT, NUMBER, PUNCT, REGEX, STRING, TEMPLATE, type Tokens } from './tokens.ts';
import type { WordSink } from './word-sink.ts';

const WORD = new Uint8Array(128);
const DIGIT = new Uint8Array(128);
for (let c = 0; c < 128; c++) {
  const ch = String.fromCharCode(c);
  if (/[A-Za-z_$]/.test(ch)) WORD[c] = 1;
  if (/[0-9]/.test(ch)) DIGIT[c] = 1;
}

const NEWLINE = 10;
/** What a character may open. */
const COMMENT = 1;
const LITERAL = 2;
const LONGEST_WORD = 80;
/** After these words a slash opens a regular expression, and a quote may follow without a blank. */
const BEFORE_VALUE = new Set(
  'return typeof case in of delete void throw new else do yield await instanceof from import default export extends'.split(
    ' ',
  ),
);

const isWordCode = (c: number) => (c < 128 ? WORD[c] === 1 || DIGIT[c] === 1 : isLetterAbove(c));
const isWordStart = (c: number) => (c < 128 ? WORD[c] === 1 : isLetterAbove(c));
/** Above ASCII everything counts as a letter but blanks and general punctuation. */
const isLetterAbove = (c: number) => c > 0xbf && !(c >= 0x2000 && c <= 0x206f) && c !== 0xfeff && c < 0xd800;

/**
 * One pass over a file: tokens of its code, its words by zone (code, comment, string), the places of comments and
 * strings. Knows no grammar; an unfinished string ends at its line, so that one stray quote costs one line at most.
 */
export function tokenize(text: string, syntax: Syntax, tokens: Tokens, words: WordSink): void {
  tokens.clear();
  const scanner = new Scanner(text, syntax, tokens, words);
  scanner.run();
}

class Scanner {
  private readonly text: string;
  private readonly syntax: Syntax;
  private readonly tokens: Tokens;
  private readonly words: WordSink;
  private readonly starters = new Uint8Array(128);
  private readonly script: boolean;
  private at = 0;
  private lineStart = 0;
  /** Depth of braces at which each open `${` of a template began. */
  private readonly templates: number[] = [];
  private braces = 0;
  /** The words that will end the texts opened on this line. */
  private heredocs: string[] = [];

  constructor(text: string, syntax: Syntax, tokens: Tokens, words: WordSink) {
    this.text = text;
    this.syntax = syntax;
    this.tokens = tokens;
    this.words = words;
    this.script = syntax.script !== undefined;
    const mark = (opener: string, bit: number) => {
      const c = opener.charCodeAt(0) & 127;
      this.starters[c] = (this.starters[c] ?? 0) | bit;
    };
    for (const comment of syntax.lineComments) mark(comment, COMMENT);
    for (const [open] of syntax.blockComments) if (open[0] !== '\n') mark(open, COMMENT);
    for (const form of syntax.strings) mark(form.open, LITERAL);
    if (this.script) for (const c of '"\'`/') mark(c, LITERAL);
    if (syntax.lifetimes) mark("'", LITERAL);
  }

  run(): void {
    const { text, tokens } = this;
    const size = text.length;
    if (text.startsWith('#!')) this.skipTo(this.lineEnd(0));
    if (this.syntax.embedded !== undefined && this.at === 0) {
      const code = text.indexOf(this.syntax.embedded);
      this.prose(0, code < 0 ? size : code, false);
    }
    while (this.at < size) {
      const c = text.charCodeAt(this.at);
      if (c === NEWLINE) {
        this.newline();
        continue;
      }
      if (c <= 32) {
        this.at++;
        continue;
      }
      const bits = c < 128 ? (this.starters[c] ?? 0) : 0;
      if (
        bits !== 0 &&
        (((bits & COMMENT) !== 0 && this.commentAt()) || ((bits & LITERAL) !== 0 && this.literal(c)))
      )
        continue;
      if (isWordStart(c)) {
        const start = this.at;
        const id = this.word();
        tokens.push(IDENT, start, this.at, id);
        if (id >= 0) this.words.code(id);
        continue;
      }
      if (c < 128 && DIGIT[c] === 1) {
        const start = this.at;
        this.at++;
        while (this.at < size && (isWordCode(text.charCodeAt(this.at)) || text[this.at] === '.')) this.at++;
        tokens.push(NUMBER, start, this.at, -1);
        continue;
      }
      if (c === 60) this.heredocAt();
      else if (c === 92 && this.syntax.escapes && text.charCodeAt(this.at + 1) > 32) this.at++;
      if (c === 123) this.braces++;
      else if (c === 125) {
        if (this.templates.length > 0 && this.templates[this.templates.length - 1] === this.braces) {
          this.templates.pop();
          this.at++;
          this.template(this.at - 1);
          continue;
        }
        this.braces--;
      }
      tokens.push(PUNCT, this.at, this.at + 1, c);
      this.at++;
    }
    if (size - this.lineStart > tokens.longestLine) tokens.longestLine = size - this.lineStart;
  }

  /** Reads the word that starts here; -1 where it is too long to be one, or was generated. */
  private word(): number {
    const { text } = this;
    const start = this.at;
    let hash = 0;
    let i = start;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (!isWordCode(c)) break;
      hash = (Math.imul(hash, 31) + c) | 0;
    }
    this.at = i;
    if (i - start > LONGEST_WORD || isGenerated(text, start, i)) return -1;
    return this.words.vocabulary.intern(text, start, i, hash);
  }

  private newline(): void {
    const length = this.at - this.lineStart;
    if (length > this.tokens.longestLine) this.tokens.longestLine = length;
    this.tokens.lines++;
    this.at++;
    this.lineStart = this.at;
    if (this.heredocs.length > 0) this.takeHeredocs();
    for (const [open, close] of this.syntax.blockComments)
      if (open[0] === '\n' && this.text.startsWith(open, this.at - 1)) {
        const end = this.text.indexOf(close, this.at);
        this.prose(this.at, end < 0 ? this.text.length : end + close.length, false);
      }
  }

  private takeHeredocs(): void {
    for (const word of this.heredocs.splice(0)) {
      const end = new RegExp(`^[ \\t]*${word}\\b`, 'm').exec(this.text.slice(this.at));
      this.prose(this.at, end ? this.at + end.index : this.text.length, true);
    }
  }

  private heredocAt(): void {
    const { heredoc } = this.syntax;
    if (!heredoc) return;
    heredoc.lastIndex = this.at;
    const found = heredoc.exec(this.text);
    const word = found?.[2] ?? found?.[3];
    if (word !== undefined && this.text[this.at - 1] !== '<') this.heredocs.push(word);
  }

  private lineEnd(from: number): number {
    const end = this.text.indexOf('\n', from);
    return end < 0 ? this.text.length : end;
  }

  private skipTo(end: number): void {
    this.at = end;
  }

  private commentAt(): boolean {
    const { text, syntax } = this;
    for (const opener of syntax.lineComments)
      if (text.startsWith(opener, this.at) && this.opensComment(opener)) {
        this.prose(this.at, this.lineEnd(this.at), false);
        return true;
      }
    for (const [open, close] of syntax.blockComments)
      if (text.startsWith(open, this.at)) {
        let end = text.indexOf(close, this.at + open.length);
        if (syntax.nested) {
          let inner = text.indexOf(open, this.at + open.length);
          while (inner >= 0 && inner < end) {
            end = text.indexOf(close, end + close.length);
            inner = text.indexOf(open, inner + open.length);
          }
        }
        this.prose(this.at, end < 0 ? text.length : end + close.length, false);
        return true;
      }
    return false;
  }

  /** String, template or regular expression at `at`. False: it is mere punctuation. */
  private literal(c: number): boolean {
    if (this.script) return this.scriptLiteral(c);
    if (c === 39 && this.syntax.lifetimes) {
      const { text, at } = this;
      if (text[at + 1] !== '\\' && text[at + 2] !== "'") return false;
      this.string(SINGLE);
      return true;
    }
    for (const form of this.syntax.strings)
      if (this.text.startsWith(form.open, this.at)) {
        this.string(form);
        return true;
      }
    return false;
  }

  /** In shells and configuration a hash opens a comment only at the start of a word. */
  private opensComment(opener: string): boolean {
    // PHP's attributes.
    if (opener === '#' && this.syntax.embedded !== undefined) return this.text[this.at + 1] !== '[';
    return (
      opener !== '#' ||
      this.at === 0 ||
      ' \t\n;(){}'.includes(this.text[this.at - 1] ?? '') ||
      this.syntax.body !== 'line'
    );
  }

  private scriptLiteral(c: number): boolean {
    const { text, tokens } = this;
    if (c === 96) {
      this.at++;
      this.template(this.at - 1);
      return true;
    }
    if (c === 34 || c === 39) {
      const last = tokens.count - 1;
      // `don't` in the text of an element is no string.
      if (last >= 0 && tokens.kind[last] === IDENT && tokens.end[last] === this.at) {
        const before = text.slice(tokens.start[last], tokens.end[last]);
        if (!BEFORE_VALUE.has(before)) return false;
      }
      const quote = c === 34 ? DOUBLE : SINGLE;
      this.string(quote);
      return true;
    }
    if (!this.regexMayStart()) return false;
    const end = regexEnd(text, this.at);
    if (end < 0) return false;
    tokens.push(REGEX, this.at, end, -1);
    tokens.masked.push(this.at, end);
    this.at = end;
    return true;
  }

  private regexMayStart(): boolean {
    const { tokens, text } = this;
    const last = tokens.count - 1;
    if (last < 0) return true;
    switch (tokens.kind[last]) {
      case IDENT:
        return BEFORE_VALUE.has(text.slice(tokens.start[last], tokens.end[last]));
      case PUNCT: {
        const c = tokens.id[last];
        if (c === 41 || c === 93 || c === 125) return false;
        // `</div>` and the text after a tag.
        if (c === 60) return false;
        if (c === 62) return this.syntax.script === 'ts' || text[(tokens.start[last] ?? 1) - 1] === '=';
        return true;
      }
      default:
        return false;
    }
  }

  /** A template from its opening quote or from the brace that closes one of its expressions. */
  private template(start: number): void {
    const { text, tokens } = this;
    let i = this.at;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 92) i++;
      else if (c === 96) break;
      else if (c === 36 && text.charCodeAt(i + 1) === 123) {
        tokens.push(TEMPLATE, start, i + 2, -1);
        this.prose(start, i + 2, true);
        this.templates.push(this.braces);
        return;
      }
    }
    const end = Math.min(i + 1, text.length);
    tokens.push(TEMPLATE, start, end, -1);
    this.prose(start, end, true);
  }

  private string(form: StringForm): void {
    const { text } = this;
    const close = form.close;
    const first = close.charCodeAt(0);
    let i = this.at + form.open.length;
    for (; i < text.length; i++) {
      const c = text.charCodeAt(i);
      if (c === 92 && form.escape) {
        i++;
        continue;
      }
      if (c === NEWLINE && !form.multiline) break;
      if (form.substitutes && c === 36 && text.charCodeAt(i + 1) === 40) {
        i = Math.max(i, substitutionEnd(text, i + 2));
        continue;
      }
      if (c === first && (close.length === 1 || text.startsWith(close, i))) {
        i += close.length;
        break;
      }
    }
    const end = Math.min(i, text.length);
    this.tokens.push(STRING, this.at, end, -1);
    this.prose(this.at, end, true);
  }

  /** Words of a comment or string, and which of them are neighbours; moves on to `end`. */
  private prose(from: number, end: number, inString: boolean): void {
    const { text, tokens, words } = this;
    tokens.masked.push(from, end);
    this.at = from;
    let previous = -1;
    let previousEnd = -1;
    while (this.at < end) {
      const c = text.charCodeAt(this.at);
      if (c === NEWLINE) {
        this.newlineInProse();
        continue;
      }
      if (!isWordStart(c)) {
        // A word that is glued to a number or an escape is none.
        if (c > 32 && c !== 42 && c !== 45 && c !== 47) previous = -1;
        // An escaped line end still ends a line.
        this.at += c === 92 && inString && text.charCodeAt(this.at + 1) !== NEWLINE ? 2 : 1;
        continue;
      }
      const id = this.word();
      if (id < 0) {
        previous = -1;
        continue;
      }
      if (inString) words.string(id);
      else words.comment(id);
      if (previous >= 0 && this.at - previousEnd < LONGEST_WORD + 8) words.pair(previous, id);
      previous = id;
      previousEnd = this.at;
    }
    if (this.at > end) this.at = end;
  }

  private newlineInProse(): void {
    const length = this.at - this.lineStart;
    if (length > this.tokens.longestLine) this.tokens.longestLine = length;
    this.tokens.lines++;
    this.at++;
    this.lineStart = this.at;
  }
}

const DOUBLE: StringForm = { open: '"', close: '"', escape: true, multiline: false };
const SINGLE: StringForm = { open: "'", close: "'", escape: true, multiline: false };

/** End of the regular expression that opens at `start`, flags included; -1 where the line holds no end. */
function regexEnd(text: string, start: number): number {
  let inClass = false;
  for (let i = start + 1; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === NEWLINE) return -1;
    if (c === 92) i++;
    else if (c === 91) inClass = true;
    else if (c === 93) inClass = false;
    else if (c === 47 && !inClass) {
      if (i === start + 1) return -1;
      let end = i + 1;
      while (end < text.length && isWordCode(text.charCodeAt(end))) end++;
      return end;
    }
  }
  return -1;
}

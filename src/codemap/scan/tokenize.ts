import { isWordPart, isWordStart, NEWLINE, Units } from './characters.ts';
import { isGenerated } from './generated-word.ts';
import {
  BLANK,
  COMMENT,
  DIGIT,
  type Lexis,
  LITERAL,
  lexisOf,
  SPECIAL,
  StringMarks,
  standsAt,
  WORD,
} from './lexis.ts';
import { RecentWords } from './recent-words.ts';
import { regexEnd } from './script-regex.ts';
import { substitutionEnd } from './shell-strings.ts';
import { FALLBACK, type Syntax } from './syntax.ts';
import { IDENT, NUMBER, PUNCT, REGEX, STRING, TEMPLATE, type Tokens } from './tokens.ts';
import type { WordSink } from './word-sink.ts';

const LONGEST_WORD = 80;
/** After these words a slash opens a regular expression, and a quote may follow without a blank. */
const BEFORE_VALUE = new Set(
  'return typeof case in of delete void throw new else do yield await instanceof from import default export extends'.split(
    ' ',
  ),
);
const DOUBLE = new StringMarks({ open: '"', close: '"', escape: true, multiline: false });
const SINGLE = new StringMarks({ open: "'", close: "'", escape: true, multiline: false });

/**
 * One pass over a file: tokens of its code, its words by zone (code, comment, string), the places of comments and
 * strings. Knows no grammar; an unfinished string ends at its line, so that one stray quote costs one line at most.
 * One for the whole project: its memory is used again from file to file.
 */
export class Tokenizer {
  private readonly tokens: Tokens;
  private readonly words: WordSink;
  private readonly recent = new RecentWords();
  private readonly memory = new Units();
  private text = '';
  private size = 0;
  /** Those of the text, and a 0. */
  private units: Uint16Array = this.memory.units;
  private lexis: Lexis = lexisOf(FALLBACK);
  private at = 0;
  private lineStart = 0;
  /** Depth of braces at which each open `${` of a template began. */
  private readonly templates: number[] = [];
  private braces = 0;
  /** The words that will end the texts opened on this line. */
  private heredocs: string[] = [];

  constructor(tokens: Tokens, words: WordSink) {
    this.tokens = tokens;
    this.words = words;
  }

  tokenize(text: string, syntax: Syntax): void {
    this.tokens.clear();
    this.text = text;
    this.size = text.length;
    this.units = this.memory.load(text);
    this.lexis = lexisOf(syntax);
    this.at = 0;
    this.lineStart = 0;
    this.templates.length = 0;
    this.braces = 0;
    this.heredocs.length = 0;
    if (text.startsWith('#!')) this.at = this.lineEnd(0);
    if (syntax.embedded !== undefined && this.at === 0) {
      const code = text.indexOf(syntax.embedded);
      this.prose(0, code < 0 ? text.length : code, false);
    }
    this.code();
    this.endLine(text.length);
    this.text = '';
  }

  private code(): void {
    const { size, units, tokens, words } = this;
    const { starts } = this.lexis;
    while (this.at < size) {
      const at = this.at;
      const c = units[at] ?? 0;
      const bits = c < 128 ? (starts[c] ?? 0) : isWordStart(c) ? WORD : 0;
      if (bits === BLANK) this.at++;
      else if (bits === WORD) {
        const id = this.word();
        tokens.push(IDENT, at, this.at, id);
        if (id >= 0) words.code(id);
      } else if (bits === 0) {
        tokens.push(PUNCT, at, at + 1, c);
        this.at++;
      } else this.special(c, bits);
    }
  }

  /** Where a character opens a comment or a literal, or is more than itself. */
  private special(c: number, bits: number): void {
    if (c === NEWLINE) {
      this.newline();
      return;
    }
    if ((bits & COMMENT) !== 0 && this.commentAt()) return;
    if ((bits & LITERAL) !== 0 && this.literal(c)) return;
    const { units, tokens } = this;
    const start = this.at;
    if ((bits & WORD) !== 0) {
      const id = this.word();
      tokens.push(IDENT, start, this.at, id);
      if (id >= 0) this.words.code(id);
      return;
    }
    if ((bits & DIGIT) !== 0) {
      let end = start + 1;
      while (end < this.size && (isWordPart(units[end] ?? 0) || units[end] === 46)) end++;
      this.at = end;
      tokens.push(NUMBER, start, end, -1);
      return;
    }
    if ((bits & SPECIAL) !== 0) {
      if (c === 60) this.heredocAt();
      else if (c === 92 && (units[start + 1] ?? 0) > 32) this.at++;
      else if (c === 123) this.braces++;
      else if (c === 125) {
        if (this.templates.length > 0 && this.templates[this.templates.length - 1] === this.braces) {
          this.templates.pop();
          this.at++;
          this.template(start);
          return;
        }
        this.braces--;
      }
    }
    tokens.push(PUNCT, this.at, this.at + 1, c);
    this.at++;
  }

  /** Reads the word that starts here; -1 where it is too long to be one, or was generated. */
  private word(): number {
    const { units } = this;
    const start = this.at;
    let end = start;
    let hash = 0;
    // What follows the text is no part of a word.
    for (let c = units[end] ?? 0; isWordPart(c); c = units[++end] ?? 0) hash = (Math.imul(hash, 31) + c) | 0;
    this.at = end;
    return this.recent.find(units, start, end, hash) ?? this.lookUp(start, end, hash);
  }

  private lookUp(start: number, end: number, hash: number): number {
    const { text, units } = this;
    if (end - start > LONGEST_WORD || isGenerated(text, start, end)) return -1;
    const id = this.words.vocabulary.intern(text, start, end, hash);
    this.recent.keep(units, start, end, hash, id);
    return id;
  }

  private endLine(at: number): void {
    const length = at - this.lineStart;
    if (length > this.tokens.longestLine) this.tokens.longestLine = length;
  }

  private startLine(): void {
    this.endLine(this.at);
    this.tokens.lines++;
    this.at++;
    this.lineStart = this.at;
  }

  private newline(): void {
    this.startLine();
    if (this.heredocs.length > 0) this.takeHeredocs();
    for (const [open, close] of this.lexis.lineBlocks)
      if (this.text.startsWith(open, this.at - 1)) {
        const end = this.text.indexOf(close, this.at);
        this.prose(this.at, end < 0 ? this.size : end + close.length, false);
      }
  }

  private takeHeredocs(): void {
    for (const word of this.heredocs.splice(0)) {
      const end = new RegExp(`^[ \\t]*${word}\\b`, 'm').exec(this.text.slice(this.at));
      this.prose(this.at, end ? this.at + end.index : this.text.length, true);
    }
  }

  private heredocAt(): void {
    const { heredoc } = this.lexis.syntax;
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

  private commentAt(): boolean {
    const { text, units, size, at, lexis } = this;
    for (const opener of lexis.lineComments)
      if (standsAt(units, at, opener) && this.opensComment(opener)) {
        this.prose(at, this.lineEnd(at), false);
        return true;
      }
    for (const { open, close, units: opener } of lexis.blockComments)
      if (standsAt(units, at, opener)) {
        let end = text.indexOf(close, at + open.length);
        if (lexis.syntax.nested) {
          let inner = text.indexOf(open, at + open.length);
          while (inner >= 0 && inner < end) {
            end = text.indexOf(close, end + close.length);
            inner = text.indexOf(open, inner + open.length);
          }
        }
        this.prose(at, end < 0 ? size : end + close.length, false);
        return true;
      }
    return false;
  }

  /** String, template or regular expression at `at`. False: it is mere punctuation. */
  private literal(c: number): boolean {
    if (this.lexis.script) return this.scriptLiteral(c);
    const { units, at } = this;
    if (c === 39 && this.lexis.syntax.lifetimes) {
      if (units[at + 1] !== 92 && units[at + 2] !== 39) return false;
      this.string(SINGLE);
      return true;
    }
    for (const form of this.lexis.strings)
      if (standsAt(units, at, form.open)) {
        this.string(form);
        return true;
      }
    return false;
  }

  /** In shells and configuration a hash opens a comment only at the start of a word. */
  private opensComment(opener: readonly number[]): boolean {
    if (opener[0] !== 35) return true;
    const { syntax } = this.lexis;
    // PHP's attributes.
    if (syntax.embedded !== undefined) return this.units[this.at + 1] !== 91;
    return this.at === 0 || ' \t\n;(){}'.includes(this.text[this.at - 1] ?? '') || syntax.body !== 'line';
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
    const end = regexEnd(this.units, this.size, this.at);
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
        if (c === 62) return this.lexis.syntax.script === 'ts' || text[(tokens.start[last] ?? 1) - 1] === '=';
        return true;
      }
      default:
        return false;
    }
  }

  /** A template from its opening quote or from the brace that closes one of its expressions. */
  private template(start: number): void {
    const { units, size, tokens } = this;
    let i = this.at;
    for (; i < size; i++) {
      const c = units[i] ?? 0;
      if (c === 92) i++;
      else if (c === 96) break;
      else if (c === 36 && units[i + 1] === 123) {
        tokens.push(TEMPLATE, start, i + 2, -1);
        this.prose(start, i + 2, true);
        this.templates.push(this.braces);
        return;
      }
    }
    const end = Math.min(i + 1, size);
    tokens.push(TEMPLATE, start, end, -1);
    this.prose(start, end, true);
  }

  private string(form: StringMarks): void {
    const { text, units, size } = this;
    const { close, escapes, multiline, substitutes } = form;
    const first = close[0];
    let i = this.at + form.open.length;
    for (; i < size; i++) {
      const c = units[i] ?? 0;
      if (c === 92 && escapes) i++;
      else if (c === NEWLINE && !multiline) break;
      else if (c === first) {
        if (close.length > 1 && !standsAt(units, i, close)) continue;
        i += close.length;
        break;
      } else if (substitutes && c === 36 && units[i + 1] === 40)
        i = Math.max(i, substitutionEnd(text, i + 2));
    }
    const end = Math.min(i, size);
    this.tokens.push(STRING, this.at, end, -1);
    this.prose(this.at, end, true);
  }

  /** Words of a comment or string, and which of them are neighbours; moves on to `end`. */
  private prose(from: number, end: number, inString: boolean): void {
    const { units, words } = this;
    this.tokens.masked.push(from, end);
    this.at = from;
    let previous = -1;
    let previousEnd = -1;
    while (this.at < end) {
      const c = units[this.at] ?? 0;
      if (c === NEWLINE) this.startLine();
      else if (!isWordStart(c)) {
        // A word that is glued to a number or an escape is none.
        if (c > 32 && c !== 42 && c !== 45 && c !== 47) previous = -1;
        // An escaped line end still ends a line.
        this.at += c === 92 && inString && units[this.at + 1] !== NEWLINE ? 2 : 1;
      } else {
        const id = this.word();
        if (id >= 0) {
          if (inString) words.string(id);
          else words.comment(id);
          if (previous >= 0 && this.at - previousEnd < LONGEST_WORD + 8) words.pair(previous, id);
          previousEnd = this.at;
        }
        previous = id;
      }
    }
    if (this.at > end) this.at = end;
  }
}

import { firstToken, IDENT, PUNCT, type Tokens } from './tokens.ts';

/** Languages in which a line ends a declaration, unless it plainly goes on. */
export const LINE_ENDED = new Set(['kotlin', 'scala', 'swift']);

const codes = (text: string) => new Set([...text].map(c => c.charCodeAt(0)));
/** Last and first characters of lines that belong together. */
const GOES_ON = codes('=,+-*/|&.:<%(');
const GOES_ON_FROM = codes('.?:=&|+)-');
/** First words of a line that goes on with a declaration. */
const CLAUSES =
  /^(?:(?:private|internal|protected|fileprivate)[ \t]+)?(?:get|set|by|else|where|throws|async|extends|with|derives|yield)\b/;

/** Kotlin's primary constructor on a line of its own. */
const PRIMARY = /^(?:@\w+(?:\([^)\n]*\))?\s+)*(?:(?:internal|private|protected|public)\s+)?constructor\b/;

interface Extent {
  /** UTF-16 offsets: where the body starts, or one past the last character; the last character. */
  readonly head: number;
  readonly end: number;
}

/** How far a declaration reaches that starts at `from`: to the end of its block, of its expression, or of its line. */
export function extentOf(text: string, tokens: Tokens, from: number, hasBlock: boolean): Extent {
  let depth = 0;
  let end = from;
  let head = -1;
  for (let i = firstToken(tokens, from); i < tokens.count; i++) {
    tokens.spend(1);
    const start = tokens.start[i] ?? 0;
    const c = tokens.kind[i] === PUNCT ? (tokens.id[i] ?? 0) : 0;
    if (
      depth <= 0 &&
      end > from &&
      text.slice(end, start).includes('\n') &&
      !goesOn(text, tokens, i, hasBlock && head < 0)
    )
      break;
    if (
      depth === 0 &&
      hasBlock &&
      head < 0 &&
      (c === 123 || (c === 61 && text[start + 1] !== '=' && text[start - 1] !== '='))
    ) {
      head = start;
      if (c === 123) return { head, end: closing(tokens, i, text.length) };
    }
    if (c === 40 || c === 91 || c === 123) depth++;
    else if (c === 41 || c === 93 || c === 125) depth--;
    if (depth < 0 || (c === 59 && depth === 0)) break;
    end = tokens.end[i] ?? end;
  }
  return { head: head < 0 ? end : head, end: end - 1 };
}

function goesOn(text: string, tokens: Tokens, i: number, brace: boolean): boolean {
  const before = tokens.kind[i - 1] === PUNCT ? (tokens.id[i - 1] ?? 0) : 0;
  const c = tokens.kind[i] === PUNCT ? (tokens.id[i] ?? 0) : 0;
  const start = tokens.start[i] ?? 0;
  const isArrow = before === 62 && text[(tokens.start[i - 1] ?? 1) - 1] === '-';
  if (isArrow || GOES_ON.has(before) || GOES_ON_FROM.has(c) || (brace && c === 123)) return true;
  const line = text.slice(start, start + 80);
  if (brace && PRIMARY.test(line)) return true;
  return tokens.kind[i] === IDENT && CLAUSES.test(line);
}

function closing(tokens: Tokens, from: number, last: number): number {
  let depth = 0;
  for (let i = from; i < tokens.count; i++) {
    tokens.spend(1);
    const c = tokens.kind[i] === PUNCT ? tokens.id[i] : -1;
    if (c === 123) depth++;
    else if (c === 125 && --depth === 0) return tokens.start[i] ?? last;
  }
  return last;
}

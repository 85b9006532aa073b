import stringWidth from 'string-width';
import { splitWords } from './words.ts';

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });
/** Characters of one column each that stand in nearly every row of a screen: ASCII, Latin, dots, dashes, arrows, borders, spinner. */
const PLAIN =
  /^[\x20-\x7e\u00ae-\u02ff\u2013\u2014\u2018-\u201d\u2022\u2026\u2190-\u2193\u2500-\u257f\u25b8\u25be\u276f\u2800-\u28ff]*$/;
const TAB_STOP = 4;

/** Columns a text takes in a terminal; tabs count to the next stop of 4. Of several lines: the widest. */
export function displayWidth(text: string): number {
  if (PLAIN.test(text)) return text.length;
  if (text.includes('\n')) return Math.max(...text.split('\n').map(displayWidth));
  return lineWidth(expandTabs(text));
}

/** Segmenting grows with the square of a text's length (8,000 words: 6 s), so long lines are measured by words. */
const LONG = 200;

function lineWidth(line: string): number {
  if (line.length <= LONG) return stringWidth(line);
  let width = 0;
  for (const word of line.match(/ +|[^ ]+/g) ?? [])
    width += PLAIN.test(word) ? word.length : stringWidth(word);
  return width;
}

/** Tabs as spaces up to the next stop of 4 columns: a raw tab breaks every border behind it. */
export function expandTabs(text: string): string {
  if (!text.includes('\t')) return text;
  return text
    .split('\n')
    .map(line => {
      let out = '';
      for (const [i, part] of line.split('\t').entries()) {
        if (i > 0) out += ' '.repeat(TAB_STOP - (stringWidth(out) % TAB_STOP));
        out += part;
      }
      return out;
    })
    .join('\n');
}

/** User-perceived characters with their columns. */
export function* graphemes(text: string): Generator<{ readonly text: string; readonly width: number }> {
  if (PLAIN.test(text)) {
    for (const char of text) yield { text: char, width: 1 };
    return;
  }
  const parts = text.length <= LONG ? [text] : (text.match(/[^ ]* ?/g) ?? []);
  for (const part of parts)
    for (const { segment } of segmenter.segment(part)) yield { text: segment, width: stringWidth(segment) };
}

/** The longest beginning of `text` within `columns`, and its width. */
function head(text: string, columns: number): { readonly text: string; readonly width: number } {
  let out = '';
  let width = 0;
  for (const g of graphemes(text)) {
    if (width + g.width > columns) break;
    out += g.text;
    width += g.width;
  }
  return { text: out, width };
}

function tail(text: string, columns: number): string {
  const all = [...graphemes(text)];
  let width = 0;
  let from = all.length;
  while (from > 0) {
    const g = all[from - 1];
    if (!g || width + g.width > columns) break;
    width += g.width;
    from--;
  }
  return all
    .slice(from)
    .map(g => g.text)
    .join('');
}

/**
 * Cuts one line to at most `columns`, with an ellipsis where something was cut: at the end, or with `keep: 'both'`
 * in the middle (paths), or with `keep: 'end'` at the start. Newlines become spaces.
 */
export function truncate(text: string, columns: number, keep: 'start' | 'both' | 'end' = 'start'): string {
  const line = expandTabs(text.replaceAll('\n', ' '));
  if (columns <= 0) return '';
  if (displayWidth(line) <= columns) return line;
  const room = columns - 1;
  if (keep === 'end') return `…${tail(line, room)}`;
  if (keep === 'start') return `${head(line, room).text}…`;
  const end = Math.floor(room / 2);
  return `${head(line, room - end).text}…${tail(line, end)}`;
}

/** Exactly `columns` wide: cut with an ellipsis, or filled with spaces. */
export function pad(text: string, columns: number, align: 'left' | 'right' | 'center' = 'left'): string {
  const line = truncate(text, columns);
  const room = Math.max(0, columns - displayWidth(line));
  if (align === 'right') return ' '.repeat(room) + line;
  if (align === 'center') {
    const left = Math.floor(room / 2);
    return ' '.repeat(left) + line + ' '.repeat(room - left);
  }
  return line + ' '.repeat(room);
}

/**
 * Breaks text into lines of at most `columns`, at spaces where it can, inside a word where it must. Existing line
 * breaks and a line's indent stay (the indent on its first line only; `indent` columns are put before the others).
 * One grapheme wider than `columns` stands alone on its line.
 */
export function wrap(text: string, columns: number, indent = 0): string[] {
  const width = Math.max(1, columns);
  const hang = indent < width ? indent : 0;
  return expandTabs(text)
    .split('\n')
    .flatMap(line => (displayWidth(line) <= width ? [line] : wrapLine(line, width, hang)));
}

function wrapLine(line: string, columns: number, indent: number): string[] {
  const lines: string[] = [];
  let current = '';
  let width = 0;
  const flush = () => {
    lines.push(current.trimEnd());
    current = ' '.repeat(indent);
    width = indent;
  };
  let fresh = true;
  for (const word of splitWords(line)) {
    const size = displayWidth(word);
    if (width + size <= columns) {
      current += word;
      width += size;
      fresh = false;
      continue;
    }
    if (word.startsWith(' ')) {
      if (!fresh) flush();
      fresh = true;
      continue;
    }
    if (!fresh && size <= columns - indent) {
      flush();
      current += word;
      width += size;
      continue;
    }
    // A word longer than a line goes on where it stands and is broken between graphemes.
    for (const g of graphemes(word)) {
      if (width + g.width > columns && !fresh) {
        flush();
        fresh = true;
      }
      current += g.text;
      width += g.width;
      fresh = false;
    }
  }
  if (current.trim()) lines.push(current.trimEnd());
  return lines;
}

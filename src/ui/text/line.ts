import stringWidth from 'string-width';
import { splitWords, truncate, displayWidth as width } from '../../shared/text/index.ts';
import type { Tone } from '../../theme/index.ts';
import { shown } from '../outside.ts';

/** How a piece of text looks. `cursor` marks the cell of the text cursor; there is at most one in a frame. */
export interface Style {
  readonly tone?: Tone | undefined;
  readonly bold?: boolean | undefined;
  readonly italic?: boolean | undefined;
  readonly underline?: boolean | undefined;
  readonly strike?: boolean | undefined;
  readonly cursor?: boolean | undefined;
}
export interface Span extends Style {
  readonly text: string;
}
/** One row of the screen before it is painted. Spans hold no line ends. */
export type Line = readonly Span[];

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });
const ASCII = /^[\x20-\x7e]*$/;

/** The only maker of spans: every text passes the safe-text entrance here. Line ends become spaces. */
export function t(text: string, tone?: Tone, style?: Omit<Style, 'tone'>): Span {
  const clean = shown(text);
  return { ...style, tone, text: clean.includes('\n') ? clean.replace(/\n/g, ' ') : clean };
}

export { width };

export function lineWidth(line: Line): number {
  let sum = 0;
  for (const span of line) sum += width(span.text);
  return sum;
}

/** User-perceived characters. */
export function graphemes(text: string): string[] {
  if (ASCII.test(text)) return [...text];
  return Array.from(segmenter.segment(text), s => s.segment);
}

/** Longest prefix of at most `max` columns, and the rest. */
export function splitAt(text: string, max: number): [string, string] {
  if (ASCII.test(text)) return [text.slice(0, max), text.slice(max)];
  let used = 0;
  let at = 0;
  for (const { segment, index } of segmenter.segment(text)) {
    const columns = stringWidth(segment);
    if (used + columns > max) return [text.slice(0, index), text.slice(index)];
    used += columns;
    at = index + segment.length;
  }
  return [text.slice(0, at), text.slice(at)];
}

/** Shortens to `max` columns; what is cut off is marked by `…`. */
export function cut(line: Line, max: number): Line {
  if (max <= 0) return [];
  if (lineWidth(line) <= max) return line;
  const out: Span[] = [];
  let room = max - 1;
  for (const span of line) {
    const columns = width(span.text);
    if (columns <= room) {
      out.push(span);
      room -= columns;
      continue;
    }
    const [head] = splitAt(span.text, room);
    out.push({ ...span, text: `${head}…` });
    return out;
  }
  return out;
}

/** Shortens in the middle, so that the end of a path stays readable. */
export function cutMiddle(text: string, max: number): string {
  return truncate(text, max, 'both');
}

/** Exactly `columns` wide: shortened with a mark, or padded by spaces. */
export function fill(line: Line, columns: number): Line {
  const short = cut(line, columns);
  const missing = columns - lineWidth(short);
  return missing > 0 ? [...short, { text: ' '.repeat(missing) }] : short;
}

/** `left` at the left, `right` at the right edge; the left one gives way first. */
export function between(left: Line, right: Line, columns: number): Line {
  const end = cut(right, columns);
  const room = columns - lineWidth(end);
  const gap = end.length > 0 && room > 0 ? 1 : 0;
  return [...fill(left, Math.max(0, room - gap)), { text: ' '.repeat(Math.min(gap, room)) }, ...end];
}

interface Piece {
  readonly span: Span;
  readonly columns: number;
}

/**
 * Breaks a line at spaces so that none is wider than `columns`; a longer word is broken after a mark in it (a path after a
 * slash), and by character where there is none.
 * Further lines begin with `hang`.
 */
export function wrap(line: Line, columns: number, hang: Line = []): Line[] {
  const max = Math.max(1, columns);
  if (lineWidth(line) <= max) return [line];
  const room = Math.max(1, max - lineWidth(hang));
  const rows: Line[] = [];
  let row: Span[] = [];
  let used = 0;
  let limit = max;
  const end = () => {
    const last = row.at(-1);
    if (last && last.text.trim() === '' && !last.cursor) row.pop();
    rows.push(rows.length === 0 ? row : [...hang, ...row]);
    row = [];
    used = 0;
    limit = room;
  };
  for (const word of words(line)) {
    const columnsOfWord = word.reduce((sum, p) => sum + p.columns, 0);
    const isSpace = word[0]?.span.text.trim() === '';
    if (used + columnsOfWord <= limit) {
      if (isSpace && used === 0 && rows.length > 0) continue;
      for (const piece of word) row.push(piece.span);
      used += columnsOfWord;
      continue;
    }
    if (isSpace) {
      end();
      continue;
    }
    if (used > 0 && columnsOfWord <= room) {
      end();
      for (const piece of word) row.push(piece.span);
      used = columnsOfWord;
      continue;
    }
    for (const piece of word) {
      let rest = piece.span.text;
      while (rest) {
        const [most, over] = splitAt(rest, limit - used);
        const head = over ? most.slice(0, breakIn(most)) : most;
        // The first letters of a path at the end of a row say nothing.
        if (over && head === most && used > limit / 2) {
          end();
          continue;
        }
        const tail = head === most ? over : rest.slice(head.length);
        if (head) {
          row.push({ ...piece.span, text: head });
          used += width(head);
        }
        if (tail === rest && used === 0) {
          // A character wider than the whole room: put it alone rather than loop.
          row.push({ ...piece.span, text: '…' });
          break;
        }
        rest = tail;
        if (rest) end();
      }
    }
  }
  if (row.length > 0 || rows.length === 0) end();
  return rows;
}

/** Where a long word is best broken: behind its last slash, else its last other mark, unless that leaves the row half empty. */
function breakIn(text: string): number {
  const least = text.length / 2;
  for (const marks of [/\/(?!\/)/g, /[-_.?&=,;]/g]) {
    const ends = [...text.matchAll(marks)].map(match => match.index + 1);
    const last = ends.at(-1);
    if (last !== undefined && last > least) return last;
  }
  return text.length;
}

/** Words and the spaces between them; a word may run over several spans. */
function words(line: Line): Piece[][] {
  const out: Piece[][] = [];
  let open = false;
  for (const span of line) {
    for (const part of splitWords(span.text)) {
      const piece = { span: { ...span, text: part }, columns: width(part) };
      const space = part.trim() === '';
      const last = out.at(-1);
      if (!space && open && last) last.push(piece);
      else out.push([piece]);
      open = !space;
    }
  }
  return out;
}

/** The plain text of a line. */
export function plain(line: Line): string {
  return line.map(s => s.text).join('');
}

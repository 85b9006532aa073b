import { fill, type Line, lineWidth, plain, type Span, t, width, wrap } from '../../text/line.ts';
import type { Row } from './row.ts';

interface TableRow {
  readonly cells: readonly (readonly Span[])[];
  readonly source: number;
}

/** A table that fits: columns keep their natural width where it does, else the widest ones wrap. First row is the head. */
export function tableLines(
  rows: readonly TableRow[],
  align: readonly ('left' | 'right' | 'center' | null | undefined)[],
  columns: number,
): Row[] {
  const count = Math.max(...rows.map(r => r.cells.length), 1);
  const of = (measure: (cell: readonly Span[]) => number) =>
    Array.from({ length: count }, (_, i) => Math.max(1, ...rows.map(r => measure(r.cells[i] ?? []))));
  const natural = of(lineWidth);
  // Numbers are never broken: a column that stands at the right keeps its whole width.
  const words = of(longestWord).map((w, i) => (align[i] === 'right' ? (natural[i] ?? w) : w));
  // Lines between the columns give way before a word is broken.
  const ruled = sum(words) + 3 * (count - 1) <= columns;
  const [rule, cross] = ruled ? [' │ ', '─┼─'] : [' ', '─'];
  const widths = squeeze(natural, words, columns - rule.length * (count - 1));
  const out: Row[] = [];
  rows.forEach((row, index) => {
    const cells = widths.map((w, i) => wrap(row.cells[i] ?? [], w));
    const height = Math.max(...cells.map(c => c.length));
    for (let y = 0; y < height; y++) {
      const line = cells.flatMap((cell, i): Span[] => [
        ...(i > 0 ? [t(rule, 'border')] : []),
        ...aligned(cell[y] ?? [], widths[i] ?? 1, align[i]),
      ]);
      out.push({ line, source: row.source });
    }
    if (index === 0)
      out.push({ line: [t(widths.map(w => '─'.repeat(w)).join(cross), 'border')], source: row.source + 1 });
  });
  return out;
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((a, b) => a + b, 0);
}

function longestWord(cell: readonly Span[]): number {
  return Math.max(0, ...plain(cell).split(/\s+/).map(width));
}

/** Takes columns from the widest, down to its longest word while that is enough, else further; none falls under 1. */
function squeeze(natural: readonly number[], words: readonly number[], room: number): number[] {
  const widths = [...natural];
  const floors = sum(words) <= room ? words : natural.map(() => 1);
  for (let over = sum(widths) - room; over > 0; over--) {
    const spare = widths.map((w, i) => (w > (floors[i] ?? 1) ? w : 0));
    const widest = spare.indexOf(Math.max(...spare));
    if ((spare[widest] ?? 0) <= 1) break;
    widths[widest] = (widths[widest] ?? 1) - 1;
  }
  return widths;
}

function aligned(cell: Line, columns: number, align: string | null | undefined): Line {
  const missing = columns - lineWidth(cell);
  if (align === 'right' && missing > 0) return [{ text: ' '.repeat(missing) }, ...cell];
  if (align === 'center' && missing > 0)
    return fill([{ text: ' '.repeat(Math.floor(missing / 2)) }, ...cell], columns);
  return fill(cell, columns);
}

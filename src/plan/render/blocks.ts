import { cell, guardStart, headingText, inline } from './inline.ts';

/** A block is its lines without blank lines around; blocks are joined by one blank line. */
export type Block = readonly string[];

export function heading(level: 1 | 2 | 3, text: string): Block {
  return [`${'#'.repeat(level)} ${headingText(text)}`];
}

/** A paragraph of inline Markdown that is safe already. */
export function paragraph(markdown: string): readonly Block[] {
  return markdown === '' ? [] : [[guardStart(markdown)]];
}

/** A paragraph of data. */
export function prose(text: string): readonly Block[] {
  return paragraph(inline(text));
}

/** A bulleted list of safe inline Markdown, under a bold label where one is given. Empty lists vanish, label and all. */
export function list(items: readonly string[], label?: string): readonly Block[] {
  const lines = items.filter(Boolean).map(item => `- ${guardStart(item)}`);
  if (lines.length === 0) return [];
  return [label === undefined ? lines : [`**${label}**`, ...lines]];
}

/** Check boxes; further lines of an item are its own blocks' lines, indented. */
export function checkBox(done: boolean, markdown: string): string {
  return `- [${done ? 'x' : ' '}] ${markdown}`;
}

/** A fenced block whose fence is longer than any run of backticks inside; white space at line ends is dropped. */
export function fence(language: string, code: string): Block {
  const lines = code
    .replace(/\r\n?/g, '\n')
    .replace(/^(?:[^\S\n]*\n)+|\s+$/g, '')
    .split('\n');
  const longest = Math.max(2, ...[...code.matchAll(/`+/g)].map(match => match[0].length));
  const mark = '`'.repeat(longest + 1);
  const info = language.replace(/[^\w.+#-]/g, '');
  return [`${mark}${info}`, ...lines, mark];
}

/** Lines under a list item. */
export function indent(block: Block, columns: number): Block {
  const pad = ' '.repeat(columns);
  return block.map(line => (line === '' ? '' : pad + line));
}

/** A GFM table, its columns padded so that it also reads raw; `align` is one of `l`, `r` a column. */
export function table(head: readonly string[], rows: readonly (readonly string[])[], align = ''): Block {
  const cells = [head, ...rows].map(row => head.map((_, column) => cell(row[column] ?? '') || '–'));
  const widths = head.map((_, column) => Math.max(3, ...cells.map(row => (row[column] ?? '').length)));
  const right = (column: number) => align[column] === 'r';
  const line = (row: readonly string[]) =>
    `| ${row.map((text, i) => (right(i) ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0))).join(' | ')} |`;
  const rule = widths.map((width, i) => (right(i) ? `${'-'.repeat(width - 1)}:` : '-'.repeat(width)));
  const [first = '', ...rest] = cells.map(line);
  return [first, `| ${rule.join(' | ')} |`, ...rest];
}

/** Joins blocks by blank lines; no line ends in white space; ends with one newline. */
export function join(blocks: readonly Block[]): string {
  const text = blocks
    .filter(block => block.length > 0)
    .map(block => block.map(line => line.replace(/\s+$/, '')).join('\n'))
    .join('\n\n');
  return `${text}\n`;
}

/** `step 2`, `steps 2, 4`; empty for none. */
export function stepWords(numbers: readonly number[]): string {
  if (numbers.length === 0) return '';
  return `${numbers.length > 1 ? 'steps' : 'step'} ${numbers.join(', ')}`;
}

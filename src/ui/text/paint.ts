import type { Palette } from '../../theme/index.ts';
import type { Line, Span } from './line.ts';

/** Marks of the screen and what stands for them where only ASCII shows; each as wide as what it replaces. */
const ASCII_FOR: Readonly<Record<string, string>> = {
  '┌': '+',
  '┐': '+',
  '└': '+',
  '┘': '+',
  '╭': '+',
  '╮': '+',
  '╰': '+',
  '╯': '+',
  '├': '+',
  '┤': '+',
  '┬': '+',
  '┴': '+',
  '┼': '+',
  '─': '-',
  '│': '|',
  '┃': '#',
  '▌': '|',
  '❯': '>',
  '▸': '>',
  '▾': 'v',
  '◦': '-',
  '•': '*',
  '●': '*',
  '○': 'o',
  '◐': 'o',
  '✓': '+',
  '✗': 'x',
  '⚠': '!',
  '·': '-',
  '…': '~',
  '–': '-',
  '—': '-',
  '→': '>',
  '←': '<',
  '↑': '^',
  '↓': 'v',
  '≈': '~',
  '⌁': '@',
  '“': '"',
  '”': '"',
  '‘': "'",
  '’': "'",
  '☐': 'o',
  '☑': 'x',
};

export interface Painter {
  readonly palette: Palette;
  readonly ascii: boolean;
}

/** A line as terminal text: SGR codes around its spans, nothing else. */
export function paint(line: Line, painter: Painter): string {
  let out = '';
  for (const span of line) out += paintSpan(span, painter);
  return out;
}

function paintSpan(span: Span, { palette, ascii }: Painter): string {
  if (!span.text) return '';
  const sgr = span.tone ? palette[span.tone] : undefined;
  let text = ascii ? toAscii(span.text) : span.text;
  if (span.bold) text = `\u001b[1m${text}\u001b[22m`;
  if (span.italic) text = `\u001b[3m${text}\u001b[23m`;
  if (span.underline) text = `\u001b[4m${text}\u001b[24m`;
  if (span.strike) text = `\u001b[9m${text}\u001b[29m`;
  if (span.cursor) text = `\u001b[7m${text}\u001b[27m`;
  return sgr ? sgr.open + text + sgr.close : text;
}

function toAscii(text: string): string {
  return /^[\x20-\x7e]*$/.test(text)
    ? text
    : text.replace(/[\u2013-\u28ff·]/g, c => ASCII_FOR[c] ?? (c >= '\u2800' ? '*' : c));
}

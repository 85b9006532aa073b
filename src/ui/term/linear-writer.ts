import type { FrameTarget, FrameWriter } from './frame-writer.ts';

const SGR = /\u001b\[[0-9;:]*m/g;
const CURSOR = '\u001b[7m';
const SPINNER = /[\u2801-\u28ff]/g;
const BORDERS = /[─│┌┐└┘╭╮╰╯┃▌]+/g;

/** The size that a reader's frame is laid out for: one pane at a time, and few lines cut off. */
export const READER_SIZE = { columns: 79, rows: 60 } as const;

/** A row in words: without colours, borders and spinners. */
export function spoken(row: string): string {
  return row.replace(SGR, '').replace(BORDERS, ' ').replace(SPINNER, '').replace(/ {2,}/g, '  ').trim();
}

/** What makes a row worth saying again: not its clock, not the counts while something runs, not where the mark stands. */
function sense(row: string): string {
  const busy = row.replace(SGR, '').search(SPINNER) >= 0;
  const text = spoken(row)
    .replace(/\b\d+:\d\d(?::\d\d)?\b|\b\d+\.\d s\b/g, '')
    .replace(/^❯ /, '');
  return (busy ? text.replace(/[\d,]+/g, '') : text).trim();
}

/**
 * Frames as plain text that only grows, for screen readers: of each frame the rows that say something new, in their
 * order. What is typed is said as it comes, not its whole row again. Nothing is ever erased or written over.
 */
export function createLinearWriter(target: FrameTarget): FrameWriter {
  let said = new Set<string>();
  let marks = new Set<string>();
  /** The row of the text cursor as it stands at the end of the output; undefined after any other row. */
  let typed: string | undefined;

  function line(text: string): void {
    target.write(`${typed === undefined ? '' : '\r\n'}${text}\r\n`);
    typed = undefined;
  }

  return {
    show(frame) {
      const rows = frame.split('\n');
      const senses = new Set(rows.map(sense));
      const present = new Set(rows.map(spoken));
      const fresh = [...senses].filter(s => !said.has(s)).length;
      // Another screen is said whole: a row that stood on the one before belongs to what is around it here.
      const known = fresh * 2 > senses.size ? new Set<string>() : said;
      let field: string | undefined;
      for (const row of rows) {
        const text = spoken(row);
        if (row.includes(CURSOR)) {
          field = text;
          continue;
        }
        if (!text || text === '❯') continue;
        const moved = text.startsWith('❯') && !marks.has(text);
        if (moved || !known.has(sense(row))) line(text);
      }
      said = senses;
      marks = present;
      if (field === undefined) return;
      if (typed !== undefined && field.startsWith(typed)) target.write(field.slice(typed.length));
      else if (field !== typed) target.write(`${typed === undefined ? '' : '\r\n'}${field}`);
      typed = field;
    },
    invalidate() {
      said = new Set();
      marks = new Set();
    },
    leave() {
      if (typed !== undefined) target.write('\r\n');
      typed = undefined;
    },
    clear() {
      this.leave();
    },
  };
}

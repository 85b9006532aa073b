import { readBlocks } from '../read/prose.ts';
import type { PageBlock } from './port.ts';

/** What a printed page ends and begins with, as memoranda of the internet keep it. */
const PAGE_END = /\[Page \d+\]\s*$/;
const PAGE_TOP = /^RFC \d+\s{2,}.*\b(?:19|20)\d\d\s*$/;
/** `10.2.  Origin Considerations` at the left edge. */
const SECTION = /^(?:\d+(?:\.\d+)*\.?|Appendix [A-Z]\.|[A-Z]\.\d+(?:\.\d+)*\.?)\s{1,3}(?=\S)/;

/** Blocks of a plain text: paragraphs by blank lines, numbered headings at the left edge, no lines of print. */
export function plainBlocks(text: string): readonly PageBlock[] {
  const lines = text.replace(/\f/g, '\n').split(/\r?\n/);
  const kept = lines.filter(line => !PAGE_END.test(line) && !PAGE_TOP.test(line));
  const indent = Math.min(
    8,
    ...kept.filter(line => /^\s/.test(line) && line.trim() !== '').map(line => line.search(/\S/)),
  );
  const marked = kept.map((line, at) => {
    const alone = (kept[at - 1]?.trim() ?? '') === '' && (kept[at + 1]?.trim() ?? '') === '';
    // A section of a table of contents ends in its page.
    if (alone && SECTION.test(line) && !/\.{3}|\s\d+$/.test(line)) return `## ${line.trim()}`;
    return line.startsWith(' '.repeat(indent)) ? line.slice(indent) : line;
  });
  return blocksOfMarkdown(marked.join('\n'));
}

export function blocksOfMarkdown(text: string): readonly PageBlock[] {
  const { blocks } = readBlocks({ path: 'page.md', lines: text.split(/\r?\n/) });
  return blocks.map(({ kind, heading, parts }) => ({
    kind,
    heading,
    text: parts.map(part => part.text).join(' '),
  }));
}

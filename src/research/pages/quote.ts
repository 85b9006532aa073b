import { stems } from '../../shared/text/stems.ts';
import { fitting } from '../read/fitting.ts';
import { statementsOf } from '../read/prose.ts';
import type { DocPage, PageBlock } from './port.ts';

export interface PageQuote {
  /** Whole sentences as they stand on the page. */
  readonly text: string;
  /** Empty before the first heading. */
  readonly heading: string;
}

/** Longer than this nobody reads it inside a plan. */
const LONGEST = 320;
/** What says what to do is worth more than what tells how things came to be. */
const DIRECTS =
  /\b(?:must|should|shall|never|always|avoid|recommended|required|do not|don't|cannot|by default|instead of|make sure|ensure)\b/i;
const DIRECTS_MORE = 1.25;
/** What a plan would not show as it stands: secrets and hidden characters that became marks, quotes in quotes, marks of Markdown. */
const UNFIT = /[\u2400-\u2421“”]|<U\+[\dA-F]{4,6}>|\[hidden: |\]\(|\*\*|__|`|\?$|…$/;
/** What pages say of themselves and of the one who reads them. */
const ASIDE =
  /\b(?:cookies? (?:policy|settings|preferences)|enable javascript|newsletter|subscribe|sign (?:in|up)|log ?in to|on this page|this (?:page|article|tutorial|chapter|guide|section|document)\b|copyright|all rights reserved|table of contents|last (?:updated|modified)|read more|click here|previous page|next page|edit this page)/i;

/**
 * What of a page speaks of these words: each of `wanted` in turn, the first that anything fits decides. An address that
 * ends in a place on the page (`#origin`) is quoted from there.
 */
export function quoteFrom(
  page: DocPage,
  wanted: readonly (readonly string[])[],
  place?: string,
): PageQuote | undefined {
  const blocks = place === undefined || place === '' ? page.blocks : partAt(page.blocks, place);
  const statements = blocks.flatMap(({ kind, heading, text }) =>
    statementsOf({ kind, heading, parts: [{ line: 1, text }] }, LONGEST)
      .filter(one => !UNFIT.test(one.text) && !ASIDE.test(one.text))
      .map(statement => ({ statement })),
  );
  for (const words of wanted) {
    const [best] = [...fitting(statements, new Set(words.flatMap(word => stems(word))))].sort(
      (a, b) => worth(b) - worth(a),
    );
    if (best && standsOn(page, best.statement.text))
      return { text: best.statement.text, heading: best.statement.heading };
  }
  return undefined;
}

function worth({
  statement,
  score,
}: {
  readonly statement: { readonly text: string };
  readonly score: number;
}) {
  return DIRECTS.test(statement.text) ? score * DIRECTS_MORE : score;
}

/** The blocks from a place on, as long as they stand under the same heading; all where the page has no such place. */
function partAt(blocks: readonly PageBlock[], place: string): readonly PageBlock[] {
  const at = blocks.findIndex(block => block.ids?.includes(place));
  const from = blocks[at];
  if (!from) return blocks;
  const end = blocks.findIndex((block, i) => i > at && block.heading !== from.heading);
  return blocks.slice(at, end < 0 ? undefined : end);
}

/** Whether these words stand on the page as they are quoted, white space aside. */
export function standsOn(page: DocPage, quote: string): boolean {
  const words = quote.replace(/\s+/g, ' ').trim();
  return words !== '' && page.blocks.some(block => block.text.includes(words));
}

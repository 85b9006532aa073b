import { toString as textOf } from 'mdast-util-to-string';
import { type QuoteNeed, quoteKey } from '../facts.ts';
import { isOurs } from '../front-matter.ts';
import { readStatement } from '../read/sources.ts';
import { blockText } from '../read/text.ts';
import { sectionKey } from '../section-list.ts';
import { parseBody } from '../sections.ts';
import { type CheckFinding, type CheckInput, error, type Outcome, warning } from './input.ts';

interface SaidQuote extends QuoteNeed {
  readonly line: number;
  /** `2026-11-27`: when the plan says that the page was fetched. */
  readonly day: string;
}

/** A finding that closes with a quote: nothing of it is said in other words. */
const CLOSING = /“([^“”]+)”[.!?]?$/;

/** What the findings of one of our plans quote from pages that were fetched for it. */
export function saidQuotes(markdown: string): readonly SaidQuote[] {
  if (!isOurs(markdown)) return [];
  const said: SaidQuote[] = [];
  let section = '';
  for (const node of parseBody(markdown).children) {
    if (node.type === 'heading' && node.depth <= 2) section = sectionKey(textOf(node)) ?? '';
    if (node.type !== 'list' || section !== 'findings') continue;
    for (const item of node.children) {
      const { text, sources } = readStatement(blockText(item, markdown).trim());
      const quote = CLOSING.exec(text)?.[1];
      const page = sources.find(source => source.kind === 'url' && source.fetchedAt !== undefined);
      if (quote !== undefined && page?.kind === 'url')
        said.push({
          url: page.url,
          quote,
          day: page.fetchedAt ?? '',
          line: item.position?.start.line ?? 1,
        });
    }
  }
  return said;
}

/** Quotes stand word for word on their pages, as far as these are kept here. A page that changed since is a warning. */
export function quoteFindings({
  markdown,
  facts,
}: CheckInput): Required<Pick<Outcome, 'findings' | 'unreached' | 'notes'>> {
  const findings: CheckFinding[] = [];
  const open: string[] = [];
  let stand = 0;
  for (const one of saidQuotes(markdown)) {
    const { stands, fetched = '' } = facts.quotes?.[quoteKey(one)] ?? { stands: 'not-checked' };
    if (stands === 'not-checked') open.push(one.url);
    else if (stands === 'yes') stand++;
    else if (fetched > one.day)
      findings.push(
        warning(
          one.line,
          `“${short(one.quote)}” no longer stands on ${one.url}, as fetched on ${fetched}.`,
          'Read the page again: what the plan takes from it may have changed.',
        ),
      );
    else
      findings.push(
        error(
          one.line,
          `“${short(one.quote)}” does not stand on ${one.url}, as fetched on ${fetched}.`,
          'Quote the page word for word, or begin the sentence with “Assumption:”.',
        ),
      );
  }
  return {
    findings,
    unreached: open.length > 0,
    notes: [
      ...(stand > 0
        ? [`${stand} ${stand === 1 ? 'quote was' : 'quotes were'} found on the pages that are kept here.`]
        : []),
      ...(open.length > 0
        ? [
            `${open.length} ${open.length === 1 ? 'quote was' : 'quotes were'} not compared with the page, which is not kept here: ${[...new Set(open)].join(', ')}.`,
          ]
        : []),
    ],
  };
}

function short(text: string): string {
  return text.length > 60 ? `${text.slice(0, 59)}…` : text;
}

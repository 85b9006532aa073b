import type { FetchedPage } from '../../host/http/index.ts';
import { err, ok, type Result } from '../../shared/result.ts';
import { redact, safeLine } from '../../shared/text/index.ts';
import { readHtml } from './html.ts';
import { blocksOfMarkdown, plainBlocks } from './plain.ts';
import type { DocPage, PageBlock } from './port.ts';

/** Characters of one page that are kept: the whole of most, and the beginning of standards that fill a book. */
const MOST_CHARS = 800_000;
const LONGEST_BLOCK = 8_000;
const LONGEST_TITLE = 150;
const LONGEST_ID = 80;
const MOST_IDS = 6;
/** A page with fewer words than this that asks for a password, or sends on, has nothing else to say. */
const FEW_WORDS = 200;
const MARK = /^#{1,6}\s+(.+)$/m;

/** The readable text of a page; the error is a sentence without its full stop. */
export function readPage({ form, text }: FetchedPage, host: string): Result<DocPage, string> {
  if (form !== 'html') {
    const blocks = form === 'markdown' ? blocksOfMarkdown(text) : plainBlocks(text);
    return pageOf(form === 'markdown' ? (MARK.exec(text)?.[1] ?? '') : '', blocks, host);
  }
  const html = readHtml(text);
  if (!html) return err(`the page of ${host} has more marks than a page that people read`);
  const words = html.blocks.reduce((n, { text: said }) => n + said.split(' ').length, 0);
  if (html.asksPassword && words < FEW_WORDS)
    return err(
      `${host} shows a page that asks for a password: a log-in page, perhaps of this network (a captive portal)`,
    );
  if (html.sendsTo !== undefined && words < FEW_WORDS)
    return err(`the page of ${host} sends its reader on to another one, and is not followed there`);
  return pageOf(html.title, html.blocks, host);
}

function pageOf(title: string, blocks: readonly PageBlock[], host: string): Result<DocPage, string> {
  const kept: PageBlock[] = [];
  let left = MOST_CHARS;
  for (const block of blocks) {
    const text = told(block.text, LONGEST_BLOCK);
    left -= text.length;
    if (left < 0) break;
    const ids = block.ids?.filter(id => id.length <= LONGEST_ID).slice(0, MOST_IDS) ?? [];
    kept.push({
      kind: block.kind,
      heading: told(block.heading, LONGEST_TITLE),
      text,
      ...(ids.length > 0 ? { ids: ids.map(id => safeLine(id)) } : {}),
    });
  }
  return kept.length > 0
    ? ok({ title: told(title, LONGEST_TITLE), blocks: kept })
    : err(`the page of ${host} has no text that can be read without running its scripts`);
}

/** Where a line may be broken: nobody sees them, and they would part the words of a quote. */
const BREAKS = /[\u00ad\u200b\u2060\ufeff]/g;

/** What anybody may write on a page, as it can be shown and kept: one safe line of bounded length, without secrets. */
function told(text: string, most: number): string {
  const line = safeLine(redact(text.slice(0, most * 2).replace(BREAKS, '')).text);
  return line.length > most ? `${line.slice(0, most - 1)}…` : line;
}

import type { Nodes } from 'mdast';
import { parseFragment } from '../markdown.ts';
import { codeSpan } from '../render/inline.ts';

/**
 * Markdown in which nothing calls anybody on GitHub: `@name`, `#12`, `owner/repo#12` and `GH-12` outside of code become
 * code, and so do addresses of issues and pull requests, which would leave a mark there. Neither a backslash nor a
 * character reference helps: GitHub looks for them in the text that Markdown has been read to.
 */
export function unpinged(markdown: string): string {
  let text = markdown;
  // What has become code may take its meaning from an address beside it, which is plain text from then on.
  for (let again = MOST_PASSES; again > 0; again--) {
    const next = once(text);
    if (next === text) break;
    text = next;
  }
  return text;
}

const MOST_PASSES = 5;

function once(markdown: string): string {
  const spans: Span[] = [];
  collect(parseFragment(markdown), markdown, spans);
  let text = markdown;
  for (const { from, to } of joined(spans).toReversed()) {
    const code = codeSpan(text.slice(from, to).replace(/^<|>$|\\/g, ''));
    // Two runs of backticks side by side would be one; a backslash before one would take its meaning.
    const before = text[from - 1] === '`' ? ' ' : slashesBefore(text, from) % 2 === 1 ? '\\' : '';
    const after = text[to] === '`' ? ' ' : '';
    text = text.slice(0, from) + before + code + after + text.slice(to);
  }
  return text;
}

function slashesBefore(text: string, at: number): number {
  return /\\*$/.exec(text.slice(0, at))?.[0].length ?? 0;
}

/** Offsets in the Markdown. */
interface Span {
  readonly from: number;
  readonly to: number;
}

/** Pages of GitHub that remember who linked to them. */
const REMEMBERS = /^https?:\/\/(?:www\.)?github\.com\/[^/]+\/[^/]+\/(?:issues|pull|discussions|commit)\//i;

function collect(node: Nodes, markdown: string, spans: Span[]): void {
  const from = node.position?.start.offset ?? 0;
  const to = node.position?.end.offset ?? 0;
  if (node.type === 'link' && REMEMBERS.test(node.url)) spans.push({ from, to });
  else if (node.type === 'text')
    for (const call of calls(markdown.slice(from, to)))
      spans.push({ from: from + call.from, to: from + call.to });
  else if ('children' in node) for (const child of node.children) collect(child, markdown, spans);
}

/** Words as GitHub sees names in them, in Markdown source: with the escapes that may stand inside one. */
const WORD = /(?:[\w@/#.-]|\\[@_#])+/g;
const CALL = /(?:^|\W)@[a-z\d]|#\d|(?:^|[^a-z\d])GH-\d/i;

/**
 * What calls somebody in a piece of Markdown source that is read as plain text. The whole word is taken: what is left of
 * it beside code would begin anew and could call by itself (`#12@kim`).
 */
function calls(source: string): readonly Span[] {
  const found: Span[] = [];
  for (const { 0: word, index } of source.matchAll(WORD)) {
    // Behind a backslash that escapes it, the one at the word's start is text and escapes nothing.
    const from = word.startsWith('\\') && slashesBefore(source, index) % 2 === 1 ? index + 1 : index;
    // What stands before it in another piece, a link or bold text, does not count: GitHub reads each by itself.
    const previous = source[index - 1] ?? '';
    if (!CALL.test(previous.replace(/\W/, ' ') + word.replaceAll('\\', ''))) continue;
    found.push({ from, to: index + word.replace(/[./-]+$/, '').length });
  }
  return found;
}

/** Spans that overlap or touch (`@a/b#1`) as one. */
function joined(spans: readonly Span[]): readonly Span[] {
  const out: Span[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = out.at(-1);
    if (last && span.from <= last.to)
      out[out.length - 1] = { from: last.from, to: Math.max(last.to, span.to) };
    else out.push(span);
  }
  return out;
}

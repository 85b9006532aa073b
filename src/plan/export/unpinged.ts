import type { Nodes } from 'mdast';
import { parseFragment } from '../markdown.ts';

/**
 * Markdown in which nothing calls anybody on GitHub: `@name`, `#12`, `owner/repo#12` and `GH-12` outside of code become
 * code, and so do addresses of issues and pull requests, which would leave a mark there. Neither a backslash nor a
 * character reference helps: GitHub looks for them in the text that Markdown has been read to.
 */
export function unpinged(markdown: string): string {
  const spans: Span[] = [];
  collect(parseFragment(markdown), markdown, spans);
  let text = markdown;
  for (const { from, to } of joined(spans).toReversed()) {
    const code = `\`${text.slice(from, to).replace(/^<|>$|\\/g, '')}\``;
    // Two runs of backticks side by side would be one.
    const before = text[from - 1] === '`' ? ' ' : '';
    const after = text[to] === '`' ? ' ' : '';
    text = text.slice(0, from) + before + code + after + text.slice(to);
  }
  return text;
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
    for (const call of calls(markdown.slice(from, to), markdown[from - 1] ?? ''))
      spans.push({ from: from + call.from, to: from + call.to });
  else if ('children' in node) for (const child of node.children) collect(child, markdown, spans);
}

const MENTION = /(\\*)(@[a-z\d][a-z\d-]*(?:\/[a-z\d][\w.-]*)?)/gi;
const NUMBER = /(\\*)([\w.-]{0,80}(?:\/[\w.-]{1,80})?#\d+)/g;
const OLD_NUMBER = /\bGH-\d+/gi;

/** What calls somebody in a piece of Markdown source that is read as plain text; backslashes in it escape. */
function calls(source: string, before: string): readonly Span[] {
  const found: Span[] = [];
  for (const { 0: whole, 1: slashes = '', index } of source.matchAll(MENTION)) {
    const previous = index > 0 ? (source[index - 1] ?? '') : before;
    // An address of mail calls nobody; a backslash that is itself escaped stands before the name as text.
    if (slashes.length >= 2 || !/\w/.test(previous)) found.push(behind(slashes, whole, index));
  }
  for (const { 0: whole, 1: slashes = '', index } of source.matchAll(NUMBER))
    found.push(behind(slashes, whole, index));
  for (const { 0: whole, index } of source.matchAll(OLD_NUMBER)) found.push(behind('', whole, index));
  return found;
}

/** Without the backslashes that are text, which are pairs; a single one only escapes what is code now. */
function behind(slashes: string, whole: string, index: number): Span {
  return { from: index + slashes.length - (slashes.length % 2), to: index + whole.length };
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

import type Anthropic from '@anthropic-ai/sdk';
import type { Activity } from '../../domain/index.ts';
import type { PageRead } from './evidence.ts';

/** Searches and fetches of one request; tokens of one page. */
const MOST_USES = 8;
const MOST_PAGE_TOKENS = 20_000;

/**
 * The server's own tools for the web. An address is fetched only where a search gave it: what stands in the repository, in
 * our prompts or on another page supplies none (safety.md 10).
 */
export const WEB_TOOLS: readonly Anthropic.ToolUnion[] = [
  { type: 'web_search_20260318', name: 'web_search', max_uses: MOST_USES },
  {
    type: 'web_fetch_20260318',
    name: 'web_fetch',
    max_uses: MOST_USES,
    max_content_tokens: MOST_PAGE_TOKENS,
    citations: { enabled: true },
    url_sources: {
      client_tool_results: { type: 'none' },
      user_input: { type: 'none' },
      server_tool_results: { type: 'only', tools: [{ type: 'tool_reference', name: 'web_search' }] },
    },
  },
];

/** Pages of which text came in with a message: what was fetched, and what the server itself cites of search results. */
export function pagesIn(content: readonly Anthropic.ContentBlock[]): readonly PageRead[] {
  return content.flatMap((block): readonly PageRead[] => {
    if (block.type === 'web_fetch_tool_result' && block.content.type === 'web_fetch_result') {
      const { url, content: document } = block.content;
      return document.source.type === 'text'
        ? [{ url, title: document.title ?? url, text: document.source.data }]
        : [];
    }
    if (block.type !== 'text') return [];
    return (block.citations ?? []).flatMap(c =>
      c.type === 'web_search_result_location'
        ? [{ url: c.url, title: c.title ?? c.url, text: c.cited_text }]
        : [],
    );
  });
}

/** What the server looked for, as lines for the person. */
export function webActivities(
  content: readonly Anthropic.ContentBlock[],
): readonly Omit<Activity, 'phase'>[] {
  return content.flatMap((block): readonly Omit<Activity, 'phase'>[] => {
    if (block.type !== 'server_tool_use') return [];
    const { input } = block;
    const said = (key: string): string | undefined =>
      typeof input === 'object' && input !== null && key in input
        ? String(Object.entries(input).find(([name]) => name === key)?.[1])
        : undefined;
    if (block.name === 'web_search')
      return [{ verb: 'Searching', object: `the web for “${said('query') ?? ''}”` }];
    return block.name === 'web_fetch' ? [{ verb: 'Reading', object: said('url') ?? 'a page' }] : [];
  });
}

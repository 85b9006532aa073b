import { join } from 'node:path';
import * as z from 'zod';
import { openDayCache, sha16, userFolder } from '../host/index.ts';
import type { QuoteFact, QuoteNeed } from '../plan/facts.ts';
import type { DocPages, PageAnswer } from '../research/pages/port.ts';
import { redact } from '../shared/text/index.ts';
import type { LookUpOptions } from './look-ups.ts';

/** Pages of documentation as the app knows them: fetched where that is allowed, else as they are kept. */
export interface Pages {
  read(addresses: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, PageAnswer>>;
  /** The code of a page whose address the person gave; `kept`: as it was read within a day, where it was. */
  code(url: string, kept: boolean, signal: AbortSignal): Promise<PageCodeAnswer>;
  /** Whether a quote stands on its page as kept here. Nobody is asked. */
  stands(need: QuoteNeed): Promise<QuoteFact>;
  close(): Promise<void>;
}

type PageCodeAnswer =
  | { readonly kind: 'read'; readonly html: string; readonly fetchedAt: number }
  | { readonly kind: 'not-read'; readonly reason: string };

const REASONS = {
  'not-allowed': 'pages are fetched with --allow-registry alone, and only their addresses leave this machine',
  offline: '--offline, and no copy of an earlier fetch is kept',
} as const;

export function createPages(options: LookUpOptions): Pages {
  let opened: Promise<DocPages> | undefined;
  const open = () => (opened ??= openPages(options));
  return {
    code: (url, kept, signal) => pageCode(options, url, kept, signal),
    read: async (addresses, signal) => (await open()).read(addresses, signal),
    async stands({ url, quote }) {
      const kept = (await open()).kept(url);
      if (!kept) return { stands: 'not-checked' };
      const { standsOn } = await import('../research/pages/quote.ts');
      return {
        stands: standsOn(kept.page, quote) ? 'yes' : 'no',
        fetched: new Date(kept.fetchedAt).toISOString().slice(0, 10),
      };
    },
    async close() {
      await (await opened)?.close();
    },
  };
}

/** Loaded when the first page is wanted: what reads HTML is large, and most runs read none. */
async function openPages({ consent, env, version, clock }: LookUpOptions): Promise<DocPages> {
  const { createDocPages, openPageCache } = await import('../research/pages/index.ts');
  const cache = openPageCache(join(userFolder('cache', env), 'pages'));
  if (consent !== 'allowed')
    return createDocPages({ cache, clock, asking: { kind: 'not-allowed', reason: REASONS[consent] } });
  const { createPageClient } = await import('../host/http/index.ts');
  const client = createPageClient({ env, userAgent: `planner-tui/${version}` });
  return createDocPages({ cache, clock, asking: { kind: 'allowed', client } });
}

const CODE_BOUNDS = { maxBytes: 4 * 1024 * 1024, timeoutMs: 15_000 } as const;

/**
 * A page that the person named is fetched without another consent: its address is all that leaves. Kept for a day, so that
 * what is planned after the questions speaks of the same page.
 */
async function pageCode(
  { consent, env, version, clock }: LookUpOptions,
  address: string,
  kept: boolean,
  signal: AbortSignal,
): Promise<PageCodeAnswer> {
  const cache = openDayCache(join(userFolder('cache', env), 'page-code'), clock.now);
  const url = new URL(address);
  url.hash = '';
  const name = sha16(url.href);
  const before = KeptCode.safeParse(cache.load(name));
  if (before.success && (kept || consent === 'offline')) return { kind: 'read', ...before.data };
  if (consent === 'offline') return { kind: 'not-read', reason: REASONS.offline };
  const { createPageClient } = await import('../host/http/index.ts');
  const client = createPageClient({ env, userAgent: `planner-tui/${version}` });
  try {
    const answer = await client.page({ url, ...CODE_BOUNDS, signal });
    if (!answer.ok) return { kind: 'not-read', reason: answer.error.message.replace(/[.\s]+$/, '') };
    if (answer.value.form !== 'html')
      return {
        kind: 'not-read',
        reason: `${url.host} answers with ${answer.value.form}, and HTML was expected`,
      };
    // Secrets that a page shows to anybody are none to keep.
    const code = { html: redact(answer.value.text).text, fetchedAt: clock.now() };
    cache.save(name, code);
    return { kind: 'read', ...code };
  } finally {
    await client.close();
  }
}

const KeptCode = z.object({ html: z.string(), fetchedAt: z.number() });

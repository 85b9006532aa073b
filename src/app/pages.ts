import { join } from 'node:path';
import { userFolder } from '../host/index.ts';
import type { QuoteFact, QuoteNeed } from '../plan/facts.ts';
import type { DocPages, PageAnswer } from '../research/pages/port.ts';
import type { LookUpOptions } from './look-ups.ts';

/** Pages of documentation as the app knows them: fetched where that is allowed, else as they are kept. */
export interface Pages {
  read(addresses: readonly string[], signal?: AbortSignal): Promise<ReadonlyMap<string, PageAnswer>>;
  /** Whether a quote stands on its page as kept here. Nobody is asked. */
  stands(need: QuoteNeed): Promise<QuoteFact>;
  close(): Promise<void>;
}

const REASONS = {
  'not-allowed': 'pages are fetched with --allow-registry alone, and only their addresses leave this machine',
  offline: '--offline, and no copy of an earlier fetch is kept',
} as const;

export function createPages(options: LookUpOptions): Pages {
  let opened: Promise<DocPages> | undefined;
  const open = () => (opened ??= openPages(options));
  return {
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

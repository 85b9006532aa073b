import type { HttpFailure, PageClient } from '../../host/http/index.ts';
import type { Clock } from '../../shared/clock.ts';
import { safeLine } from '../../shared/text/index.ts';
import type { KeptPage, PageCache } from './cache.ts';
import type { DocPages, PageAnswer } from './port.ts';
import { readPage } from './read-page.ts';

export interface PageParts {
  readonly asking:
    | { readonly kind: 'allowed'; readonly client: PageClient }
    /** What was fetched before is still read; `reason` is a sentence without its full stop. */
    | { readonly kind: 'not-allowed'; readonly reason: string };
  readonly cache: PageCache;
  readonly clock: Clock;
  /** Less time than the usual, for tests. */
  readonly bounds?: Partial<PageBounds>;
}

export interface PageBounds {
  /** Milliseconds for one page, and for all of one reading. */
  readonly pageMs: number;
  readonly allMs: number;
  /** Of one page, unpacked. */
  readonly bytes: number;
}

const BOUNDS: PageBounds = { pageMs: 10_000, allMs: 20_000, bytes: 4 * 1024 * 1024 };
const DAY = 24 * 3_600_000;
/** Documentation changes with releases, not by the hour. */
const FRESH_MS = 7 * DAY;
/** Older copies say nothing of today. */
const OLDEST_MS = 90 * DAY;
const AT_ONCE = 4;
/** So long a page that could not be read is not asked for again: the next revision of a plan need not wait for it. */
const AWAY_MS = 60_000;

/** Fetches pages, each at most once a week. What goes wrong costs the one page; what was kept of it serves then. */
export function createDocPages({ asking, cache, clock, bounds }: PageParts): DocPages {
  const { pageMs, allMs, bytes } = { ...BOUNDS, ...bounds };

  const away = new Map<string, { readonly reason: string; readonly at: number }>();

  async function read(addresses: readonly string[], signal?: AbortSignal) {
    const wanted = [...new Set(addresses)];
    const found = new Map<string, PageAnswer>();
    const whole = AbortSignal.timeout(allMs);
    const either = signal ? AbortSignal.any([signal, whole]) : whole;
    // Two places of one page are one question.
    const asked = new Map<string, Promise<PageAnswer>>();
    const rest = wanted[Symbol.iterator]();
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (const address of rest) {
          const page = pageOf(address);
          if (!page) found.set(address, notRead('it is no address of a page'));
          else {
            const answer = asked.get(page) ?? one(page, either, whole);
            asked.set(page, answer);
            found.set(address, await answer);
          }
        }
      }),
    );
    return found;
  }

  async function one(address: string, signal: AbortSignal, whole: AbortSignal): Promise<PageAnswer> {
    const before = usable(cache.get(address));
    if (before && clock.now() - before.fetchedAt < FRESH_MS) return asRead(before);
    if (asking.kind === 'not-allowed') return before ? asRead(before) : notRead(asking.reason);
    const gone = away.get(address);
    if (gone && clock.now() - gone.at < AWAY_MS) return before ? asRead(before) : notRead(gone.reason);
    const url = new URL(address);
    const answer = await asking.client.page({ url, maxBytes: bytes, timeoutMs: pageMs, signal });
    const page = answer.ok ? readPage(answer.value, safeLine(url.host)) : undefined;
    if (page?.ok) {
      const kept = { page: page.value, fetchedAt: clock.now() };
      cache.save(address, kept);
      return asRead(kept);
    }
    const reason = page
      ? page.error
      : whole.aborted
        ? `${allMs / 1000} s for all pages were over`
        : answer.ok
          ? ''
          : reasonOf(answer.error);
    if (answer.ok || answer.error.kind !== 'cancelled' || whole.aborted)
      away.set(address, { reason, at: clock.now() });
    return before ? asRead(before) : notRead(reason);
  }

  function usable(kept: KeptPage | undefined): KeptPage | undefined {
    const age = kept ? clock.now() - kept.fetchedAt : Number.POSITIVE_INFINITY;
    return age >= 0 && age < OLDEST_MS ? kept : undefined;
  }

  return {
    read,
    kept(address) {
      const page = pageOf(address);
      const kept = page === undefined ? undefined : cache.get(page);
      return kept && asRead(kept);
    },
    async close() {
      if (asking.kind === 'allowed') await asking.client.close();
    },
  };
}

/** The page that an address lies on: what stands behind `#` is a place on it, and is never sent. */
function pageOf(address: string): string | undefined {
  try {
    const url = new URL(address);
    url.hash = '';
    return url.href;
  } catch {
    return undefined;
  }
}

function asRead({ page, fetchedAt }: KeptPage): Extract<PageAnswer, { kind: 'read' }> {
  return { kind: 'read', page, fetchedAt };
}

function notRead(reason: string): PageAnswer {
  return { kind: 'not-read', reason };
}

function reasonOf({ message }: HttpFailure): string {
  return message.replace(/\.$/, '');
}

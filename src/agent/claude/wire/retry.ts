import type { WireFailure } from './failures.ts';

/** How often and how long a request that failed is sent again. Milliseconds. */
export interface RetryPolicy {
  readonly tries: number;
  readonly firstMs: number;
  readonly longestMs: number;
  /** A server that wants a longer wait than this is not waited for: the person decides. */
  readonly patienceMs: number;
}

export const RETRIES: RetryPolicy = { tries: 5, firstMs: 1_000, longestMs: 30_000, patienceMs: 120_000 };

const AGAIN = new Set<WireFailure['kind']>([
  'rate-limited',
  'overloaded',
  'server-fault',
  'unreachable',
  'timeout',
  'cut-off',
  'silent',
]);

/** A failure after which nothing is sent again, with what there is to do now: what it says of a wait no longer holds. */
export function givenUp(failure: WireFailure, tried: number): WireFailure {
  if (!AGAIN.has(failure.kind)) return failure;
  const { retryAfterMs } = failure;
  const next =
    retryAfterMs !== undefined && tried === 1
      ? `It wants a wait of ${Math.ceil(retryAfterMs / 1000)} s, which is too long to sit through: try again then.`
      : `It was asked ${tried} times: try again later.`;
  return { ...failure, next };
}

/**
 * How long to wait before try number `tried + 1`; undefined where there is none. What was refused for a reason that
 * waiting does not change (401, 403, 400 …) is never sent again (safety.md 16). `random` in [0, 1) spreads the waits over
 * the upper half of the range: everybody who was refused at once would else come back at once.
 */
export function waitBefore(
  failure: WireFailure,
  tried: number,
  policy: RetryPolicy,
  random: () => number,
): number | undefined {
  if (!AGAIN.has(failure.kind) || tried >= policy.tries) return undefined;
  const asked = failure.retryAfterMs;
  if (asked !== undefined) return asked > policy.patienceMs ? undefined : asked;
  const ceiling = Math.min(policy.longestMs, policy.firstMs * 2 ** (tried - 1));
  return Math.round(ceiling / 2 + (random() * ceiling) / 2);
}

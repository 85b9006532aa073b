import { setTimeout as pause } from 'node:timers/promises';
import type { HttpClient, HttpFailure, HttpRequest } from './port.ts';

export interface RetryPolicy {
  /** All attempts, the first among them. */
  readonly tries: number;
  /** Wait before the second attempt; doubled for each that follows. */
  readonly firstWaitMs: number;
  /** A server that asks for a longer wait than this is not asked again. */
  readonly longestWaitMs: number;
  /** Ends early, without rejecting, when the signal says so. */
  wait?(ms: number, signal: AbortSignal | undefined): Promise<void>;
}

/** Asks again after 429, 5xx and connections that broke, with back-off; never after another 4xx, a redirect or a web page. */
export function retrying(client: HttpClient, policy: RetryPolicy): HttpClient {
  const wait = policy.wait ?? waitFor;
  return {
    async json(request: HttpRequest) {
      for (let attempt = 1; ; attempt++) {
        const answer = await client.json(request);
        if (answer.ok || attempt >= policy.tries || !mayPass(answer.error)) return answer;
        const ms = answer.error.retryAfterMs ?? policy.firstWaitMs * 2 ** (attempt - 1);
        if (ms > policy.longestWaitMs) return answer;
        await wait(ms, request.signal);
        if (request.signal?.aborted) return answer;
      }
    },
    // What is large is not worth a second try: the next run has one.
    file: request => client.file(request),
    close: () => client.close(),
  };
}

function mayPass({ kind, status }: HttpFailure): boolean {
  if (kind === 'status') return status === 429 || (status !== undefined && status >= 500 && status !== 501);
  return kind === 'cut-off';
}

async function waitFor(ms: number, signal: AbortSignal | undefined): Promise<void> {
  await pause(ms, undefined, signal ? { signal } : {}).catch(() => undefined);
}

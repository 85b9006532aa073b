import type { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { err, ok, type Result } from '../../shared/result.ts';
import { exchange, first } from './exchange.ts';
import { httpFailure, placeOf, retryAfterMs, statusHint } from './failures.ts';
import type { PageClientOptions } from './page-client.ts';
import type { HttpFailure } from './port.ts';
import { isProxied, proxyAgent } from './proxies.ts';
import { addressProblem, isPublicAddress, publicLookup } from './public-address.ts';

export interface ActionsRequest {
  readonly url: URL;
  /** Goes to this host alone, never to where a log lies. */
  readonly token: string | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** The REST API of GitHub, as far as runs and their logs are read. Never throws and never rejects. */
export interface ActionsClient {
  json(request: ActionsRequest): Promise<Result<unknown, HttpFailure>>;
  /** A log, piece by piece. The API points to a signed address, which is the one redirect that is followed. */
  log(request: ActionsRequest, take: (chunk: Buffer) => void): Promise<Result<void, HttpFailure>>;
  close(): Promise<void>;
}

const JSON_BYTES = 16 * 1024 * 1024;
const JSON_MS = 30_000;
const LOG_BYTES = 1024 ** 3;
const LOG_MS = 10 * 60_000;

/** `world`: as for pages, for tests alone. */
export function createActionsClient({ env, userAgent, world }: PageClientOptions): ActionsClient {
  const proxied = isProxied(env);
  const isPublic = world?.isPublic ?? isPublicAddress;
  let opened: EnvHttpProxyAgent | undefined;
  let openedPublic: EnvHttpProxyAgent | undefined;
  // The host of the API was typed by the person, and an Enterprise server often stands in a private network.
  const api = () =>
    (opened ??= proxyAgent(
      env,
      world ? { lookup: publicLookup(world.resolve, isPublic), ca: world.ca } : undefined,
    ));
  // Where a log lies says a server: it must be public when it is connected to.
  const elsewhere = () =>
    (openedPublic ??= proxyAgent(env, {
      lookup: publicLookup(world?.resolve, isPublic),
      ...(world ? { ca: world.ca } : {}),
    }));

  const headersOf = (token: string | undefined) => ({
    accept: 'application/vnd.github+json',
    'accept-encoding': 'gzip',
    'user-agent': userAgent,
    'x-github-api-version': '2022-11-28',
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });

  return {
    async json({ url, token, signal }) {
      const asked = { url, maxBytes: JSON_BYTES, timeoutMs: JSON_MS, signal };
      const answer = await exchange({ dispatcher: api, proxied, refusal }, asked, {
        method: 'GET',
        headers: headersOf(token),
      });
      if (!answer.ok) return answer;
      try {
        return ok(JSON.parse(new TextDecoder().decode(answer.value.bytes)));
      } catch {
        return err(
          httpFailure(
            'not-json',
            `${url.host} answers with something else than JSON: a log-in page of this network, or no GitHub.`,
            'Check the address.',
          ),
        );
      }
    },
    async log({ url, token, signal }, take) {
      let to: string | undefined;
      const pointing = (answer: Dispatcher.ResponseData, of: URL): HttpFailure | undefined => {
        if (answer.statusCode === 302 || answer.statusCode === 307) to = first(answer.headers['location']);
        return refusal(answer, of);
      };
      const asked = { url, maxBytes: LOG_BYTES, timeoutMs: LOG_MS, signal };
      const answer = await exchange(
        { dispatcher: api, proxied, refusal: pointing },
        asked,
        { method: 'GET', headers: headersOf(token) },
        take,
      );
      if (answer.ok) return ok(undefined);
      if (to === undefined) return answer;
      const target = URL.canParse(to, url.href) ? new URL(to, url) : undefined;
      const own = target?.origin === url.origin;
      const problem = target
        ? own
          ? undefined
          : addressProblem(target, isPublic)
        : 'the address of the log is none';
      if (!target || problem)
        return err(
          httpFailure(
            'not-public',
            `${url.host} says that the log lies at ${placeOf(to, url)}, which is not fetched: ${problem}.`,
            'Download the log by hand, and name its file.',
          ),
        );
      const there = await exchange(
        { dispatcher: own ? api : elsewhere, proxied, refusal },
        { ...asked, url: target },
        {
          method: 'GET',
          headers: { accept: 'text/plain, */*', 'accept-encoding': 'gzip', 'user-agent': userAgent },
        },
        take,
      );
      return there.ok ? ok(undefined) : there;
    },
    async close() {
      await Promise.all([opened?.destroy(), openedPublic?.destroy()]);
    },
  };
}

function refusal(
  { statusCode: status, headers }: Dispatcher.ResponseData,
  url: URL,
): HttpFailure | undefined {
  if (status >= 200 && status < 300) return undefined;
  if (status >= 300 && status < 400)
    return httpFailure(
      'redirected',
      `${url.host} points to ${placeOf(first(headers['location']) ?? '', url)} (status ${status}); redirects are not followed.`,
      'Where the repository moved, give its new address.',
      { status },
    );
  const wait = waitOf(headers);
  return httpFailure('status', `${url.host} answers with status ${status}.`, statusHint(status), {
    status,
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
  });
}

/** GitHub says when a limit ends: `retry-after`, or `x-ratelimit-reset` where nothing remains. */
function waitOf(headers: Dispatcher.ResponseData['headers']): number | undefined {
  const now = Date.now();
  const asked = retryAfterMs(first(headers['retry-after']), now);
  if (asked !== undefined) return asked;
  const reset = Number(first(headers['x-ratelimit-reset']));
  return first(headers['x-ratelimit-remaining']) === '0' && reset > 0
    ? Math.max(0, reset * 1000 - now)
    : undefined;
}

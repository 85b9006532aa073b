import type { Dispatcher, EnvHttpProxyAgent } from 'undici';
import { err, ok, type Result } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';
import { type Exchange, exchange, first } from './exchange.ts';
import { httpFailure, placeOf, retryAfterMs, statusHint } from './failures.ts';
import type { HttpClient, HttpFailure, HttpRequest } from './port.ts';
import { isProxied, proxyAgent } from './proxies.ts';

export interface HttpClientOptions {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or in lower case, which wins) are honoured. */
  readonly env: NodeJS.ProcessEnv;
  /** Sent as it is: `planner-tui/0.1.0`. */
  readonly userAgent: string;
}

/** What is asked for, in words and as servers name it. */
interface Wanted {
  readonly what: string;
  readonly type: RegExp;
}

const JSON_WANTED: Wanted = { what: 'JSON', type: /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i };
const FILE_WANTED: Wanted = {
  what: 'a packed file',
  type: /^application\/(?:octet-stream|gzip|x-gzip|x-tar|x-compressed|x-tgz|tar\+gzip)\s*(?:;|$)/i,
};

/**
 * A client for JSON that follows no redirect, sends nothing but what its caller gives (no cookie, no credential), and
 * keeps to its bounds whatever the server does. Whoever seldom needs it imports this file when it is needed: the library
 * behind it takes a while to load.
 */
export function createHttpClient({ env, userAgent }: HttpClientOptions): HttpClient {
  let opened: EnvHttpProxyAgent | undefined;
  const by = (wanted: Wanted): Exchange => ({
    dispatcher: () => (opened ??= proxyAgent(env)),
    proxied: isProxied(env),
    refusal: (answer, url) => refusalOf(answer, url, wanted),
  });

  async function json(asked: HttpRequest): Promise<Result<unknown, HttpFailure>> {
    const { url, body } = asked;
    const headers = { accept: 'application/json', 'accept-encoding': 'gzip', 'user-agent': userAgent };
    const answer = await exchange(
      by(JSON_WANTED),
      asked,
      body === undefined
        ? { method: 'GET', headers }
        : {
            method: 'POST',
            headers: { ...headers, 'content-type': 'application/json' },
            body: JSON.stringify(body),
          },
    );
    return answer.ok ? parsed(answer.value.bytes, url) : answer;
  }

  async function file(asked: Omit<HttpRequest, 'body'>): Promise<Result<Buffer, HttpFailure>> {
    const headers = { accept: 'application/octet-stream', 'user-agent': userAgent };
    const answer = await exchange(by(FILE_WANTED), asked, { method: 'GET', headers });
    return answer.ok ? ok(answer.value.bytes) : answer;
  }

  return {
    json,
    file,
    close: async () => opened?.destroy(),
  };
}

/** Why an answer is not even read: its status, or what it says to be. */
function refusalOf(
  { statusCode: status, headers }: Dispatcher.ResponseData,
  url: URL,
  wanted: Wanted,
): HttpFailure | undefined {
  const { host } = url;
  if (status >= 300 && status < 400) {
    const to = first(headers['location']);
    return httpFailure(
      'redirected',
      `${host} points to ${to === undefined ? 'another place' : safeLine(placeOf(to, url)).slice(0, 100)} (status ${status}); redirects are not followed.`,
      'A network that wants a log-in does so; else give the final address as your own setting.',
      { status },
    );
  }
  const type = first(headers['content-type']) ?? '';
  // A page that says “not found” comes from a server of pages: what was asked for may well exist.
  const page = /html/i.test(type) && (status < 300 || status === 404);
  if (!page && (status < 200 || status >= 300)) {
    const wait = retryAfterMs(first(headers['retry-after']), Date.now());
    return httpFailure('status', `${host} answers with status ${status}.`, statusHint(status), {
      status,
      ...(wait === undefined ? {} : { retryAfterMs: wait }),
    });
  }
  if (wanted.type.test(type)) return undefined;
  return httpFailure(
    'not-json',
    page
      ? `${host} answers with a web page instead of ${wanted.what}: a log-in page of this network (a captive portal), or a proxy.`
      : `${upperFirst(wanted.what)} was expected from ${host}, but ${type === '' ? 'an answer without a type' : safeLine(type).slice(0, 60)} came.`,
    page ? 'Open a page in the browser and log in, or check the address.' : 'Check the address.',
    { status },
  );
}

function upperFirst(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

function parsed(bytes: Buffer, { host }: URL): Result<unknown, HttpFailure> {
  try {
    return ok(JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return err(
      httpFailure('not-json', `What ${host} gives as JSON cannot be read as such.`, 'Try again later.'),
    );
  }
}

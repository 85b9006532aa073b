import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, EnvHttpProxyAgent, request } from 'undici';
import { err, ok, type Result } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';
import { faultOf, httpFailure, retryAfterMs } from './failures.ts';
import type { HttpClient, HttpFailure, HttpRequest } from './port.ts';

export interface HttpClientOptions {
  /** `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or in lower case, which wins) are honoured. */
  readonly env: NodeJS.ProcessEnv;
  /** Sent as it is: `planner-tui/0.1.0`. */
  readonly userAgent: string;
}

const JSON_TYPE = /^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i;
/** What of a refusal is read so that its connection can be used again. */
const REFUSAL_BYTES = 64 * 1024;
const HEAD_BYTES = 16 * 1024;

/**
 * A client for JSON that follows no redirect, sends nothing but what its caller gives (no cookie, no credential), and
 * keeps to its bounds whatever the server does. Whoever seldom needs it imports this file when it is needed: the library
 * behind it takes a while to load.
 */
export function createHttpClient({ env, userAgent }: HttpClientOptions): HttpClient {
  const proxied = PROXIES.some(([lower, upper]) => lower !== 'no_proxy' && proxyOf(env, lower, upper));
  let opened: EnvHttpProxyAgent | undefined;
  const agent = () => {
    const [httpProxy, httpsProxy, noProxy] = PROXIES.map(([lower, upper]) => proxyOf(env, lower, upper));
    // All three are given, so that the library asks no environment but this one.
    opened ??= new EnvHttpProxyAgent({
      httpProxy: httpProxy ?? '',
      httpsProxy: httpsProxy ?? '',
      noProxy: noProxy ?? '',
      maxHeaderSize: HEAD_BYTES,
    });
    return opened;
  };

  async function json(asked: HttpRequest): Promise<Result<unknown, HttpFailure>> {
    const { url, body, timeoutMs } = asked;
    const timer = AbortSignal.timeout(timeoutMs);
    const signal = asked.signal ? AbortSignal.any([asked.signal, timer]) : timer;
    try {
      signal.throwIfAborted();
      const answer = await request(url, {
        dispatcher: agent(),
        signal,
        method: body === undefined ? 'GET' : 'POST',
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'user-agent': userAgent,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const refused = refusalOf(answer, url);
      if (refused) {
        // Nobody waits for it; what goes wrong there is no matter.
        answer.body.dump({ limit: REFUSAL_BYTES, signal }).catch(() => undefined);
        return err(refused);
      }
      const bytes = await bodyOf(answer, asked.maxBytes, signal);
      return bytes === 'too-big' ? err(tooBig(asked)) : parsed(bytes, url);
    } catch (error) {
      if (asked.signal?.aborted)
        return err(httpFailure('cancelled', `The question to ${url.host} was cancelled.`, ''));
      if (timer.aborted)
        return err(
          httpFailure(
            'timeout',
            `${url.host} was given ${timeoutMs / 1000} s and did not answer in full.`,
            'Try again later; --offline goes on without.',
          ),
        );
      return err(faultOf(error, url, proxied));
    }
  }

  return {
    json,
    close: async () => opened?.destroy(),
  };
}

const PROXIES = [
  ['http_proxy', 'HTTP_PROXY'],
  ['https_proxy', 'HTTPS_PROXY'],
  ['no_proxy', 'NO_PROXY'],
] as const;

function proxyOf(env: NodeJS.ProcessEnv, lower: string, upper: string): string | undefined {
  return env[lower] ?? env[upper];
}

/** Why an answer is not even read: its status, or what it says to be. */
function refusalOf(
  { statusCode: status, headers }: Dispatcher.ResponseData,
  url: URL,
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
  if (JSON_TYPE.test(type)) return undefined;
  return httpFailure(
    'not-json',
    page
      ? `${host} answers with a web page instead of JSON: a log-in page of this network (a captive portal), or a proxy.`
      : `JSON was expected from ${host}, but ${type === '' ? 'an answer without a type' : safeLine(type).slice(0, 60)} came.`,
    page ? 'Open a page in the browser and log in, or check the address.' : 'Check the address.',
    { status },
  );
}

function placeOf(location: string, url: URL): string {
  try {
    return new URL(location, url).host;
  } catch {
    return 'no valid address';
  }
}

function statusHint(status: number): string {
  if (status === 401 || status === 403) return 'It asks for a log-in; none is ever sent. Check the address.';
  if (status === 429) return 'It is asked too often; try again later.';
  return status >= 500 ? 'Try again later; --offline goes on without.' : 'Check the address.';
}

function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** The body, unpacked, unless it is more than `maxBytes`: no more of it is read then. */
async function bodyOf(
  { body, headers }: Dispatcher.ResponseData,
  maxBytes: number,
  signal: AbortSignal,
): Promise<Buffer | 'too-big'> {
  const packed = first(headers['content-encoding'])?.trim().toLowerCase() ?? 'identity';
  const chunks: Buffer[] = [];
  let size = Number(first(headers['content-length']) ?? 0) > maxBytes ? Number.POSITIVE_INFINITY : 0;
  const take = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw new Error('too big');
      chunks.push(chunk);
    }
  };
  try {
    const source: Readable = body;
    if (packed === 'gzip' || packed === 'x-gzip') await pipeline(source, createGunzip(), take, { signal });
    else await pipeline(source, take, { signal });
  } catch (error) {
    // What the streams make of an early end is their own; whether it was too big is known here.
    if (size <= maxBytes || signal.aborted) throw error;
    return 'too-big';
  }
  return Buffer.concat(chunks);
}

function tooBig({ url, maxBytes }: HttpRequest): HttpFailure {
  return httpFailure(
    'too-big',
    `${url.host} answers with more than ${maxBytes} bytes.`,
    'Nothing of it was used.',
  );
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

import {
  APIConnectionError,
  APIConnectionTimeoutError,
  APIError,
  APIUserAbortError,
} from '@anthropic-ai/sdk';
import type { Failure } from '../../../shared/result.ts';
import { redact, safeLine } from '../../../shared/text/index.ts';

/** `kind` of each way in which a request to a model fails. */
export type WireKind =
  | 'credentials-refused'
  | 'not-permitted'
  | 'billing'
  | 'unknown-model'
  | 'bad-request'
  | 'too-large'
  | 'rate-limited'
  | 'overloaded'
  | 'server-fault'
  | 'unreachable'
  | 'timeout'
  | 'redirected'
  | 'not-the-api'
  | 'cut-off'
  | 'silent'
  | 'not-understood'
  | 'replay-differs'
  | 'cancelled';

export interface WireFailure extends Failure {
  readonly kind: WireKind;
  readonly status?: number;
  /** What the server asks to wait, in milliseconds. */
  readonly retryAfterMs?: number;
  /** Parameter of the request that a 400 names: `thinking`, `output_config.format`. */
  readonly parameter?: string;
  /** The server's id of the request, for its operator. */
  readonly requestId?: string;
}

/** What is asked of a recording is not what was recorded. */
export class ReplayDiffers extends Error {}

const LONGEST = 300;
const said = (text: string): string => safeLine(redact(text).text).slice(0, LONGEST);

export function wireFailure(
  kind: WireKind,
  message: string,
  next: string,
  more: Omit<WireFailure, 'kind' | 'message' | 'next'> = {},
): WireFailure {
  return { kind, message, next, ...more };
}

/** An answer of another kind than the API's: `type` as its `content-type` says it, `wanted` what was expected. */
export function notTheApi(host: string, type: string, wanted: string): WireFailure {
  const page = /html/i.test(type);
  return wireFailure(
    'not-the-api',
    page
      ? `${host} answers with a web page: a log-in page of this network (a captive portal), or no server of the Messages API.`
      : `${host} answers with ${said(type) || 'something without a type'} where ${wanted} was expected.`,
    page ? 'Open a page in the browser and log in, or check the base URL.' : 'Check the base URL.',
  );
}

/** What the SDK threw, as data. `now` in milliseconds since the epoch, for a `retry-after` that is a date. */
export function failureOf(error: unknown, host: string, now: number): WireFailure {
  if (error instanceof APIUserAbortError) return wireFailure('cancelled', 'The request was cancelled.', '');
  if (error instanceof APIConnectionTimeoutError)
    return wireFailure(
      'timeout',
      `${host} did not begin to answer.`,
      'Try again, or choose a smaller model.',
    );
  if (error instanceof APIConnectionError && error.cause instanceof ReplayDiffers)
    return wireFailure(
      'replay-differs',
      `This is a replay, and the program asks something else than was recorded. ${error.cause.message}`,
      'Replay it in the project at the commit that was recorded, with the same version, goal and answers.',
    );
  if (error instanceof APIConnectionError) return unreachable(error, host);
  if (error instanceof APIError) return byStatus(error, host, now);
  if (error instanceof SyntaxError)
    return wireFailure(
      'not-understood',
      `What ${host} sends is no JSON where JSON was expected.`,
      'Check the base URL; a proxy may have changed the answer.',
    );
  return wireFailure('cut-off', `The answer of ${host} broke off: ${said(deepest(error))}.`, 'Try again.');
}

function unreachable(error: APIConnectionError, host: string): WireFailure {
  const code = codeIn(error);
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET')
    return wireFailure('cut-off', `${host} ended the connection (${code}).`, 'Try again.');
  const check = 'Check the base URL, the connection, and HTTPS_PROXY and NO_PROXY, which are honoured.';
  if (/^(?:CERT_|ERR_TLS|ERR_SSL|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/.test(code))
    return wireFailure(
      'unreachable',
      `The certificate of ${host} is not trusted (${code}).`,
      'Where a proxy of your own signs it, name its certificate in NODE_EXTRA_CA_CERTS.',
    );
  if (/^(?:ENOTFOUND|EAI_\w+|ENODATA)$/.test(code))
    return wireFailure(
      'unreachable',
      `${host} has no address here (${code}): the name is wrong, or this machine is offline.`,
      check,
    );
  if (code === 'ECONNREFUSED')
    return wireFailure(
      'unreachable',
      `Nothing listens at ${host} (${code}).`,
      'Start that server, or check the base URL and its port.',
    );
  if (/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT|EHOSTUNREACH|ENETUNREACH)$/.test(code))
    return wireFailure('unreachable', `${host} does not answer (${code}).`, check);
  return wireFailure('unreachable', `${host} cannot be reached: ${code || said(deepest(error))}.`, check);
}

function byStatus(error: APIError, host: string, now: number): WireFailure {
  const status = typeof error.status === 'number' ? error.status : undefined;
  // Servers of pages and proxies put a whole page where the API says a sentence.
  const isPage = /^\d{3}\s+<(?:!doctype|html)\b/i.test(error.message);
  const words = isPage ? 'a web page came' : said(error.apiMessage ?? error.message);
  const wait = waitOf(error.headers, now);
  const more = {
    ...(status === undefined ? {} : { status }),
    ...(wait === undefined ? {} : { retryAfterMs: wait }),
    ...(error.requestID ? { requestId: said(error.requestID) } : {}),
  };
  const as = (kind: WireKind, message: string, next: string, also = {}): WireFailure =>
    wireFailure(kind, message, next, { ...more, ...also });
  if (status !== undefined && status >= 300 && status < 400)
    return as(
      'redirected',
      `${host} points to another place (status ${status}); redirects are not followed.`,
      'Give the final address as the base URL; a network that wants a log-in does so too.',
    );
  switch (status) {
    case 400:
      return tooLong(words)
        ? as(
            'too-large',
            `The conversation is too long for the model: ${words}`,
            'It is made shorter and sent again.',
          )
        : as(
            'bad-request',
            `${host} does not take the request: ${words}`,
            'Another model or server may take it.',
            {
              ...parameterIn(words),
            },
          );
    case 401:
      return as(
        'credentials-refused',
        `${host} refuses the credentials: ${words}`,
        'Set ANTHROPIC_API_KEY (or ANTHROPIC_AUTH_TOKEN) to one that holds, then go on: the draft is kept.',
      );
    case 402:
      return as(
        'billing',
        `${host} wants its bill settled first: ${words}`,
        'See the billing page of that account.',
      );
    case 403:
      return as(
        'not-permitted',
        `These credentials may not do that at ${host}: ${words}`,
        'Ask who gave the key.',
      );
    case 404:
      if (isPage) return { ...notTheApi(host, 'html', ''), ...more };
      return as(
        'unknown-model',
        `${host} knows no such model or address: ${words}`,
        'Choose another with --model; `planner-tui doctor --live` lists what is there.',
      );
    case 408:
    case 504:
      return as('timeout', `${host} took too long: ${words}`, 'Try again.');
    case 413:
      return as('too-large', `The request is too large for ${host}.`, 'It is made shorter and sent again.');
    case 429:
      return as('rate-limited', `${host} is asked too often: ${words}`, 'It is asked again after a wait.');
    case 529:
      return as('overloaded', `${host} is overloaded: ${words}`, 'It is asked again after a wait.');
    default:
      return (status ?? 500) >= 500
        ? as('server-fault', `${host} failed: ${words}`, 'It is asked again after a wait.')
        : as('bad-request', `${host} answers with status ${status}: ${words}`, 'Check the base URL.');
  }
}

/** The status that an error has outside a stream, by its type: inside one that is all there is. */
export const STATUS_OF: Readonly<Record<string, number>> = {
  invalid_request_error: 400,
  authentication_error: 401,
  billing_error: 402,
  permission_error: 403,
  not_found_error: 404,
  request_too_large: 413,
  rate_limit_error: 429,
  api_error: 500,
  timeout_error: 504,
  overloaded_error: 529,
};

const tooLong = (words: string): boolean =>
  /prompt is too long|context (?:window|length)|too many tokens|exceeds? the (?:maximum|context)/i.test(
    words,
  );

/** Parameters that may be left out without changing what is asked; a 400 that names one is sent again without it. */
const PARAMETERS = [
  'output_config.format',
  'output_config.effort',
  'output_config',
  'thinking',
  'cache_control',
  'tools',
  'tool_choice',
  'metadata',
] as const;

function parameterIn(words: string): { readonly parameter?: string } {
  const lower = words.toLowerCase();
  if (/web_(?:search|fetch)/.test(lower)) return { parameter: 'web' };
  const named = PARAMETERS.find(name =>
    new RegExp(`(?<![\\w.])${name.replace('.', '\\.')}(?![\\w])`).test(lower),
  );
  if (named !== undefined) return { parameter: named };
  return /anthropic-version/.test(lower) ? { parameter: 'anthropic-version' } : {};
}

/** `retry-after` in seconds or as a date, `retry-after-ms` where it is given. */
function waitOf(headers: Headers | undefined, now: number): number | undefined {
  const ms = Number(headers?.get('retry-after-ms') ?? Number.NaN);
  if (Number.isFinite(ms) && ms >= 0) return ms;
  const after = headers?.get('retry-after');
  if (!after) return undefined;
  if (/^\s*\d{1,9}(?:\.\d+)?\s*$/.test(after)) return Number(after) * 1000;
  const at = Date.parse(after);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

function codeIn(error: unknown): string {
  for (let at = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth++)
    if ('code' in at && typeof at.code === 'string') return at.code;
  return '';
}

function deepest(error: unknown): string {
  let at = error;
  for (let depth = 0; at instanceof Error && at.cause instanceof Error && depth < 5; depth++) at = at.cause;
  return (at instanceof Error ? at.message : String(at)).replace(/\.$/, '');
}

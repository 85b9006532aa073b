import { safeLine } from '../../shared/text/index.ts';
import { codeOf } from '../project-root.ts';
import type { HttpFailure, HttpFailureKind } from './port.ts';

const CERTIFICATE = /^(?:CERT_|ERR_TLS_CERT|ERR_SSL|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_|HOSTNAME_MISMATCH)/;
const NO_ADDRESS = new Set(['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'ENODATA']);
const TIMED_OUT = new Set([
  'ETIMEDOUT',
  'UND_ERR_CONNECT_TIMEOUT',
  'UND_ERR_HEADERS_TIMEOUT',
  'UND_ERR_BODY_TIMEOUT',
]);
const CUT = new Set(['UND_ERR_SOCKET', 'ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE', 'Z_BUF_ERROR']);
/** Code of a fault that `publicLookup` gives: what a name resolves to is no public address. */
export const NOT_PUBLIC = 'PLANNER_NOT_PUBLIC';
const TRY_LATER = 'Try again later; --offline goes on without.';

export function httpFailure(
  kind: HttpFailureKind,
  message: string,
  next: string,
  more: Pick<HttpFailure, 'status' | 'retryAfterMs'> = {},
): HttpFailure {
  return { kind, message, next, ...more };
}

/** A fault on the way, by the code that Node or undici gives it. */
export function faultOf(error: unknown, url: URL, proxied: boolean): HttpFailure {
  const { host } = url;
  const code = codeOf(error);
  const connection = proxied
    ? 'Check the connection, and HTTPS_PROXY, HTTP_PROXY and NO_PROXY, which are honoured'
    : 'Check the address and the connection';
  if (code === NOT_PUBLIC)
    return httpFailure('not-public', messageOf(error), 'Pages are fetched from the public web alone.');
  if (NO_ADDRESS.has(code))
    return httpFailure(
      'unreachable',
      `${host} has no address here (${code}): the name is wrong, or this machine is offline.`,
      `${connection}; --offline goes on without.`,
    );
  if (TIMED_OUT.has(code)) return httpFailure('timeout', `${host} did not answer (${code}).`, TRY_LATER);
  if (CERTIFICATE.test(code))
    return httpFailure(
      'unreachable',
      `The certificate of ${host} is not trusted (${code}).`,
      'Where a proxy of your own signs it, name its certificate in NODE_EXTRA_CA_CERTS.',
    );
  if (code === 'UND_ERR_HEADERS_OVERFLOW')
    return httpFailure('too-big', `${host} answers with too many headers.`, 'Nothing of it was used.');
  if (CUT.has(code) || code.startsWith('HPE_') || code.startsWith('Z_'))
    return httpFailure(
      'cut-off',
      `${host} ended the connection before its answer was whole (${code}).`,
      TRY_LATER,
    );
  return httpFailure(
    'unreachable',
    `${host} cannot be reached: ${safeLine(messageOf(error)).slice(0, 200)}.`,
    `${connection}; --offline goes on without.`,
  );
}

/** Several addresses may have been tried, each with a fault of its own. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.message === '')
    return error.errors.map(one => messageOf(one)).join('; ');
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

/** The host that a redirect points to. */
export function placeOf(location: string, url: URL): string {
  try {
    return new URL(location, url).host;
  } catch {
    return 'no valid address';
  }
}

export function statusHint(status: number): string {
  if (status === 401 || status === 403) return 'It asks for a log-in; none is ever sent. Check the address.';
  if (status === 429) return 'It is asked too often; try again later.';
  return status >= 500 ? 'Try again later; --offline goes on without.' : 'Check the address.';
}

/** `retry-after` in seconds or as a date (RFC 9110, 10.2.3), as milliseconds from `now`. */
export function retryAfterMs(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\s*\d{1,9}\s*$/.test(header)) return Number(header) * 1000;
  const at = Date.parse(header);
  return Number.isNaN(at) ? undefined : Math.max(0, at - now);
}

import Anthropic from '@anthropic-ai/sdk';

/** What proves who asks. Exactly one is ever sent; a server of one's own may want none. */
export type Credential =
  | { readonly kind: 'key'; readonly value: string }
  | { readonly kind: 'token'; readonly value: string }
  | { readonly kind: 'none' };

/** A server of the Messages API and how it is spoken to. */
export interface Endpoint {
  /** Without a slash at its end: `https://api.anthropic.com`. */
  readonly baseUrl: string;
  readonly credential: Credential;
  /** Under which header a credential goes: most gateways know one of the two. */
  readonly auth: 'bearer' | 'x-api-key';
  /** `anthropic-version`; absent: the newest that the SDK speaks. */
  readonly version?: string;
}

/** The version that servers of others mostly know. */
export const OLD_VERSION = '2023-06-01';

/** The headers that decide who asks and how: set by us and by nobody else. */
export function headersOf(
  { credential, auth, version }: Endpoint,
  userAgent: string,
): Readonly<Record<string, string>> {
  return {
    'user-agent': userAgent,
    ...(version === undefined ? {} : { 'anthropic-version': version }),
    ...(credential.kind === 'none'
      ? {}
      : auth === 'x-api-key'
        ? { 'x-api-key': credential.value }
        : { authorization: `Bearer ${credential.value}` }),
  };
}

const SILENT = { error() {}, warn() {}, info() {}, debug() {} };
/** Until the headers of an answer are there: what comes later is watched by `watchdog.ts`. Milliseconds. */
const HEADERS_MS = 120_000;

/**
 * The SDK's client, which reads nothing of the environment: one credential is always given (`fetch` sends the real one),
 * retries are ours (safety.md 16), and it neither logs nor traces. A client is cheap and serves one request.
 */
export function openClient(endpoint: Endpoint, fetch: typeof globalThis.fetch): Anthropic {
  return new Anthropic({
    apiKey: endpoint.credential.kind === 'none' ? 'none' : endpoint.credential.value,
    baseURL: endpoint.baseUrl,
    maxRetries: 0,
    timeout: HEADERS_MS,
    fetch,
    logger: SILENT,
    logLevel: 'off',
    openTelemetry: false,
    webhookKey: null,
  });
}

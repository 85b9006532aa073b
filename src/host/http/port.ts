import type { Failure, Result } from '../../shared/result.ts';

/** One question to a server and its answer, both in JSON. */
export interface HttpRequest {
  readonly url: URL;
  /** Sent as JSON; with a body it is a POST, else a GET. */
  readonly body?: unknown;
  /** Of the answer's body, after unpacking. */
  readonly maxBytes: number;
  /** From the first packet to the last byte of the answer. */
  readonly timeoutMs: number;
  readonly signal?: AbortSignal | undefined;
}

/** Why there is no answer. Each says which host was asked, what came, and what to do. */
export type HttpFailureKind =
  /** The caller's signal. */
  | 'cancelled'
  | 'timeout'
  /** No address, refused, no route, a certificate that is not trusted, a proxy that does not let through. */
  | 'unreachable'
  /** The server points elsewhere; nobody goes there. */
  | 'redirected'
  /** Any other status than 2xx. */
  | 'status'
  /** A web page, as captive portals give it, or what is no JSON (no packed file) where it was asked for. */
  | 'not-json'
  /** Something else than a page of text, where a page was asked for. */
  | 'not-text'
  /** An address that pages are not fetched from: of this machine, of its network, or not by https. */
  | 'not-public'
  | 'too-big'
  /** The connection ended before the answer did. */
  | 'cut-off';

export interface HttpFailure extends Failure {
  readonly kind: HttpFailureKind;
  readonly status?: number;
  /** Milliseconds that the server asks to wait. */
  readonly retryAfterMs?: number;
}

/** One page of the public web. Only its address is sent. */
export type PageRequest = Omit<HttpRequest, 'body'>;

export interface FetchedPage {
  readonly form: 'html' | 'markdown' | 'text';
  /** Decoded, and otherwise as it came: nothing of it is safe to show. */
  readonly text: string;
}

export interface PageClient {
  /** Never throws and never rejects. */
  page(request: PageRequest): Promise<Result<FetchedPage, HttpFailure>>;
  /** Ends idle connections. */
  close(): Promise<void>;
}

export interface HttpClient {
  /** Never throws and never rejects. */
  json(request: HttpRequest): Promise<Result<unknown, HttpFailure>>;
  /** A packed file as it is. */
  file(request: Omit<HttpRequest, 'body'>): Promise<Result<Buffer, HttpFailure>>;
  /** Ends idle connections. */
  close(): Promise<void>;
}

import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import { type Dispatcher, request } from 'undici';
import { err, ok, type Result } from '../../shared/result.ts';
import { faultOf, httpFailure } from './failures.ts';
import type { HttpFailure, HttpRequest } from './port.ts';

/** What is sent beside the address. */
export interface Sent {
  readonly method: 'GET' | 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface Exchange {
  /** A proxy's address that is none is a failure like any other. */
  dispatcher(): Dispatcher;
  /** Whether a proxy of the environment may stand in between. */
  readonly proxied: boolean;
  /** Why an answer is not even read. */
  refusal(answer: Dispatcher.ResponseData, url: URL): HttpFailure | undefined;
}

export interface Answer {
  readonly bytes: Buffer;
  /** Its `content-type`; empty where there is none. */
  readonly type: string;
}

/** What of a refusal is read so that its connection can be used again. */
const REFUSAL_BYTES = 64 * 1024;

/**
 * One question and its answer, within the bounds of the request. Never throws and never rejects. What `take` is given of
 * the body is not held: the answer's bytes are empty then.
 */
export async function exchange(
  by: Exchange,
  asked: Omit<HttpRequest, 'body'>,
  sent: Sent,
  take?: (chunk: Buffer) => void,
): Promise<Result<Answer, HttpFailure>> {
  const { url, timeoutMs } = asked;
  const timer = AbortSignal.timeout(timeoutMs);
  const signal = asked.signal ? AbortSignal.any([asked.signal, timer]) : timer;
  try {
    signal.throwIfAborted();
    const answer = await request(url, { dispatcher: by.dispatcher(), signal, ...sent });
    const refused = by.refusal(answer, url);
    if (refused) {
      // Nobody waits for it; what goes wrong there is no matter.
      answer.body.dump({ limit: REFUSAL_BYTES, signal }).catch(() => undefined);
      return err(refused);
    }
    const bytes = await bodyOf(answer, asked.maxBytes, signal, take);
    return bytes === 'too-big'
      ? err(tooBig(asked))
      : ok({ bytes, type: first(answer.headers['content-type']) ?? '' });
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
    return err(faultOf(error, url, by.proxied));
  }
}

export function first(header: string | string[] | undefined): string | undefined {
  return Array.isArray(header) ? header[0] : header;
}

/** The body, unpacked, unless it is more than `maxBytes`: no more of it is read then. */
async function bodyOf(
  { body, headers }: Dispatcher.ResponseData,
  maxBytes: number,
  signal: AbortSignal,
  give?: (chunk: Buffer) => void,
): Promise<Buffer | 'too-big'> {
  const packed = first(headers['content-encoding'])?.trim().toLowerCase() ?? 'identity';
  const chunks: Buffer[] = [];
  let size = Number(first(headers['content-length']) ?? 0) > maxBytes ? Number.POSITIVE_INFINITY : 0;
  const take = async (source: AsyncIterable<Buffer>) => {
    for await (const chunk of source) {
      size += chunk.length;
      if (size > maxBytes) throw new Error('too big');
      if (give) give(chunk);
      else chunks.push(chunk);
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

function tooBig({ url, maxBytes }: Omit<HttpRequest, 'body'>): HttpFailure {
  return httpFailure(
    'too-big',
    `${url.host} answers with more than ${maxBytes} bytes.`,
    'Nothing of it was used.',
  );
}

import type Anthropic from '@anthropic-ai/sdk';
import type { ApiFetch } from '../../../host/http/index.ts';
import type { Clock } from '../../../shared/clock.ts';
import { type AssembledMessage, Assembler, type Tokens, type TurnEvent } from './assemble.ts';
import { type Endpoint, openClient } from './client.ts';
import { failureOf, notTheApi, type WireFailure, wireFailure } from './failures.ts';
import { messageOf } from './whole.ts';

/** When a stream counts as dead. Milliseconds (safety.md 17). */
export interface Patience {
  /** Without a byte: it is said. */
  readonly warnMs: number;
  /** Without a byte: it is given up. */
  readonly silentMs: number;
  /** Bytes, but nothing of a message: only pings. */
  readonly pingsMs: number;
}

export const PATIENCE: Patience = { warnMs: 20_000, silentMs: 90_000, pingsMs: 180_000 };

export type TurnEnd =
  /** `inOnePiece`: the server did not stream. */
  | { readonly kind: 'complete'; readonly message: AssembledMessage; readonly inOnePiece?: true }
  /** `tokens`: what the server had counted until then; it is paid for. */
  | { readonly kind: 'broken'; readonly failure: WireFailure; readonly tokens: Tokens };

export type TurnOutput = TurnEvent | { readonly type: 'quiet'; readonly ms: number };

export interface Wire {
  readonly endpoint: Endpoint;
  readonly api: ApiFetch;
  readonly clock: Clock;
  readonly patience?: Patience;
}

/**
 * One request and the message that answers it. Never throws: yields what comes and returns how it ended. *Complete* is
 * only a message whose end came, with a known reason and content of the right shape. Nothing is sent twice here.
 */
export async function* streamTurn(
  wire: Wire,
  body: Anthropic.MessageCreateParamsStreaming,
  signal: AbortSignal,
): AsyncGenerator<TurnOutput, TurnEnd> {
  const host = hostOf(wire.endpoint.baseUrl);
  const { clock } = wire;
  const assembler = new Assembler();
  const broken = (failure: WireFailure): TurnEnd => ({ kind: 'broken', failure, tokens: assembler.tokens });
  const cancelled = (): TurnEnd => broken(wireFailure('cancelled', 'The request was cancelled.', ''));
  if (signal.aborted) return cancelled();
  const watch = watchdog(wire.patience ?? PATIENCE, clock);
  const both = AbortSignal.any([signal, watch.signal]);
  const why = (error: unknown): TurnEnd => {
    if (signal.aborted) return cancelled();
    return broken(watch.failure(host) ?? failureOf(error, host, clock.now()));
  };
  try {
    const client = openClient(wire.endpoint, wire.api.fetch(watch.bytes));
    const asked = client.messages.create(body, { signal: both }).withResponse();
    const first = yield* untilDone(asked, watch);
    if (first.kind === 'failed') return why(first.error);
    const { data, response } = first.value;
    const type = response.headers.get('content-type') ?? '';
    if (!/^text\/event-stream\b/i.test(type)) return await wholeAnswer(response, type, host, both).catch(why);
    const events = data[Symbol.asyncIterator]();
    for (;;) {
      const next = yield* untilDone(events.next(), watch);
      if (next.kind === 'failed') return why(next.error);
      if (next.value.done) break;
      watch.progress();
      const taken = assembler.take(next.value.value);
      if (!taken.ok) {
        await events.return?.();
        return broken(notUnderstood(host, taken.error));
      }
      yield* taken.value;
    }
    // The SDK ends a stream that was aborted without a word.
    if (both.aborted) return why(undefined);
    const message = assembler.message();
    if (message.ok) return { kind: 'complete', message: message.value };
    return broken(
      assembler.begun
        ? wireFailure('cut-off', `The answer of ${host} ended too early: ${message.error}.`, 'Try again.')
        : wireFailure(
            'not-the-api',
            `${host} sent a stream without a message.`,
            'Check the base URL: it has to be a server of the Messages API.',
          ),
    );
  } catch (error) {
    return why(error);
  } finally {
    watch.stop();
  }
}

function notUnderstood(host: string, what: string): WireFailure {
  return wireFailure(
    'not-understood',
    `What ${host} sends is no message of the Messages API: ${what}.`,
    'Try again; if it stays so, the server speaks another version.',
  );
}

/** An answer that is no stream: a message in one piece, where a server cannot stream; else no API at all. */
async function wholeAnswer(
  response: Response,
  type: string,
  host: string,
  signal: AbortSignal,
): Promise<TurnEnd> {
  const none = { input: 0, output: 0, cacheRead: 0, cacheWrite: 0 };
  if (!/^application\/json\b/i.test(type)) {
    await response.body?.cancel();
    return { kind: 'broken', failure: notTheApi(host, type, 'a stream'), tokens: none };
  }
  const message = messageOf(await readText(response, signal));
  return message.ok
    ? { kind: 'complete', message: message.value, inOnePiece: true }
    : { kind: 'broken', failure: notUnderstood(host, message.error), tokens: none };
}

const MOST_BYTES = 16 * 1024 * 1024;

async function readText(response: Response, signal: AbortSignal): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    signal.throwIfAborted();
    text += decoder.decode(chunk, { stream: true });
    if (text.length > MOST_BYTES) throw new Error(`more than ${MOST_BYTES} bytes came`);
  }
  return text + decoder.decode();
}

type Settled<T> =
  | { readonly kind: 'done'; readonly value: T }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Waits for `work`, and says from time to time that nothing comes. */
async function* untilDone<T>(work: Promise<T>, watch: Watchdog): AsyncGenerator<TurnOutput, Settled<T>> {
  const settled = work.then(
    (value): Settled<T> => ({ kind: 'done', value }),
    (error: unknown): Settled<T> => ({ kind: 'failed', error }),
  );
  for (;;) {
    const first = await Promise.race([settled, watch.quiet()]);
    if (typeof first !== 'number') return first;
    yield { type: 'quiet', ms: first };
  }
}

interface Watchdog {
  readonly signal: AbortSignal;
  readonly bytes: () => void;
  progress(): void;
  /** Resolves with the milliseconds without a byte, once they are too many to say nothing; once for each silence. */
  quiet(): Promise<number>;
  /** Why it gave up, if it did. */
  failure(host: string): WireFailure | undefined;
  stop(): void;
}

function watchdog(patience: Patience, clock: Clock): Watchdog {
  const controller = new AbortController();
  let bytesAt = clock.now();
  let progressAt = bytesAt;
  let given: 'silent' | 'pings' | undefined;
  let warned = false;
  let tell: (ms: number) => void = () => {};
  const untold = (): Promise<number> =>
    new Promise(done => {
      tell = done;
    });
  let told = untold();
  const look = (): void => {
    const now = clock.now();
    if (now - bytesAt >= patience.silentMs) given ??= 'silent';
    else if (now - progressAt >= patience.pingsMs) given ??= 'pings';
    if (given) {
      controller.abort();
      return;
    }
    if (!warned && now - bytesAt >= patience.warnMs) {
      warned = true;
      tell(now - bytesAt);
      told = untold();
    }
  };
  const timer = setInterval(look, Math.max(5, Math.min(1_000, patience.warnMs / 4)));
  return {
    signal: controller.signal,
    bytes: () => {
      bytesAt = clock.now();
      warned = false;
    },
    progress: () => {
      progressAt = clock.now();
    },
    quiet: () => told,
    failure: host =>
      given &&
      wireFailure(
        'silent',
        given === 'silent'
          ? `${host} sent nothing for ${Math.round(patience.silentMs / 1000)} s.`
          : `${host} sent signs of life and nothing else for ${Math.round(patience.pingsMs / 1000)} s.`,
        'Try again; a smaller model answers sooner.',
      ),
    stop: () => clearInterval(timer),
  };
}

export function hostOf(baseUrl: string): string {
  try {
    return new URL(baseUrl).host;
  } catch {
    return baseUrl;
  }
}

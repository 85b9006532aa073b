import type Anthropic from '@anthropic-ai/sdk';
import { Stream } from '@anthropic-ai/sdk/core/streaming';
import type { ApiFetch } from '../../../host/http/index.ts';
import { NO_TOKENS } from '../../../session/tokens.ts';
import type { Clock } from '../../../shared/clock.ts';
import { err } from '../../../shared/result.ts';
import { type AssembledMessage, Assembler, type Tokens, type TurnEvent } from './assemble.ts';
import { type Endpoint, openClient } from './client.ts';
import { failureOf, notTheApi, type WireFailure, wireFailure } from './failures.ts';
import { eventIn } from './frame.ts';
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
  // Whatever is still open when this ends is hung up: nobody reads it any more.
  const hangUp = new AbortController();
  const both = AbortSignal.any([signal, watch.signal, hangUp.signal]);
  const why = (error: unknown): TurnEnd => {
    if (signal.aborted) return cancelled();
    return broken(watch.failure(host) ?? failureOf(error, host, clock.now()));
  };
  try {
    const client = openClient(wire.endpoint, wire.api.fetch(watch.bytes));
    const asked = client.messages.create(body, { signal: both }).asResponse();
    const first = yield* untilDone(asked, watch);
    if (first.kind === 'failed') return why(first.error);
    const response = first.value;
    const type = response.headers.get('content-type') ?? '';
    if (!/^text\/event-stream\b/i.test(type)) return await wholeAnswer(response, type, host, both).catch(why);
    // Frame by frame: as events the SDK gives only those whose name it knows, and a lost part would pass unseen.
    const frames = Stream.rawEvents(response, hangUp);
    for (;;) {
      const next = yield* untilDone(frames.next(), watch);
      if (next.kind === 'failed') {
        // The message is whole: that the connection was not closed, or broke, changes nothing of it.
        if (assembler.ended && !signal.aborted) break;
        return why(next.error);
      }
      if (next.value.done) break;
      watch.frame();
      const event = eventIn(next.value.value, response.headers);
      if (event.kind === 'nothing') continue;
      if (event.kind === 'error') return why(event.error);
      if (event.kind === 'event') watch.progress();
      const taken = event.kind === 'wrong' ? err(event.why) : assembler.take(event.event);
      if (!taken.ok) return broken(notUnderstood(host, taken.error));
      yield* taken.value;
      if (assembler.ended) watch.whole();
    }
    if (signal.aborted) return cancelled();
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
    hangUp.abort();
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
  if (!/^application\/json\b/i.test(type)) {
    await response.body?.cancel();
    return { kind: 'broken', failure: notTheApi(host, type, 'a stream'), tokens: NO_TOKENS };
  }
  const message = messageOf(await readText(response, signal));
  return message.ok
    ? { kind: 'complete', message: message.value, inOnePiece: true }
    : { kind: 'broken', failure: notUnderstood(host, message.error), tokens: NO_TOKENS };
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
    // No race against a promise that outlives this wait: it would keep a reaction for every event of a stream.
    const first = await new Promise<Settled<T> | number>(done => {
      watch.onQuiet(done);
      void settled.then(done);
    });
    if (typeof first !== 'number') return first;
    yield { type: 'quiet', ms: first };
  }
}

interface Watchdog {
  readonly signal: AbortSignal;
  readonly bytes: (count: number) => void;
  /** A frame is whole. */
  frame(): void;
  progress(): void;
  /** The message is whole: what is still open is given a moment to close. */
  whole(): void;
  /** Tells the milliseconds without a byte, once they are too many to say nothing; once for each silence. */
  onQuiet(tell: (ms: number) => void): void;
  /** Why it gave up, if it did. */
  failure(host: string): WireFailure | undefined;
  stop(): void;
}

/** Bytes of one frame: no sensible part of a message is as long, and a line without an end would fill the memory. */
const MOST_FRAME = 16 * 1024 * 1024;
/** After its last event nothing of a message is to come: a connection that stays open is not waited for. Milliseconds. */
const LINGER_MS = 500;

function watchdog(patience: Patience, clock: Clock): Watchdog {
  const controller = new AbortController();
  let bytesAt = clock.now();
  let progressAt = bytesAt;
  let pending = 0;
  let given: 'silent' | 'pings' | 'endless' | undefined;
  let warned = false;
  let tell: (ms: number) => void = () => {};
  let linger: NodeJS.Timeout | undefined;
  const giveUp = (why: 'silent' | 'pings' | 'endless'): void => {
    given ??= why;
    controller.abort();
  };
  const look = (): void => {
    const now = clock.now();
    if (now - bytesAt >= patience.silentMs) giveUp('silent');
    else if (now - progressAt >= patience.pingsMs) giveUp('pings');
    else if (!warned && now - bytesAt >= patience.warnMs) {
      warned = true;
      tell(now - bytesAt);
    }
  };
  const timer = setInterval(look, Math.max(5, Math.min(1_000, patience.warnMs / 4)));
  return {
    signal: controller.signal,
    bytes: count => {
      bytesAt = clock.now();
      warned = false;
      pending += count;
      if (pending > MOST_FRAME) giveUp('endless');
    },
    frame: () => {
      pending = 0;
    },
    progress: () => {
      progressAt = clock.now();
    },
    whole: () => {
      linger ??= setTimeout(() => controller.abort(), LINGER_MS);
    },
    onQuiet: listener => {
      tell = listener;
    },
    failure: host => given && gaveUp(given, host, patience),
    stop: () => {
      clearInterval(timer);
      clearTimeout(linger);
    },
  };
}

function gaveUp(why: 'silent' | 'pings' | 'endless', host: string, patience: Patience): WireFailure {
  const seconds = (ms: number): number => Math.round(ms / 1000);
  switch (why) {
    case 'silent':
      return wireFailure(
        'silent',
        `${host} sent nothing for ${seconds(patience.silentMs)} s.`,
        'Try again; a smaller model answers sooner.',
      );
    case 'pings':
      return wireFailure(
        'silent',
        `${host} sent signs of life and nothing else for ${seconds(patience.pingsMs)} s.`,
        'Try again; a smaller model answers sooner.',
      );
    case 'endless':
      return wireFailure(
        'not-understood',
        `What ${host} sends is no message of the Messages API: more than ${MOST_FRAME} bytes came without an event.`,
        'Check the base URL.',
      );
  }
}

export function hostOf(baseUrl: string): string {
  try {
    return new URL(baseUrl).host;
  } catch {
    return baseUrl;
  }
}

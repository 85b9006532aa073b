import * as z from 'zod';
import { Answer, Feedback, GoalKind, Steer } from '../../../domain/index.ts';
import type { ApiFetch } from '../../../host/http/index.ts';
import { RunKind } from '../../../session/events.ts';
import type { Clock } from '../../../shared/clock.ts';
import { err, type Failure, failure, ok, type Result } from '../../../shared/result.ts';
import { clean, redact, safeLine } from '../../../shared/text/index.ts';
import { ReplayDiffers } from './failures.ts';

const N = z.number().int().positive();
/** Milliseconds since the request was sent. */
const Ms = z.number().nonnegative();

/** One line of a recording. No header that says who asks is in it; what looks like a secret is hidden. */
export const RecordedLine = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('recording'),
    version: z.literal(1),
    by: z.string(),
    baseUrl: z.string(),
    /** What proved who asked; itself it is nowhere. */
    credential: z.enum(['key', 'token', 'none']),
    model: z.string().optional(),
  }),
  /** What the person wanted and had said when a Run began. */
  z.object({
    type: z.literal('run'),
    kind: RunKind,
    goal: z.object({
      text: z.string(),
      kind: GoalKind,
      about: z.string().optional(),
      approaches: z.literal(2).optional(),
    }),
    answers: z.record(z.string(), Answer),
    feedback: z.array(Feedback),
  }),
  /** What the person said to the Run, heard by the model with the request that follows. */
  z.object({ type: z.literal('said'), said: z.array(Steer) }),
  z.object({ type: z.literal('request'), n: N, method: z.string(), path: z.string(), body: z.unknown() }),
  z.object({
    type: z.literal('answer'),
    n: N,
    ms: Ms,
    status: z.number().int(),
    headers: z.record(z.string(), z.string()),
  }),
  /** Whole frames of a stream, or a whole answer that is none. */
  z.object({ type: z.literal('part'), n: N, ms: Ms, text: z.string() }),
  z.object({ type: z.literal('end'), n: N, ms: Ms, broken: z.string().optional() }),
]);
export type RecordedLine = z.infer<typeof RecordedLine>;
export type RecordedRun = Extract<RecordedLine, { type: 'run' }>;

const KEPT_HEADERS = ['content-type', 'request-id', 'retry-after', 'retry-after-ms'] as const;

/** The same `ApiFetch`, of which everything that is asked and answered is written down as it comes. */
export function recordingApi(api: ApiFetch, write: (line: RecordedLine) => void, clock: Clock): ApiFetch {
  let count = 0;
  return {
    fetch: arrived => async (input, init) => {
      const n = ++count;
      const begun = clock.now();
      const ms = (): number => Math.max(0, clock.now() - begun);
      write({ type: 'request', n, method: init?.method ?? 'GET', path: pathOf(input), body: bodyOf(init) });
      let answer: Response;
      try {
        answer = await api.fetch(arrived)(input, init);
      } catch (error) {
        const broken = safeLine(redact(error instanceof Error ? error.message : String(error)).text);
        write({ type: 'end', n, ms: ms(), broken });
        throw error;
      }
      const headers = KEPT_HEADERS.flatMap(name => {
        const value = answer.headers.get(name);
        return value === null ? [] : [[name, value] as const];
      });
      write({ type: 'answer', n, ms: ms(), status: answer.status, headers: Object.fromEntries(headers) });
      const decoder = new TextDecoder();
      const stream = /event-stream/.test(answer.headers.get('content-type') ?? '');
      let held = '';
      const part = (text: string): void => {
        if (text !== '') write({ type: 'part', n, ms: ms(), text: withoutSecrets(text, stream) });
      };
      const body = answer.body?.pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform(chunk, controller) {
            held += decoder.decode(chunk, { stream: true });
            const end = stream ? held.lastIndexOf('\n\n') + 2 : 0;
            if (end > 1) {
              part(held.slice(0, end));
              held = held.slice(end);
            }
            controller.enqueue(chunk);
          },
          flush() {
            part(held + decoder.decode());
            write({ type: 'end', n, ms: ms() });
          },
        }),
      );
      return new Response(body ?? null, { status: answer.status, headers: answer.headers });
    },
    close: () => api.close(),
  };
}

export interface Recording {
  readonly baseUrl: string;
  readonly credential: 'key' | 'token' | 'none';
  readonly model: string | undefined;
  readonly runs: readonly RecordedRun[];
  /** What was said to Runs, each with the number of the request that told the model. */
  readonly said: readonly (Steer & { readonly before: number })[];
  readonly exchanges: readonly Exchange[];
}

interface Exchange {
  readonly request: Extract<RecordedLine, { type: 'request' }>;
  readonly answer: Extract<RecordedLine, { type: 'answer' }> | undefined;
  readonly parts: readonly Extract<RecordedLine, { type: 'part' }>[];
  readonly end: Extract<RecordedLine, { type: 'end' }> | undefined;
}

/** A recording read back. Failure: `bad-recording`, with the line. A last line that was cut off is left out. */
export function readRecording(text: string, name: string): Result<Recording> {
  const lines: RecordedLine[] = [];
  const texts = text.split('\n');
  for (const [at, line] of texts.entries()) {
    if (line.trim() === '') continue;
    const read = RecordedLine.safeParse(jsonIn(line));
    if (read.success) lines.push(read.data);
    else if (at < texts.length - 1) return err(badRecording(name, `line ${at + 1} is none of a recording`));
  }
  const [head] = lines;
  if (head?.type !== 'recording') return err(badRecording(name, 'it does not begin as one'));
  const of = <T extends RecordedLine['type']>(type: T) =>
    lines.filter((l): l is Extract<RecordedLine, { type: T }> => l.type === type);
  return ok({
    baseUrl: head.baseUrl,
    credential: head.credential,
    model: head.model,
    runs: of('run'),
    said: saidIn(lines),
    exchanges: of('request').map(request => ({
      request,
      answer: of('answer').find(a => a.n === request.n),
      parts: of('part').filter(p => p.n === request.n),
      end: of('end').find(e => e.n === request.n),
    })),
  });
}

function saidIn(lines: readonly RecordedLine[]): Recording['said'] {
  let before = 1;
  return lines.flatMap(line => {
    if (line.type === 'request') before = line.n + 1;
    return line.type === 'said' ? line.said.map(s => ({ ...s, before })) : [];
  });
}

function badRecording(name: string, why: string): Failure {
  return failure(
    'bad-recording',
    `${safeLine(name)} is no recording of planner-tui: ${why}.`,
    'A recording is made with --record FILE.',
  );
}

/**
 * Answers from a recording, in its order, without any network. `wait` resolves after so many milliseconds, for who wants
 * the pace of the original. A request that is not the recorded one fails, and says where it differs. `asked`: how many
 * requests were answered.
 */
export function replayApi(
  { exchanges }: Recording,
  wait: (ms: number, signal: AbortSignal | undefined) => Promise<void> = async () => {},
): ApiFetch & { asked(): number } {
  let at = 0;
  return {
    asked: () => at,
    fetch: arrived => async (input, init) => {
      const signal = init?.signal ?? undefined;
      signal?.throwIfAborted();
      const n = at + 1;
      const exchange = exchanges[at];
      const asked = { method: init?.method ?? 'GET', path: pathOf(input), body: bodyOf(init) };
      if (!exchange)
        throw new ReplayDiffers(
          `Request ${n} (${asked.method} ${asked.path}) is not in the recording, which ends before it.`,
        );
      const { method, path, body } = exchange.request;
      const where = difference({ method, path, body }, asked, '');
      if (where !== undefined) throw new ReplayDiffers(`Request ${n} is not the recorded one: ${where}.`);
      at++;
      const { answer, parts, end } = exchange;
      if (!answer) throw new Error(end?.broken ?? 'the recording holds no answer');
      await wait(answer.ms, signal);
      arrived?.(0);
      let before = answer.ms;
      const left = [...parts];
      const encoder = new TextEncoder();
      const stream = new ReadableStream<Uint8Array>({
        async pull(controller) {
          const part = left.shift();
          if (!part) {
            if (end && end.broken === undefined) controller.close();
            else controller.error(new Error('the recorded answer broke off here'));
            return;
          }
          await wait(part.ms - before, signal);
          before = part.ms;
          const bytes = encoder.encode(part.text);
          arrived?.(bytes.byteLength);
          controller.enqueue(bytes);
        },
      });
      return new Response(stream, { status: answer.status, headers: answer.headers });
    },
    close: async () => {},
  };
}

/** Where two plain values differ first, in words; undefined where they are the same. */
function difference(recorded: unknown, asked: unknown, path: string): string | undefined {
  if (Object.is(recorded, asked)) return undefined;
  if (typeof recorded === 'string' && typeof asked === 'string') {
    const [then, now] = [undated(recorded), undated(asked)];
    if (then === now) return undefined;
    return `${path} was ${around(then, now)} and is now ${around(now, then)}`;
  }
  const isObject = (v: unknown): v is object => typeof v === 'object' && v !== null;
  if (isObject(recorded) && isObject(asked) && Array.isArray(recorded) === Array.isArray(asked)) {
    const [a, b] = [new Map(Object.entries(recorded)), new Map(Object.entries(asked))];
    for (const key of new Set([...a.keys(), ...b.keys()])) {
      const inner = Array.isArray(recorded) ? `${path}[${key}]` : path === '' ? key : `${path}.${key}`;
      const found = difference(a.get(key), b.get(key), inner);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  return `${path} was ${around(recorded, asked)} and is now ${around(asked, recorded)}`;
}

/** A replay is on another day than what it replays: a plan in a prompt says when it was begun. */
function undated(text: string): string {
  return text.replace(/\b\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?Z)?/g, '<date>');
}

/** A value, or what stands around the place at which a text differs from the other. */
function around(value: unknown, other: unknown): string {
  if (typeof value !== 'string')
    return value === undefined ? 'absent' : safeLine(JSON.stringify(value) ?? '').slice(0, 60);
  let at = 0;
  while (typeof other === 'string' && at < value.length && value[at] === other[at]) at++;
  const from = Math.max(0, at - 20);
  return `“${from > 0 ? '…' : ''}${safeLine(value.slice(from, from + 60))}”`;
}

function pathOf(input: string | URL | Request): string {
  const url = new URL(input instanceof Request ? input.url : input);
  return `${url.pathname}${url.search}`;
}

function bodyOf(init: RequestInit | undefined): unknown {
  return typeof init?.body === 'string' ? clean(jsonIn(init.body) ?? init.body).value : null;
}

function withoutSecrets(text: string, stream: boolean): string {
  if (stream) return text.replace(/^data: ?(.*)$/gm, (_all, data: string) => `data: ${hiddenIn(data)}`);
  return hiddenIn(text);
}

/** JSON stays JSON: what is hidden are parts of its texts. */
function hiddenIn(text: string): string {
  const read = jsonIn(text);
  if (read === undefined) return redact(text).text;
  return JSON.stringify(read, (_key, value: unknown) =>
    typeof value === 'string' ? redact(value).text : value,
  );
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { RecordedLine, RecordedRun, Recording } from '../agent/claude/wire/recording.ts';
import type { RunRequest } from '../agent/port.ts';
import type { Answer, Steer } from '../domain/index.ts';
import { readGivenFile } from '../host/index.ts';
import type { GoalWish } from '../session/verbs.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { safeLine } from '../shared/text/index.ts';
import { openRecording } from '../storage/index.ts';
import type { GivenFeedback } from './headless.ts';
import type { Wiring } from './planner-choice.ts';

/** Where the exchange with a model goes, or comes from. */
export type Tape =
  | { readonly kind: 'none' }
  | { readonly kind: 'record'; write(line: RecordedLine): void; close(): void }
  | {
      readonly kind: 'replay';
      readonly recording: Recording;
      readonly name: string;
      readonly paced: boolean;
    };

export interface TapeOptions {
  /** A new file that takes the exchange. */
  readonly record?: string | undefined;
  /** A recording that stands for the model's server. */
  readonly replay?: string | undefined;
  /** Whether a replay takes the time that the original took. */
  readonly paced?: boolean | undefined;
}

/** What a person had said in the session that is replayed. */
export interface Replayed {
  readonly wish: GoalWish;
  /** `{questionId: choiceId or text}`. */
  readonly answers: Readonly<Record<string, string>>;
  readonly feedback: readonly GivenFeedback[];
}

const MOST_BYTES = 256 * 1024 * 1024;
/** A pause longer than this tells nobody anything. Milliseconds. */
const LONGEST_PAUSE = 2_000;

/** Failures: `usage`, `no-recording`, `no-file`, `bad-recording`. */
export async function tapeOf(
  { record, replay, paced = false }: TapeOptions,
  cwd: string,
  lost: (why: string) => void,
): Promise<Result<Tape>> {
  if (record !== undefined && replay !== undefined)
    return err(failure('usage', '--record and --replay came both.', 'Leave one of them out.'));
  if (record !== undefined) {
    const opened = openRecording(resolve(cwd, record), lost);
    if (!opened.ok) return opened;
    const { write, close } = opened.value;
    return ok({ kind: 'record', write: line => write(JSON.stringify(line)), close });
  }
  if (replay === undefined) return ok({ kind: 'none' });
  const text = readGivenFile(resolve(cwd, replay), MOST_BYTES);
  if (text === undefined) return err(failure('no-file', `${safeLine(replay)} cannot be read.`));
  const { readRecording } = await import('../agent/claude/wire/recording.ts');
  const recording = readRecording(text, replay);
  return recording.ok ? ok({ kind: 'replay', recording: recording.value, name: replay, paced }) : recording;
}

/** Who plans in a replay: nobody; it is said on the screen, and nothing is asked for. */
export function replayChoice({ recording, name }: Extract<Tape, { kind: 'replay' }>): Wiring {
  const { baseUrl, model, credential } = recording;
  // Of the same kind, because the program asks by it; it goes nowhere.
  const standIn = credential === 'none' ? { kind: credential } : { kind: credential, value: 'replay' };
  return {
    decision: {
      kind: 'chosen',
      choice: {
        engine: 'claude',
        why: `replay of ${safeLine(name)} · what a model said then is said again · nothing leaves this machine`,
        ...(model ? { model } : {}),
        leaves: 'replay: nothing leaves this machine',
      },
    },
    server: ok({
      endpoint: { baseUrl, credential: standIn, auth: 'bearer' },
      host: new URL(baseUrl).host,
      by: 'a recording',
    }),
    model,
    typed: 'claude',
  };
}

/** Why who plans cannot change while a tape runs; undefined where it can. */
export function fixedBy({ kind }: Tape): Failure | undefined {
  if (kind === 'none') return undefined;
  return failure(
    'usage',
    kind === 'replay'
      ? 'A recording is replayed: what a model said then is all that it can say.'
      : 'The exchange with the model is recorded, and a recording has one planner.',
    `Start without --${kind} to choose who plans.`,
  );
}

/** The line that tells what a Run begins with. */
export function runLine({ kind, session }: RunRequest): RecordedRun {
  const { goal, answers, feedback } = session;
  return {
    type: 'run',
    kind,
    goal: { text: goal.text, kind: goal.kind, about: goal.about, approaches: goal.approaches },
    answers: { ...answers },
    feedback: [...feedback],
  };
}

/**
 * What the person says to Runs, through a tape: a recording keeps it as it is heard, a replay says again what was heard
 * with the same request. `asked`: how many requests of the replay were answered.
 */
export function steersThrough(
  tape: Tape,
): (request: RunRequest, asked: () => number) => () => readonly Steer[] {
  const known = new Set<string>();
  return ({ steers = () => [], sayAgain }, asked) =>
    () => {
      const waiting = steers();
      if (tape.kind === 'none') return waiting;
      if (tape.kind === 'record') {
        const said = waiting.filter(s => !known.has(s.id)).map(({ id, text }) => ({ id, text }));
        for (const { id } of said) known.add(id);
        if (said.length > 0) tape.write({ type: 'said', said });
        return waiting;
      }
      const due = tape.recording.said.filter(s => s.before <= asked() + 1 && !known.has(s.id));
      for (const { id, text } of due) {
        known.add(id);
        sayAgain?.(text);
      }
      return [...waiting, ...due.filter(s => !waiting.some(w => w.id === s.id))];
    };
}

/** What to say again, so that the program asks what it asked then. */
export function replayedWords({ runs }: Recording): Replayed | undefined {
  const [first, last] = [runs[0], runs.at(-1)];
  if (!first || !last) return undefined;
  return {
    wish: first.goal,
    answers: Object.fromEntries(Object.values(last.answers).flatMap(wordOf)),
    // What was said of one revision was answered by the next one, together.
    feedback: last.feedback.map(({ text, target, revision }, i) => ({
      text,
      target,
      more: last.feedback[i + 1]?.revision === revision,
    })),
  };
}

function wordOf(answer: Answer): readonly (readonly [string, string])[] {
  if (answer.kind === 'choice') return [[answer.questionId, answer.choiceId]];
  return answer.kind === 'text' ? [[answer.questionId, answer.text]] : [];
}

/** Waits as the original did, but never long; an aborted wait rejects. */
export async function asRecorded(ms: number, signal: AbortSignal | undefined): Promise<void> {
  if (ms > 0) await pause(Math.min(ms, LONGEST_PAUSE), undefined, signal ? { signal } : {});
}

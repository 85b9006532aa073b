import type Anthropic from '@anthropic-ai/sdk';
import type { Phase } from '../../domain/index.ts';
import { safeLine } from '../../shared/text/index.ts';
import { Cancelled, type RunScope } from '../local/channel.ts';
import type { Tool, ToolPorts } from '../tools/index.ts';
import type { HandInName } from './hand-in-specs.ts';
import type { Outgoing } from './outgoing.ts';
import type { Call } from './wire/assemble.ts';

/** What a call of a tool gives back to the model; `done` ends the phase. */
export interface Given {
  readonly text: string;
  readonly wrong?: boolean;
  readonly done?: boolean;
}

/** A tool by which the model hands something in. */
export interface HandIn {
  readonly name: HandInName;
  take(input: Readonly<Record<string, unknown>>): Promise<Given>;
  /** Sees what is handed in while it comes. */
  readonly watch?: (json: string) => void;
}

export interface AnsweringPorts {
  readonly tools: ToolPorts;
  readonly readings: readonly Tool[];
  readonly outgoing: Outgoing;
}

export interface AnsweredPhase {
  readonly phase: Phase;
  readonly handIns: readonly HandIn[];
}

/** Characters of one tool's answer, and of all that one message asks for. */
const LONGEST_RESULT = 60_000;
const LONGEST_RESULTS = 240_000;
/** Calls of one message that are answered: whoever wants more has to see what these gave. */
const MOST_CALLS = 24;
/** Characters of what a tool is given; a whole plan of a large change has about 60,000. */
const LONGEST_INPUT = 300_000;

/**
 * Answers the calls of one message, in their order: each gets a result, because a conversation in which a call has none is
 * refused. What is read is a live line; what is wrong goes back in words.
 */
export async function answers(
  scope: RunScope,
  ports: AnsweringPorts,
  task: AnsweredPhase,
  calls: readonly Call[],
): Promise<{ readonly results: readonly Anthropic.ToolResultBlockParam[]; readonly done: boolean }> {
  const results: Anthropic.ToolResultBlockParam[] = [];
  let done = false;
  let left = LONGEST_RESULTS;
  // One after another: what is handed in counts in the order in which it was said.
  for (const [n, call] of calls.entries()) {
    const given = n < MOST_CALLS ? await scope.until(answer(scope, ports, task, call)) : TOO_MANY;
    done ||= given.done === true;
    const text = shortenedTo(Math.max(left, 0), given.text);
    left -= text.length;
    results.push({
      type: 'tool_result',
      tool_use_id: call.id,
      content: text,
      ...(given.wrong ? { is_error: true } : {}),
    });
  }
  return { results, done };
}

const TOO_MANY: Given = {
  text: `Not answered: at most ${MOST_CALLS} calls are, in one message.`,
  wrong: true,
};

function shortenedTo(most: number, text: string): string {
  const end = text.length - most;
  return end <= 0 || text.length < SHORT
    ? text
    : `${text.slice(0, most)}\n… ${end} characters more: ask for less.`;
}

/** An answer of so few characters is never cut. */
const SHORT = 1_000;

async function answer(
  scope: RunScope,
  ports: AnsweringPorts,
  task: AnsweredPhase,
  call: Call,
): Promise<Given> {
  if ('malformed' in call)
    return {
      text: `The input of ${call.name.slice(0, 80)} was no JSON object: ${call.malformed.slice(0, 200)}`,
      wrong: true,
    };
  const size = JSON.stringify(call.input).length;
  if (size > LONGEST_INPUT)
    return { text: `Not taken: ${size} characters, of which ${LONGEST_INPUT} are allowed.`, wrong: true };
  const handIn = task.handIns.find(h => h.name === call.name);
  if (handIn) return taken(handIn, call.input);
  const reading = ports.readings.find(t => t.name === call.name);
  if (!reading) return { text: `There is no tool “${call.name.slice(0, 80)}” in this phase.`, wrong: true };
  const prepared = reading.prepare(call.input);
  if ('wrong' in prepared) return { text: prepared.wrong, wrong: true };
  const { verb, object } = prepared.activity;
  const shown = ports.outgoing.text(safeLine(object).slice(0, 160), 'a question of the model');
  scope.emit({ type: 'ActivityNoted', activity: { phase: task.phase, verb, object: shown } });
  try {
    const text = await prepared.run(ports.tools);
    const clean = ports.outgoing.text(text, object);
    return { text: shortenedTo(LONGEST_RESULT, clean) };
  } catch (error) {
    return { text: `It could not be read: ${wordsOf(error)}`, wrong: true };
  }
}

/** What is handed in and cannot be worked with goes back with the reason: the session does not end for it. */
async function taken(handIn: HandIn, input: Readonly<Record<string, unknown>>): Promise<Given> {
  try {
    return await handIn.take(input);
  } catch (error) {
    if (error instanceof Cancelled) throw error;
    return { text: `It could not be taken: ${wordsOf(error)}`, wrong: true };
  }
}

const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

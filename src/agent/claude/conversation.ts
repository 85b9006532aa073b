import type Anthropic from '@anthropic-ai/sdk';
import type { Phase, Steer } from '../../domain/index.ts';
import type { Failure } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';
import type { RunScope } from '../local/channel.ts';
import type { Tool } from '../tools/index.ts';
import { type AnsweringPorts, answers, type HandIn } from './answering.ts';
import { type Purse, weighed } from './budget.ts';
import type { PageRead } from './evidence.ts';
import { HAND_INS, type HandInName, type HandInSpec } from './hand-in-specs.ts';
import { neverWhole, noResult, refused, tooLong } from './no-result.ts';
import type { Outgoing } from './outgoing.ts';
import type { Pricing } from './prices.ts';
import { withoutOldResults } from './shorten.ts';
import { pagesIn, WEB_TOOLS, webActivities } from './web.ts';
import type { AssembledMessage, Tokens } from './wire/assemble.ts';
import type { WireFailure } from './wire/failures.ts';
import type { ModelChoice } from './wire/models.ts';
import { givenUp, RETRIES, type RetryPolicy, waitBefore } from './wire/retry.ts';
import { hostOf, streamTurn, type TurnEnd, type TurnOutput, type Wire } from './wire/turn.ts';

export type { HandIn } from './answering.ts';

/** A model that speaks, and what it can do. */
export interface Speaker extends ModelChoice {
  /** Parameters that the server refused for it: they are not sent again. */
  readonly dropped: Set<string>;
}

/** A conversation with one model. */
export interface Talk {
  readonly speaker: Speaker;
  /** The same for a whole session: it is what a cache keeps. */
  readonly system: string;
  readonly messages: Anthropic.MessageParam[];
  /** What was said of the server already. */
  readonly told: Set<string>;
  /** What the person said while it worked, by its id. */
  readonly heard: Map<string, string>;
}

export interface TalkPorts extends AnsweringPorts {
  /** What can be handed in for the goal's kind; absent: what every kind takes. */
  readonly handInSpecs?: readonly HandInSpec[];
  readonly wire: Wire;
  readonly purse: Purse;
  /** Absent: no price is known. */
  readonly pricing?: Pricing | undefined;
  readonly retries?: RetryPolicy;
  readonly random: () => number;
  /** Pages whose text came in with an answer: they can be cited from now on. */
  readonly onPages?: (pages: readonly PageRead[]) => void;
  /** What the person said meanwhile and no model has heard. */
  readonly steers?: (() => readonly Steer[]) | undefined;
}

export interface PhaseTask {
  readonly phase: Phase;
  readonly handIns: readonly HandIn[];
  /** Which of them ends the phase; the model is reminded of it. */
  readonly last: HandInName;
  readonly mostTurns: number;
}

export type PhaseEnd =
  | { readonly kind: 'done' }
  /** A budget is used up: what was handed in until then stands. */
  | { readonly kind: 'spent'; readonly why: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

const MOST_REMINDERS = 2;
const MOST_PAUSES = 8;

/**
 * Lets the model work on one phase until it hands in the last thing, a budget ends, or it fails. The conversation grows
 * in `talk.messages`; each reading is a live line. Nothing that the model says here runs or writes anything.
 */
export async function converse(
  scope: RunScope,
  ports: TalkPorts,
  talk: Talk,
  task: PhaseTask,
): Promise<PhaseEnd> {
  let reminders = 0;
  let pauses = 0;
  const { speaker } = talk;
  let maxTokens = speaker.maxTokens;
  for (let turn = 0; turn < task.mostTurns; turn++) {
    const spent = ports.purse.empty(task.phase);
    if (spent !== undefined) return { kind: 'spent', why: spent };
    hear(scope, ports, talk);
    const end = await ask(scope, ports, talk, task, maxTokens);
    if (end.kind === 'broken') return { kind: 'failed', failure: end.failure };
    const { message } = end;
    webSeen(scope, ports, task, message.content);
    switch (message.stop) {
      case 'refusal':
        return { kind: 'failed', failure: refused(message) };
      case 'model_context_window_exceeded':
        if (!shortened(scope, talk)) return { kind: 'failed', failure: tooLong() };
        continue;
      case 'max_tokens':
        // What was cut off is no answer: it is asked for once more, with room.
        if (maxTokens >= speaker.mostTokens) return { kind: 'failed', failure: neverWhole(maxTokens) };
        maxTokens = speaker.mostTokens;
        scope.emit({
          type: 'NoticeRaised',
          text: `The model's answer was cut off at ${speaker.maxTokens} tokens; it is asked for again with room for ${maxTokens}.`,
        });
        continue;
      case 'pause_turn':
      case 'end_turn':
      case 'stop_sequence':
      case 'tool_use': {
        maxTokens = speaker.maxTokens;
        // Said and answered are kept together: a call without its result would spoil all that comes later.
        const keep = (): void => {
          // A text without a letter is taken from nobody, not even from who said it.
          const content = message.content.filter(b => b.type !== 'text' || b.text.trim() !== '');
          if (content.length > 0) turnOf(talk, 'assistant', content);
        };
        if (message.stop === 'pause_turn' && message.calls.length === 0) {
          if (++pauses > MOST_PAUSES) return { kind: 'failed', failure: noResult(task) };
          keep();
          continue;
        }
        if (message.calls.length === 0) {
          keep();
          if (++reminders > MOST_REMINDERS) return { kind: 'failed', failure: noResult(task) };
          say(talk, [
            {
              type: 'text',
              text: `Nothing was handed in. Go on, and end this phase by calling ${task.last}.`,
            },
          ]);
          continue;
        }
        const { results, done } = await answers(scope, ports, task, message.calls);
        keep();
        say(talk, results);
        tellHidden(scope, ports.outgoing);
        if (done) return { kind: 'done' };
      }
    }
  }
  return { kind: 'failed', failure: noResult(task) };
}

/** Adds what the person said meanwhile to the turn that is sent next; each is said once. */
function hear(scope: RunScope, { steers, outgoing }: TalkPorts, talk: Talk): void {
  // A turn of the model that goes on is not interrupted: it would have to begin anew.
  if (talk.messages.at(-1)?.role === 'assistant') return;
  const heard = (steers?.() ?? []).filter(s => !talk.heard.has(s.id));
  if (heard.length === 0) return;
  for (const { id, text } of heard) talk.heard.set(id, text);
  const said = heard.map(s => `said:${s.id}: ${s.text}`).join('\n');
  say(talk, [
    {
      type: 'text',
      text: outgoing.text(`The person says meanwhile:\n\n<said>\n${said}\n</said>`, 'what you typed'),
    },
  ]);
  scope.emit({ type: 'SteersTaken', steerIds: heard.map(s => s.id), by: 'run' });
}

/** What the server itself looked up: seen as any other reading, and there to be cited. */
function webSeen(
  scope: RunScope,
  ports: TalkPorts,
  { phase }: PhaseTask,
  content: AssembledMessage['content'],
): void {
  for (const { verb, object } of webActivities(content))
    scope.emit({ type: 'ActivityNoted', activity: { phase, verb, object: safeLine(object).slice(0, 160) } });
  const pages = pagesIn(content);
  if (pages.length > 0) ports.onPages?.(pages);
}

/** Adds to the last turn of the person, or begins one. */
export function say(talk: Talk, content: readonly Anthropic.ContentBlockParam[]): void {
  turnOf(talk, 'user', content);
}

/** Roles take turns: what follows on the same role belongs to its last turn. */
function turnOf(
  talk: Talk,
  role: 'user' | 'assistant',
  content: readonly Anthropic.ContentBlockParam[],
): void {
  const last = talk.messages.at(-1);
  if (last?.role === role && Array.isArray(last.content)) last.content.push(...content);
  else talk.messages.push({ role, content: [...content] });
}

/** One request, sent again as often as its failure allows; each wait is told and can be cancelled. */
async function ask(
  scope: RunScope,
  ports: TalkPorts,
  talk: Talk,
  task: PhaseTask,
  maxTokens: number,
): Promise<TurnEnd> {
  const policy = ports.retries ?? RETRIES;
  const host = hostOf(ports.wire.endpoint.baseUrl);
  for (let tried = 1; ; ) {
    const end = await turn(scope, ports, talk, task, maxTokens);
    paid(scope, ports, talk, task, end.kind === 'complete' ? end.message.tokens : end.tokens);
    if (scope.signal.aborted) await scope.breathe();
    if (end.kind === 'complete') {
      if (end.inOnePiece)
        tellOnce(scope, talk, `${host} does not stream: each answer comes when it is whole.`);
      return end;
    }
    const { failure } = end;
    if (failure.kind === 'bad-request' && dropped(scope, talk, failure)) continue;
    if (failure.kind === 'too-large' && shortened(scope, talk)) continue;
    const wait = waitBefore(failure, tried, policy, ports.random);
    if (wait === undefined) return { ...end, failure: givenUp(failure, tried) };
    tried++;
    await waited(scope, task.phase, failure, wait, tried, policy.tries);
  }
}

/** What was counted is paid for, also of an answer that broke off. */
function paid(
  scope: RunScope,
  { purse, pricing }: TalkPorts,
  { speaker }: Talk,
  { phase }: PhaseTask,
  tokens: Tokens,
): void {
  if (weighed(tokens) === 0) return;
  purse.spend(phase, tokens);
  const { id: model } = speaker;
  scope.emit({ type: 'TokensSpent', phase, model, tokens, ...pricing?.(model, tokens) });
}

async function turn(
  scope: RunScope,
  ports: TalkPorts,
  talk: Talk,
  task: PhaseTask,
  maxTokens: number,
): Promise<TurnEnd> {
  const host = hostOf(ports.wire.endpoint.baseUrl);
  const stream = streamTurn(ports.wire, bodyOf(talk, ports, maxTokens), scope.signal);
  for (;;) {
    const next = await stream.next();
    if (next.done) return next.value;
    live(scope, task, next.value, host);
  }
}

/** What is being written when a call comes, in words; a reading has its own line once it is done. */
const ASKING: Readonly<Record<HandInName, string>> = {
  record_finding: 'Writing down a finding',
  ask_question: 'Writing a question',
  finish_phase: 'Closing the phase',
  submit_plan: 'Writing the plan',
  raise_objection: 'Writing an objection',
  edit_plan: 'Changing the plan',
};

function asking(name: string): string {
  const known = Object.entries(ASKING).find(([one]) => one === name)?.[1];
  return known ?? `Asking to look: ${safeLine(name).replaceAll('_', ' ').slice(0, 40)}`;
}

/** What the person sees while it comes. */
function live(scope: RunScope, { phase, handIns }: PhaseTask, output: TurnOutput, host: string): void {
  switch (output.type) {
    case 'text':
    case 'thinking':
      scope.emit({ type: 'Progress', phase, text: output.type === 'text' ? 'Writing' : 'Thinking' });
      return;
    case 'calling':
      scope.emit({ type: 'Progress', phase, text: asking(output.name) });
      return;
    case 'quiet':
      scope.emit({
        type: 'Progress',
        phase,
        text: `Nothing from ${host} for ${Math.round(output.ms / 1000)} s`,
      });
      return;
    case 'input':
      handIns.find(h => h.name === output.name)?.watch?.(output.json);
      return;
    case 'tokens':
    case 'block':
      return;
  }
}

function bodyOf(
  { speaker, system, messages }: Talk,
  { readings, handInSpecs = HAND_INS }: Pick<TalkPorts, 'readings' | 'handInSpecs'>,
  maxTokens: number,
): Anthropic.MessageCreateParamsStreaming {
  const allowed = (name: string): boolean => !speaker.dropped.has(name);
  const cached = allowed('cache_control') ? { cache_control: { type: 'ephemeral' as const } } : {};
  const toolOf = ({
    name,
    description,
    schema,
  }: Pick<Tool, 'name' | 'description' | 'schema'>): Anthropic.Tool => ({
    name,
    description,
    input_schema: { ...schema, type: 'object' },
    ...(speaker.strict && allowed('tools') ? { strict: true } : {}),
  });
  return {
    model: speaker.id,
    max_tokens: maxTokens,
    stream: true,
    system: [{ type: 'text', text: system, ...cached }],
    messages,
    // The same tools in every request: they are the beginning of what is cached.
    tools: [
      ...readings.map(toolOf),
      ...(speaker.web && allowed('web') ? WEB_TOOLS : []),
      ...handInSpecs.map(toolOf),
    ],
    ...cached,
    ...(speaker.thinking && allowed('thinking') ? { thinking: { type: 'adaptive' } } : {}),
  };
}

export function tellOnce(scope: RunScope, { told }: Pick<Talk, 'told'>, text: string): void {
  if (told.has(text)) return;
  told.add(text);
  scope.emit({ type: 'NoticeRaised', text });
}

/** Leaves out a parameter that the server named, once, and says so. */
function dropped(scope: RunScope, { speaker }: Talk, { parameter, message }: WireFailure): boolean {
  const sent = new Map([
    ['cache_control', true],
    ['thinking', speaker.thinking],
    ['tools', speaker.strict],
    ['web', speaker.web],
  ]);
  if (parameter === undefined || !sent.get(parameter) || speaker.dropped.has(parameter)) return false;
  speaker.dropped.add(parameter);
  scope.emit({
    type: 'NoticeRaised',
    text: `Sent again without \`${parameter}\`, which the server does not take. ${message}`,
  });
  return true;
}

function shortened(scope: RunScope, talk: Talk): boolean {
  const left = withoutOldResults(talk.messages);
  if (left === 0) return false;
  scope.emit({
    type: 'NoticeRaised',
    text: `The conversation became too long for the model: ${left} older readings were taken out of it; what they found is kept.`,
  });
  return true;
}

async function waited(
  scope: RunScope,
  phase: Phase,
  failure: WireFailure,
  ms: number,
  tried: number,
  tries: number,
): Promise<void> {
  const seconds = Math.max(1, Math.round(ms / 1000));
  scope.emit({
    type: 'Progress',
    phase,
    text: `Try ${tried} of ${tries} in ${seconds} s. ${failure.message}`,
  });
  let timer: NodeJS.Timeout | undefined;
  try {
    await scope.until(
      new Promise<void>(done => {
        timer = setTimeout(done, ms);
      }),
    );
  } finally {
    clearTimeout(timer);
  }
}

/** Says what was hidden of what leaves since it was last said. */
export function tellHidden(scope: RunScope, outgoing: Outgoing): void {
  const text = outgoing.notice();
  if (text !== undefined) scope.emit({ type: 'NoticeRaised', text });
}

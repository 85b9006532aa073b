import type { GoalKind, Phase } from '../../domain/index.ts';
import type { FactNeeds, PlanFacts } from '../../plan/facts.ts';
import type { CheckReport, Plan } from '../../plan/model.ts';
import type { ActiveSession } from '../../session/state.ts';
import type { Clock } from '../../shared/clock.ts';
import type { Failure, Result } from '../../shared/result.ts';
import type { RunScope } from '../local/channel.ts';
import type { LookPorts } from '../local/look.ts';
import type { RunRequest } from '../port.ts';
import { READING_TOOLS, type ToolPorts } from '../tools/index.ts';
import type { Budget, Purse } from './budget.ts';
import {
  converse,
  type HandIn,
  type PhaseEnd,
  type Speaker,
  say,
  type Talk,
  type TalkPorts,
} from './conversation.ts';
import type { EvidencePorts, PageRead } from './evidence.ts';
import { type HandInName, handInsFor } from './hand-in-specs.ts';
import type { Outgoing } from './outgoing.ts';
import type { Pricing } from './prices.ts';
import { prompt } from './prompts.ts';
import type { ModelChoice } from './wire/models.ts';
import type { RetryPolicy } from './wire/retry.ts';
import type { Wire } from './wire/turn.ts';

export interface ClaudePlannerPorts extends LookPorts, ToolPorts {
  readonly wire: Wire;
  /** Asked at the first run of a session in each phase; failure is told to the person, and so are `notices`, once. */
  readonly model: (
    signal: AbortSignal,
    phase: Phase,
  ) => Promise<Result<ModelChoice & { readonly notices?: readonly string[] }>>;
  /** The model that somebody named for a phase; it may change between two runs. Absent: nobody ever names one. */
  readonly wished?: (phase: Phase) => string | undefined;
  readonly clock: Clock;
  readonly random: () => number;
  /** What the checks say of a plan, before the person sees it. */
  readonly check: (plan: Plan, markdown: string) => Promise<CheckReport>;
  /** What is so of the things that a plan names, before it is whole; absent: only files are looked at then. */
  readonly facts?: (needs: FactNeeds) => Promise<PlanFacts>;
  /** What an answer costs; absent: no price is known. */
  readonly pricing?: Pricing;
  readonly budget?: Budget;
  /** Most tokens of a session, where the person set it: phases get the same shares of it. */
  readonly tokens?: number | undefined;
  /** As the project's own file says: it only ever makes it less. */
  readonly projectTokens?: number | undefined;
  readonly retries?: RetryPolicy;
}

const MOST_TURNS: Readonly<Record<Phase, number>> = { research: 30, analysis: 40, planning: 20 };

/** What a session's conversation needs to go on. */
export interface Thread {
  /** With the model of the last phase. */
  talk: Talk;
  /** Models that were asked for, by phase and by what was wished for it. */
  readonly speakers: Map<string, Speaker>;
  readonly purse: Purse;
  readonly outgoing: Outgoing;
  readonly pages: PageRead[];
}

/** A failure that ends a run. */
export class Failed extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export interface Desk {
  readonly ports: ClaudePlannerPorts;
  readonly thread: Thread;
  readonly scope: RunScope;
  readonly talkPorts: TalkPorts;
  readonly evidence: EvidencePorts;
}

export function deskFor(
  ports: ClaudePlannerPorts,
  session: ActiveSession,
  scope: RunScope,
  thread: Thread,
  steers?: RunRequest['steers'],
): Desk {
  const { map, files, playbooks, packageFacts, packageWays } = ports;
  const { about, kind } = session.goal;
  const { ci } = ports;
  const tools: ToolPorts = {
    map,
    files,
    playbooks,
    research: ports.research,
    ...(packageFacts ? { packageFacts } : {}),
    ...(packageWays ? { packageWays } : {}),
    ...(ci && kind === 'ci-fix' && about !== undefined
      ? {
          ciRun: async () => {
            const read = await ci.read(about, session.sessionId, scope.signal);
            return read.ok ? read.value : undefined;
          },
        }
      : {}),
  };
  const { clean, commit } = session.project;
  return {
    ports,
    thread,
    scope,
    talkPorts: {
      wire: ports.wire,
      tools,
      readings: READING_TOOLS,
      handInSpecs: handInsFor(kind),
      outgoing: thread.outgoing,
      purse: thread.purse,
      pricing: ports.pricing,
      random: ports.random,
      steers,
      onPages: pages => void thread.pages.push(...pages),
      ...(ports.retries ? { retries: ports.retries } : {}),
    },
    evidence: {
      ...tools,
      commit: clean === false ? undefined : commit,
      pages: () => thread.pages,
      today: new Date(ports.clock.now()).toISOString().slice(0, 10),
    },
  };
}

/** Lets the model work; a budget that is used up ends research and analysis early, with what there is. */
export async function phaseOf(
  desk: Desk,
  phase: Phase,
  handIns: readonly HandIn[],
  last: HandInName,
): Promise<PhaseEnd> {
  const ended = await converse(desk.scope, desk.talkPorts, desk.thread.talk, {
    phase,
    handIns,
    last,
    mostTurns: MOST_TURNS[phase],
  });
  if (ended.kind === 'failed') throw new Failed(ended.failure);
  if (ended.kind === 'spent')
    desk.scope.emit({
      type: 'NoticeRaised',
      text: `${ended.why[0]?.toUpperCase()}${ended.why.slice(1)}: ${phase} ends here, with what was found until now.`,
    });
  return ended;
}

export function sayPrompt({ thread }: Desk, text: string, from: string): void {
  say(thread.talk, [{ type: 'text', text: thread.outgoing.text(text, from) }]);
}

/** Kinds of goal that a conversation knows the needs of, by its messages: another model begins with none. */
const kindsSaid = new WeakMap<Talk['messages'], Set<GoalKind>>();

/** Says what the goal's kind needs beyond a plan for a feature, once a conversation. */
export function sayKind(desk: Desk, kind: GoalKind): void {
  const { messages } = desk.thread.talk;
  const said = kindsSaid.get(messages) ?? new Set();
  if (kind === 'feature' || said.has(kind)) return;
  kindsSaid.set(messages, said.add(kind));
  sayPrompt(desk, prompt(`kinds/${kind}`), 'what the kind of goal needs');
}

export function spent(ended: PhaseEnd): Failure {
  const why = ended.kind === 'spent' ? ended.why : 'the model handed in no plan';
  return {
    kind: 'budget',
    message: `No plan was made: ${why}.`,
    next: 'Raise limits.tokens in your settings, or go on with the local planner: everything is kept.',
  };
}

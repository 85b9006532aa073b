import * as z from 'zod';
import {
  Activity,
  Answer,
  DesignAxis,
  Feedback,
  Finding,
  Goal,
  Impact,
  Objection,
  Phase,
  Precedent,
  Question,
  Steer,
} from '../domain/index.ts';
import { CheckReport, Revision } from '../plan/model.ts';

/** What the project looked like when the session began. */
export const ProjectFacts = z.object({
  /** Absolute path of the project's root; never printed into a plan. */
  root: z.string(),
  name: z.string(),
  branch: z.string().optional(),
  commit: z.string().optional(),
  clean: z.boolean().optional(),
  git: z.boolean(),
});
export type ProjectFacts = z.infer<typeof ProjectFacts>;

export const PlannerChoice = z.object({
  engine: z.enum(['local', 'claude']),
  model: z.string().optional(),
  /** Which and why, in one sentence for the screen. */
  why: z.string(),
  /** What leaves this machine in this run, in three words or so; absent: nothing does. */
  leaves: z.string().optional(),
  /** The person chose it for this very session: it stays when the session is opened again. */
  forSession: z.literal(true).optional(),
});
export type PlannerChoice = z.infer<typeof PlannerChoice>;

/**
 * `research`: read, analyse, raise questions. `draft`: write the first revision. `revise`: make the next one. `criticise`:
 * read the newest against itself, and change nothing.
 */
export const RunKind = z.enum(['research', 'draft', 'revise', 'criticise']);
export type RunKind = z.infer<typeof RunKind>;

export const SessionFailure = z.object({
  kind: z.string(),
  message: z.string(),
  next: z.string().optional(),
});
export type SessionFailure = z.infer<typeof SessionFailure>;

export const MapCounts = z.object({
  files: z.number().int(),
  symbols: z.number().int(),
  languages: z.array(z.string()),
  skipped: z.number().int(),
});
export type MapCounts = z.infer<typeof MapCounts>;

/** Tokens that a model counted for what it was sent and what it said. */
export const Tokens = z.object({
  /** Neither read from the server's cache nor written to it. */
  input: z.number().int().nonnegative(),
  output: z.number().int().nonnegative(),
  cacheRead: z.number().int().nonnegative(),
  cacheWrite: z.number().int().nonnegative(),
});
export type Tokens = z.infer<typeof Tokens>;

/** Durable facts. Every one is logged and replayable; folding them gives the session. Times in ms since the epoch. */
export const SessionEvent = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('SessionStarted'),
    at: z.number(),
    sessionId: z.string(),
    project: ProjectFacts,
    goal: Goal,
    planner: PlannerChoice,
  }),
  z.object({ type: z.literal('GoalChanged'), at: z.number(), goal: Goal }),
  /** Another planner, or the same on other terms, works from the next Run on. */
  z.object({ type: z.literal('PlannerChanged'), at: z.number(), planner: PlannerChoice }),
  z.object({
    type: z.literal('RunStarted'),
    at: z.number(),
    runId: z.string(),
    kind: RunKind,
    basedOn: z.number().int().optional(),
  }),
  z.object({ type: z.literal('PhaseStarted'), at: z.number(), phase: Phase, budgetMs: z.number() }),
  z.object({ type: z.literal('PhaseEnded'), at: z.number(), phase: Phase }),
  z.object({ type: z.literal('ActivityNoted'), at: z.number(), activity: Activity }),
  z.object({ type: z.literal('MapBuilt'), at: z.number(), counts: MapCounts }),
  z.object({ type: z.literal('FindingRecorded'), at: z.number(), finding: Finding }),
  z.object({
    type: z.literal('ImpactRanked'),
    at: z.number(),
    impacts: z.array(Impact),
    precedents: z.array(Precedent),
  }),
  z.object({ type: z.literal('QuestionRaised'), at: z.number(), question: Question }),
  z.object({ type: z.literal('QuestionAnswered'), at: z.number(), answer: Answer }),
  z.object({ type: z.literal('AnswersSubmitted'), at: z.number() }),
  z.object({ type: z.literal('FeedbackGiven'), at: z.number(), feedback: Feedback }),
  z.object({ type: z.literal('FeedbackWithdrawn'), at: z.number(), feedbackId: z.string() }),
  z.object({ type: z.literal('ObjectionRaised'), at: z.number(), objection: Objection }),
  z.object({
    type: z.literal('ObjectionJudged'),
    at: z.number(),
    objectionId: z.string(),
    verdict: z.enum(['accepted', 'rejected']),
  }),
  z.object({ type: z.literal('SteerGiven'), at: z.number(), steer: Steer }),
  /** `run`: the model heard them; `feedback`: they came too late for the Run, and wait as feedback on what it drafted. */
  z.object({
    type: z.literal('SteersTaken'),
    at: z.number(),
    steerIds: z.array(z.string()),
    by: z.enum(['run', 'feedback']),
  }),
  z.object({
    type: z.literal('RevisionDrafted'),
    at: z.number(),
    approachId: z.string(),
    approachTitle: z.string(),
    /** Where it parts from the other approach; absent where there is one approach. */
    axis: DesignAxis.optional(),
    revision: Revision,
  }),
  /** Of two approaches this one is worked on and approved from now on; the other stays as it was. */
  z.object({ type: z.literal('ApproachTaken'), at: z.number(), approachId: z.string() }),
  /** A revision by the person's hands: edited, restored, or read from its file. */
  z.object({
    type: z.literal('RevisionWritten'),
    at: z.number(),
    approachId: z.string(),
    revision: Revision,
  }),
  z.object({
    type: z.literal('PlanChecked'),
    at: z.number(),
    approachId: z.string(),
    revision: z.number().int(),
    report: CheckReport,
  }),
  z.object({
    type: z.literal('RevisionApproved'),
    at: z.number(),
    approachId: z.string(),
    revision: z.number().int(),
    /** Why it was approved in spite of failing checks. */
    override: z.string().optional(),
  }),
  z.object({
    type: z.literal('PlanPublished'),
    at: z.number(),
    approachId: z.string(),
    revision: z.number().int(),
    path: z.string(),
    latest: z.string(),
    /** The plan that it replaces. */
    supersedes: z.string().optional(),
  }),
  z.object({ type: z.literal('PublishFailed'), at: z.number(), failure: SessionFailure }),
  z.object({
    type: z.literal('RunStopped'),
    at: z.number(),
    runId: z.string(),
    reason: z.enum(['done', 'cancelled', 'failed', 'interrupted']),
    failure: SessionFailure.optional(),
  }),
  /** One answer of a model, whole or cut off: it is paid for. `usd` by the price table, where it knows the model. */
  z.object({
    type: z.literal('TokensSpent'),
    at: z.number(),
    phase: Phase,
    model: z.string(),
    tokens: Tokens,
    usd: z.number().nonnegative().optional(),
    /** Where the price is from: the date of the table (`2026-10-24`), or `your settings`. */
    pricesOf: z.string().optional(),
  }),
  /** Something the person has to know: a skipped file, hidden secrets, a fallback. */
  z.object({ type: z.literal('NoticeRaised'), at: z.number(), text: z.string() }),
  z.object({ type: z.literal('SessionClosed'), at: z.number() }),
]);
export type SessionEvent = z.infer<typeof SessionEvent>;

type WithoutTime<T> = T extends unknown ? Omit<T, 'at'> : never;

/** What a Run yields: durable events without their time (the store stamps them), and live signals that are never logged. */
export type AgentSignal = {
  readonly type: 'Progress';
  readonly phase: Phase;
  readonly text: string;
  readonly done?: number;
  readonly total?: number;
};
export type AgentEvent = WithoutTime<
  Extract<
    SessionEvent,
    {
      type:
        | 'PhaseStarted'
        | 'PhaseEnded'
        | 'ActivityNoted'
        | 'MapBuilt'
        | 'FindingRecorded'
        | 'ImpactRanked'
        | 'QuestionRaised'
        | 'SteersTaken'
        | 'ObjectionRaised'
        | 'RevisionDrafted'
        | 'NoticeRaised'
        | 'TokensSpent'
        | 'RunStopped';
    }
  >
>;
export type AgentOutput = AgentEvent | AgentSignal;

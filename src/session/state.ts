import type {
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
import type { CheckReport, Revision } from '../plan/model.ts';
import type { MapCounts, PlannerChoice, ProjectFacts, RunKind, SessionFailure, Tokens } from './events.ts';

export interface PhaseState {
  readonly phase: Phase;
  readonly startedAt: number;
  readonly endedAt?: number;
  readonly budgetMs: number;
}

export interface Run {
  readonly id: string;
  readonly kind: RunKind;
  readonly startedAt: number;
  readonly basedOn?: number | undefined;
  /** How many pieces of feedback the session held when the Run began. */
  readonly feedbackSeen: number;
  /** The answers as they stood when the Run began. */
  readonly answersSeen: Readonly<Record<string, Answer>>;
  readonly stopped?: {
    readonly at: number;
    readonly reason: 'done' | 'cancelled' | 'failed' | 'interrupted';
    readonly failure?: SessionFailure | undefined;
  };
}

export interface CheckedRevision {
  readonly revision: Revision;
  readonly report?: CheckReport;
  /** What the person had said when it was made: to restore it is to go back to that. */
  readonly said: {
    readonly feedback: readonly Feedback[];
    readonly answers: Readonly<Record<string, Answer>>;
  };
}

export interface JudgedObjection extends Objection {
  /** Absent: the person has not decided. */
  readonly verdict?: 'accepted' | 'rejected';
}

export interface SteerState extends Steer {
  readonly givenAt: number;
  /** Absent: it waits for the next turn of a model. */
  readonly taken?: { readonly at: number; readonly by: 'run' | 'feedback' };
}

/** A candidate strategy with its revisions, oldest first; one for `/plan`, two for `/plan:two`. */
export interface ApproachState {
  readonly id: string;
  readonly title: string;
  /** Where it parts from the other approach. */
  readonly axis?: DesignAxis | undefined;
  readonly revisions: readonly CheckedRevision[];
}

export interface Spent {
  readonly tokens: Tokens;
  /** The model that answered last. */
  readonly model: string;
  /** As far as the price of each model is known; absent where none is. */
  readonly usd?: number | undefined;
  /** Where the newest price is from: the date of a table, or `your settings`. */
  readonly pricesOf?: string | undefined;
  /** Some of the tokens have no known price. */
  readonly unpriced: boolean;
}

export interface Published {
  readonly approachId: string;
  readonly revision: number;
  readonly path: string;
  readonly latest: string;
  readonly supersedes?: string | undefined;
}

/** The folded session. Everything on the screen is derived from this and from live signals. */
export type SessionState = { readonly kind: 'empty' } | ActiveSession;

export interface ActiveSession {
  readonly kind: 'active';
  readonly sessionId: string;
  readonly startedAt: number;
  readonly project: ProjectFacts;
  readonly planner: PlannerChoice;
  /** Another planner takes over what the last Run left: its research adds to what was found. */
  readonly handedOver: boolean;
  readonly goal: Goal;
  /** Earlier goals of this session, oldest first (`/plan` with new requirements). */
  readonly earlierGoals: readonly Goal[];
  readonly runs: readonly Run[];
  readonly phases: readonly PhaseState[];
  readonly activities: readonly Activity[];
  readonly map?: MapCounts;
  readonly findings: readonly Finding[];
  readonly impacts: readonly Impact[];
  readonly precedents: readonly Precedent[];
  readonly questions: readonly Question[];
  readonly answers: Readonly<Record<string, Answer>>;
  /** Whether the round of questions was submitted. */
  readonly submitted: boolean;
  readonly feedback: readonly Feedback[];
  /** How many pieces of `feedback` the newest revision answers; the rest waits for `regenerate`. */
  readonly feedbackApplied: number;
  /** What adverse readings held against revisions, oldest first. */
  readonly objections: readonly JudgedObjection[];
  /** What was said while Runs worked, oldest first. */
  readonly steers: readonly SteerState[];
  readonly approaches: readonly ApproachState[];
  /** Which of two approaches the person took. */
  readonly taken?: string;
  readonly approval?: {
    readonly approachId: string;
    readonly revision: number;
    readonly at: number;
    readonly override?: string | undefined;
  };
  readonly published?: Published;
  readonly publishFailure?: SessionFailure;
  readonly notices: readonly string[];
  /** What models counted in this session; absent where none was used. */
  readonly spent?: Spent;
  readonly closed: boolean;
}

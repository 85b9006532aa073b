import type { Feedback, Steer } from '../domain/index.ts';
import type { AgentOutput, RunKind } from '../session/events.ts';
import type { FeedbackPreview } from '../session/ports.ts';
import type { ActiveSession } from '../session/state.ts';
import type { Result } from '../shared/result.ts';

export interface RunRequest {
  readonly runId: string;
  readonly kind: RunKind;
  /** The session as it stood when the Run began: goal, findings, answers, feedback, revisions. */
  readonly session: ActiveSession;
  readonly signal: AbortSignal;
  /** What the person has said to Runs until now and no model has heard, asked at each turn. */
  readonly steers?: () => readonly Steer[];
  /** Says something to the Run in the person's stead: what they had said where this Run is a replay. */
  readonly sayAgain?: (text: string) => void;
}

export interface PreviewRequest {
  readonly session: ActiveSession;
  readonly feedback: Feedback;
  readonly signal: AbortSignal;
}

/**
 * A planner. `run` never throws and always ends in `RunStopped`; failure is data.
 * `research` reads, analyses and raises questions (and drafts revision 1 at once when nothing is asked);
 * `draft` and `revise` end with a `RevisionDrafted`.
 */
export interface Planner {
  readonly engine: 'local' | 'claude';
  run(request: RunRequest): AsyncIterable<AgentOutput>;
  /** What the next revision would do about a piece of feedback that nobody gave yet; absent where only a run can tell. */
  preview?(request: PreviewRequest): Promise<Result<FeedbackPreview>>;
}

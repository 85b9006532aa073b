import type { AgentOutput, RunKind } from '../session/events.ts';
import type { ActiveSession } from '../session/state.ts';

export interface RunRequest {
  readonly runId: string;
  readonly kind: RunKind;
  /** The session as it stood when the Run began: goal, findings, answers, feedback, revisions. */
  readonly session: ActiveSession;
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
}

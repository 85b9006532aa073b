import type { Feedback, Phase, Question } from '../domain/index.ts';
import type { CheckResult } from '../plan/model.ts';
import type {
  ActiveSession,
  ApproachState,
  CheckedRevision,
  JudgedObjection,
  PhaseState,
  Run,
  SteerState,
} from './state.ts';

/** The Run under way, if any. */
export function activeRun(state: ActiveSession): Run | undefined {
  const run = state.runs.at(-1);
  return run && !run.stopped ? run : undefined;
}

export function lastRun(state: ActiveSession): Run | undefined {
  return state.runs.at(-1);
}

/** The approach that feedback and approval speak of: the approved one, else the one that was taken, else the first. */
export function currentApproach(state: ActiveSession): ApproachState | undefined {
  const approved = state.approaches.find(a => a.id === state.approval?.approachId);
  return approved ?? state.approaches.find(a => a.id === state.taken) ?? state.approaches[0];
}

export function latestRevision(state: ActiveSession): CheckedRevision | undefined {
  return currentApproach(state)?.revisions.at(-1);
}

/** Questions of the round before the first draft, in the order in which they were raised. */
export function roundQuestions(state: ActiveSession): readonly Question[] {
  return state.questions.filter(q => q.asked === 'round');
}

export function unansweredRound(state: ActiveSession): readonly Question[] {
  return roundQuestions(state).filter(q => !state.answers[q.id]);
}

/** Answers given or changed since the last submission wait for `submit-answers`. */
export function answersWait(state: ActiveSession): boolean {
  return !state.submitted && state.questions.some(q => state.answers[q.id]);
}

/** The session waits for the person's answers: no Run, questions raised, nothing drafted from them yet. */
export function awaitsAnswers(state: ActiveSession): boolean {
  return (
    !activeRun(state) && !state.submitted && roundQuestions(state).length > 0 && !draftedSinceResearch(state)
  );
}

/** Whether the present research (the newest research Run) already led to a revision. */
function draftedSinceResearch(state: ActiveSession): boolean {
  const research = state.runs.findLastIndex(r => r.kind === 'research');
  return (
    state.runs.slice(research + 1).some(r => r.kind !== 'research') ||
    revisionsCount(state) > revisionsBefore(state)
  );
}

function revisionsCount(state: ActiveSession): number {
  return currentApproach(state)?.revisions.length ?? 0;
}

function revisionsBefore(state: ActiveSession): number {
  return state.runs.findLast(r => r.kind === 'research')?.basedOn ?? 0;
}

/** What is held against the newest revision, or an older one, and nobody has decided. */
export function openObjections(state: ActiveSession): readonly JudgedObjection[] {
  return state.objections.filter(o => o.verdict === undefined);
}

/** What was said to a Run and no model has heard yet. */
export function waitingSteers(state: ActiveSession): readonly SteerState[] {
  return state.steers.filter(s => !s.taken);
}

/** Feedback that no revision answers yet. */
export function waitingFeedback(state: ActiveSession): readonly Feedback[] {
  return state.feedback.slice(state.feedbackApplied);
}

export function failedChecks(checked: CheckedRevision): readonly CheckResult[] {
  return checked.report?.results.filter(r => r.verdict === 'failed') ?? [];
}

export function phaseOf(state: ActiveSession, phase: Phase): PhaseState | undefined {
  return state.phases.find(p => p.phase === phase);
}

/** A Run with a model came to nothing: the local planner can go on with what is there. */
export function offersLocal(state: ActiveSession): boolean {
  const stopped = lastRun(state)?.stopped;
  // A log that cannot be read is read by neither planner.
  if (stopped?.failure?.kind.startsWith('ci-')) return false;
  return state.planner.engine === 'claude' && stopped !== undefined && stopped.reason !== 'done';
}

/** Two approaches are there, and the person took none yet. */
export function comparing(state: ActiveSession): boolean {
  return state.approaches.length > 1 && state.taken === undefined;
}

/** Where the session stands, for the screen to show: one word, derived, never stored. */
export type SessionStage =
  | { readonly kind: 'working'; readonly run: Run }
  | { readonly kind: 'asking'; readonly questions: readonly Question[] }
  | { readonly kind: 'reviewing'; readonly checked: CheckedRevision }
  | { readonly kind: 'comparing'; readonly approaches: readonly ApproachState[] }
  | { readonly kind: 'stopped'; readonly run: Run }
  | { readonly kind: 'publishing'; readonly revision: number }
  | { readonly kind: 'published'; readonly path: string }
  | { readonly kind: 'idle' };

export function stage(state: ActiveSession): SessionStage {
  const run = activeRun(state);
  if (run) return { kind: 'working', run };
  const checked = latestRevision(state);
  const approvedNow = state.approval && checked && state.approval.revision === checked.revision.number;
  if (approvedNow && state.published?.revision === checked.revision.number)
    return { kind: 'published', path: state.published.path };
  if (approvedNow && !state.publishFailure) return { kind: 'publishing', revision: checked.revision.number };
  if (awaitsAnswers(state)) return { kind: 'asking', questions: roundQuestions(state) };
  const last = lastRun(state);
  if (
    last?.stopped &&
    last.stopped.reason !== 'done' &&
    !(checked && (last.kind === 'revise' || last.kind === 'criticise'))
  )
    return { kind: 'stopped', run: last };
  if (comparing(state)) return { kind: 'comparing', approaches: state.approaches };
  if (checked) return { kind: 'reviewing', checked };
  return last ? { kind: 'stopped', run: last } : { kind: 'idle' };
}

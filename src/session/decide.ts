import type { Answer, Goal, Question } from '../domain/index.ts';
import { assertNever } from '../shared/assert-never.ts';
import { err, type Failure, failure } from '../shared/result.ts';
import { adopted, edit, restore, take } from './by-hand.ts';
import type { Command, Effect } from './commands.ts';
import { accept, busy, type Decided, notTaken } from './decision.ts';
import type { PlannerChoice, RunKind, SessionEvent } from './events.ts';
import { evolve } from './evolve.ts';
import { goalProblem } from './goal.ts';
import { judge, steer, unheard } from './said.ts';
import {
  activeRun,
  answersWait,
  awaitsAnswers,
  comparing,
  currentApproach,
  failedChecks,
  lastRun,
  latestRevision,
  unansweredRound,
  waitingFeedback,
} from './selectors.ts';
import type { ActiveSession, SessionState } from './state.ts';

/** What `decide` needs of the world: the time in ms since the epoch. Ids are counted from the state. */
export interface DecideContext {
  readonly now: number;
}

/** Turns a wish into facts and work, or says why not. Pure. */
export function decide(state: SessionState, command: Command, context: DecideContext): Decided {
  if (command.type === 'start' || command.type === 'adopt') return start(state, command, context);
  if (state.kind === 'empty')
    return err(
      failure('no-session', `There is no session yet to “${command.type}” in.`, 'Give a goal first.'),
    );
  const at = context.now;
  switch (command.type) {
    case 'change-goal':
      return changeGoal(state, command.goal, at);
    case 'change-planner': {
      if (activeRun(state)) return err(busy());
      return accept(plannerChanged(state, command.planner, at));
    }
    case 'answer':
      return answer(state, command.answer, at);
    case 'submit-answers':
      return submitAnswers(state, command.rest, at);
    case 'give-feedback': {
      const text = command.text.trim();
      const latest = latestRevision(state);
      if (!text) return err(failure('empty-feedback', 'The feedback is empty.', 'Say what should change.'));
      if (!latest)
        return err(
          failure('no-revision', 'There is no plan yet to give feedback on.', 'Wait for the first draft.'),
        );
      if (comparing(state)) return err(notTaken());
      const id = `f${state.feedback.length + 1}-${at.toString(36)}`;
      const feedback = { id, text, target: command.target, revision: latest.revision.number };
      return accept([{ type: 'FeedbackGiven', at, feedback }]);
    }
    case 'steer':
      return steer(state, command.text.trim(), at);
    case 'withdraw-feedback': {
      if (!waitingFeedback(state).some(f => f.id === command.feedbackId))
        return err(
          failure(
            'unknown-feedback',
            'That feedback is not waiting: a revision already answers it.',
            'Give new feedback instead.',
          ),
        );
      return accept([{ type: 'FeedbackWithdrawn', at, feedbackId: command.feedbackId }]);
    }
    case 'regenerate':
      return regenerate(state, at);
    case 'criticise':
      return criticise(state, at);
    case 'judge':
      return judge(state, command, at);
    case 'take-approach':
      return take(state, command, at);
    case 'edit-plan':
      return edit(state, command, at);
    case 'restore':
      return restore(state, command.revision, at);
    case 'approve':
      return approve(state, command.override, at);
    case 'publish': {
      if (!state.approval)
        return err(failure('not-approved', 'No revision is approved.', 'Approve one first.'));
      const { approachId, revision } = state.approval;
      return accept([], [{ type: 'PublishPlan', approachId, revision }]);
    }
    case 'cancel-run': {
      const run = activeRun(state);
      if (!run) return err(failure('nothing-runs', 'Nothing is running.'));
      return accept(
        [{ type: 'RunStopped', at, runId: run.id, reason: 'cancelled' }],
        [{ type: 'CancelRun', runId: run.id }],
      );
    }
    case 'resume':
      return prepend(plannerChanged(state, command.planner ?? state.planner, at), resume(state, at));
    case 'close': {
      const run = activeRun(state);
      const events: SessionEvent[] = run
        ? [{ type: 'RunStopped', at, runId: run.id, reason: 'cancelled' }]
        : [];
      return accept(
        [...events, { type: 'SessionClosed', at }],
        run ? [{ type: 'CancelRun', runId: run.id }] : [],
      );
    }
    case 'record':
      return record(state, command.event, at);
    default:
      return assertNever(command);
  }
}

function start(
  state: SessionState,
  command: Extract<Command, { type: 'start' | 'adopt' }>,
  { now: at }: DecideContext,
): Decided {
  if (state.kind === 'active')
    return err(
      failure(
        'session-exists',
        'This session has a goal already.',
        'Use /plan with the new requirements to change it.',
      ),
    );
  const problem = goalProblem(command.goal.text);
  if (problem) return err(problem);
  const { sessionId, project, goal, planner } = command;
  const begun: SessionEvent = { type: 'SessionStarted', at, sessionId, project, goal, planner };
  if (command.type === 'adopt') return adopted(begun, command.revision, at);
  const state2 = evolve(state, begun);
  return state2.kind === 'active' ? prepend([begun], startRun(state2, 'research', at)) : accept([begun]);
}

/** New requirements inside a session: a Run under way ends, the answers so far stay, and research begins anew. */
function changeGoal(state: ActiveSession, goal: Goal, at: number): Decided {
  const problem = goalProblem(goal.text);
  if (problem) return err(problem);
  const run = activeRun(state);
  const events: SessionEvent[] = run ? [{ type: 'RunStopped', at, runId: run.id, reason: 'cancelled' }] : [];
  events.push({ type: 'GoalChanged', at, goal });
  const after = startRun(state, 'research', at);
  return prepend(events, after, run ? [{ type: 'CancelRun', runId: run.id }] : []);
}

function answer(state: ActiveSession, given: Answer, at: number): Decided {
  const question = state.questions.find(q => q.id === given.questionId);
  if (!question) return err(unknownQuestion(given.questionId, state.questions));
  if (given.kind === 'choice' && !question.choices.some(c => c.id === given.choiceId)) {
    const known = question.choices.map(c => c.id).join(', ');
    return err(
      failure(
        'unknown-choice',
        `“${given.choiceId}” is no choice of ${question.id}.`,
        `It has: ${known}; or answer in your own words.`,
      ),
    );
  }
  if (given.kind === 'text' && !given.text.trim())
    return err(
      failure(
        'empty-answer',
        `The answer to ${question.id} is empty.`,
        'Type it, skip the question, or let it be decided for you.',
      ),
    );
  return accept([{ type: 'QuestionAnswered', at, answer: given }]);
}

export function unknownQuestion(id: string, questions: readonly Question[]): Failure {
  const known = questions.map(q => q.id).join(', ') || 'none, nothing is asked';
  return failure('unknown-question', `There is no question “${id}”.`, `Known questions: ${known}.`);
}

/** Ends the round. While research still runs, the draft starts when it stops (see `record`). */
function submitAnswers(state: ActiveSession, rest: 'delegate' | 'leave', at: number): Decided {
  if (state.questions.length === 0)
    return err(
      failure('nothing-asked', 'No question is open.', 'Wait for the draft, or give feedback on it.'),
    );
  const filled: SessionEvent[] = unansweredRound(state).map(q => ({
    type: 'QuestionAnswered',
    at,
    answer: { kind: rest === 'delegate' ? 'delegated' : 'skipped', questionId: q.id },
  }));
  const events: SessionEvent[] = [...filled, { type: 'AnswersSubmitted', at }];
  if (activeRun(state)) return accept(events);
  return prepend(events, startRun(state, latestRevision(state) ? 'revise' : 'draft', at));
}

function regenerate(state: ActiveSession, at: number): Decided {
  const latest = latestRevision(state);
  if (activeRun(state)) return err(busy());
  const last = lastRun(state);
  const cutOff = last?.kind === 'research' && last.stopped !== undefined && last.stopped.reason !== 'done';
  // Nothing drafted of this goal: an earlier Run was stopped or failed, so that work begins again.
  if (!latest || (cutOff && !state.submitted))
    return startRun(state, state.submitted && state.questions.length > 0 ? 'draft' : 'research', at);
  if (waitingFeedback(state).length === 0 && !answersWait(state))
    return err(
      failure(
        'nothing-to-change',
        `Revision ${latest.revision.number} already answers everything that was said.`,
        'Give feedback (f) or answer an open question first.',
      ),
    );
  const events: SessionEvent[] = answersWait(state) ? [{ type: 'AnswersSubmitted', at }] : [];
  return prepend(events, startRun(state, 'revise', at));
}

function approve(state: ActiveSession, override: string | undefined, at: number): Decided {
  const approach = currentApproach(state);
  const latest = latestRevision(state);
  if (activeRun(state)) return err(busy());
  if (comparing(state)) return err(notTaken());
  if (!approach || !latest)
    return err(failure('no-revision', 'There is no plan yet to approve.', 'Wait for the first draft.'));
  const waiting = waitingFeedback(state).length;
  if (waiting > 0)
    return err(
      failure(
        'feedback-waits',
        `${waiting} piece${waiting > 1 ? 's' : ''} of feedback wait${waiting > 1 ? '' : 's'} that revision ${latest.revision.number} does not answer.`,
        'Regenerate (r) or withdraw it first.',
      ),
    );
  if (!latest.report)
    return err(
      failure(
        'not-checked',
        `Revision ${latest.revision.number} is still being checked.`,
        'Try again in a moment.',
      ),
    );
  const failed = failedChecks(latest);
  const reason = override?.trim();
  if (failed.length > 0 && !reason)
    return err(
      failure(
        'checks-failed',
        `${failed.length} check${failed.length > 1 ? 's' : ''} failed: ${failed.map(f => f.name).join(', ')}.`,
        'Mend them by feedback, or approve with a reason.',
      ),
    );
  const revision = latest.revision.number;
  const approved: SessionEvent = {
    type: 'RevisionApproved',
    at,
    approachId: approach.id,
    revision,
    ...(failed.length > 0 && reason ? { override: reason } : {}),
  };
  return accept([approved], [{ type: 'PublishPlan', approachId: approach.id, revision }]);
}

function plannerChanged(state: ActiveSession, planner: PlannerChoice, at: number): readonly SessionEvent[] {
  const { engine, model, why, leaves, forSession } = state.planner;
  const same =
    engine === planner.engine &&
    model === planner.model &&
    why === planner.why &&
    leaves === planner.leaves &&
    forSession === planner.forSession;
  return same ? [] : [{ type: 'PlannerChanged', at, planner }];
}

/** After a crash or a quit: what was open is closed honestly, and the work that was cut off begins again. */
function resume(state: ActiveSession, at: number): Decided {
  const run = activeRun(state);
  if (run) {
    const stopped: SessionEvent = { type: 'RunStopped', at, runId: run.id, reason: 'interrupted' };
    return prepend([stopped], startRun(state, run.kind, at));
  }
  // Stopped by the person or by a fault: to resume is to ask for that work again.
  const last = lastRun(state);
  if (last?.stopped && last.stopped.reason !== 'done' && !awaitsAnswers(state))
    return startRun(state, last.kind, at);
  const approach = currentApproach(state);
  const latest = latestRevision(state);
  if (!approach || !latest) return accept([]);
  const revision = latest.revision.number;
  const unchecked = state.approaches.flatMap(({ id, revisions }): Effect[] => {
    const newest = revisions.at(-1);
    return newest && !newest.report
      ? [{ type: 'CheckPlan', approachId: id, revision: newest.revision.number }]
      : [];
  });
  if (unchecked.length > 0) return accept([], unchecked);
  const unpublished = state.approval?.revision === revision && state.published?.revision !== revision;
  // Cut off between approval and file. Where publishing failed, the person tries again.
  if (unpublished && !state.publishFailure)
    return accept([], [{ type: 'PublishPlan', approachId: approach.id, revision }]);
  return accept([]);
}

/** Facts from a Run, a check or publishing. What comes late from a Run that was stopped is dropped. */
function record(
  state: ActiveSession,
  event: Extract<Command, { type: 'record' }>['event'],
  at: number,
): Decided {
  switch (event.type) {
    case 'PlanChecked':
    case 'PlanPublished':
    case 'PublishFailed':
    case 'NoticeRaised':
    case 'TokensSpent':
      return accept([event]);
    case 'RunStopped': {
      const run = activeRun(state);
      if (run?.id !== event.runId) return accept([]);
      const drafted = latestOf(state, run.startedAt);
      const draftNow = event.reason === 'done' && run.kind === 'research' && state.submitted && !drafted;
      if (!draftNow) return accept([event, ...(drafted ? unheard(state, at) : [])]);
      return prepend([event], startRun(state, latestRevision(state) ? 'revise' : 'draft', at));
    }
    case 'RevisionDrafted': {
      if (!activeRun(state)) return accept([]);
      const { approachId, revision } = event;
      return accept([event], [{ type: 'CheckPlan', approachId, revision: revision.number }]);
    }
    case 'PhaseStarted':
    case 'PhaseEnded':
    case 'ActivityNoted':
    case 'MapBuilt':
    case 'FindingRecorded':
    case 'ImpactRanked':
    case 'QuestionRaised':
    case 'SteersTaken':
    case 'ObjectionRaised':
      return accept(activeRun(state) ? [event] : []);
    default:
      return assertNever(event);
  }
}

/** A model reads the newest revision against itself; it changes nothing. */
function criticise(state: ActiveSession, at: number): Decided {
  if (activeRun(state)) return err(busy());
  if (comparing(state)) return err(notTaken());
  if (!latestRevision(state))
    return err(failure('no-revision', 'There is no plan yet to read.', 'Wait for the first draft.'));
  if (state.planner.engine !== 'claude')
    return err(
      failure(
        'no-model',
        'An adverse reading needs a model, and the local planner works here.',
        'Its checks are in the review (x goes to what failed); planner-tui doctor says how a model can be used.',
      ),
    );
  return startRun(state, 'criticise', at);
}

/** Whether the Run that began at `since` drafted a revision itself. */
function latestOf(state: ActiveSession, since: number): boolean {
  const run = state.runs.find(r => r.startedAt === since && !r.stopped);
  return (latestRevision(state)?.revision.number ?? 0) > (run?.basedOn ?? 0);
}

function startRun(state: ActiveSession, kind: RunKind, at: number): Decided {
  const runId = `run-${state.runs.length + 1}`;
  const basedOn = latestRevision(state)?.revision.number;
  return accept(
    [{ type: 'RunStarted', at, runId, kind, ...(basedOn === undefined ? {} : { basedOn }) }],
    [{ type: 'StartRun', runId }],
  );
}

function prepend(events: readonly SessionEvent[], next: Decided, effects: readonly Effect[] = []): Decided {
  if (!next.ok) return next;
  return accept([...events, ...next.value.events], [...effects, ...next.value.effects]);
}

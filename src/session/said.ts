import { err, failure } from '../shared/result.ts';
import type { Command } from './commands.ts';
import { accept, type Decided } from './decision.ts';
import type { SessionEvent } from './events.ts';
import { activeRun, latestRevision, waitingSteers } from './selectors.ts';
import type { ActiveSession } from './state.ts';

/** Accepted, it is feedback like any other: it shows as waiting, and can be withdrawn. */
export function judge(
  state: ActiveSession,
  { objectionId, verdict }: Extract<Command, { type: 'judge' }>,
  at: number,
): Decided {
  const objection = state.objections.find(o => o.id === objectionId);
  const latest = latestRevision(state);
  if (!objection || !latest)
    return err(
      failure('unknown-objection', `There is no objection “${objectionId}”.`, 'Open the list again.'),
    );
  if (objection.verdict !== undefined)
    return err(
      failure('judged', `It was ${objection.verdict} already.`, 'Give feedback on the plan instead.'),
    );
  const judged: SessionEvent = { type: 'ObjectionJudged', at, objectionId, verdict };
  if (verdict === 'rejected') return accept([judged]);
  const { mend, stepId } = objection;
  const there = stepId !== undefined && latest.revision.plan.steps.some(s => s.id === stepId);
  return accept([
    judged,
    {
      type: 'FeedbackGiven',
      at,
      feedback: {
        id: `f${state.feedback.length + 1}-${at.toString(36)}`,
        text: mend,
        target: there ? { kind: 'step', stepId } : { kind: 'revision' },
        revision: latest.revision.number,
      },
    },
  ]);
}

/** Nothing is asked back: it is taken at the next turn, also where that is one of a later Run. */
export function steer(state: ActiveSession, text: string, at: number): Decided {
  if (!text) return err(failure('empty-steer', 'Nothing was said.', 'Say what the run should know or do.'));
  if (!activeRun(state))
    return err(
      failure(
        'nothing-runs',
        'Nothing is running that could hear it.',
        latestRevision(state) ? 'Give feedback on the plan (f) instead.' : 'Start the run again (r) first.',
      ),
    );
  const id = `s${state.steers.length + 1}`;
  return accept([{ type: 'SteerGiven', at, steer: { id, text } }]);
}

/** What came too late for a Run is feedback on what it drafted: it is shown as waiting, and the next revision answers it. */
export function unheard(state: ActiveSession, at: number): readonly SessionEvent[] {
  const late = waitingSteers(state);
  const revision = latestRevision(state)?.revision.number;
  if (late.length === 0 || revision === undefined) return [];
  const given = late.map(
    ({ text }, n): SessionEvent => ({
      type: 'FeedbackGiven',
      at,
      feedback: {
        id: `f${state.feedback.length + 1 + n}-${at.toString(36)}`,
        text,
        target: { kind: 'revision' },
        revision,
      },
    }),
  );
  return [{ type: 'SteersTaken', at, steerIds: late.map(s => s.id), by: 'feedback' }, ...given];
}

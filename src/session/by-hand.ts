import { editedRevision, restoredRevision } from '../plan/carry-edits.ts';
import type { Revision, RevisionOrigin } from '../plan/model.ts';
import { takenRevision } from '../plan/two/take.ts';
import { err, type Failure, failure } from '../shared/result.ts';
import type { Command } from './commands.ts';
import { accept, busy, type Decided, notTaken } from './decision.ts';
import type { SessionEvent } from './events.ts';
import { activeRun, comparing, currentApproach } from './selectors.ts';
import type { ActiveSession, ApproachState } from './state.ts';

/** A person's edit of a revision becomes the next one. What cannot be read as a plan is refused, and told where. */
export function edit(
  state: ActiveSession,
  command: Extract<Command, { type: 'edit-plan' }>,
  at: number,
): Decided {
  const found = find(state, command.basedOn);
  if (!('approach' in found)) return err(found);
  const origin: RevisionOrigin = command.file ? { kind: 'file', ...command.file } : { kind: 'edited' };
  const made = editedRevision(found.revision, command.markdown, next(found.approach), origin);
  return made.ok ? written(found.approach, made.value, at) : made;
}

/** An older revision becomes the newest. Nothing is taken away: those in between stay where they are. */
export function restore(state: ActiveSession, number: number, at: number): Decided {
  const found = find(state, number);
  if (!('approach' in found)) return err(found);
  if (found.approach.revisions.at(-1)?.revision.number === number)
    return err(failure('newest', `Revision ${number} is the newest already.`, 'Choose an older one.'));
  return written(found.approach, restoredRevision(found.revision, next(found.approach)), at);
}

/** One of two approaches is taken: it is the one that is worked on, with the steps of the other that were named. */
export function take(
  state: ActiveSession,
  { approachId, steps }: Extract<Command, { type: 'take-approach' }>,
  at: number,
): Decided {
  if (activeRun(state)) return err(busy());
  const chosen = state.approaches.find(a => a.id === approachId);
  const other = state.approaches.find(a => a.id !== approachId);
  const [mine, its] = [chosen?.revisions.at(-1)?.revision, other?.revisions.at(-1)?.revision];
  if (!chosen || !mine || !its)
    return err(
      failure(
        'unknown-approach',
        `There is no approach “${approachId}” to take.`,
        state.approaches.length > 1
          ? `Known: ${state.approaches.map(a => a.id).join(', ')}.`
          : 'plan:two makes two approaches.',
      ),
    );
  if (state.taken === approachId)
    return err(
      failure('taken', `Approach ${approachId} is taken already.`, 'Give feedback on it, or approve it.'),
    );
  if (state.approval)
    return err(
      failure('approved', `Approach ${state.approval.approachId} is approved.`, 'Plan anew for another way.'),
    );
  const unknown = steps.filter(id => !its.plan.steps.some(s => s.id === id));
  if (unknown.length > 0)
    return err(
      failure(
        'unknown-step',
        `“${its.plan.approach.title}” has no step ${unknown.join(', ')}.`,
        `Its steps: ${its.plan.steps.map(s => s.id).join(', ')}.`,
      ),
    );
  const after = written(chosen, takenRevision(mine, its, steps), at);
  return after.ok
    ? accept([{ type: 'ApproachTaken', at, approachId }, ...after.value.events], after.value.effects)
    : after;
}

/** A session that begins with a plan: nothing is researched until somebody asks for it. */
export function adopted(begun: SessionEvent, revision: Revision, at: number): Decided {
  const approachId = 'a';
  return accept(
    [begun, { type: 'RevisionWritten', at, approachId, revision }],
    [{ type: 'CheckPlan', approachId, revision: revision.number }],
  );
}

function find(
  state: ActiveSession,
  number: number,
): { readonly approach: ApproachState; readonly revision: Revision } | Failure {
  if (activeRun(state)) return busy();
  if (comparing(state)) return notTaken();
  const approach = currentApproach(state);
  const revision = approach?.revisions.find(r => r.revision.number === number)?.revision;
  if (approach && revision) return { approach, revision };
  const known = approach?.revisions.map(r => r.revision.number).join(', ') || 'none';
  return failure('unknown-revision', `There is no revision ${number}.`, `Known: ${known}.`);
}

function next({ revisions }: ApproachState): number {
  return (revisions.at(-1)?.revision.number ?? 0) + 1;
}

function written({ id }: ApproachState, revision: Revision, at: number): Decided {
  return accept(
    [{ type: 'RevisionWritten', at, approachId: id, revision }],
    [{ type: 'CheckPlan', approachId: id, revision: revision.number }],
  );
}

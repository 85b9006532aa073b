import { editedRevision, restoredRevision } from '../plan/carry-edits.ts';
import type { Revision, RevisionOrigin } from '../plan/model.ts';
import { err, type Failure, failure } from '../shared/result.ts';
import type { Command } from './commands.ts';
import { accept, busy, type Decided } from './decision.ts';
import type { SessionEvent } from './events.ts';
import { activeRun, currentApproach } from './selectors.ts';
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

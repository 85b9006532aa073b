import { failedChecks, latestRevision, waitingFeedback } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { type Model, type Step, say, stay } from '../../model.ts';

/** Opens the dialog that says what will be written and where; refuses where approval cannot succeed anyway. */
export function openApproval(model: Model, session: ActiveSession): Step {
  const latest = latestRevision(session);
  if (!latest)
    return stay(say(model, 'problem', 'There is no plan yet to approve.', 'Wait for the first draft.'));
  const waiting = waitingFeedback(session).length;
  if (waiting > 0)
    return stay(
      say(
        model,
        'problem',
        `${waiting} piece${waiting > 1 ? 's' : ''} of feedback not answered by revision ${latest.revision.number} yet.`,
        'r regenerates with it, w withdraws it.',
      ),
    );
  if (!latest.report)
    return stay(say(model, 'info', `Revision ${latest.revision.number} is still being checked.`));
  return stay({ ...model, overlay: { kind: 'approve', openedAt: model.now } });
}

/** Whether approval needs a reason that is not given yet. */
export function needsReason(session: ActiveSession, override: string | undefined): boolean {
  const latest = latestRevision(session);
  return latest !== undefined && failedChecks(latest).length > 0 && !override?.trim();
}

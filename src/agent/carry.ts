import { carryEdits } from '../plan/carry-edits.ts';
import type { Plan, Revision } from '../plan/model.ts';
import { renderPlan } from '../plan/render.ts';
import { latestRevision } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import type { RunScope } from './local/channel.ts';

/** One approach until two are asked for. */
const APPROACH = 'a';

/** Tells the next revision of a session out of a planner's draft, and what of the person's edits did not go into it. */
export function tellRevision(scope: RunScope, session: ActiveSession, drafted: Plan, below?: Plan): void {
  const { revision, notice } = nextRevision(session, drafted, below);
  if (notice !== undefined) scope.emit({ type: 'NoticeRaised', text: notice });
  scope.emit({
    type: 'RevisionDrafted',
    approachId: APPROACH,
    approachTitle: revision.plan.approach.title,
    revision,
  });
}

/**
 * The next revision of a session out of a planner's draft, with the person's own edits carried into it; a notice where they
 * do not go together. `drafted` as the planner made it; `below`: what the edits of a session that began with a file were
 * made on.
 */
function nextRevision(
  session: ActiveSession,
  drafted: Plan,
  below?: Plan,
): { readonly revision: Revision; readonly notice?: string } {
  const number = drafted.revision;
  const before = latestRevision(session)?.revision;
  const from = before && below ? { ...before, drafted: below } : before;
  const carried = carryEdits(from, drafted);
  if (carried.ok) return { revision: { number, ...carried.value } };
  return {
    revision: {
      number,
      markdown: renderPlan(drafted),
      plan: drafted,
      ...(before ? { basedOn: before.number } : {}),
    },
    notice: `Your edits of revision ${before?.number ?? ''} do not go together with the new draft: ${carried.error.message} Revision ${number} is without them; the edited one is kept.`,
  };
}

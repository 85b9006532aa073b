import type { DesignAxis } from '../domain/index.ts';
import { carryEdits } from '../plan/carry-edits.ts';
import type { Plan, Revision } from '../plan/model.ts';
import { renderPlan } from '../plan/render.ts';
import { currentApproach } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import type { RunScope } from './local/channel.ts';

/** Of which approach a revision is. */
export interface Side {
  readonly id: string;
  /** Where it parts from the other one; absent where there is one. */
  readonly axis?: DesignAxis | undefined;
}

/** Ids of the two approaches of `plan:two`, in their order. */
export const SIDES = ['a', 'b'] as const;

/** The approach that is worked on: the first until one was taken. */
export function workedOn(session: ActiveSession): Side {
  return currentApproach(session) ?? { id: SIDES[0] };
}

/** Two approaches are to be drafted: that is asked for, and none was taken. */
export function wantsTwo(session: ActiveSession): boolean {
  return session.goal.approaches === 2 && session.taken === undefined;
}

/** Tells the next revision of a session out of a planner's draft, and what of the person's edits did not go into it. */
export function tellRevision(
  scope: RunScope,
  session: ActiveSession,
  drafted: Plan,
  { side = workedOn(session), below }: { readonly side?: Side; readonly below?: Plan | undefined } = {},
): void {
  const before = session.approaches.find(a => a.id === side.id)?.revisions.at(-1)?.revision;
  const { revision, notice } = nextRevision(before, drafted, below);
  if (notice !== undefined) scope.emit({ type: 'NoticeRaised', text: notice });
  scope.emit({
    type: 'RevisionDrafted',
    approachId: side.id,
    approachTitle: revision.plan.approach.title,
    ...(side.axis ? { axis: side.axis } : {}),
    revision,
  });
}

/**
 * The next revision of a session out of a planner's draft, with the person's own edits carried into it; a notice where they
 * do not go together. `drafted` as the planner made it; `below`: what the edits of a session that began with a file were
 * made on.
 */
function nextRevision(
  before: Revision | undefined,
  drafted: Plan,
  below?: Plan,
): { readonly revision: Revision; readonly notice?: string } {
  const number = drafted.revision;
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

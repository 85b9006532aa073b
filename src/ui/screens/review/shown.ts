import { currentApproach } from '../../../session/selectors.ts';
import type { ActiveSession, CheckedRevision } from '../../../session/state.ts';
import type { Model } from '../../model.ts';

/** The revision on the screen: the newest, or the older one that is being looked at. */
export function shownRevision(model: Model, session: ActiveSession): CheckedRevision | undefined {
  const revisions = currentApproach(session)?.revisions ?? [];
  const wanted = model.review.revision;
  return (
    (wanted === undefined ? undefined : revisions.find(r => r.revision.number === wanted)) ?? revisions.at(-1)
  );
}

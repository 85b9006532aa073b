import { activeRun } from '../session/selectors.ts';
import type { Model } from './model.ts';

/** Whether anything on the screen changes with time alone. */
export function moves(model: Model): boolean {
  const { session, toast } = model;
  if (toast?.until !== undefined || model.home.opening !== undefined) return true;
  if (model.driftUi?.found.kind === 'reading') return true;
  if (model.handOver && !model.handOver.whole) return true;
  if (model.place === 'home' || model.mapUi) {
    if (model.map.kind === 'listing' || model.map.kind === 'mapping') return true;
    if (model.place === 'home') return false;
  }
  if (session.kind === 'empty') return false;
  if (activeRun(session)) return true;
  const unchecked = session.approaches.some(a => a.revisions.at(-1)?.report === undefined);
  return unchecked || (model.place === 'done' && !session.published && !session.publishFailure);
}

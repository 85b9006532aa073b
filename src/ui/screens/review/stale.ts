import type { StaleStep } from '../../../plan/stale.ts';
import type { CheckedRevision } from '../../../session/state.ts';
import type { Cmd, Model } from '../../model.ts';
import { shownRevision } from './shown.ts';

/** Asks what became of the files that a revision relies on, whenever another one comes to be looked at. */
export function askForStale(before: Model, next: Model): readonly Cmd[] {
  const shown = shownOf(next);
  if (!shown || (before.place === 'review' && shownOf(before)?.revision === shown.revision)) return [];
  return [{ type: 'read-stale', revision: shown.revision }];
}

function shownOf(model: Model): CheckedRevision | undefined {
  if (model.place !== 'review' || model.session.kind !== 'active') return undefined;
  return shownRevision(model, model.session);
}

/** What was found of this revision; nothing while it is looked up. */
export function staleIn(model: Model, checked: CheckedRevision): readonly StaleStep[] {
  return model.stale?.revision === checked.revision ? model.stale.steps : NONE;
}

const NONE: readonly StaleStep[] = [];

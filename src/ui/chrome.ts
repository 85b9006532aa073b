import { frameRows } from './layout.ts';
import type { Model } from './model.ts';
import { consentSheet } from './screens/consent/sheet.ts';
import { tickSheet } from './screens/drift/sheet.ts';
import { cookSheet } from './screens/hand-over/cook-sheet.ts';
import { approveSheet, evidenceSheet, inputSheet } from './screens/overlay/sheets.ts';
import { plannerSheet } from './screens/planner/sheet.ts';
import type { Sheet } from './sheet.ts';

export function sheetOf(model: Model): Sheet | undefined {
  if (model.overlay?.kind === 'evidence') return evidenceSheet(model, model.overlay);
  if (model.overlay?.kind === 'consent') return consentSheet(model, model.overlay);
  if (model.overlay?.kind === 'planner') return plannerSheet(model, model.overlay);
  if (model.overlay?.kind === 'cook') return cookSheet(model, model.overlay);
  if (model.overlay?.kind === 'input') return inputSheet(model, model.overlay);
  if (model.overlay?.kind === 'approve' && model.session.kind === 'active')
    return approveSheet(model, model.overlay, model.session);
  if (!model.overlay && !model.mapUi && model.driftUi?.asked)
    return tickSheet(model, model.driftUi.path, model.driftUi.asked.stepIds);
  return undefined;
}

/** Header, hints or toast, mode line. */
const CHROME = 3;

/** Rows between the header and the hints. */
export function bodyRows(model: Model): number {
  const sheet = sheetOf(model);
  return Math.max(1, frameRows(model.size) - CHROME - (sheet ? sheet.lines.length + 2 : 0));
}

import { MODEL_WISH_FORM, readModelWish } from '../../../domain/index.ts';
import type { PlannerOffer, PlannerSwitch, PlannerSwitched } from '../../../session/ports.ts';
import { activeRun } from '../../../session/selectors.ts';
import { failure } from '../../../shared/result.ts';
import { choiceKey } from '../../choice-keys.ts';
import { complain, GRACE_MS, type Model, type Step, say, stay } from '../../model.ts';
import type { Key } from '../../term/key.ts';
import { askConsent, consentSeen } from '../consent/keys.ts';
import { type PlannerDialog, plannerRows, rowInForce } from './state.ts';

/** `/model` alone asks who shall plan; with a name it is done: `local`, `claude`, or a model as `--model` takes it. */
export function choosePlanner(model: Model, name: string): Step {
  if (model.session.kind === 'active' && activeRun(model.session))
    return stay(
      complain(
        model,
        failure('busy', 'Who plans does not change amid a run.', 'Esc stops it first; what was found stays.'),
      ),
    );
  if (name === '') return [model, [{ type: 'look-planners' }]];
  if (name === 'local') return switched(model, { engine: 'local' });
  if (name === 'claude') return switched(model, { engine: 'claude', model: undefined });
  if (readModelWish(name) === undefined)
    return stay(say(model, 'problem', `“${name}” names no model.`, `Expected: ${MODEL_WISH_FORM}.`));
  return switched(model, { engine: 'claude', model: name });
}

function switched(model: Model, to: PlannerSwitch): Step {
  return [model, [{ type: 'switch-planner', to }]];
}

/** Opens the dialog; the server is asked for its list where that was agreed to. */
export function plannersLooked(model: Model, offer: PlannerOffer): Step {
  const dialog: PlannerDialog = { kind: 'planner', offer, selected: 0, openedAt: model.now };
  const overlay = { ...dialog, selected: rowInForce(dialog) };
  const ask = offer.server.ok && offer.server.value.agreed;
  return [{ ...model, overlay }, ask ? [{ type: 'list-models' }] : []];
}

/** What the server lists has come; whoever stands on a row stays there. */
export function modelsListed(model: Model, models: PlannerDialog['models']): Model {
  const { overlay } = model;
  if (overlay?.kind !== 'planner') return model;
  const next = { ...overlay, models };
  const untouched = overlay.selected === rowInForce(overlay);
  return { ...model, overlay: untouched ? { ...next, selected: rowInForce(next) } : next };
}

export function plannerKey(model: Model, dialog: PlannerDialog, key: Key): Step {
  if (model.now - dialog.openedAt < GRACE_MS) return stay(model);
  const rows = plannerRows(dialog);
  const meant = choiceKey(key, dialog.selected, rows.length - 1);
  if (meant === 'close') return stay({ ...model, overlay: undefined });
  if (meant === 'choose') {
    const row = rows[dialog.selected];
    return row ? switched({ ...model, overlay: undefined }, row.to) : stay(model);
  }
  return stay(meant ? { ...model, overlay: { ...dialog, selected: meant.to } } : model);
}

/** It plans from now on, the session that is open too; or the person has to agree first. */
export function plannerSwitched(model: Model, to: PlannerSwitch, outcome: PlannerSwitched): Step {
  switch (outcome.kind) {
    case 'refused':
      return stay(complain(model, outcome.failure));
    case 'ask':
      // It is on the screen with the next frame; keys that are on their way are not meant for it.
      return stay(
        consentSeen(askConsent(model, outcome.question, { type: 'switch-planner', to }), model.now),
      );
    case 'chosen': {
      const { planner } = outcome;
      const { session } = model;
      const next = { ...model, facts: { ...model.facts, planner } };
      const who =
        planner.engine === 'local'
          ? 'The local planner'
          : planner.model === undefined
            ? 'The newest suitable model'
            : planner.model;
      const told = say(next, 'success', `${who} plans from the next run on.`, planner.leaves ?? '');
      if (session.kind !== 'active') return stay(told);
      const own = planner.engine === 'local' ? model.facts.localPlanner : planner;
      return [told, [{ type: 'dispatch', command: { type: 'change-planner', planner: own } }]];
    }
  }
}

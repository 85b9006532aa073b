import type { ActiveSession } from '../../../session/state.ts';
import { actionOf } from '../../keymap.ts';
import { type Cmd, type Model, type Step, say, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { reduceScroll, scrollActionOf } from '../../widgets/scroll-view/state.ts';
import { openCommand, paneStep } from '../pane-keys.ts';
import { alignedRows, approachesSizes } from './layout.ts';
import { type ApproachesUi, bothOf, measureKey, other, sideName } from './state.ts';

const set = (model: Model, ui: Partial<ApproachesUi>): Model => ({
  ...model,
  approaches: { ...model.approaches, ...ui },
});

export function approachesKey(model: Model, session: ActiveSession, key: Key): Step {
  const { side, picking } = model.approaches;
  const pair = bothOf(session);
  if (!pair) return stay(goTo(model, 'review', session));
  const action = actionOf(key, ['approaches', 'pane']);
  if (picking) return pickingKey(model, session, action);
  switch (action) {
    case 'previous-pane':
      return stay(set(model, { side: 0 }));
    case 'next-pane':
      return stay(set(model, { side: 1 }));
    case 'other':
      return stay(set(model, { side: other(side) }));
    case 'take':
      return take(model, session, []);
    case 'pick':
      return session.approval
        ? stay(say(model, 'info', 'One of them is approved.', 'q goes back to it.'))
        : stay(set(model, { picking: { cursor: 0, ids: [] }, factsOnly: false }));
    case 'facts':
      return stay(set(model, { factsOnly: !model.approaches.factsOnly }));
    case 'back':
      return stay(goTo(model, session.taken === undefined ? 'workbench' : 'review', session));
    case 'search':
      return stay(openCommand(model));
    default:
      return paneStep(model, action) ?? stay(scrolled(model, session, action));
  }
}

function scrolled(model: Model, session: ActiveSession, action: string | undefined): Model {
  const step = scrollActionOf(action);
  const pair = bothOf(session);
  if (!step || !pair) return model;
  const { inside } = approachesSizes(model, session);
  const [a = '', b = ''] = pair.map(x => x.revisions.at(-1)?.revision.markdown ?? '');
  const total = alignedRows(a)(b)(inside.columns[0])(inside.columns[1])[0].length;
  return set(model, { scroll: reduceScroll(model.approaches.scroll, step, { total, height: inside.rows }) });
}

function pickingKey(model: Model, session: ActiveSession, action: string | undefined): Step {
  const { side, picking } = model.approaches;
  const steps = bothOf(session)?.[other(side)].revisions.at(-1)?.revision.plan.steps ?? [];
  if (!picking) return stay(model);
  const to = (cursor: number): Step =>
    stay(set(model, { picking: { ...picking, cursor: Math.max(0, Math.min(steps.length - 1, cursor)) } }));
  switch (action) {
    case 'up':
      return to(picking.cursor - 1);
    case 'down':
      return to(picking.cursor + 1);
    case 'top':
      return to(0);
    case 'bottom':
      return to(steps.length - 1);
    case 'page-down':
    case 'pick': {
      const id = steps[picking.cursor]?.id;
      if (id === undefined) return stay(model);
      const ids = picking.ids.includes(id) ? picking.ids.filter(x => x !== id) : [...picking.ids, id];
      return stay(set(model, { picking: { ...picking, ids } }));
    }
    case 'take':
      return take(model, session, picking.ids);
    case 'back':
    case 'close':
      return stay(set(model, { picking: undefined }));
    default:
      return stay(model);
  }
}

function take(model: Model, session: ActiveSession, steps: readonly string[]): Step {
  const { side } = model.approaches;
  const approach = bothOf(session)?.[side];
  if (!approach) return stay(model);
  const also = steps.length > 0 ? ` with ${steps.length} of the other's steps` : '';
  return [
    set(
      say(
        model,
        'success',
        `Approach ${sideName(side)} is taken${also}.`,
        'b shows both again; a approves it.',
      ),
      { picking: undefined },
    ),
    [{ type: 'dispatch', command: { type: 'take-approach', approachId: approach.id, steps } }],
  ];
}

/** Asks for what the map knows of both, whenever another pair comes to be looked at. */
export function askToMeasure(model: Model): Step {
  if (model.place !== 'approaches' || model.session.kind !== 'active') return stay(model);
  const missing = (bothOf(model.session) ?? []).filter(a => !(measureKey(a) in model.approaches.measured));
  if (missing.length === 0) return stay(model);
  const measured = { ...model.approaches.measured };
  const cmds: Cmd[] = [];
  for (const approach of missing) {
    const plan = approach.revisions.at(-1)?.revision.plan;
    measured[measureKey(approach)] = undefined;
    if (plan) cmds.push({ type: 'measure', key: measureKey(approach), plan });
  }
  return [set(model, { measured }), cmds];
}

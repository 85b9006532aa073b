import { actionOf } from '../../keymap.ts';
import { type Cmd, complain, GRACE_MS, type Model, type Msg, type Step, say, stay } from '../../model.ts';
import type { Key } from '../../term/key.ts';
import { plural } from '../../text/format.ts';
import { atTop, reduceScroll } from '../../widgets/scroll-view/state.ts';
import { type DetailRow, detailRows } from './rows.ts';
import { driftSizes } from './sizes.ts';
import { type DriftUi, driftEntries, driftOfUi, finishedSteps, openDrift } from './state.ts';

const seen = (model: Model, driftUi: DriftUi): Model => ({ ...model, driftUi });
const read = (path: string): Cmd => ({ type: 'drift', path });

/** Opens the drift of a plan over whatever is shown, and asks for it. */
export function showDrift(model: Model, path: string): Step {
  return [{ ...model, overlay: undefined, mapUi: undefined, driftUi: openDrift(path) }, [read(path)]];
}

/** Back to where it was opened from. Keys in flight are not taken for answers there. */
export function closeDrift(model: Model): Model {
  return { ...model, driftUi: undefined, graceUntil: model.now + GRACE_MS };
}

/** Takes in what was found; of another plan, or after the screen was left, it is dropped. */
export function takeDrift(model: Model, { path, result }: Extract<Msg, { type: 'drift-read' }>): Model {
  const ui = model.driftUi;
  if (!ui || ui.path !== path) return model;
  if (!result.ok)
    return seen(model, { ...ui, found: { kind: 'failed', failure: result.error }, asked: undefined });
  const drift = result.value;
  const last = Math.max(0, driftEntries(drift).length - 1);
  const next = seen(model, { ...ui, found: { kind: 'read', drift }, selected: Math.min(ui.selected, last) });
  return toRow(next, ui.row);
}

/** The boxes are ticked, or why not; what is shown is read again, since the file changed. */
export function takeTicked(model: Model, { path, result }: Extract<Msg, { type: 'steps-ticked' }>): Step {
  if (!result.ok) return stay(complain(model, result.error));
  const { boxes, steps } = result.value;
  return stay(
    boxes === 0
      ? say(model, 'info', 'Nothing to tick.', 'Every box of a finished step is ticked already.')
      : say(
          model,
          'success',
          `Ticked ${boxes === 1 ? '1 check box' : `${boxes} check boxes`} of ${plural(steps.length, 'step')}.`,
          path,
        ),
  );
}

export function driftKey(model: Model, ui: DriftUi, key: Key): Step {
  if (ui.asked) return askedKey(model, ui, ui.asked, key);
  const drift = driftOfUi(ui);
  const action = actionOf(key, ['drift']);
  switch (action) {
    case 'close':
      return stay(closeDrift(model));
    case 'back':
      return stay(ui.focus === 'detail' ? seen(model, { ...ui, focus: 'list' }) : closeDrift(model));
    case 'refresh':
      return [seen(model, { ...ui, found: { kind: 'reading', before: drift } }), [read(ui.path)]];
    case 'help':
      return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
    default:
  }
  if (!drift) return stay(model);
  if (action === 'tick') {
    const stepIds = finishedSteps(drift);
    return stay(
      stepIds.length === 0
        ? say(model, 'info', 'No step is finished yet, so there is nothing to tick.')
        : seen(model, { ...ui, asked: { stepIds, openedAt: model.now } }),
    );
  }
  const rows = rowsShown(model, ui) ?? [];
  if (action === 'edit-file') return openPlace(model, rows, ui.row);
  if (action === 'next-pane')
    return stay(ui.focus === 'list' ? intoDetails(model, ui, rows) : seen(model, { ...ui, focus: 'list' }));
  if (action === 'open')
    return ui.focus === 'detail' ? openPlace(model, rows, ui.row) : stay(intoDetails(model, ui, rows));
  return stay(ui.focus === 'detail' ? moveRow(model, ui, rows, action) : moveEntry(model, ui, action));
}

function askedKey(model: Model, ui: DriftUi, asked: NonNullable<DriftUi['asked']>, key: Key): Step {
  const { stepIds, openedAt } = asked;
  const calm = seen(model, { ...ui, asked: undefined });
  switch (actionOf(key, ['dialog'])) {
    case 'confirm':
      // A key that was on its way before the question stood there does not answer it.
      return model.now - openedAt < GRACE_MS
        ? stay(model)
        : [calm, [{ type: 'tick-steps', path: ui.path, stepIds }]];
    case 'close':
      return stay(calm);
    default:
      return stay(model);
  }
}

/** Rows of the details; undefined while nothing was read. */
export function rowsShown(model: Model, ui: DriftUi): readonly DetailRow[] | undefined {
  const drift = driftOfUi(ui);
  return drift && detailRows(drift)(driftSizes(model).detailInside.columns)(ui.selected);
}

/** The cursor stands on the first row that opens, where it has not been moved before. */
function intoDetails(model: Model, ui: DriftUi, rows: readonly DetailRow[]): Model {
  const first = Math.max(
    0,
    rows.findIndex(row => row.place),
  );
  return toRow(seen(model, { ...ui, focus: 'detail' }), ui.row === 0 ? first : ui.row);
}

function openPlace(model: Model, rows: readonly DetailRow[], row: number): Step {
  const place = rows[row]?.place ?? rows.slice(row).find(other => other.place)?.place;
  return place ? [model, [{ type: 'open-file', ...place }]] : stay(model);
}

function moveEntry(model: Model, ui: DriftUi, action: string | undefined): Model {
  const drift = driftOfUi(ui);
  const last = Math.max(0, (drift ? driftEntries(drift).length : 0) - 1);
  const to = moved(ui.selected, last, action, PAGE);
  if (to === ui.selected) return model;
  return toRow(seen(model, { ...ui, selected: to, row: 0, scroll: atTop }), 0);
}

const PAGE = 5;

/** Between rows that stand for a place; where there is none in that direction the text moves. */
function moveRow(model: Model, ui: DriftUi, rows: readonly DetailRow[], action: string | undefined): Model {
  const { rows: height } = driftSizes(model).detailInside;
  const to = moved(ui.row, Math.max(0, rows.length - 1), action, Math.max(1, height - 2));
  return to === ui.row ? model : toRow(model, to);
}

function moved(from: number, last: number, action: string | undefined, page: number): number {
  const to = (at: number) => Math.max(0, Math.min(last, at));
  switch (action) {
    case 'up':
      return to(from - 1);
    case 'down':
      return to(from + 1);
    case 'page-up':
      return to(from - page);
    case 'page-down':
      return to(from + page);
    case 'top':
      return 0;
    case 'bottom':
      return last;
    default:
      return from;
  }
}

/** Rows kept in sight around the cursor. */
const MARGIN = 2;

function toRow(model: Model, row: number): Model {
  const ui = model.driftUi;
  const rows = ui && rowsShown(model, ui);
  if (!ui || !rows) return model;
  const at = Math.max(0, Math.min(row, rows.length - 1));
  const extent = { total: rows.length, height: driftSizes(model).detailInside.rows };
  const scroll = reduceScroll(
    ui.scroll,
    { type: 'reveal', from: Math.max(0, at - MARGIN), to: Math.min(rows.length - 1, at + MARGIN) },
    extent,
  );
  return seen(model, { ...ui, row: at, scroll });
}

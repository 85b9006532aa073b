import type { CodeSymbol } from '../../../domain/index.ts';
import { actionOf } from '../../keymap.ts';
import { GRACE_MS, type Model, type Step, stay } from '../../model.ts';
import type { Key } from '../../term/key.ts';
import { reduceScroll } from '../../widgets/scroll-view/state.ts';
import { promptKey } from '../../widgets/text-prompt/keys.ts';
import { emptyPrompt, type PromptState, reducePrompt } from '../../widgets/text-prompt/state.ts';
import { openEvidence } from '../overlay/evidence.ts';
import type { CardRow } from './card.ts';
import { shownCard, shownFile, targetRow } from './layout.ts';
import { type ChosenRow, chosenAt, fileOfRow, isChosen, mapRows } from './rows.ts';
import { mapSizes } from './sizes.ts';
import { type CardUi, type MapUi, MORE_TIMES, openMap, searchOf } from './state.ts';

const seen = (model: Model, mapUi: MapUi): Model => ({ ...model, mapUi });

/** Opens the map over whatever is shown; what was searched for there before is gone. */
export function showMap(model: Model, text = ''): Model {
  return { ...model, overlay: undefined, mapUi: openMap(text) };
}

/** Back to where the map was opened from. Keys in flight are not taken for answers there. */
export function closeMap(model: Model): Model {
  return { ...model, mapUi: undefined, graceUntil: model.now + GRACE_MS };
}

export function mapKey(model: Model, ui: MapUi, key: Key): Step {
  return ui.card ? cardKey(model, ui, ui.card, key) : listKey(model, ui, key);
}

function listKey(model: Model, ui: MapUi, key: Key): Step {
  if (key.id === '?' && ui.search.prompt.text === '') return help(model);
  const rows = mapRows(model, ui);
  const now = chosenAt(rows, ui.selected);
  const page = Math.max(1, mapSizes(model).listRows - 2);
  switch (actionOf(key, ['map'])) {
    case 'up':
      return choose(model, ui, now - 1, -1);
    case 'down':
      return choose(model, ui, now + 1, 1);
    case 'page-up':
      return choose(model, ui, now - page, -1);
    case 'page-down':
      return choose(model, ui, now + page, 1);
    case 'top':
      return choose(model, ui, 0, 1);
    case 'bottom':
      return choose(model, ui, rows.length - 1, -1);
    case 'open':
    case 'next-pane': {
      const row = rows[now];
      return isChosen(row) ? open(model, ui, row) : stay(model);
    }
    case 'edit-file': {
      const file = shownFile(model, ui);
      return file ? edit(model, file.path, file.target) : stay(model);
    }
    case 'close':
      return stay(ui.search.prompt.text === '' ? closeMap(model) : typed(model, ui, emptyPrompt()));
    default: {
      const outcome = promptKey(ui.search.prompt, key);
      return stay(outcome.type === 'edited' ? typed(model, ui, outcome.state) : model);
    }
  }
}

/** What was typed; another text begins at its best hit. */
function typed(model: Model, ui: MapUi, state: PromptState): Model {
  const prompt = { ...state, text: oneLine(state.text) };
  const next: MapUi = { ...ui, search: { prompt } };
  if (searchOf(next) === searchOf(ui)) return seen(model, next);
  return seen(model, { ...next, selected: undefined, scroll: { top: 0 } });
}

/** A search is one line; whatever is pasted into it becomes one of a length that a name may have. */
export function pasteSearch(model: Model, ui: MapUi, text: string): Model {
  const line = oneLine(text.trim()).slice(0, MOST_PASTED);
  return typed(model, ui, reducePrompt(ui.search.prompt, { type: 'insert', text: line }));
}

const MOST_PASTED = 200;
const oneLine = (text: string) => text.replace(/\s*\n\s*/g, ' ');

/** Chooses the row at a place, or the next one in that direction that can be chosen, else the last before it. */
function choose(model: Model, ui: MapUi, at: number, step: 1 | -1): Step {
  const rows = mapRows(model, ui);
  const inside = Math.max(0, Math.min(at, rows.length - 1));
  let found = inside;
  while (rows[found] && !isChosen(rows[found])) found += step;
  if (!isChosen(rows[found])) {
    found = inside;
    while (rows[found] && !isChosen(rows[found])) found -= step;
  }
  const row = rows[found];
  if (!isChosen(row)) return stay(model);
  const extent = { total: rows.length, height: mapSizes(model).listRows };
  // The folder above a file belongs to what is looked at.
  const above = rows[found - 1];
  const from = above && !isChosen(above) ? found - 1 : found;
  const scroll = reduceScroll(ui.scroll, { type: 'reveal', from: Math.max(0, from), to: found }, extent);
  return stay(seen(model, { ...ui, selected: row.id, scroll }));
}

function open(model: Model, ui: MapUi, row: ChosenRow): Step {
  const selected = row.id;
  switch (row.kind) {
    case 'file':
    case 'hit':
    case 'left-out': {
      const file = fileOfRow(row);
      return stay(
        file
          ? openCard(model, { ...ui, selected }, { ...file, row: 0, scroll: { top: 0 }, whole: [] }, [])
          : model,
      );
    }
    case 'more-files':
      return stay(
        seen(model, { ...ui, whole: [...ui.whole, row.folder], selected: neighbour(model, ui, row.id) }),
      );
    case 'more-folders':
      return stay(
        seen(model, { ...ui, limit: ui.limit * MORE_TIMES, selected: neighbour(model, ui, row.id) }),
      );
    case 'shut': {
      const opened = row.open ? ui.opened.filter(o => o !== row.what) : [...ui.opened, row.what];
      return stay(seen(model, { ...ui, opened, selected }));
    }
  }
}

/** The chosen row above one that is about to give way to what it stands for. */
function neighbour(model: Model, ui: MapUi, id: string): string | undefined {
  const rows = mapRows(model, ui);
  const at = rows.findIndex(row => isChosen(row) && row.id === id);
  const before = rows.slice(0, at).findLast(isChosen);
  return before?.id;
}

function openCard(model: Model, ui: MapUi, card: CardUi, trail: readonly CardUi[]): Model {
  return toTarget(seen(model, { ...ui, card, trail }));
}

/** Puts the cursor of the card on the symbol that led to it, once it is read. */
export function toTarget(model: Model): Model {
  const ui = model.mapUi;
  const rows = ui && shownCard(model, ui);
  return rows ? toRow(model, targetRow(rows, ui?.card?.target)) : model;
}

/** Puts the cursor of the card on a row and shows it. */
function toRow(model: Model, row: number): Model {
  const ui = model.mapUi;
  const rows = ui && shownCard(model, ui);
  if (!ui?.card || !rows) return model;
  const extent = { total: rows.length, height: mapSizes(model).cardInside.rows };
  const at = Math.max(0, Math.min(row, rows.length - 1));
  const scroll = reduceScroll(
    ui.card.scroll,
    { type: 'reveal', from: Math.max(0, at - MARGIN), to: Math.min(rows.length - 1, at + MARGIN) },
    extent,
  );
  return seen(model, { ...ui, card: { ...ui.card, row: at, scroll } });
}

/** Puts the cursor of the card on a symbol, wherever its row has moved. */
function toSymbol(model: Model, name: string, line: number): Model {
  const ui = model.mapUi;
  const rows = (ui && shownCard(model, ui)) ?? [];
  const at = rows.findIndex(row => row.symbol?.name === name && row.symbol.line === line);
  return at < 0 ? model : toRow(model, at);
}

/** Rows kept in sight around the cursor. */
const MARGIN = 2;

function cardKey(model: Model, ui: MapUi, card: CardUi, key: Key): Step {
  const rows = shownCard(model, ui) ?? [];
  const page = Math.max(1, mapSizes(model).cardInside.rows - 2);
  switch (actionOf(key, ['card'])) {
    case 'up':
      return stay(toRow(model, card.row - 1));
    case 'down':
      return stay(toRow(model, card.row + 1));
    case 'page-up':
      return stay(toRow(model, card.row - page));
    case 'page-down':
      return stay(toRow(model, card.row + page));
    case 'top':
      return stay(toRow(model, 0));
    case 'bottom':
      return stay(toRow(model, rows.length - 1));
    case 'next':
      return stay(toRow(model, nextLink(rows, card.row, 1)));
    case 'previous':
      return stay(toRow(model, nextLink(rows, card.row, -1)));
    case 'open': {
      const row = rows[card.row];
      if (row?.section) {
        const whole = [...card.whole, row.section];
        return stay(seen(model, { ...ui, card: { ...card, whole } }));
      }
      if (row?.symbol) return readSymbol(model, row.symbol);
      return row?.file ? stay(follow(model, ui, card, row.file, row.at)) : stay(model);
    }
    case 'users': {
      const symbol = rows[card.row]?.symbol;
      if (!symbol) return stay(model);
      const shut = card.spread?.line === symbol.line && card.spread.name === symbol.name;
      const { name, line } = symbol;
      const spread = shut ? undefined : { name, line };
      const at = rows.findIndex(row => row.symbol === symbol);
      const next = seen(model, { ...ui, card: { ...card, spread } });
      return stay(at < 0 ? next : toSymbol(next, name, line));
    }
    case 'edit-file':
      return edit(model, card.path, rows[card.row]?.symbol?.line ?? card.target);
    case 'back': {
      const before = ui.trail.at(-1);
      if (!before) return stay(seen(model, { ...ui, card: undefined }));
      return stay(seen(model, { ...ui, card: before, trail: ui.trail.slice(0, -1) }));
    }
    case 'list':
      return stay(seen(model, { ...ui, card: undefined, trail: [] }));
    case 'close':
      return stay(closeMap(model));
    case 'help':
      return help(model);
    default:
      return stay(model);
  }
}

/** The lines of a symbol, as evidence is shown everywhere. */
function readSymbol(model: Model, { name, path, line, endLine, container }: CodeSymbol): Step {
  const title = container === undefined ? name : `${container} › ${name}`;
  return openEvidence(model, title, [{ kind: 'file', path, line, endLine }]);
}

/** Goes from a card to one of its files; Esc comes back. */
function follow(model: Model, ui: MapUi, card: CardUi, path: string, target: number | undefined): Model {
  return openCard(model, ui, { path, target, row: 0, scroll: { top: 0 }, whole: [] }, [...ui.trail, card]);
}

function nextLink(rows: readonly CardRow[], from: number, step: 1 | -1): number {
  for (let at = from + step; at >= 0 && at < rows.length; at += step)
    if (rows[at]?.file !== undefined || rows[at]?.section !== undefined) return at;
  return from;
}

function edit(model: Model, path: string, line: number | undefined): Step {
  return [model, [{ type: 'open-file', path, line: line ?? 1 }]];
}

function help(model: Model): Step {
  return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
}

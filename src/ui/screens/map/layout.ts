import type { CardPage } from '../../../domain/index.ts';
import { once } from '../../memo.ts';
import type { Model } from '../../model.ts';
import { type CardRow, cardRows, isOpening } from './card.ts';
import { chosenAt, fileOfRow, mapRows } from './rows.ts';
import { mapSizes } from './sizes.ts';
import type { CardSection, MapUi } from './state.ts';

/** The file whose card shows, or would: of the card that has the keys, else of the chosen row. */
export function shownFile(
  model: Model,
  ui: MapUi,
): { readonly path: string; readonly target?: number | undefined } | undefined {
  if (ui.card) return ui.card;
  const rows = mapRows(model, ui);
  return fileOfRow(rows[chosenAt(rows, ui.selected)]);
}

/** Rows of a card that was read; undefined before that. */
export function shownCard(model: Model, ui: MapUi): readonly CardRow[] | undefined {
  const file = shownFile(model, ui);
  const page = file && ui.pages[file.path];
  if (!page) return undefined;
  const { columns } = mapSizes(model).cardInside;
  return laidOut(page)(Math.max(LEAST, columns))(file.target)(ui.card?.whole ?? NOTHING_WHOLE);
}

const LEAST = 20;
const NOTHING_WHOLE: readonly CardSection[] = [];

const laidOut = once((page: CardPage) =>
  once((columns: number) =>
    once((target: number | undefined) =>
      once((whole: readonly CardSection[]) => cardRows(page, columns, whole, target)),
    ),
  ),
);

/** Place of the row that the symbol asked for stands on, else of the first on which Enter does something. */
export function targetRow(rows: readonly CardRow[], target: number | undefined): number {
  const asked = target === undefined ? -1 : rows.findIndex(row => row.symbol?.line === target);
  return asked >= 0 ? asked : Math.max(0, rows.findIndex(isOpening));
}

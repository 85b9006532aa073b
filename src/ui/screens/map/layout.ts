import type { CardPage, SymbolPage } from '../../../domain/index.ts';
import { once } from '../../memo.ts';
import type { Model } from '../../model.ts';
import { type CardRow, cardRows, isOpening, meantSymbol } from './card.ts';
import { chosenAt, fileOfRow, mapRows } from './rows.ts';
import { mapSizes } from './sizes.ts';
import { type CardSection, type MapUi, type SpreadSymbol, symbolKey } from './state.ts';
import { symbolRows } from './symbol-rows.ts';

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
  const rows = laidOut(page)(Math.max(LEAST, columns))(file.target)(ui.card?.whole ?? NOTHING_WHOLE);
  const { card } = ui;
  if (!card?.spread) return rows;
  const key = symbolKey(card.path, card.spread);
  return spread(rows, card.spread, ui.symbol?.key === key ? ui.symbol.page : undefined, columns);
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

/** The rows with what is known of one symbol below its own. `page`: undefined while it is being read. */
function spread(
  rows: readonly CardRow[],
  { name, line }: SpreadSymbol,
  page: SymbolPage | null | undefined,
  columns: number,
): readonly CardRow[] {
  const at = rows.findIndex(row => row.symbol?.name === name && row.symbol.line === line);
  if (at < 0) return rows;
  return [...rows.slice(0, at + 1), ...symbolRows(page, columns), ...rows.slice(at + 1)];
}

/** Place of the row that the symbol asked for stands on, else of the first on which Enter does something. */
export function targetRow(rows: readonly CardRow[], target: number | undefined): number {
  const meant = meantSymbol(
    rows.flatMap(row => row.symbol ?? []),
    target,
  );
  const asked = meant ? rows.findIndex(row => row.symbol === meant) : -1;
  return asked >= 0 ? asked : Math.max(0, rows.findIndex(isOpening));
}

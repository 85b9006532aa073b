import { bodyRows } from '../../chrome.ts';
import { layoutKind } from '../../layout.ts';
import type { Model } from '../../model.ts';
import { paneInside } from '../../widgets/pane/frame.ts';

export interface MapSizes {
  /** List and card stand side by side; else one at a time. */
  readonly both: boolean;
  readonly listColumns: number;
  readonly cardColumns: number;
  readonly rows: number;
  /** Rows of the list below its search field. */
  readonly listRows: number;
  readonly cardInside: { readonly columns: number; readonly rows: number };
}

/** Search field and rule above the list, and the reason below it where no card shows it. */
const FIELD_ROWS = 2;
const REASON_ROWS = 1;
/** Columns that a list can use when the card has what it needs. */
const LIST_LEAST = 46;
const LIST_MOST = 86;
/** Columns left of a card's text for the cursor. */
export const GUTTER = 2;
/** A card's line longer than this is hard to read back from. */
const MEASURE = 112;

export function mapSizes(model: Model): MapSizes {
  const { columns } = model.size;
  const both = layoutKind(model.size) === 'wide';
  const rows = bodyRows(model);
  const listColumns = both ? Math.min(LIST_MOST, Math.max(LIST_LEAST, Math.floor(columns * 0.44))) : columns;
  const cardColumns = both ? columns - listColumns : columns;
  const inside = paneInside(cardColumns, rows);
  return {
    both,
    listColumns,
    cardColumns,
    rows,
    listRows: Math.max(1, paneInside(listColumns, rows).rows - FIELD_ROWS - (both ? 0 : REASON_ROWS)),
    cardInside: { columns: Math.min(MEASURE, inside.columns - GUTTER), rows: inside.rows },
  };
}

import { bodyRows } from '../../chrome.ts';
import { layoutKind } from '../../layout.ts';
import type { Model } from '../../model.ts';
import { paneInside } from '../../widgets/pane/frame.ts';

export interface DriftSizes {
  /** List and details stand side by side; else one at a time. */
  readonly both: boolean;
  readonly listColumns: number;
  readonly detailColumns: number;
  readonly rows: number;
  readonly detailInside: { readonly columns: number; readonly rows: number };
}

const LIST_LEAST = 44;
const LIST_MOST = 70;
/** Columns left of the details for the cursor. */
export const GUTTER = 2;
/** A longer line is hard to read back from. */
const MEASURE = 112;

export function driftSizes(model: Model): DriftSizes {
  const { columns } = model.size;
  const both = layoutKind(model.size) === 'wide';
  const rows = bodyRows(model);
  const listColumns = both ? Math.min(LIST_MOST, Math.max(LIST_LEAST, Math.floor(columns * 0.4))) : columns;
  const detailColumns = both ? columns - listColumns : columns;
  const inside = paneInside(detailColumns, rows);
  return {
    both,
    listColumns,
    detailColumns,
    rows,
    detailInside: { columns: Math.min(MEASURE, inside.columns - GUTTER), rows: inside.rows },
  };
}

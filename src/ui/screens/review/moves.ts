import type { ActiveSession } from '../../../session/state.ts';
import type { Model } from '../../model.ts';
import { reduceScroll } from '../../widgets/scroll-view/state.ts';
import { reviewLayout, visibleRows } from './layout.ts';

/** Rows kept in sight around the cursor. */
const MARGIN = 3;

/** Puts the cursor on a row and shows it; `lead` puts it near the top of the window. */
export function toRow(model: Model, session: ActiveSession, row: number, lead: boolean): Model {
  const total = visibleRows(model, session).length;
  const height = reviewLayout(model).inside.rows;
  const cursor = Math.max(0, Math.min(row, total - 1));
  const extent = { total, height };
  const scroll = lead
    ? reduceScroll(model.review.scroll, { type: 'to', row: cursor }, extent)
    : reduceScroll(
        model.review.scroll,
        { type: 'reveal', from: Math.max(0, cursor - MARGIN), to: cursor + MARGIN },
        extent,
      );
  return { ...model, review: { ...model.review, cursor, scroll } };
}

export function toLine(model: Model, session: ActiveSession, line: number, lead: boolean): Model {
  const row = visibleRows(model, session).findIndex(r => r.source >= line && r.line.length > 0);
  return row < 0 ? model : toRow(model, session, row, lead);
}

/** Keeps the cursor on its line where rows came or went above it: a check's verdict, a file that moved. */
export function keepPlace(before: Model, after: Model): Model {
  if (after.place !== 'review' || before.place !== 'review') return after;
  if (before.session.kind !== 'active' || after.session.kind !== 'active') return after;
  const { cursor, scroll } = after.review;
  if (before.review.cursor !== cursor) return after;
  const [old, young] = [visibleRows(before, before.session), visibleRows(after, after.session)];
  const line = old[cursor]?.line;
  if (old === young || line === undefined || young[cursor]?.line === line) return after;
  const at = young.findIndex(row => row.line === line);
  if (at < 0) return after;
  const top = Math.max(0, scroll.top + at - cursor);
  return { ...after, review: { ...after.review, cursor: at, scroll: { ...scroll, top } } };
}

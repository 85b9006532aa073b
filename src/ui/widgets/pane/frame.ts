import { cut, fill, type Line, lineWidth, type Span, t } from '../../text/line.ts';

export interface PaneFrame {
  readonly title: Line;
  /** At the right end of the top border: timer, badge. */
  readonly badge?: Line | undefined;
  readonly focused: boolean;
  readonly columns: number;
  readonly rows: number;
  /** Position of the shown window in all rows: draws the scroll bar and says what is below. */
  readonly scroll?: { readonly top: number; readonly total: number } | undefined;
}

/** Columns and rows inside a pane's border and its one-column margins. */
export function paneInside(columns: number, rows: number): { columns: number; rows: number } {
  return { columns: Math.max(1, columns - 4), rows: Math.max(0, rows - 2) };
}

export function paneTop({ title, badge = [], focused, columns }: PaneFrame): Line {
  const tone = focused ? 'borderFocus' : 'border';
  const right: Line = badge.length > 0 ? [t(' ', tone), ...badge, t(' ─', tone)] : [];
  const rightWidth = lineWidth(right);
  const head = cut(title, Math.max(0, columns - 4 - rightWidth - 2));
  const left: Line = head.length > 0 ? [t('─ ', tone), ...head, t(' ', tone)] : [];
  const rest = columns - 2 - lineWidth(left) - rightWidth;
  return fill(
    [t('┌', tone), ...left, t('─'.repeat(Math.max(0, rest)), tone), ...right, t('┐', tone)],
    columns,
  );
}

export function paneBottom({ focused, columns, rows, scroll }: PaneFrame): Line {
  const tone = focused ? 'borderFocus' : 'border';
  const below = scroll ? scroll.total - scroll.top - paneInside(columns, rows).rows : 0;
  const note: Span[] = below > 0 ? [t(` ${below} more ↓ `, 'muted'), t('─', tone)] : [];
  const rest = columns - 2 - lineWidth(note);
  if (rest < 0)
    return fill([t('└', tone), t('─'.repeat(Math.max(0, columns - 2)), tone), t('┘', tone)], columns);
  return [t('└', tone), t('─'.repeat(rest), tone), ...note, t('┘', tone)];
}

/** The right border, one cell a row; the thumb of the scroll bar is heavier. */
export function paneRight({ focused, columns, rows, scroll }: PaneFrame): Line[] {
  const tone = focused ? 'borderFocus' : 'border';
  const height = paneInside(columns, rows).rows;
  const bar = scroll && scroll.total > height ? thumb(scroll.top, scroll.total, height) : undefined;
  return Array.from({ length: height }, (_, y) =>
    bar && y >= bar.from && y < bar.to ? [t('┃', focused ? 'accent' : 'muted')] : [t('│', tone)],
  );
}

function thumb(top: number, total: number, height: number): { from: number; to: number } {
  const size = Math.max(1, Math.round((height * height) / total));
  const most = Math.max(1, total - height);
  const from = Math.round(((height - size) * Math.min(top, most)) / most);
  return { from, to: from + size };
}

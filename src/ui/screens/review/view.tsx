import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { ActiveSession, CheckedRevision } from '../../../session/state.ts';
import { layoutKind } from '../../layout.ts';
import type { Model } from '../../model.ts';
import { between, type Line, type Span, t } from '../../text/line.ts';
import { holds, marked } from '../../text/marks.ts';
import { Lines } from '../../widgets/lines.tsx';
import { paneInside } from '../../widgets/pane/frame.ts';
import { Pane } from '../../widgets/pane/view.tsx';
import { clampTop, reduceScroll } from '../../widgets/scroll-view/state.ts';
import { type OutlineItem, outlineAt, outlineOf, reviewLayout, visibleRows } from './layout.ts';
import { shownRevision } from './shown.ts';
import { staleIn } from './stale.ts';

interface Props {
  readonly model: Model;
  readonly session: ActiveSession;
}

export function ReviewView({ model, session }: Props): ReactNode {
  const checked = shownRevision(model, session);
  if (!checked) return null;
  const { outlineColumns, planColumns, rows } = reviewLayout(model);
  if (layoutKind(model.size) === 'narrow') {
    const outline = model.review.focus === 'outline';
    return (
      <Box flexDirection="column">
        <Lines lines={[tabs(outline)]} columns={model.size.columns} />
        {outline ? (
          <OutlinePane
            model={model}
            session={session}
            checked={checked}
            columns={outlineColumns}
            rows={rows}
          />
        ) : (
          <PlanPane model={model} session={session} columns={planColumns} rows={rows} />
        )}
      </Box>
    );
  }
  return (
    <Box flexDirection="row">
      <OutlinePane model={model} session={session} checked={checked} columns={outlineColumns} rows={rows} />
      <PlanPane model={model} session={session} columns={planColumns} rows={rows} />
    </Box>
  );
}

function tabs(outline: boolean): Line {
  const tab = (text: string, on: boolean) => t(text, on ? 'accent' : 'muted', { bold: on, underline: on });
  return [t(' '), tab('Outline', outline), t(' │ ', 'border'), tab('Plan', !outline)];
}

interface PaneProps extends Props {
  readonly columns: number;
  readonly rows: number;
}

function OutlinePane(props: PaneProps & { readonly checked: CheckedRevision }): ReactNode {
  const { model, session, checked, columns, rows } = props;
  const inside = paneInside(columns, rows);
  const items = outlineOf(session, checked, staleIn(model, checked));
  const line = visibleRows(model, session)[model.review.cursor]?.source ?? 1;
  const at = outlineAt(items, line);
  const focused = model.review.focus === 'outline' && model.overlay === undefined;
  const { top } = reduceScroll(
    { top: 0 },
    { type: 'reveal', from: Math.max(0, at - 2), to: at + 2 },
    { total: items.length, height: inside.rows },
  );
  return (
    <Pane
      title={[t('Outline', focused ? 'accent' : 'text', { bold: true })]}
      focused={focused}
      columns={columns}
      rows={rows}
      scroll={{ top, total: items.length }}
      lines={items
        .slice(top, top + inside.rows)
        .map((item, i) => outlineLine(item, top + i === at, inside.columns))}
    />
  );
}

/** Title with indent, estimate, and marks for comments and failing checks. */
function outlineLine(item: OutlineItem, here: boolean, columns: number): Line {
  const marks: Span[] = [
    // In a narrow outline the title needs the room; the minutes stand in the plan's heading.
    ...(item.estimate && columns >= 30 ? [t(item.estimate, 'estimate')] : []),
    ...(item.stale ? [t(' ◷', 'attention')] : []),
    ...(item.comments > 0 ? [t(' ●', 'user')] : []),
    ...(item.failed > 0 ? [t(' ⚠', 'warning')] : []),
  ];
  const title = item.stepId ? item.title.replace(/^(\d+)\.\s*/, '$1 ') : item.title;
  const left: Line = [
    t(here ? '❯ ' : '  ', 'accent'),
    t('  '.repeat(item.depth)),
    t(title, here ? 'accent' : item.depth > 0 ? 'muted' : 'text', { bold: here }),
  ];
  return between(left, marks, columns);
}

function PlanPane({ model, session, columns, rows }: PaneProps): ReactNode {
  const inside = paneInside(columns, rows);
  const all = visibleRows(model, session);
  const { cursor, mark, scroll } = model.review;
  const focused = model.review.focus === 'plan' && model.overlay === undefined;
  const top = clampTop(scroll.top, { total: all.length, height: inside.rows });
  const wanted = model.review.search;
  const inMark = (i: number) =>
    mark !== undefined && i >= Math.min(mark, cursor) && i <= Math.max(mark, cursor);
  const lines = all.slice(top, top + inside.rows).map((row, i): Line => {
    const gutter = inMark(top + i)
      ? t('▌ ', 'user')
      : top + i === cursor && focused
        ? t('❯ ', 'accent')
        : t('  ');
    return [gutter, ...marked(row.line, wanted)];
  });
  const percent =
    all.length > inside.rows ? Math.round((100 * Math.min(all.length, top + inside.rows)) / all.length) : 100;
  const found = wanted ? all.flatMap((row, i) => (holds(row.line, wanted) ? [i] : [])) : [];
  const badge: Line = wanted
    ? [t(`“${wanted}” `, 'attention'), t(`${found.indexOf(cursor) + 1 || '–'} of ${found.length}`, 'muted')]
    : percent < 100 || top > 0
      ? [t(`${percent} %`, 'muted')]
      : [];
  return (
    <Pane
      title={[t('Plan', focused ? 'accent' : 'text', { bold: true })]}
      badge={badge}
      focused={focused}
      columns={columns}
      rows={rows}
      scroll={{ top, total: all.length }}
      lines={lines}
    />
  );
}

import { Box } from 'ink';
import type { ReactNode } from 'react';
import { rangeText, wholeMinutes } from '../../../plan/totals.ts';
import type { ActiveSession, ApproachState } from '../../../session/state.ts';
import type { Model } from '../../model.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { between, type Line, t } from '../../text/line.ts';
import { Lines } from '../../widgets/lines.tsx';
import { Pane } from '../../widgets/pane/view.tsx';
import { clampTop, reduceScroll } from '../../widgets/scroll-view/state.ts';
import { type ApproachesSizes, alignedRows, approachesSizes } from './layout.ts';
import { bothOf, other, type SideIndex, sideName } from './state.ts';

/** Two approaches: facts in columns, and below them both plans, which scroll together. */
export function ApproachesView({
  model,
  session,
}: {
  readonly model: Model;
  readonly session: ActiveSession;
}): ReactNode {
  const pair = bothOf(session);
  if (!pair) return null;
  const sizes = approachesSizes(model, session);
  const { side, factsOnly } = model.approaches;
  const sides: readonly SideIndex[] = sizes.both ? [0, 1] : [side];
  return (
    <Box flexDirection="column">
      <Lines lines={sizes.facts} columns={model.size.columns} />
      {factsOnly ? null : (
        <Box flexDirection="row">
          {sides.map(one => (
            <Side key={one} model={model} pair={pair} side={one} sizes={sizes} />
          ))}
        </Box>
      )}
    </Box>
  );
}

function Side({
  model,
  pair,
  side,
  sizes,
}: {
  readonly model: Model;
  readonly pair: readonly [ApproachState, ApproachState];
  readonly side: SideIndex;
  readonly sizes: ApproachesSizes;
}): ReactNode {
  const { picking, scroll } = model.approaches;
  const front = model.approaches.side === side;
  // Where one side is shown at a time, what is picked from takes its place.
  const picks = picking !== undefined && (sizes.both ? !front : front);
  const from = picks ? other(model.approaches.side) : side;
  const approach = pair[from];
  const columns = sizes.inside.columns[side];
  const [a = '', b = ''] = pair.map(x => x.revisions.at(-1)?.revision.markdown ?? '');
  const rows = alignedRows(a)(b)(sizes.inside.columns[0])(sizes.inside.columns[1])[side];
  const extent = { total: rows.length, height: sizes.inside.rows };
  const top = clampTop(scroll.top, extent);
  const focused = (picking ? picks : front) && model.overlay === undefined;
  const report = approach.revisions.at(-1)?.report;
  const failed = report?.results.filter(r => r.verdict === 'failed').length ?? 0;
  const listed = picks ? pickLines(model, approach, columns, sizes.inside.rows) : undefined;
  return (
    <Pane
      title={[
        t(sideName(from), focused ? 'accent' : 'text', { bold: true }),
        ...(picks ? [t(` take steps over to ${sideName(other(from))}`, 'muted')] : []),
      ]}
      badge={
        report
          ? [failed > 0 ? t(`⚠ ${plural(failed, 'check')} to see`, 'warning') : t('✓ checks', 'success')]
          : [t('being checked', 'muted')]
      }
      focused={focused}
      columns={sizes.columns[side]}
      rows={sizes.rows}
      scroll={listed ? listed.scroll : { top, total: rows.length }}
      lines={listed ? listed.lines : rows.slice(top, top + sizes.inside.rows)}
    />
  );
}

function pickLines(
  model: Model,
  approach: ApproachState,
  columns: number,
  height: number,
): { readonly lines: readonly Line[]; readonly scroll: { readonly top: number; readonly total: number } } {
  const steps = approach.revisions.at(-1)?.revision.plan.steps ?? [];
  const { cursor = 0, ids = [] } = model.approaches.picking ?? {};
  const { top } = reduceScroll(
    { top: 0 },
    { type: 'reveal', from: cursor, to: cursor },
    { total: steps.length, height },
  );
  const lines = steps.slice(top, top + height).map((step, i): Line => {
    const at = top + i === cursor;
    const chosen = ids.includes(step.id);
    return between(
      [
        t(at ? '❯ ' : '  ', 'accent'),
        t(chosen ? '[x] ' : '[ ] ', chosen ? 'success' : 'muted'),
        ...sentence(step.title, { bold: at }),
      ],
      [t(` ${rangeText(wholeMinutes(step.estimate))}`, 'estimate')],
      columns,
    );
  });
  return { lines, scroll: { top, total: steps.length } };
}

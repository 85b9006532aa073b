import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { PlanDrift } from '../../../plan/drift/model.ts';
import { matchWords, percentOf, sinceWords } from '../../../plan/drift/words.ts';
import type { Model } from '../../model.ts';
import { plural, spinner } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { between, cut, type Line, lineWidth, t, wrap } from '../../text/line.ts';
import { cutPath } from '../../text/path.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { Pane } from '../../widgets/pane/view.tsx';
import { reduceScroll } from '../../widgets/scroll-view/state.ts';
import { entryCells } from './entries.ts';
import { rowsShown } from './keys.ts';
import { driftSizes } from './sizes.ts';
import { type DriftUi, driftEntries, driftOfUi } from './state.ts';

interface Props {
  readonly model: Model;
  readonly ui: DriftUi;
}

export function DriftView({ model, ui }: Props): ReactNode {
  const { both } = driftSizes(model);
  if (both)
    return (
      <Box flexDirection="row">
        <ListPane model={model} ui={ui} />
        <DetailPane model={model} ui={ui} />
      </Box>
    );
  return ui.focus === 'detail' && driftOfUi(ui) ? (
    <DetailPane model={model} ui={ui} />
  ) : (
    <ListPane model={model} ui={ui} />
  );
}

function ListPane({ model, ui }: Props): ReactNode {
  const { listColumns, rows } = driftSizes(model);
  const inside = paneInside(listColumns, rows);
  const focused = ui.focus === 'list' && model.overlay === undefined;
  const drift = driftOfUi(ui);
  const head = drift ? headLines(drift, ui, model, inside.columns) : waitingLines(ui, model, inside.columns);
  const entries = drift ? driftEntries(drift) : [];
  const height = Math.max(1, inside.rows - head.length);
  const extent = { total: entries.length, height };
  const { top } = reduceScroll({ top: 0 }, { type: 'reveal', from: ui.selected, to: ui.selected }, extent);
  const lines = entries.slice(top, top + height).flatMap((entry, i): readonly Line[] => {
    if (!drift) return [];
    const chosen = top + i === ui.selected;
    const { mark, name, right } = entryCells(drift, entry);
    const tone = chosen && focused ? 'accent' : entry.kind === 'step' ? 'text' : 'heading';
    const line = between(
      [
        t(chosen ? '❯ ' : '  ', focused ? 'accent' : 'muted'),
        mark,
        ...sentence(name, { tone, bold: chosen }),
      ],
      right === '' ? [] : [t(right, 'muted')],
      inside.columns,
    );
    // What is told of the whole plan stands apart from the steps where there is room.
    const apart = entry.kind !== 'step' && entries[top + i - 1]?.kind === 'step' && entries.length < height;
    return apart ? [[], line] : [line];
  });
  return (
    <Pane
      title={[t('Drift', focused ? 'accent' : 'text', { bold: true })]}
      badge={drift ? [t(`since ${sinceWords(drift.since)}`, 'muted')] : []}
      focused={focused}
      columns={listColumns}
      rows={rows}
      scroll={{ top, total: entries.length + head.length }}
      lines={[...head, ...lines]}
    />
  );
}

function waitingLines({ found, path }: DriftUi, model: Model, columns: number): readonly Line[] {
  const name: Line = [t(cutPath(path, columns), 'path')];
  if (found.kind === 'failed')
    return [
      name,
      [],
      ...wrap([t('✗ ', 'danger'), ...sentence(found.failure.message, { tone: 'danger' })], columns, [
        t('  '),
      ]),
      ...(found.failure.next
        ? wrap([t('  '), ...sentence(found.failure.next, { tone: 'muted' })], columns, [t('  ')])
        : []),
    ];
  return [
    name,
    [],
    [t(`${spinner(model.now)} `, 'accent'), t('the work tree is held against the plan …', 'muted')],
  ];
}

/** Enough of the match is what `drift` asks for on the command line too. */
const ENOUGH = 0.9;
const BAR_MOST = 32;

/** The plan's title, how much of it is there as a bar, and what lowers it. */
function headLines(drift: PlanDrift, ui: DriftUi, model: Model, columns: number): readonly Line[] {
  const { match, title, parts, steps } = drift;
  const tone = match >= ENOUGH ? 'success' : match >= 0.5 ? 'attention' : 'warning';
  const said: Line = [t(` ${percentOf(match)} % match`, tone, { bold: true })];
  const size = Math.max(4, Math.min(BAR_MOST, columns - lineWidth(said)));
  const full = Math.floor(match * size);
  const done = steps.filter(step => step.verdict === 'done').length;
  return [
    ...titleLines(title, columns),
    [t('━'.repeat(full), tone), t('─'.repeat(size - full), 'faint'), ...said],
    ...wrap([t(matchWords(parts), 'muted')], columns),
    ui.found.kind === 'reading'
      ? [t(`${spinner(model.now)} `, 'accent'), t('reading again …', 'muted')]
      : [t(`${done} of ${plural(steps.length, 'step')} done`, 'muted')],
    [],
  ];
}

/** Two rows at most; a mark says that there is more. */
function titleLines(title: string, columns: number): readonly Line[] {
  const [first = [], second, third] = wrap(sentence(title, { bold: true }), columns);
  if (!second) return [first];
  return [first, third ? [...cut(second, columns - 2), t(' …', 'muted')] : second];
}

function DetailPane({ model, ui }: Props): ReactNode {
  const { detailColumns, detailInside, rows: paneRows } = driftSizes(model);
  const focused = ui.focus === 'detail' && model.overlay === undefined;
  const drift = driftOfUi(ui);
  const rows = rowsShown(model, ui) ?? [];
  const extent = { total: rows.length, height: detailInside.rows };
  const { top } = reduceScroll(ui.scroll, { type: 'reveal', from: ui.row, to: ui.row }, extent);
  const entry = drift && driftEntries(drift)[ui.selected];
  const title =
    entry?.kind === 'step' ? `Step ${entry.index + 1}` : drift && entry ? entryCells(drift, entry).name : '';
  return (
    <Pane
      title={title === '' ? [] : [t(title, focused ? 'accent' : 'text', { bold: true })]}
      focused={focused}
      columns={detailColumns}
      rows={paneRows}
      scroll={{ top, total: rows.length }}
      lines={rows
        .slice(top, top + detailInside.rows)
        .map((row, i): Line => [t(focused && top + i === ui.row ? '❯ ' : '  ', 'accent'), ...row.line])}
    />
  );
}

import { Box } from 'ink';
import type { ReactNode } from 'react';
import { rangeText, totals } from '../../../plan/totals.ts';
import { latestRevision } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import type { Tone } from '../../../theme/index.ts';
import { bodyRows } from '../../chrome.ts';
import type { Model } from '../../model.ts';
import { plural, spinner } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { cut, fill, type Line, lineWidth, t, wrap } from '../../text/line.ts';
import { Lines } from '../../widgets/lines.tsx';
import { implementerLines, nextWords } from '../hand-over/layout.ts';

export function DoneView({
  model,
  session,
}: {
  readonly model: Model;
  readonly session: ActiveSession;
}): ReactNode {
  const { columns } = model.size;
  const rows = bodyRows(model);
  const lines = doneLines(model, session, columns - 4, rows).map(line => [t('  '), ...line]);
  return (
    <Box height={rows}>
      <Lines lines={lines} columns={columns} rows={rows} />
    </Box>
  );
}

/** Columns of what a suggestion is for. */
const WHAT_COLUMNS = 24;

/** The saved path and what to do next; while it is being saved that; where it failed why, and the way on. */
export function doneLines(
  model: Model,
  session: ActiveSession,
  columns: number,
  rows: number,
): readonly Line[] {
  const { published, publishFailure } = session;
  if (publishFailure)
    return [
      [],
      [t('✗ ', 'danger'), t('The plan was not saved.', 'danger', { bold: true })],
      ...wrap([t('  '), t(publishFailure.message)], columns, [t('  ')]),
      ...(publishFailure.next ? wrap([t('  '), t(publishFailure.next, 'muted')], columns, [t('  ')]) : []),
      [],
      [t('  p', 'accent'), t(' tries again   ', 'muted'), t('v', 'accent'), t(' back to the plan', 'muted')],
    ];
  if (!published) return [[], [t(`${spinner(model.now)} `, 'accent'), t('saving the plan …')]];
  const plan = latestRevision(session)?.revision.plan;
  const { git } = model.facts.project;
  const next = (what: string, how: string, tone: Tone = 'accent'): readonly Line[] => {
    const row: Line = [t('  '), ...fill([t(what, 'muted')], WHAT_COLUMNS), t(how, tone)];
    // A command is copied as a whole: it stands in a row of its own rather than in two halves.
    return lineWidth(row) <= columns
      ? [row]
      : [[t(`  ${what}`, 'muted')], ...wrap([t('    '), t(how, tone)], columns, [t('    ')])];
  };
  const saved: readonly Line[] = [
    [],
    [t('✓ ', 'success'), t('The plan is saved.', 'success', { bold: true })],
    [],
    ...wrap([t('  '), t(published.path, 'path', { bold: true })], columns, [t('    ')]),
    ...wrap([t('  '), t(published.latest, 'path'), t(' points at it', 'muted')], columns, [t('    ')]),
    ...(plan
      ? [
          [
            t('  '),
            t(`${plural(plan.steps.length, 'step')} · `, 'muted'),
            t(rangeText(totals(plan).minutes), 'estimate'),
          ],
        ]
      : []),
    ...(session.approval?.override
      ? wrap(
          [t('  approved in spite of failing checks: ', 'warning'), t(session.approval.override, 'user')],
          columns,
          [t('    ')],
        )
      : []),
    [],
  ];
  const last: readonly Line[] = [
    [],
    [t('Next', 'heading')],
    ...(plan?.kind === 'decision'
      ? next('record the decision', `planner-tui export ${published.path} --as adr`)
      : []),
    ...next('read it', `cat ${published.latest}`),
    ...next('change it', 'v reads it; feedback and r make the next one', 'text'),
    ...(git ? next('keep it with the code', `git add ${published.path}`) : []),
    ...next('all plans here', 'planner-tui plans'),
  ];
  // Where not all has room, those that cannot be started stand in one line, then only how many there are.
  for (const detail of ['all', 'startable', 'counted'] as const) {
    const lines = [...saved, ...handOverBlock(model, columns, detail), ...last];
    if (lines.length <= rows) return lines;
  }
  const kept = [...saved.slice(1), ...handOverBlock(model, columns, 'counted'), ...last];
  const left = kept.length - rows;
  return left <= 0
    ? kept
    : [...kept.slice(0, Math.max(0, rows - 1)), [t(`… ${plural(left + 1, 'more row')}`, 'muted')]];
}

type Detail = 'all' | 'startable' | 'counted';

/** What can be handed over and by which keys; then who is there to carry it out. */
function handOverBlock(model: Model, columns: number, detail: Detail): readonly Line[] {
  const { whole, next } = model.handOver ?? {};
  const step = next?.ok ? next.value.step : undefined;
  const key = (name: string, words: Line): readonly Line[] =>
    wrap([t(`  ${name} `, 'accent'), ...words], columns, [t('    ')]);
  const open = whole?.ok ? `: ${plural(whole.value.open.length, 'open step')}` : '';
  return [
    [t('Hand it over', 'heading')],
    ...(whole && !whole.ok
      ? wrap([t('  '), ...sentence(whole.error.message, { tone: 'success' })], columns, [t('  ')])
      : [
          ...key('h', [t(`the whole plan${open}`, 'muted')]),
          ...key('s', [
            t('the next step', 'muted'),
            ...(step
              ? [
                  t(': ', 'muted'),
                  ...sentence(nextWords(step), { tone: 'muted' }),
                  t(' '),
                  t(`(${rangeText(step.estimate)})`, 'estimate'),
                ]
              : []),
          ]),
          ...key('i', [
            t('reads what an implementer is told, ', 'muted'),
            t('y', 'accent'),
            t(' copies it', 'muted'),
          ]),
        ]),
    ...whoLines(model, columns - 2, detail).map((line): Line => [t('  '), ...line]),
  ];
}

function whoLines(model: Model, columns: number, detail: Detail): readonly Line[] {
  const all = model.implementers;
  if (all === undefined || detail === 'all') return implementerLines(model, columns);
  const startable = all.filter(one => one.state === 'installed');
  const names = (some: typeof all) => some.map(one => one.name).join(', ');
  const rest = all.filter(one => one.state !== 'installed');
  const why = rest.every(one => one.state === 'missing') ? 'not installed' : 'cannot be started';
  const others: readonly Line[] =
    rest.length === 0 ? [] : [cut([t('○ ', 'faint'), t(`${why}: ${names(rest)}`, 'faint')], columns)];
  if (detail === 'startable')
    return [...implementerLines({ ...model, implementers: startable }, columns), ...others];
  return startable.length === 0
    ? others
    : [cut([t('✓ ', 'success'), t(`installed: ${names(startable)}`)], columns)];
}

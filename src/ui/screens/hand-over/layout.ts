import { rangeText } from '../../../plan/totals.ts';
import type { HandOverStep, HandOverWork } from '../../../session/hand-over.ts';
import type { Result } from '../../../shared/result.ts';
import type { Model } from '../../model.ts';
import { plural, spinner } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { between, cut, fill, type Line, lineWidth, t, wrap } from '../../text/line.ts';
import { type HandOverDialog, inOrder, type ShownImplementer } from './state.ts';

/** What the dialog says, and the row at which the instruction begins. */
export function handOverLines(
  model: Model,
  dialog: HandOverDialog,
  columns: number,
): { readonly lines: readonly Line[]; readonly textRow: number } {
  const { handOver, now } = model;
  const whole = handOver?.whole;
  const chosen = handOver?.[dialog.scope];
  const title = titleLines(handOver?.path ?? '', whole ?? handOver?.next, now, columns);
  // Who may carry out nothing is no question.
  if (whole && !whole.ok) return { lines: title, textRow: 0 };
  const top: readonly Line[] = [
    ...title,
    [],
    [t('Who carries it out', 'heading')],
    ...implementerLines(model, columns, dialog.selected),
    [],
    [t('How much of it', 'heading')],
    ...scopeLines(model, dialog, columns),
    [],
  ];
  const text: readonly Line[] = chosen?.ok
    ? [
        [t('What it is told', 'heading')],
        ...chosen.value.notices.flatMap(said =>
          wrap([t('⚠ ', 'warning'), t(said, 'warning')], columns, [t('  ')]),
        ),
        ...chosen.value.instruction
          .split('\n')
          .flatMap(row => wrap([t(row)], columns, [t(/^ *(?:- )?/.exec(row)?.[0].replace(/./g, ' ') ?? '')])),
      ]
    : [];
  return { lines: [...top, ...text], textRow: top.length };
}

function titleLines(
  path: string,
  work: Result<HandOverWork> | undefined,
  now: number,
  columns: number,
): readonly Line[] {
  if (work?.ok)
    return [
      ...wrap(sentence(work.value.title, { bold: true }), columns),
      ...wrap(
        [
          t(work.value.path, 'path'),
          t(` · ${work.value.done} of ${plural(work.value.total, 'step')} done`, 'muted'),
        ],
        columns,
      ),
    ];
  const name: Line = [t(path, 'path')];
  if (!work)
    return [name, [t(`${spinner(now)} `, 'accent'), t('what of it is open is looked up …', 'muted')]];
  const { message, next } = work.error;
  if (isAllDone(work))
    return [
      name,
      ...wrap([t('✓ ', 'success'), ...sentence(message, { tone: 'success' })], columns, [t('  ')]),
      ...wrap([t('  '), t('Whether the code agrees is what its drift says.', 'muted')], columns, [t('  ')]),
    ];
  return [
    name,
    ...wrap([t('✗ ', 'danger'), ...sentence(message, { tone: 'danger' })], columns, [t('  ')]),
    ...(next ? wrap([t('  '), ...sentence(next, { tone: 'muted' })], columns, [t('  ')]) : []),
  ];
}

/** Nothing is left to hand over: a good end and no failure. */
export function isAllDone(work: Result<HandOverWork> | undefined): boolean {
  return work?.ok === false && work.error.kind === 'all-steps-done';
}

/** Those that are installed, with their version; those that are not, dim, with how to install them. */
export function implementerLines(model: Model, columns: number, selected?: number): readonly Line[] {
  const all = inOrder(model.implementers ?? []);
  if (model.implementers === undefined)
    return [[t('  '), t(`${spinner(model.now)} `, 'accent'), t('looking on PATH …', 'muted')]];
  const widest = Math.max(...all.map(({ name }) => lineWidth([t(name)])));
  return all.map((one, i): Line => {
    const chosen = i === selected;
    const there = one.state === 'installed';
    const mark =
      selected === undefined
        ? t(there ? '✓ ' : '○ ', there ? 'success' : 'faint')
        : t(chosen ? '❯ ' : '  ', 'accent');
    return cut(
      [
        mark,
        ...fill([t(one.name, chosen ? 'accent' : there ? 'text' : 'faint', { bold: chosen })], widest + 3),
        ...placeSpans(one),
      ],
      columns,
    );
  });
}

function placeSpans(one: ShownImplementer): Line {
  switch (one.state) {
    case 'installed':
      return [
        t(one.own ? 'of your settings  ' : one.version ? `${one.version}  ` : '', 'muted'),
        t(one.path ?? '', 'path'),
      ];
    case 'inside':
      return [t(`not run: ${one.path ?? one.program} lies in the project`, 'warning')];
    case 'missing':
      return [
        t(one.install ? 'not installed: ' : `not found: ${one.program}`, 'faint'),
        ...(one.install ? [t(one.install, 'faint')] : []),
      ];
  }
}

/** The times stand near their words also where the screen is wide. */
const SCOPE_COLUMNS = 76;

function scopeLines({ handOver }: Model, { scope }: HandOverDialog, columns: number): readonly Line[] {
  const open = handOver?.whole?.ok ? handOver.whole.value.open : [];
  const next = handOver?.next?.ok ? handOver.next.value.step : undefined;
  const needed = next ? lineWidth(sentence(`the next step: ${nextWords(next)}`)) + 20 : 0;
  const wide = Math.min(columns, Math.max(SCOPE_COLUMNS, needed));
  const row = (chosen: boolean, what: string, time: string): Line =>
    between(
      [
        t(chosen ? '❯ ' : '  ', 'accent'),
        ...sentence(what, { tone: chosen ? 'accent' : 'text', bold: chosen }),
      ],
      [t(time, 'estimate')],
      wide,
    );
  return [
    row(
      scope === 'whole',
      open.length === 0 ? 'the whole plan' : `the whole plan: ${plural(open.length, 'open step')}`,
      open.length === 0 ? '' : rangeText(summed(open)),
    ),
    row(
      scope === 'next',
      next ? `the next step: ${nextWords(next)}` : 'the next step',
      next ? rangeText(next.estimate) : '',
    ),
  ];
}

/** `2 Push order changes`. */
export function nextWords({ number, title }: HandOverStep): string {
  return `${number} ${title}`;
}

function summed(open: readonly HandOverStep[]): { readonly low: number; readonly high: number } {
  return open.reduce(
    (sum, { estimate }) => ({ low: sum.low + estimate.low, high: sum.high + estimate.high }),
    { low: 0, high: 0 },
  );
}

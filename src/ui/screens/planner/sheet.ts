import { hintSpans } from '../../hints.ts';
import { hints } from '../../keymap.ts';
import type { Model } from '../../model.ts';
import type { Sheet } from '../../sheet.ts';
import { sentence } from '../../text/inline.ts';
import { cut, fill, type Line, lineWidth, t, wrap } from '../../text/line.ts';
import { lacking, type PlannerDialog, plannerRows, rowInForce } from './state.ts';

/** Rows of planners in sight at once. */
const MOST_ROWS = 8;

/** Who may plan from now on: each with what it means, the one in force marked. */
export function plannerSheet(model: Model, dialog: PlannerDialog): Sheet {
  const columns = model.size.columns - 4;
  const rows = plannerRows(dialog);
  const inForce = rowInForce(dialog);
  const first = Math.max(0, Math.min(dialog.selected - MOST_ROWS + 1, rows.length - MOST_ROWS));
  const shown = rows.slice(first, first + MOST_ROWS);
  const widest = Math.max(...shown.map(row => lineWidth([t(row.label)])));
  const lines = shown.map((row, at): Line => {
    const i = first + at;
    const chosen = i === dialog.selected;
    const meaning = [...(i === inForce ? ['plans now'] : []), ...(row.meaning === '' ? [] : [row.meaning])];
    return cut(
      [
        t(chosen ? '❯ ' : '  ', 'accent'),
        t(i < 9 ? `${i + 1} ` : '  ', 'muted'),
        ...fill([t(row.label, chosen ? 'accent' : 'text', { bold: chosen })], widest),
        t(`   ${meaning.join(' · ')}`, 'muted'),
      ],
      columns,
    );
  });
  const hidden = rows.length - shown.length;
  const why = lacking(dialog);
  const { server } = dialog.offer;
  const asking = server.ok && server.value.agreed && !dialog.models;
  return {
    title: [t('Who plans from now on?', 'accent', { bold: true })],
    badge: hidden > 0 ? [t(`${dialog.selected + 1} of ${rows.length}`, 'muted')] : [],
    lines: [
      ...lines,
      ...(asking ? [[t(`    asking ${server.value.host} what it has …`, 'muted')]] : []),
      ...(server.ok && !server.value.agreed
        ? wrap([t('    a model is asked only after you agreed; that comes next', 'muted')], columns, [
            t('    '),
          ])
        : []),
      ...(why
        ? wrap(
            [t('  ! ', 'attention'), ...sentence(`${why.message} ${why.next ?? ''}`, { tone: 'muted' })],
            columns,
            [t('    ')],
          )
        : []),
      hintSpans(
        [
          { key: '↑↓', text: 'move' },
          ...hints('consent', ['choose']),
          { key: '/model ID', text: 'names another, research=ID one for a phase' },
          { key: 'Esc', text: 'as it is' },
        ],
        columns,
      ),
    ],
  };
}

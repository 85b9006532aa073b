import { hintSpans } from '../../hints.ts';
import type { Model } from '../../model.ts';
import type { Sheet } from '../../sheet.ts';
import { sentence } from '../../text/inline.ts';
import { cut, type Line, t, wrap } from '../../text/line.ts';
import type { CookDialog } from './state.ts';

/** Whether one of these plans is meant, or the goal is to be planned. */
export function cookSheet(model: Model, { goal, plans, selected }: CookDialog): Sheet {
  const columns = model.size.columns - 4;
  const row = (i: number, text: Line): Line =>
    cut([t(selected === i ? '❯ ' : '  ', 'accent'), t(`${i + 1} `, 'muted'), ...text], columns);
  const tone = (i: number) => (selected === i ? 'accent' : 'text');
  return {
    title: [t('Is it one of these plans?', 'attention')],
    badge: [],
    lines: [
      ...wrap([t('goal  ', 'muted'), ...sentence(goal)], columns, [t('      ')]).slice(0, 2),
      ...plans.map((plan, i) =>
        row(i, [
          ...sentence(plan.title, { tone: tone(i), bold: selected === i }),
          t(`  ${plan.path}`, 'path'),
        ]),
      ),
      row(plans.length, [
        t('none of them: plan it first, then hand it over', tone(plans.length), {
          bold: selected === plans.length,
        }),
      ]),
      hintSpans(
        [
          { key: `1–${plans.length + 1}`, text: 'move' },
          { key: 'Enter', text: 'take it' },
          { key: 'Esc', text: 'not now' },
        ],
        columns,
      ),
    ],
  };
}

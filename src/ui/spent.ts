import { moneyWords, short } from '../session/spent-words.ts';
import type { ActiveSession } from '../session/state.ts';
import { type Line, t } from './text/line.ts';

/** What the model counted in this session and what that costs; nothing where no model is asked. */
export function spentLine({ spent, planner }: ActiveSession, columns: number): Line {
  if (!spent) return planner.engine === 'claude' && columns >= 80 ? [t('tokens –', 'faint')] : [];
  const { input, output, cacheRead, cacheWrite } = spent.tokens;
  const money = moneyWords(spent);
  const cost = money === '' ? [] : [t(columns >= 80 ? `   ${money}` : money, 'estimate')];
  if (columns < 80)
    return money === '' ? [t(`${short(input + cacheWrite + cacheRead + output)} tokens`, 'muted')] : cost;
  return [
    t(
      [`${short(input + cacheWrite)} in`, `${short(output)} out`, `${short(cacheRead)} cached`].join(' · '),
      'muted',
    ),
    ...cost,
    ...(columns >= 120 && money !== '' && spent.pricesOf !== undefined
      ? [t(` at prices of ${spent.pricesOf}`, 'faint')]
      : []),
  ];
}

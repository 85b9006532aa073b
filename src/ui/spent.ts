import type { ActiveSession, Spent } from '../session/state.ts';
import { type Line, t } from './text/line.ts';

/** `940`, `12.3k`, `1.25M`: tokens as a person compares them. */
export function short(tokens: number): string {
  if (tokens < 1_000) return String(tokens);
  const [size, letter, digits] = tokens < 999_950 ? [1_000, 'k', 1] : [1_000_000, 'M', 2];
  return `${(tokens / size).toFixed(digits).replace(/\.?0+$/, '')}${letter}`;
}

/** `≈ $0.42`; `≥` where the price of a part is not known; empty where no price is. */
export function moneyWords({ usd, unpriced }: Spent): string {
  if (usd === undefined) return '';
  const sum = usd < 0.01 ? 'under $0.01' : `$${usd.toFixed(2)}`;
  return unpriced ? `≥ ${sum}` : usd < 0.01 ? sum : `≈ ${sum}`;
}

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

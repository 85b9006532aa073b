import type { Spent } from './state.ts';

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

/** `1.4k tokens in, 700 out, 0 cached, ≈ $0.12 at prices of 2026-10-24`; without a price where none is known. */
export function spentWords(spent: Spent): string {
  const { input, output, cacheRead, cacheWrite } = spent.tokens;
  const money = moneyWords(spent);
  return [
    `${short(input + cacheWrite)} tokens in`,
    `${short(output)} out`,
    `${short(cacheRead)} cached`,
    ...(money === ''
      ? []
      : [`${money}${spent.pricesOf === undefined ? '' : ` at prices of ${spent.pricesOf}`}`]),
  ].join(', ');
}

import { expect, it } from 'vitest';
import { spentWords } from '../../src/session/spent-words.ts';
import type { Spent } from '../../src/session/state.ts';

const spent = (more: Partial<Spent>): Spent => ({
  tokens: { input: 900, cacheWrite: 500, output: 700, cacheRead: 1_250_000 },
  model: 'm',
  unpriced: false,
  ...more,
});

it.each([
  [{}, '1.4k tokens in, 700 out, 1.25M cached'],
  [
    { usd: 0.123, pricesOf: '2026-10-24' },
    '1.4k tokens in, 700 out, 1.25M cached, ≈ $0.12 at prices of 2026-10-24',
  ],
  [{ usd: 0.123, unpriced: true }, '1.4k tokens in, 700 out, 1.25M cached, ≥ $0.12'],
  [
    { usd: 0.002, pricesOf: 'your settings' },
    '1.4k tokens in, 700 out, 1.25M cached, under $0.01 at prices of your settings',
  ],
] as const)('%j', (more, words) => {
  expect(spentWords(spent(more))).toBe(words);
});

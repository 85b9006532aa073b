import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { readCount, readEffect, readShare } from '../../src/domain/quantity.ts';

test.each([
  ['12000', 12_000],
  ['12,000', 12_000],
  ['12.000', 12_000],
  ['12 000 visitors', 12_000],
  ['1,234,567', 1_234_567],
  ['about 12k a week', 12_000],
  ['2.5k', 2_500],
  ['~1.2 million', 1_200_000],
  ['3 thousand', 3_000],
  ['we get roughly 800 people per week', 800],
  ['2000 a day', 14_000],
  ['daily 100', 700],
  ['52,000 per month', 12_000],
  ['1m a year', 19_231],
  ['between 3000 and 4000', 3_000],
  ['3000-4000', 3_000],
])('%s is %d people a week', (text, value) => {
  expect(readCount(text)).toEqual({ ok: true, value });
});

test.each([
  ['2.5 %', 0.025],
  ['2,5%', 0.025],
  ['0.025', 0.025],
  ['2.5', 0.025],
  ['3', 0.03],
  ['about 3 percent', 0.03],
  ['0.5 %', 0.005],
  ['1 %', 0.01],
  ['1', 0.01],
  ['30 of 1,000', 0.03],
  ['1 in 40', 0.025],
  ['12/400', 0.03],
])('%s is the share %d', (text, value) => {
  const read = readShare(text);
  expect(read.ok && read.value).toBeCloseTo(value, 12);
});

test.each([
  ['20 %', 'relative', 0.2],
  ['20', 'relative', 0.2],
  ['0.2', 'relative', 0.2],
  ['a rise by 15 percent', 'relative', 0.15],
  ['100 %', 'relative', 1],
  ['0.5 points', 'points', 0.005],
  ['1 percentage point', 'points', 0.01],
  ['0.6pp', 'points', 0.006],
  ['from 3 % to 4 %', 'to', 0.04],
  ['3% -> 3.6%', 'to', 0.036],
  ['to 4 %', 'to', 0.04],
  ['3–4 %', 'to', 0.04],
] as const)('%s is %s %d', (text, kind, value) => {
  const read = readEffect(text);
  expect(read).toMatchObject({ ok: true, value: { kind } });
  expect(read.ok && read.value.value).toBeCloseTo(value, 12);
});

test.each([
  ['share', readShare, ['0', '0 %', '150 %', '100 %', '-3 %', 'nonsense', '', '1 to 5 %', '7 of 5', 'NaN %']],
  ['count', readCount, ['0', '-5', 'many', '', '12 %', '1e99', '99999999999']],
  ['effect', readEffect, ['0', '-10 %', 'a lot', '', '5000 %', 'from 3 % to 0 %', '1 2 3', 'to 140 %']],
] as const)('what is no %s is refused with what is expected', (_, read, texts) => {
  for (const text of texts) {
    const answer = read(text);
    expect(answer, text).toMatchObject({ ok: false, error: { kind: 'not-a-quantity' } });
    expect(answer.ok || answer.error.message, text).toMatch(/expected: “/);
  }
});

test('whatever is typed, what is read lies within its bounds', () => {
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.stringMatching(/^[-~]?\d{0,6}[.,]?\d{0,4} ?(?:%|k|pp|to 4)?$/)),
      text => {
        const [count, share, effect] = [readCount(text), readShare(text), readEffect(text)];
        if (count.ok) expect(Number.isInteger(count.value) && count.value >= 1).toBe(true);
        if (share.ok) expect(share.value > 0 && share.value < 1).toBe(true);
        if (effect.ok) expect(effect.value.value).toBeGreaterThan(0);
      },
    ),
  );
});

test('a share that is written is read again', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9_999 }), n => {
      const read = readShare(`${n / 100} %`);
      expect(read.ok && read.value).toBeCloseTo(n / 10_000, 10);
    }),
  );
});

import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Bags, plainWords } from '../../../src/codemap/replay/bm25.ts';
import { measure } from '../../../src/codemap/replay/measures.ts';
import { missKind } from '../../../src/codemap/replay/misses.ts';
import { reachedFrom } from '../../../src/codemap/replay/reach.ts';

test('all changed files must stand within the first k; recall counts each', () => {
  expect(measure([[1], [2, 4], [3, Infinity], [12]])).toEqual({
    cases: 4,
    acc: { 1: 0.25, 3: 0.25, 5: 0.5, 10: 0.5 },
    hit: 0.25,
    recall: (1 + 1 + 0.5 + 0) / 4,
    mrr: (1 + 1 / 2 + 1 / 3 + 1 / 12) / 4,
  });
  expect(measure([]).acc[10]).toBe(0);
});

test('shares stay between 0 and 1, and a longer list never finds less', () => {
  const place = fc.oneof(fc.integer({ min: 1, max: 50 }), fc.constant(Infinity));
  fc.assert(
    fc.property(fc.array(fc.array(place, { minLength: 1, maxLength: 8 }), { minLength: 1 }), all => {
      const { acc, hit, recall, mrr } = measure(all);
      const shares = [0, acc[1], acc[3], acc[5], acc[10], recall, 1];
      for (let n = 1; n < shares.length; n++)
        expect(shares[n]).toBeGreaterThanOrEqual((shares[n - 1] ?? 0) - 1e-12);
      expect(hit).toBeGreaterThanOrEqual(acc[1]);
      expect(mrr).toBeGreaterThanOrEqual(hit);
    }),
  );
});

test('the yardstick splits identifiers and ranks by rareness, frequency and length', () => {
  expect(plainWords('src/parseHTMLText_v2.ts')).toEqual(['src', 'parse', 'html', 'text', 'v', 'ts']);
  const words = new Map<string, number>();
  const bags = new Bags(
    ['cart price price', 'cart', 'cart price with a long story about nothing in particular', 'mail'].map(t =>
      Bags.bagOf(t, words),
    ),
    words,
  );
  const [twice, cart, long, mail] = bags.score('the price of a cart', [0, 1, 2, 3]);
  expect(twice).toBeGreaterThan(long ?? 0);
  expect(long).toBeGreaterThan(cart ?? 0);
  expect(mail).toBe(0);
});

test('only ancestors are reached', () => {
  const parents = new Map([
    ['d', ['b', 'c']],
    ['b', ['a']],
    ['c', ['a']],
    ['e', ['d']],
  ]);
  expect([...reachedFrom('d', parents)].sort()).toEqual(['a', 'b', 'c', 'd']);
  expect([...reachedFrom('b', parents)].sort()).toEqual(['a', 'b']);
});

test.each([
  ['no-words', 'fix the price of a cart', ['src/zebra.ts'], [Infinity]],
  ['shared', 'fix the price of a cart in every currency there is', ['src/utils/money.ts'], [40]],
  ['shared', 'fix the price of a cart in every currency there is', ['src/shop/index.ts'], [11]],
  ['beside', 'price of carts', ['src/cart/tax.ts', 'src/cart/cart.ts'], [30, 2]],
  ['beside', 'price of carts', ['src/order/view.ts', 'src/cart/view.ts'], [30, 2]],
  ['several', 'price of carts', ['src/order/tax.ts', 'src/cart/cart.ts'], [30, 2]],
  ['short', 'price of carts', ['src/order/tax.ts'], [30]],
  ['other', 'the price of a cart counts every discount twice', ['src/order/tax.ts'], [30]],
] as const)('%s: “%s” %j at %j', (kind, goal, changed, places) => {
  expect(missKind({ goal, changed, places }, 0)).toBe(kind);
});

import * as fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  exactNeeded,
  quantile,
  runTime,
  shareFound,
  visitorsNeeded,
} from '../../../src/agent/local/cro/sample-size.ts';
import reference from './reference.json' with { type: 'json' };

describe('reference values', () => {
  test.each(reference.needed)('p1 %d, p2 %d, alpha %d, power %d: n = %d', (p1, p2, alpha, power, n) => {
    expect(exactNeeded(p1 ?? 0, p2 ?? 0, alpha ?? 0, power ?? 0)).toBeCloseTo(n ?? 0, 5);
  });
  test.each(reference.quantiles)('the quantile of %d is %d', (p, z) => {
    expect(quantile(p ?? 0)).toBeCloseTo(z ?? 0, 11);
  });
  test('three and four variants divide the error by two and three', () => {
    expect([2, 3, 4].map(variants => visitorsNeeded({ base: 0.03, target: 0.036, variants }))).toEqual([
      13914, 16850, 18559,
    ]);
  });
});

const base = fc.double({ min: 0.005, max: 0.5, noNaN: true });
const rise = fc.double({ min: 0.02, max: 0.6, noNaN: true });
const variants = fc.integer({ min: 2, max: 5 });
const weekly = fc.integer({ min: 50, max: 2_000_000 });

describe('what is true of every experiment', () => {
  test('a larger effect needs no more visitors', () => {
    fc.assert(
      fc.property(base, rise, rise, variants, (p, a, b, v) => {
        const [small, large] = [Math.min(a, b), Math.max(a, b)];
        const of = (by: number) => visitorsNeeded({ base: p, target: p * (1 + by), variants: v });
        expect(of(large)).toBeLessThanOrEqual(of(small));
      }),
    );
  });
  test('more power, and more variants, need no fewer', () => {
    const power = fc.double({ min: 0.5, max: 0.99, noNaN: true });
    fc.assert(
      fc.property(base, rise, power, power, variants, (p, by, a, b, v) => {
        const wanted = { base: p, target: p * (1 + by), variants: v };
        expect(visitorsNeeded(wanted, Math.max(a, b))).toBeGreaterThanOrEqual(
          visitorsNeeded(wanted, Math.min(a, b)),
        );
        expect(visitorsNeeded({ ...wanted, variants: v + 1 })).toBeGreaterThanOrEqual(visitorsNeeded(wanted));
      }),
    );
  });
  test('more traffic runs no longer, and the weeks hold the visitors', () => {
    fc.assert(
      fc.property(base, rise, variants, weekly, weekly, (p, by, v, a, b) => {
        const wanted = { base: p, target: p * (1 + by), variants: v };
        const [slow, quick] = [runTime(wanted, Math.min(a, b)), runTime(wanted, Math.max(a, b))];
        expect(quick.weeks).toBeLessThanOrEqual(slow.weeks);
        expect(slow.weeks * Math.min(a, b)).toBeGreaterThanOrEqual(slow.visitors * v);
        expect(slow.weeks).toBeGreaterThanOrEqual(2);
      }),
    );
  });
  test('what four weeks find takes four weeks at most, and a little less takes more', () => {
    fc.assert(
      fc.property(base, variants, weekly, (p, v, traffic) => {
        const visitors = Math.floor((traffic * 4) / v);
        const found = shareFound(p, visitors, v);
        if (found === undefined) {
          expect(visitorsNeeded({ base: p, target: 1 - 1e-9, variants: v })).toBeGreaterThan(visitors);
          return;
        }
        expect(visitorsNeeded({ base: p, target: found, variants: v })).toBeLessThanOrEqual(visitors);
        const nearer = p + (found - p) * 0.98;
        expect(visitorsNeeded({ base: p, target: nearer, variants: v })).toBeGreaterThan(visitors);
      }),
    );
  });
});

describe('warnings', () => {
  test.each([
    [5_000, { visitors: 13914, weeks: 6, conversions: 417, tooLong: false, tooFew: false }],
    [1_000, { weeks: 28, tooLong: true, tooFew: false }],
    [100_000, { weeks: 2, tooLong: false }],
  ])('3 % to 3.6 % with %d visitors a week', (traffic, expected) => {
    expect(runTime({ base: 0.03, target: 0.036, variants: 2 }, traffic)).toMatchObject(expected);
  });
  test('eight weeks are not too long, nine are', () => {
    const wanted = { base: 0.03, target: 0.036, variants: 2 };
    const eight = Math.ceil((13914 * 2) / 8);
    expect(runTime(wanted, eight)).toMatchObject({ weeks: 8, tooLong: false });
    expect(runTime(wanted, eight - 1)).toMatchObject({ weeks: 9, tooLong: true });
  });
  test('few conversions are told; a short run has nothing to say of four weeks', () => {
    const run = runTime({ base: 0.02, target: 0.08, variants: 2 }, 1_000);
    expect(run).toMatchObject({ tooFew: true, tooLong: false });
    expect(run.inFourWeeks).toBeUndefined();
    expect(runTime({ base: 0.03, target: 0.036, variants: 2 }, 5_000).inFourWeeks).toBeCloseTo(0.0372, 3);
  });
});

import fc from 'fast-check';
import { describe, expect, it, test } from 'vitest';
import { measuredPlan, paceOf } from '../../src/plan/pace.ts';
import { foldTimes, type TimeEvent } from '../../src/plan/times.ts';

interface Done {
  readonly estimate: number;
  readonly actual: number;
  readonly factor?: number;
  /** Steps of ten; the others have no record. */
  readonly recorded?: number;
}

/** Plans of ten equal steps each, done one after the other. */
function eventsOf(plans: readonly Done[]): TimeEvent[] {
  return plans.flatMap(({ estimate, actual, factor = 1, recorded = 10 }, n): TimeEvent[] => {
    const key = `p${n}`;
    const steps = Array.from({ length: 10 }, (_, i) => ({
      id: `S-${i}`,
      low: (estimate / 10) * 0.7,
      likely: estimate / 10,
      high: (estimate / 10) * 1.5,
    }));
    return [
      {
        type: 'PlanEstimated',
        at: n * 100,
        plan: { key, path: `plans/${key}.md`, title: key, steps, factor },
      },
      ...steps.slice(0, recorded).map(
        ({ id }, i): TimeEvent => ({
          type: 'StepTimed',
          at: n * 100 + i,
          plan: key,
          step: id,
          minutes: actual / 10,
        }),
      ),
    ];
  });
}
const pace = (plans: readonly Done[]) => paceOf(foldTimes(eventsOf(plans)));
const same = (count: number, took: number): Done[] =>
  Array.from({ length: count }, () => ({ estimate: 100, actual: took * 100 }));

describe('the pace', () => {
  it.each([
    ['no plan', [], undefined],
    ['two plans', same(2, 2), undefined],
    // 3 of 3 + 3: half the way in logarithms; 1.4^½ = 1.18.
    ['three plans', same(3, 1.4), { plans: 3, took: 1.4, factor: 1.2 }],
    // 12 of 12 + 3: four fifths; 1.4^0.8 = 1.31.
    ['twelve plans', same(12, 1.4), { plans: 12, took: 1.4, factor: 1.3 }],
    ['the newest twelve of many', [...same(9, 3), ...same(12, 1.4)], { plans: 12, took: 1.4, factor: 1.3 }],
    ['somebody fast', same(12, 0.5), { plans: 12, took: 0.5, factor: 0.6 }],
    ['estimates that hold', same(12, 1), { plans: 12, took: 1, factor: 1 }],
    ['one plan that went wrong', [...same(11, 1.4), ...same(1, 40)], { plans: 12, took: 1.4, factor: 1.3 }],
    ['a record that cannot be true', same(12, 60), { plans: 12, took: 60, factor: 3 }],
    [
      'plans of which less than half is recorded',
      [...same(3, 1.4), ...same(9, 5).map(plan => ({ ...plan, recorded: 4 }))],
      { plans: 3, took: 1.4, factor: 1.2 },
    ],
    [
      'half of it is enough',
      // Half of the steps took what half of the plan would.
      same(3, 1.4).map(plan => ({ ...plan, recorded: 5 })),
      { plans: 3, took: 1.4, factor: 1.2 },
    ],
  ])('of %s', (_, plans, expected) => {
    expect(pace(plans)).toEqual(expected);
  });

  it('leaves out what still runs, was forgotten, or took no time at all', () => {
    const [one] = same(1, 1.4);
    const record = (tail: TimeEvent[]) =>
      measuredPlan(
        foldTimes([...eventsOf(one ? [{ ...one, recorded: 5 }] : []), ...tail]).plans.get('p0') ??
          expect.fail('no plan'),
      );
    expect(record([])).toMatchObject({ actual: 70, share: 0.5, estimated: { likely: 50 } });
    const started: TimeEvent = { type: 'StepStarted', at: 900, plan: 'p0', step: 'S-0' };
    expect(record([started])).toMatchObject({ actual: 56, share: 0.4 });
    const forgotten: TimeEvent = { type: 'StepStopped', at: 9e9, plan: 'p0', step: 'S-0', done: true };
    expect(record([started, forgotten])).toMatchObject({ actual: 56, share: 0.4 });
    expect(pace(same(12, 0))).toBeUndefined();
  });
});

it('leaves out what an implementer did, which still counts for the plan', () => {
  const events = eventsOf(same(12, 1.4));
  const by = (event: TimeEvent): TimeEvent[] =>
    event.type === 'StepTimed' && event.plan === 'p0'
      ? [{ type: 'StepStarted', at: event.at, plan: event.plan, step: event.step, by: 'some agent' }, event]
      : [event];
  const times = foldTimes(events.flatMap(by));
  expect(paceOf(times)).toMatchObject({ plans: 11, took: 1.4 });
  const first = times.plans.get('p0');
  expect(first && measuredPlan(first)).toMatchObject({ actual: 140, share: 1 });
  expect(first && measuredPlan(first, 'own')).toBeUndefined();
});

test('a correction that works does not argue itself away: the pace settles and stays', () => {
  fc.assert(
    fc.property(fc.integer({ min: 5, max: 25 }), tenths => {
      const slow = tenths / 10;
      const done: Done[] = [];
      const factors: number[] = [];
      for (let n = 0; n < 40; n++) {
        const found = pace(done);
        const factor = found?.factor ?? 1;
        factors.push(factor);
        // The code alone suggests 200 minutes; the plan says that times the factor; the person takes what they take.
        done.push({ estimate: 200 * factor, actual: 200 * slow, factor });
      }
      const settled = new Set(factors.slice(13));
      expect(settled.size).toBe(1);
      const [factor = 0] = settled;
      // Four fifths of the way, rounded to a tenth: between no correction and the whole of it.
      expect(Math.abs(Math.log(factor))).toBeLessThanOrEqual(Math.abs(Math.log(slow)) + 0.06);
      expect(Math.abs(factor - slow ** 0.8)).toBeLessThanOrEqual(0.051);
    }),
    { numRuns: 21 },
  );
});

test('whatever is recorded, the factor is one that a person may have', () => {
  const plan = fc.record({
    estimate: fc.double({ min: 0, max: 5000, noNaN: true }),
    actual: fc.double({ min: 0, max: 50_000, noNaN: true }),
    factor: fc.double({ min: 0.5, max: 3, noNaN: true }),
    recorded: fc.integer({ min: 0, max: 10 }),
  });
  fc.assert(
    fc.property(fc.array(plan, { maxLength: 20 }), plans => {
      const found = pace(plans);
      if (!found) return;
      expect(found.factor).toBeGreaterThanOrEqual(0.5);
      expect(found.factor).toBeLessThanOrEqual(3);
      expect(found.took).toBeGreaterThan(0);
      expect(found.plans).toBeLessThanOrEqual(12);
    }),
  );
});

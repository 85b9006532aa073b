import { describe, expect, it } from 'vitest';
import { metricsOf, type PlanStanding } from '../../src/plan/metrics.ts';

const base: PlanStanding = {
  path: 'plans/a.md',
  title: 'A',
  status: 'done',
  begun: true,
  finished: true,
  signOffs: [],
  missing: [],
};
const outcome = (match: number, files = 0, symbols = 0, withEvidence = 0, of = 0) => ({
  match,
  files,
  symbols,
  security: { withEvidence, of },
});
const time = (actual: number) => ({
  actual,
  estimated: { low: 10, likely: 15, high: 30 },
  plain: 15,
  share: 1,
});

describe('the five measures', () => {
  it('say what is missing where nothing can be said', () => {
    const none = metricsOf([]);
    expect(Object.values(none).map(metric => ('missing' in metric ? metric.plans : 'said'))).toEqual([
      0, 0, 0, 0, 0,
    ]);
    expect(none.match).toMatchObject({ missing: expect.stringContaining('planner-tui step start PLAN') });
    const going = metricsOf([{ ...base, finished: false, outcome: outcome(0.5) }]);
    expect(going.match).toMatchObject({ plans: 0, missing: expect.stringContaining('is finished') });
    const unmeasured = metricsOf([base]);
    expect(unmeasured.match).toMatchObject({ plans: 0, missing: expect.stringContaining('says why below') });
    expect(unmeasured.understanding).toMatchObject({ plans: 1, reached: 0 });
  });

  it('count plans that reach the goal, of those that were measured', () => {
    const plans: PlanStanding[] = [
      { ...base, outcome: outcome(0.9, 0, 0, 2, 2), time: time(18), signOffs: [{ name: 'Bob', line: 1 }] },
      { ...base, outcome: outcome(0.89, 3, 1, 1, 3), time: time(12) },
      {
        ...base,
        outcome: outcome(1, 0, 0),
        time: time(31),
        signOffs: [
          { name: 'Ada', line: 1 },
          { name: 'Bob', line: 2 },
        ],
      },
      // Not finished: what it comes to is not known yet.
      { ...base, finished: false, outcome: outcome(0.2, 8, 0), time: time(15) },
      { ...base, begun: false, finished: false },
    ];
    expect(metricsOf(plans)).toEqual({
      match: { goal: 'at least 90 %', plans: 3, reached: 2, figures: { median: 0.9 } },
      surprises: { goal: 'none that matter', plans: 3, reached: 2, figures: { files: 0, symbols: 0 } },
      time: {
        goal: 'within ±20 % of the likely time',
        plans: 3,
        // 12 and 18 of 15 are a fifth off, which is within it.
        reached: 2,
        figures: { inRange: 2, median: 1.2 },
      },
      security: {
        goal: 'evidence for every item',
        plans: 2,
        reached: 1,
        figures: { withEvidence: 3, of: 5 },
      },
      understanding: {
        goal: 'signed by a reviewer',
        plans: 5,
        reached: 2,
        figures: { reviewers: ['Ada', 'Bob'] },
      },
    });
  });
});

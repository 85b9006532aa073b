import { expect, test } from 'vitest';
import { createLocalPlanner } from '../../src/agent/local/planner.ts';
import type { Pace } from '../../src/domain/index.ts';
import { check, needs } from '../../src/plan/checks/index.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { goodFacts } from '../plan/facts.ts';
import { fakeProject } from './fakes.ts';
import { begin, feedBack, firstDraft, lastPlan } from './loop.ts';

const files = {
  'src/reports/ledger-report.ts': {
    text: "import { sum } from '../util/sum.ts';\n\nexport function ledgerReport(entries: Entry[]) {\n  return sum(entries);\n}\n",
    roles: ['service'],
    imports: ['src/util/sum.ts'],
  },
  'src/util/sum.ts': { text: 'export function sum(entries: Entry[]) {\n  return 0;\n}\n', roles: ['util'] },
} as const;
const planner = (pace?: () => Pace | undefined) =>
  createLocalPlanner({
    ...fakeProject(files),
    playbooks: async () => [],
    clock: { now: () => 0 },
    ...(pace ? { pace } : {}),
  });
const goal = 'add CSV export to the ledger report';
const slow: Pace = { plans: 12, took: 2.4, factor: 2 };
const draft = async (pace?: () => Pace | undefined) => lastPlan(await firstDraft(planner(pace), begin(goal)));

test('no record, or one that agrees with the estimates, changes no byte', async () => {
  const plain = await draft();
  expect((await draft(() => undefined)).markdown).toBe(plain.markdown);
  expect((await draft(() => ({ plans: 12, took: 1, factor: 1 }))).markdown).toBe(plain.markdown);
  expect(plain.markdown).not.toMatch(/\bpace\b|your last/i);
});

test('a record corrects every estimate, and the plan says by what and why', async () => {
  const [plain, corrected] = [await draft(), await draft(() => slow)];
  expect(corrected.plan.steps.length).toBe(plain.plan.steps.length);
  corrected.plan.steps.forEach((step, i) => {
    const was = plain.plan.steps[i]?.estimate;
    // Twice as long, each rounded to five minutes.
    for (const key of ['low', 'likely', 'high'] as const) {
      expect(step.estimate[key] % 5).toBe(0);
      expect(Math.abs(step.estimate[key] - 2 * (was?.[key] ?? 0))).toBeLessThanOrEqual(5);
    }
    expect(step.estimate.basis).toBe(`${was?.basis}; ×2.0: your last 12 plans took 2.4× the estimate`);
  });
  expect(corrected.markdown).toContain(
    'Your last 12 plans took 2.4× the estimate, so the minutes above are 2.0× those that the code alone suggests (your record of steps).',
  );
  // The sums follow, and nothing is said twice.
  const report = check(corrected.plan, corrected.markdown, goodFacts(needs(corrected.plan), []));
  for (const number of [5, 14, 15])
    expect(report.results.find(result => result.check === number)).toMatchObject({ findings: [] });
  const read = readPlan(corrected.markdown);
  expect(read.ok && read.value.plan.pace).toEqual(slow);
});

test('a later revision keeps the pace of the first: feedback changes what it speaks of alone', async () => {
  let pace: Pace | undefined;
  const one = planner(() => pace);
  const first = await firstDraft(one, begin(goal));
  pace = slow;
  const second = lastPlan(await feedBack(one, first, 'no new dependencies'));
  expect(second.number).toBe(2);
  expect(second.plan.steps.map(step => step.estimate)).toEqual(
    lastPlan(first).plan.steps.map(step => step.estimate),
  );
  expect(second.plan.pace).toBeUndefined();
});

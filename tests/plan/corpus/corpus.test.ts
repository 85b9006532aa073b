import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  byCheck,
  findingsOf,
  loadPlans,
  type Measured,
  measure,
  type OpenProject,
  openProject,
  unnamedLacks,
} from './corpus.ts';
import { mutantsOf, operators } from './mutations.ts';

const ROOT = fileURLToPath(new URL('../../../', import.meta.url));
const plans = loadPlans(fileURLToPath(new URL('./plans', import.meta.url)));
const sound = plans.filter(plan => plan.planted.length === 0);
const projects = new Map<string, OpenProject>();

beforeAll(async () => {
  for (const name of new Set(plans.map(plan => plan.project)))
    projects.set(name, await openProject(ROOT, name));
});
afterAll(async () => {
  for (const project of projects.values()) await project.close();
});

function sourcesOf(name: string) {
  const project = projects.get(name);
  if (!project) throw new Error(`no project ${name}`);
  return project.sources;
}

describe('the corpus is what its page says', () => {
  test('at least 40 plans, 15 of them sound, 14 held out, and each check with planted faults', () => {
    expect(plans.length).toBeGreaterThanOrEqual(40);
    expect(sound.length).toBeGreaterThanOrEqual(15);
    expect(plans.filter(plan => plan.set === 'held-out').length).toBeGreaterThanOrEqual(14);
    const planted = plans.flatMap(plan => plan.planted.map(fault => fault.check));
    for (let check = 1; check <= 15; check++) expect(planted, `check ${check}`).toContain(check);
  });
});

describe.each(plans.map(plan => [plan.name, plan] as const))('%s', (_, plan) => {
  test('every planted fault is found on its line, and nothing else is alarmed', async () => {
    const findings = await findingsOf(plan.markdown, sourcesOf(plan.project));
    const { missed, alarms }: Measured = measure(plan, findings);
    expect({ missed, alarms, lacksUnnamed: unnamedLacks(plan, findings) }).toEqual({
      missed: [],
      alarms: [],
      lacksUnnamed: false,
    });
  });
});

describe('faults put into the good plans by rule', () => {
  const mutants = mutantsOf(sound);
  test.each(operators.map(operator => [operator.name] as const))('%s', async name => {
    const made = mutants.filter(mutant => mutant.operator === name);
    expect(made.length).toBeGreaterThan(0);
    const unseen: string[] = [];
    for (const mutant of made) {
      const plan = sound.find(one => one.name === mutant.plan);
      const findings = await findingsOf(mutant.markdown, sourcesOf(plan?.project ?? ''));
      if (!findings.some(f => f.check === mutant.check && mutant.lines.includes(f.line)))
        unseen.push(`${mutant.plan}, line ${mutant.lines.join()}`);
    }
    expect(unseen).toEqual([]);
  });
});

test('the yardstick itself sees a fault that is missed and an alarm that is false', () => {
  const [plan] = plans.filter(one => one.planted.length > 1);
  if (!plan) throw new Error('no plan with faults');
  const [first] = plan.planted;
  const line = plan.markdown.split('\n').length + 1;
  const one = measure(plan, [
    { check: first?.check ?? 0, line, severity: 'error', message: 'on a line of its own' },
  ]);
  expect(one.missed).toHaveLength(plan.planted.length);
  expect(one.alarms).toHaveLength(1);
  expect(byCheck([one]).reduce((n, row) => n + row.planted, 0)).toBe(plan.planted.length);
});

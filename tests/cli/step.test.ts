import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { stateFolder } from '../../src/host/index.ts';
import { sealPlan, sealState } from '../../src/plan/seal.ts';
import { type TimeEvent, timedPlan } from '../../src/plan/times.ts';
import { ok } from '../../src/shared/result.ts';
import { openTimes } from '../../src/storage/times.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { samplePlan } from '../plan/sample.ts';
import { freshHome, run } from './program.ts';

let repo: FixtureRepo;
const FILE = 'plans/orders.md';
const approved = sealPlan(samplePlan, { approved: '2026-11-19T11:00:00.000Z' }).markdown;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  mkdirSync(join(repo.root, 'plans'), { recursive: true });
  symlinkSync('orders.md', join(repo.root, 'plans/latest-plan.md'));
});
afterAll(() => repo.cleanup());

/** Puts a record of known times where the program looks for it. */
async function recorded(home: string, events: readonly TimeEvent[]): Promise<void> {
  const times = openTimes(stateFolder(repo.root, { PLANNER_TUI_HOME: home }));
  const done = await times.record(() => ok({ events, told: undefined }));
  if (!done.ok) throw new Error(done.error.message);
}

test('a step from start to stop, as a person does it', async () => {
  writeFileSync(join(repo.root, FILE), approved);
  const home = freshHome();
  const step = (...args: string[]) => run(['step', ...args], { cwd: repo.root, home });
  const [first] = samplePlan.steps;

  const none = await step('stop');
  expect([none.code, none.stdout]).toEqual([1, '']);
  expect(none.stderr).toContain('A running step was expected, but none runs.');
  expect((await step('status')).stdout).toContain('No step runs.');

  const started = await step('start', 'plans/latest-plan.md');
  expect([started.code, started.stderr]).toEqual([0, '']);
  expect(started.stdout).toContain(`Started 1. ${first?.title} (${first?.id}) of “`);
  expect(started.stdout).toContain(`${FILE}: status: implementing.`);
  const plans = await run(['plans'], { cwd: repo.root, home });
  expect(plans.stdout).toMatch(/\n\n▶ S-[\w-]+ of plans\/orders\.md has run since \d\d:\d\d/);

  const wrong = await step('stop', FILE, String(samplePlan.steps.length));
  expect([wrong.code, wrong.stdout]).toEqual([1, '']);
  expect(wrong.stderr).toContain(`but ${first?.id} of “`);

  const stopped = await step('stop', '--minutes', '1 h 05', '--done', '--json');
  expect(JSON.parse(stopped.stdout)).toMatchObject({
    sitting: { step: first?.id, minutes: 65, plan: { path: FILE } },
    minutes: 65,
    uncounted: 0,
    finished: false,
    file: { path: FILE },
  });
  const status = await step('status', FILE);
  expect(status.stdout).toMatch(/✓ {3}1\. S-\w+ .*\n +1 h 05 recorded · estimated at /);
  expect(sealState(readFileSync(join(repo.root, FILE), 'utf8'))).toBe('as-approved');
}, 120_000);

test('a step that ran over night is told, and counts once the person says how long it took', async () => {
  writeFileSync(join(repo.root, FILE), approved);
  const home = freshHome();
  const plan = timedPlan(samplePlan, FILE, true);
  const [first] = plan.steps;
  if (!first) throw new Error('the sample has no steps');
  const at = Date.now() - 15 * 3_600_000;
  await recorded(home, [
    { type: 'PlanEstimated', at, plan },
    { type: 'StepStarted', at, plan: plan.key, step: first.id },
  ]);
  const running = await run(['step', 'status'], { cwd: repo.root, home });
  expect(running.stdout).toContain('too long to be counted');
  const next = await run(['step', 'start', FILE, '2'], { cwd: repo.root, home });
  expect(next.stdout).toContain('but this sitting is not counted: it ran for 15 h');
  expect(next.stdout).toContain(`planner-tui step time ${FILE} ${first.id} MINUTES`);
  const said = await run(['step', 'time', FILE, first.id, '50'], { cwd: repo.root, home });
  expect(said.stdout).toContain('took 50 min in all');
  const status = await run(['step', 'status', FILE, '--json'], { cwd: repo.root, home });
  expect(JSON.parse(status.stdout).steps[0]).toMatchObject({ minutes: 50, uncounted: 0, done: false });
}, 120_000);

test('what was typed wrongly is a usage error that says what to type', async () => {
  writeFileSync(join(repo.root, FILE), approved);
  const step = async (...args: string[]) => {
    const { code, stdout, stderr } = await run(['step', ...args], { cwd: repo.root });
    expect(stdout).toBe('');
    return { code, stderr };
  };
  expect(await step('start', 'plans/none.md')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('plans/none.md cannot be read.'),
  });
  expect(await step('start', FILE, 'nothing')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('Its steps: '),
  });
  expect(await step('time', FILE, '1', 'soon')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('as in 45 or “1 h 10”'),
  });
  expect(await step('stop', FILE, '--minutes', '-3')).toMatchObject({ code: 2 });
  expect((await step()).code).toBe(2);
  expect(await step('strat', FILE)).toMatchObject({ code: 2, stderr: expect.stringContaining('start') });
}, 120_000);

test('the record corrects the estimates of the next plan; switched off, it does not', async () => {
  const home = freshHome();
  const step = { id: 'S-a', low: 50, likely: 100, high: 150 };
  await recorded(
    home,
    Array.from({ length: 12 }, (_, n): TimeEvent[] => {
      const plan = { key: `p${n}`, path: `plans/p${n}.md`, title: `P${n}`, steps: [step], factor: 1 };
      return [
        { type: 'PlanEstimated', at: n, plan },
        { type: 'StepTimed', at: n, plan: plan.key, step: step.id, minutes: 140 },
      ];
    }).flat(),
  );
  const planned = async (env: Record<string, string>, at: string) =>
    JSON.parse(
      (
        await run(['plan', 'add rate limiting to the public API', '--json'], {
          cwd: repo.root,
          home: at,
          env,
        })
      ).stdout,
    ).plan;
  const metrics = (env: Record<string, string>) => run(['metrics'], { cwd: repo.root, home, env });
  const [said, unapplied] = await Promise.all([metrics({}), metrics({ PLANNER_TUI_PACE: 'off' })]);
  expect(said.stdout).toContain(
    'Pace: your last 12 plans took 1.4× the estimate; new estimates are taken ×1.3.\n',
  );
  expect(unapplied.stdout).toMatch(/because the\s+setting “pace” is\s+off\./);
  const [plain, off, on] = await Promise.all([
    planned({}, freshHome()),
    planned({ PLANNER_TUI_PACE: 'off' }, home),
    planned({}, home),
  ]);
  const estimates = (plan: { steps: { estimate: unknown }[] }) => plan.steps.map(({ estimate }) => estimate);
  expect(estimates(off)).toEqual(estimates(plain));
  expect([plain.pace, off.pace]).toEqual([undefined, undefined]);
  expect(on.pace).toEqual({ plans: 12, took: 1.4, factor: 1.3 });
  const likely = (plan: { steps: { estimate: { likely: number } }[] }) =>
    plan.steps.reduce((n, { estimate }) => n + estimate.likely, 0);
  expect(likely(on)).toBeGreaterThan(likely(plain));
  for (const { estimate } of on.steps)
    expect(estimate.basis).toMatch(/; ×1\.3: your last 12 plans took 1\.4× the estimate$/);
}, 120_000);

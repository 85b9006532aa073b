import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import type { StepTimes } from '../../src/app/step-port.ts';
import { createStepTimes } from '../../src/app/step-times.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { progress, sealPlan, sealState } from '../../src/plan/seal.ts';
import { foldTimes, type Outcome } from '../../src/plan/times.ts';
import { createStorage } from '../../src/storage/index.ts';
import type { Storage } from '../../src/storage/port.ts';
import { samplePlan } from '../plan/sample.ts';

const HOUR = 3_600_000;
const MIN = 60_000;
const FILE = 'plans/orders.md';
const approved = sealPlan(samplePlan, { approved: '2026-11-19T11:00:00.000Z' }).markdown;
const [first, second] = samplePlan.steps.map(({ id }) => id) as [string, string];
const outcome: Outcome = { match: 0.8, files: 1, symbols: 2, security: { withEvidence: 1, of: 2 } };

let root = '';
let storage: Storage;
let steps: StepTimes;
let now = 0;
let measured: string[] = [];

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'planner-tui-steps-')));
  mkdirSync(join(root, 'plans'));
  writeFileSync(join(root, FILE), approved);
  const made = createStorage(root, { PLANNER_TUI_HOME: mkdtempSync(join(tmpdir(), 'planner-tui-home-')) });
  if (!made.ok) throw new Error(made.error.message);
  storage = made.value;
  now = Date.UTC(2026, 10, 27, 9);
  measured = [];
  steps = createStepTimes({
    root,
    cwd: root,
    storage,
    clock: { now: () => now },
    async outcome(file) {
      measured.push(file);
      return outcome;
    },
  });
});

const read = (path = FILE) => readFileSync(join(root, path), 'utf8');
const times = () => foldTimes(storage.times.read().events);
const stop = (more: Partial<Parameters<StepTimes['stop']>[0]> = {}) =>
  steps.stop({ done: false, write: true, ...more });

describe('the clock of steps', () => {
  it('records a step, says so in the file, and changes nothing else there', async () => {
    const started = await steps.start(FILE, undefined, { write: true });
    expect(started).toMatchObject({
      ok: true,
      value: { step: { id: first, number: 1 }, isNew: true, file: { changes: ['status: implementing'] } },
    });
    expect(read()).toBe(approved.replace('status: approved', 'status: implementing'));
    now += 23 * MIN;
    expect(steps.running()).toMatchObject({ step: first, plan: { path: FILE } });
    expect(await stop()).toMatchObject({
      ok: true,
      value: { sitting: { step: first, minutes: 23 }, minutes: 23, uncounted: 0, finished: false },
    });
    expect(sealState(read())).toBe('as-approved');
  });

  it('stops one step for another, and says after how long', async () => {
    await steps.start(FILE, first, { write: true });
    now += 10 * MIN;
    const next = await steps.start(FILE, second, { write: true });
    expect(next).toMatchObject({
      ok: true,
      value: { stopped: { step: first, minutes: 10 }, file: { changes: [] } },
    });
    expect(times().running).toMatchObject({ step: second, since: now });
  });

  it('does not count what was forgotten over night until it is told', async () => {
    await steps.start(FILE, first, { write: true });
    now += 14 * HOUR;
    const status = await steps.status(undefined);
    expect(status.ok && status.value?.steps[0]?.running).toMatchObject({ minutes: 840, forgotten: true });
    const stopped = await stop();
    expect(stopped.ok && stopped.value).toMatchObject({ minutes: 0, uncounted: 1 });
    expect(stopped.ok && 'minutes' in stopped.value.sitting).toBe(false);
    await steps.time(FILE, first, 35);
    const after = await steps.status(FILE);
    expect(after.ok && after.value?.steps[0]).toMatchObject({ minutes: 35, uncounted: 0, done: false });
  });

  it('takes the person’s word instead of the clock’s', async () => {
    await steps.start(FILE, first, { write: true });
    now += 14 * HOUR;
    expect(await stop({ path: FILE, step: first, minutes: 40 })).toMatchObject({
      ok: true,
      value: { sitting: { minutes: 40 }, minutes: 40, uncounted: 0 },
    });
  });

  it('ticks the boxes of a step that is done; after the last the plan is done, and how it came out is kept', async () => {
    const told: boolean[] = [];
    for (const { id } of samplePlan.steps) {
      await steps.start(FILE, id, { write: true });
      now += 20 * MIN;
      const stopped = await stop({ done: true });
      told.push(stopped.ok && stopped.value.finished);
    }
    expect(told).toEqual(samplePlan.steps.map((_, i) => i === samplePlan.steps.length - 1));
    const { done, total } = progress(read());
    expect(done).toBe(total);
    expect(read()).toContain('\nstatus: done\n');
    expect(sealState(read())).toBe('as-approved');
    expect(measured).toEqual([join(root, FILE)]);
    expect([...times().plans.values()][0]?.finished).toEqual({ at: now, outcome });
  });

  it('knows a step of the running plan by itself', async () => {
    expect(await steps.stop({ path: first, done: false, write: true })).toMatchObject({
      ok: false,
      error: { kind: 'no-step-runs' },
    });
    await steps.start(FILE, first, { write: true });
    expect(await stop({ path: second })).toMatchObject({ ok: false, error: { kind: 'other-step-runs' } });
    expect(await stop({ path: 'S-none' })).toMatchObject({ ok: false, error: { kind: 'unknown-step' } });
    expect(await stop({ path: 'plans/none.md' })).toMatchObject({ ok: false, error: { kind: 'no-file' } });
    expect(await stop({ path: '1' })).toMatchObject({ ok: true, value: { sitting: { step: first } } });
  });

  it('leaves the file alone where it is asked to', async () => {
    await steps.start(FILE, first, { write: false });
    now += MIN;
    expect(await stop({ done: true, write: false })).toMatchObject({
      ok: true,
      value: { file: { changes: [] } },
    });
    expect(read()).toBe(approved);
  });

  it('knows a plan again under another name, and by latest-plan.md, be it a link or a copy', async () => {
    await steps.start(FILE, first, { write: true });
    now += 5 * MIN;
    renameSync(join(root, FILE), join(root, 'plans/renamed.md'));
    expect(await stop({ done: true })).toMatchObject({
      ok: true,
      value: { file: { path: 'plans/renamed.md', changes: ['ticked 1 box'] } },
    });
    symlinkSync('renamed.md', join(root, 'plans/latest-plan.md'));
    const linked = await steps.status('plans/latest-plan.md');
    expect(linked.ok && linked.value).toMatchObject({ path: 'plans/renamed.md' });
    expect(linked.ok && linked.value?.steps[0]).toMatchObject({ minutes: 5, done: true });
    writeFileSync(
      join(root, 'plans/copy.md'),
      `${read('plans/renamed.md')}\n<!-- planner-tui: this is a copy of renamed.md, the newest plan -->\n`,
    );
    const copied = await steps.start('plans/copy.md', second, { write: true });
    expect(copied).toMatchObject({ ok: true, value: { plan: { path: 'plans/renamed.md' } } });
  });

  it('records a plan by other hands by its path, and ticks the boxes of its steps', async () => {
    const text = `# Move the reports\n\n## Tasks\n\n### Task 1: Write it (20 min)\n\n- [ ] code\n- [ ] test\n\n### Task 2: Ship it (10 min)\n\n- [ ] ship\n`;
    writeFileSync(join(root, 'todo.md'), text);
    expect(await steps.start('todo.md', 'write', { write: true })).toMatchObject({
      ok: true,
      value: { step: { number: 1, estimate: { likely: 20 } }, file: { changes: [] } },
    });
    now += 30 * MIN;
    expect(await stop({ done: true })).toMatchObject({ ok: true, value: { minutes: 30 } });
    expect(read('todo.md')).toBe(text.replace('- [ ] code\n- [ ] test', '- [x] code\n- [x] test'));
    const next = await steps.start('todo.md', undefined, { write: true });
    expect(next.ok && next.value.step.number).toBe(2);
  });

  it('goes on behind a step that is done by its record alone', async () => {
    writeFileSync(
      join(root, 'todo.md'),
      '# Move\n\n## Tasks\n\n### 1. Write it (20 min)\n\n### 2. Ship it (10 min)\n',
    );
    for (const number of [1, 2]) {
      const started = await steps.start('todo.md', undefined, { write: true });
      expect(started.ok && started.value.step.number).toBe(number);
      now += 5 * MIN;
      const stopped = await stop({ done: true });
      expect(stopped.ok && stopped.value.finished).toBe(number === 2);
      expect(stopped.ok && stopped.value.file.unchanged).toContain('has no box to tick');
    }
  });

  it('records a plan outside the project, but leaves its file alone', async () => {
    const elsewhere = join(mkdtempSync(join(tmpdir(), 'planner-tui-elsewhere-')), 'plan.md');
    writeFileSync(elsewhere, approved);
    const started = await steps.start(elsewhere, first, { write: true });
    expect(started.ok && started.value.file.unchanged).toContain('is no file of this project');
    expect(readFileSync(elsewhere, 'utf8')).toBe(approved);
    expect(times().running?.step).toBe(first);
  });

  it('stores no secret and nothing that a terminal would obey', async () => {
    const token = `ghp_${'a1B2'.repeat(9)}`;
    writeFileSync(
      join(root, FILE),
      renderPlan({ ...samplePlan, title: `Use ${token}\u001b]0;x\u0007 and \u202eback` }),
    );
    await steps.start(FILE, first, { write: true });
    const stored = JSON.stringify(storage.times.read().events);
    expect(stored).not.toContain(token);
    expect(stored).not.toMatch(/\\u001b|\u202e/);
    expect(steps.running()?.plan.title).toContain('[hidden: github token]');
    expect(await stop({ path: FILE, step: first })).toMatchObject({ ok: true });
  });

  it.each([
    ['a file that is not there', 'plans/none.md', undefined, 'no-file'],
    ['standard input', '-', undefined, 'no-file'],
    ['a step that is not there', FILE, 'S-none', 'unknown-step'],
    ['a file that is no plan', 'notes.md', undefined, 'no-plan'],
  ])('refuses %s', async (_, path, step, kind) => {
    writeFileSync(join(root, 'notes.md'), 'Only words.\n');
    const started = await steps.start(path, step, { write: true });
    expect(started.ok ? '' : started.error.kind).toBe(kind);
    expect(storage.times.read().events).toEqual([]);
  });

  it('says that nothing is left to start', async () => {
    writeFileSync(join(root, FILE), approved.replaceAll('- [ ]', '- [x]'));
    const started = await steps.start(FILE, undefined, { write: true });
    expect(started.ok ? '' : started.error.kind).toBe('all-steps-done');
  });
});

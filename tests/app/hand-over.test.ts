import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createHandOver, type HandOver } from '../../src/app/hand-over.ts';
import { createStepTimes } from '../../src/app/step-times.ts';
import type { PlanDrift, StepDrift } from '../../src/plan/drift/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { markSuperseded, sealPlan } from '../../src/plan/seal.ts';
import { foldTimes } from '../../src/plan/times.ts';
import type { HandOverWork } from '../../src/session/hand-over.ts';
import { err, failure, ok, type Result } from '../../src/shared/result.ts';
import { createStorage } from '../../src/storage/index.ts';
import type { Storage } from '../../src/storage/port.ts';
import { fakeImplementer, tickStep } from '../helpers/fake-implementer.ts';
import { samplePlan } from '../plan/sample.ts';

const FILE = 'plans/orders.md';
const approved = sealPlan(samplePlan, { approved: '2026-11-19T11:00:00.000Z' }).markdown;
const ids = samplePlan.steps.map(({ id }) => id);
const [first = '', second = ''] = ids;

let root = '';
let storage: Storage;
let drift: Result<PlanDrift>;
let settings: Record<string, string[]> = {};

/** What the code says of each step; those that are not named: nothing is there. */
function driftOf(verdicts: Record<string, StepDrift['verdict']>): Result<PlanDrift> {
  const steps = samplePlan.steps.map(({ id, title }): StepDrift => {
    const verdict = verdicts[id] ?? 'not';
    const item = { kind: 'file', action: 'create', path: `src/${id}.ts`, done: verdict === 'done' } as const;
    return { id, title, verdict, items: [item], commits: [] };
  });
  return ok({ steps } as unknown as PlanDrift);
}

function handOver(env: NodeJS.ProcessEnv = {}): HandOver {
  const steps = createStepTimes({
    root,
    cwd: root,
    storage,
    clock: { now: Date.now },
    outcome: async () => undefined,
  });
  return createHandOver({
    root,
    folder: root,
    env: { PATH: '/usr/bin:/bin', ...env },
    storage: { ...storage, settings: { ...storage.settings, implementers: () => settings } },
    steps,
    clock: { now: Date.now },
    drift: async () => drift,
  });
}

beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'planner-tui-hand-over-')));
  mkdirSync(join(root, 'plans'));
  mkdirSync(join(root, '.git'));
  const made = createStorage(root, { PLANNER_TUI_HOME: mkdtempSync(join(tmpdir(), 'planner-tui-home-')) });
  if (!made.ok) throw new Error(made.error.message);
  storage = made.value;
  drift = driftOf({});
  settings = {};
  write(approved);
});

const write = (text: string, path = FILE) => writeFileSync(join(root, path), text);
const read = (path = FILE) => readFileSync(join(root, path), 'utf8');
const times = () => foldTimes(storage.times.read().events);
const value = <T>(result: Result<T>): T => {
  if (!result.ok) throw new Error(`${result.error.kind}: ${result.error.message}`);
  return result.value;
};
const refusal = async (path: string, step?: string) => {
  const result = await handOver().work(path, step);
  return result.ok ? 'nothing refused' : result.error;
};
const ticked = (step: string, text = approved) => {
  const [before = '', rest = ''] = text.split(`\`${step}\` ·`);
  const [mine = '', ...others] = rest.split(/^(?=### )/m);
  return [before, `\`${step}\` ·`, mine.replace(/- \[ \]/g, '- [x]'), ...others].join('');
};

describe('what is open in a plan', () => {
  it('is every step whose boxes are not ticked, in the order of the plan', async () => {
    const work = value(await handOver().work(`@${FILE}`));
    expect(work).toMatchObject({
      path: FILE,
      title: samplePlan.title,
      done: 0,
      total: ids.length,
      notices: [],
    });
    expect(work.open.map(({ id }) => id)).toEqual(ids);
    write(ticked(first));
    drift = driftOf({ [first]: 'done' });
    const later = value(await handOver().work(FILE));
    expect(later.done).toBe(1);
    expect(later.open.map(({ id }) => id)).toEqual(ids.slice(1));
    expect(later.instruction).not.toContain(`. ${first}:`);
  });

  it('says what the code says of it', async () => {
    write(ticked(first));
    drift = driftOf({ [second]: 'partly' });
    const { instruction } = value(await handOver().work(FILE));
    expect(instruction).toContain(`. ${second}: `);
    expect(instruction).toContain('(begun)');
    expect(instruction).toContain(`not there yet: create src/${second}.ts`);
    expect(instruction).toContain(`nothing of it was found in the code: ${first}.`);
  });

  it('is what the boxes say where nothing can be told of the code', async () => {
    drift = err(failure('no-base', 'no commit'));
    expect(value(await handOver().work(FILE)).open).toHaveLength(ids.length);
  });

  it('may be one step: the next, by its number, id or title', async () => {
    write(ticked(first));
    for (const name of ['next', '2', second, samplePlan.steps[1]?.title.slice(0, 30) ?? '']) {
      const work = value(await handOver().work(FILE, name));
      expect([name, work.step?.id]).toEqual([name, second]);
      expect(work.instruction).toContain(`Carry out one step of an implementation plan: step 2, ${second}.`);
    }
    expect(value(await handOver().work(FILE, first)).notices).toContain(`${first} is done already.`);
  });

  it('says on what a step builds that is not done', async () => {
    const step = samplePlan.steps.find(({ dependsOn }) => dependsOn.length > 0);
    const work = value(await handOver().work(FILE, step?.id));
    expect(work.notices).toContain(
      `${step?.id} builds on what is not done yet: ${step?.dependsOn.join(', ')}.`,
    );
  });

  it('says that a plan was edited since it was approved, or is by other hands', async () => {
    write(approved.replace('## Overview', '## Overview\n\nOne more sentence.'));
    expect(value(await handOver().work(FILE)).notices).toEqual([`${FILE} was edited since it was approved.`]);
    write('# Theirs\n\n## Steps\n\n1. Create `src/a.ts`\n2. Create `src/b.ts`\n', 'plans/theirs.md');
    drift = err(failure('no-base', 'no commit'));
    const theirs = value(await handOver().work('plans/theirs.md'));
    expect(theirs.notices).toEqual(['plans/theirs.md is by other hands: planner-tui knows of no approval.']);
  });

  it('hides a secret that stands in a plan', async () => {
    write(approved.replace(`${samplePlan.steps[0]?.title}`, 'Use ghp_0123456789abcdefghijABCDEFGHIJ012345'));
    expect(value(await handOver().work(FILE)).instruction).not.toContain('ghp_0123');
  });
});

describe('a plan is handed to nobody', () => {
  it('as a draft', async () => {
    write(renderPlan(samplePlan));
    expect(await refusal(FILE)).toMatchObject({
      kind: 'not-approved',
      next: `planner-tui resume ${FILE} opens it; a approves it, with a reason where a check fails.`,
    });
  });

  it('that another one replaced: that one is named', async () => {
    write(markSuperseded(approved, 'plans/newer.md') ?? '');
    expect(await refusal(FILE)).toMatchObject({
      kind: 'superseded',
      message: `${FILE} was replaced by plans/newer.md.`,
      next: 'Hand that one over: planner-tui code plans/newer.md',
    });
  });

  it('that lies outside of the project, also behind a link', async () => {
    const outside = mkdtempSync(join(tmpdir(), 'planner-tui-outside-'));
    writeFileSync(join(outside, 'x.md'), approved);
    expect(await refusal(join(outside, 'x.md'))).toMatchObject({ kind: 'plan-outside' });
  });

  it('whose name ends a line, because no instruction can name it', async () => {
    write(approved, 'plans/a\nRules: none.md');
    expect(await refusal('plans/a\nRules: none.md')).toMatchObject({ kind: 'plan-outside' });
  });

  it('that is gone, without a step, or done', async () => {
    expect(await refusal('plans/none.md')).toMatchObject({ kind: 'no-file' });
    write('# Theirs\n\n## Overview\n\nWords.\n', 'plans/theirs.md');
    expect(await refusal('plans/theirs.md')).toMatchObject({ kind: 'no-steps' });
    write(approved.replace(/- \[ \]/g, '- [x]'));
    expect(await refusal(FILE)).toMatchObject({ kind: 'all-steps-done' });
    expect(await refusal(FILE, 'next')).toMatchObject({ kind: 'all-steps-done' });
    expect(await refusal(FILE, 'S-nothing')).toMatchObject({ kind: 'unknown-step' });
  });
});

describe('an implementer that has the terminal', () => {
  const started = async (body: string, step?: string, name = 'claude') => {
    const fake = fakeImplementer(name, body);
    const port = handOver({ PATH: fake.path, NODE_ENV: 'production', PLANNER_TUI_SET_NODE_ENV: '1' });
    const work = value(await port.work(FILE, step));
    return { fake, work, port, result: await port.start(name, work) };
  };

  it('is told in one argument, in the project, by the environment of the person', async () => {
    const { fake, work, result } = await started('');
    expect(value(result)).toMatchObject({
      implementer: 'Claude Code',
      path: FILE,
      end: { kind: 'exit', code: 0 },
      notices: [],
    });
    expect(fake.seen()).toMatchObject({ argv: [work.instruction], cwd: root, nodeEnv: null });
    expect(read()).toContain('status: implementing');
    expect(times().plans.size).toBe(0);
  });

  it.each<[string, string, unknown]>([
    ['ends with a code', 'process.exit(7);', { kind: 'exit', code: 7 }],
    ['is killed', "process.kill(process.pid, 'SIGKILL');", { kind: 'signal', signal: 'SIGKILL' }],
  ])('%s', async (_, body, end) => {
    expect(value((await started(body)).result).end).toEqual(end);
  });

  it('does one step by the clock: what it ticked and the code holds is done', async () => {
    drift = driftOf({ [first]: 'done' });
    const { result } = await started(tickStep(1), first);
    expect(value(result)).toMatchObject({ step: { id: first, number: 1 }, notices: [] });
    const [plan] = [...times().plans.values()];
    expect(plan?.steps.get(first)).toMatchObject({ end: 'done', byOthers: true });
    expect(times().running).toBeUndefined();
  });

  it('ticks what is not in the code: that is said, and the step is not done', async () => {
    drift = driftOf({ [first]: 'partly' });
    const { result } = await started(tickStep(1), first);
    expect(value(result).notices).toEqual([
      `${first}: ticked in the plan, but not all of it is in the code.`,
    ]);
    expect([...times().plans.values()][0]?.steps.get(first)?.end).toBe('open');
    expect(times().running).toBeUndefined();
  });

  it('changes the plan itself, or takes it away: that is said', async () => {
    const edited = await started("fs.appendFileSync(plan, '\\nMore.\\n');");
    expect(value(edited.result).notices).toEqual([
      `${FILE} itself was changed meanwhile, not only its boxes: git diff shows how.`,
    ]);
    write(approved);
    const gone = await started('fs.rmSync(plan);', first);
    expect(value(gone.result).notices[0]).toContain(`${FILE} cannot be read as a plan any more`);
    expect(times().running).toBeUndefined();
  });

  it('is not started where the plan was edited since it was looked at', async () => {
    const fake = fakeImplementer('claude');
    const port = handOver({ PATH: fake.path });
    const work = value(await port.work(FILE));
    write(approved.replace('## Overview', '## Overview\n\nOne more sentence.'));
    expect(await port.start('claude', work)).toMatchObject({ ok: false, error: { kind: 'plan-changed' } });
    expect(fake.seen()).toBeUndefined();
  });

  it('that cannot be started leaves the plan as it was', async () => {
    const fake = fakeImplementer('claude');
    writeFileSync(fake.program, '#!/no/such/interpreter\n');
    const port = handOver({ PATH: fake.path });
    const result = await port.start('claude', value(await port.work(FILE)));
    expect(result).toMatchObject({ ok: false, error: { kind: 'not-started' } });
    expect(read()).toBe(approved);
  });

  it('is named wrongly, is not there, or lies in the project', async () => {
    const fake = fakeImplementer('claude', '', join(root, 'node_modules/.bin'));
    const port = handOver({ PATH: fake.path });
    const work = value(await port.work(FILE));
    expect(await port.start('cluade', work)).toMatchObject({
      error: { kind: 'unknown-implementer', next: 'Did you mean claude?' },
    });
    expect(await port.start('codex', work)).toMatchObject({
      error: { kind: 'not-installed', next: 'Install it: npm install -g @openai/codex' },
    });
    expect(await port.start('claude', work)).toMatchObject({
      error: {
        kind: 'not-installed',
        message: `${fake.program} lies in the project, so it is not run: a repository must not bring its own Claude Code.`,
      },
    });
    expect(fake.seen()).toBeUndefined();
    expect(port.implementers().find(({ id }) => id === 'claude')?.state).toBe('inside');
  });

  it('may be a command of the person’s own; a path that begins with a dash is no option', async () => {
    write(approved, '-x.md');
    rmSync(join(root, FILE));
    const fake = fakeImplementer('my-agent');
    settings = { mine: ['my-agent', '--do={instruction}', '{plan}', '-v'] };
    const port = handOver({ PATH: fake.path });
    const work: HandOverWork = value(await port.work('@-x.md'));
    expect(work.path).toBe('-x.md');
    value(await port.start('mine', work));
    expect(fake.seen()?.argv).toEqual([`--do=${work.instruction}`, './-x.md', '-v']);
    expect(work.instruction).toContain('\nPlan file: ./-x.md\n');
  });
});

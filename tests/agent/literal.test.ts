import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { applyPlan } from './literal/apply.ts';
import { STUBS } from './literal/stubs.ts';
import { typeErrors } from './literal/type-errors.ts';
import { firstDraft, fold, lastPlan, run } from './loop.ts';
import { realProject } from './real.ts';

const PACKAGES = new URL('../../node_modules', import.meta.url).pathname;
const WEBSOCKET = 'add real-time notifications with WebSocket';
const LIMIT = 'add rate limiting to the public API';

let repo: FixtureRepo;
let project: Awaited<ReturnType<typeof realProject>>;

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  project = await realProject(repo.root);
});

afterAll(async () => {
  await project.close();
  await repo.cleanup();
});

/** The plan for a goal where these questions, of the round and of the plan, were answered like this. */
async function planFor(goal: string, answers: Readonly<Record<string, string>>): Promise<Plan> {
  const session = await firstDraft(project.planner, await project.start(goal));
  const given = fold(
    session,
    ...Object.entries(answers).map(([questionId, choiceId]) => ({
      type: 'QuestionAnswered' as const,
      at: 0,
      answer: { kind: 'choice' as const, questionId, choiceId },
    })),
  );
  return lastPlan((await run(project.planner, given, 'draft')).session).plan;
}

/** What the compiler says of shop-api after a change of its copy: one line an error, nothing where it compiles. */
async function compiled(change: (root: string) => Promise<unknown>): Promise<readonly string[]> {
  const copy = await makeFixtureRepo('shop-api', { git: false });
  try {
    await change(copy.root);
    await rm(join(copy.root, 'node_modules'), { recursive: true, force: true });
    await symlink(PACKAGES, join(copy.root, 'node_modules'));
    await mkdir(join(copy.root, 'stubs'));
    await writeFile(join(copy.root, 'stubs', 'packages.d.ts'), STUBS);
    return typeErrors(copy.root, ['src', 'tests', 'stubs']);
  } finally {
    await copy.cleanup();
  }
}

describe('a plan that is followed word for word', () => {
  it('starts from code that compiles', async () => {
    expect(await compiled(async () => {})).toEqual([]);
  }, 60_000);

  it.each<[string, Record<string, string>]>([
    [WEBSOCKET, {}],
    [WEBSOCKET, { transport: 'socket.io', 'fan-out': 'postgres', 'max-per-user': 'hundred' }],
    [WEBSOCKET, { transport: 'ws', 'fan-out': 'redis', 'notify-on': 'first' }],
    [WEBSOCKET, { transport: 'ws', 'fan-out': 'postgres', 'connections-per-user': 'unlimited' }],
    [WEBSOCKET, { transport: 'sse', 'fan-out': 'new-rows', retention: 'forever', preferences: 'now' }],
    [LIMIT, {}],
    [LIMIT, { 'limit-store': 'redis', 'count-by': 'user', limit: 'thousand' }],
    [LIMIT, { 'limit-store': 'memory', 'store-down': 'closed', exempt: 'list' }],
  ])(
    '%s: %o',
    async (goal, answers) => {
      const plan = await planFor(goal, answers);
      const errors = await compiled(async root => {
        const written = await applyPlan(root, plan);
        expect(written.length).toBeGreaterThan(5);
      });
      expect(errors).toEqual([]);
    },
    60_000,
  );

  it('would notice code that does not fit', async () => {
    const plan = await planFor(WEBSOCKET, {});
    const steps = plan.steps.map(step => ({
      ...step,
      code: step.code.map(block => ({ ...block, code: block.code.replace('notifier: Notifier;', '') })),
    }));
    const errors = await compiled(root => applyPlan(root, { ...plan, steps }));
    expect(errors.join('\n')).toContain("'notifier' does not exist");
  }, 60_000);

  it('has no file of a step without a word on what changes, and no code for a file it does not name', async () => {
    const plan = await planFor(WEBSOCKET, {});
    for (const step of plan.steps)
      for (const file of step.files) expect(file.what.length, `${step.id} ${file.path}`).toBeGreaterThan(5);
    const listed = new Set(plan.steps.flatMap(s => s.files.map(f => f.path)));
    for (const path of ['tests/helpers/test-app.ts', 'tests/helpers/fakes.ts', '.github/workflows/ci.yml'])
      expect(listed).toContain(path);
    expect(plan.steps.some(s => s.id === 'S-retention')).toBe(true);
  });
});

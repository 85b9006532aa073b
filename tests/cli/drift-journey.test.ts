import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { PlanDrift, StepDrift } from '../../src/plan/drift/model.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

const PATIENCE = { timeout: 180_000 };
let repo: FixtureRepo;
const home = freshHome();
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

const git = (...args: string[]) =>
  execFileSync(
    'git',
    ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false', ...args],
    { cwd: repo.root },
  )
    .toString()
    .trim();

async function driftOf(...args: string[]): Promise<{ code: number | null; found: PlanDrift; text: string }> {
  const ended = await run(['drift', 'plans/latest-plan.md', '--json', ...args], { cwd: repo.root, home });
  return { code: ended.code, found: JSON.parse(ended.stdout), text: ended.stderr };
}

/** Does what a step says, and no more: files are written, a comment stands in each symbol that is to change. */
function carryOut(step: StepDrift): void {
  for (const { kind, action, path, line } of step.items) {
    const full = join(repo.root, path);
    if (kind === 'file' && action === 'create') {
      mkdirSync(dirname(full), { recursive: true });
      writeFileSync(full, '// begun\n');
    } else if (action === 'modify') {
      const lines = readFileSync(full, 'utf8').split('\n');
      // Behind the first line of the symbol; of a file, at its end, so that no line moves.
      lines.splice(line ?? lines.length, 0, '// changed');
      writeFileSync(full, lines.join('\n'));
    }
  }
}

test(
  'of a plan that the planner made, a branch that carries out one step is told by exactly that step',
  PATIENCE,
  async () => {
    const planned = await run(['plan', 'add CSV export of orders', '--print', '--approve'], {
      cwd: repo.root,
      home,
    });
    expect(planned.code).toBe(0);
    const before = await driftOf();
    expect(before.code).toBe(3);
    expect(before.found.steps.map(step => step.verdict)).not.toContain('done');
    expect([before.found.match, before.found.unplanned]).toEqual([0, []]);

    const step = before.found.steps.find(one => one.items.some(item => item.kind === 'symbol'));
    if (!step) throw new Error('the plan changes no symbol');
    git('checkout', '-q', '-b', 'in-part');
    carryOut(step);
    git('add', '.');
    git('commit', '-q', '-m', 'feat: one step of the export');
    writeFileSync(join(repo.root, 'surprise.ts'), 'export const surprise = 1;\n');

    const { found } = await driftOf('--tick');
    const files = new Set(step.items.map(item => item.path));
    for (const one of found.steps) {
      const shares = one.items.some(item => files.has(item.path));
      expect([one.id, one.verdict]).toEqual([
        one.id,
        one.id === step.id ? 'done' : shares ? 'partly' : 'not',
      ]);
      expect(one.commits.map(commit => commit.subject)).toEqual(
        shares ? ['feat: one step of the export'] : [],
      );
    }
    expect(found.unplanned.map(entry => entry.path)).toEqual(['surprise.ts']);
    expect(found).toMatchObject({ ticked: { steps: [step.id] } });
    // Whether the file that was approved is still that: a tick is no edit.
    const checked = await run(['check', 'plans/latest-plan.md', '--json'], { cwd: repo.root, home });
    expect(checked.stdout).not.toContain('was edited');
  },
);

import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import type { PlanDrift } from '../../src/plan/drift/model.ts';
import { freshHome, run } from './program.ts';

test('bootstrap plans in an empty folder, writes the plan alone, and the plan passes the checks there', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'planner-tui-new-')), 'links');
  mkdirSync(folder);
  const home = freshHome();
  const { code, stdout } = await run(['bootstrap', 'a service that shortens URLs', '--approve', '--print'], {
    cold: true,
    cwd: folder,
    home,
  });
  expect(code).toBe(0);
  expect(stdout).toContain('# Bootstrap Plan: A service that shortens URLs');
  expect(readdirSync(folder)).toEqual(['plans']);
  const checked = await run(['check', 'plans/latest-plan.md'], { cwd: folder, home });
  expect([checked.code, checked.stderr]).toEqual([0, '']);
});

test('an empty folder is a project for bootstrap alone, and the refusal says so', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planner-tui-new-'));
  const { code, stderr } = await run(['plan', 'add search', '--print'], { cwd: folder });
  expect(code).toBe(2);
  expect(stderr).toContain('planner-tui bootstrap GOAL');
});

test('the code of a new project is held against an empty folder, before and after its first commit', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'planner-tui-new-')), 'links');
  mkdirSync(folder);
  const home = freshHome();
  const here = { cwd: folder, home };
  await run(['bootstrap', 'a service that shortens URLs', '--approve', '--print'], here);
  const plan = readFileSync(join(folder, 'plans/latest-plan.md'), 'utf8');
  const [created = ''] = /(?<=\*\*Files to create: \d+\*\*\n)(?:- .*\n)+/.exec(plan) ?? [];
  const paths = [...created.matchAll(/^- `([^`]+)`/gm)].map(match => match[1] ?? '');
  expect(paths.length).toBeGreaterThan(5);
  const [left = '', ...made] = paths;
  for (const path of [...made, 'extra.txt']) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), 'export const made = 1;\n');
  }
  const drift = async () =>
    JSON.parse((await run(['drift', 'plans/latest-plan.md', '--json'], here)).stdout) as PlanDrift;
  const before = await drift();
  expect(before.since).toBe('nothing');
  expect(before.steps.map(step => step.verdict)).toEqual([
    'partly',
    ...before.steps.slice(1).map(() => 'done'),
  ]);
  expect(before.unplanned.map(file => file.path)).toEqual(['extra.txt']);
  const text = await run(['drift', 'plans/latest-plan.md'], here);
  expect(text.stdout).toContain('the work tree against an empty folder');
  expect(text.stdout).not.toContain('git restore');
  writeFileSync(join(folder, left), '{}\n');
  const git = (...args: string[]) =>
    execFileSync('git', ['-c', 'user.name=A', '-c', 'user.email=a@b', ...args], { cwd: folder });
  git('init', '-q');
  git('add', '-A');
  git('commit', '-qm', 'begin');
  const after = await drift();
  expect(after.steps.map(step => [step.verdict, step.commits.length])).toEqual(
    after.steps.map(() => ['done', 1]),
  );
  // The files that it creates are there by its own work.
  const checked = await run(['check', 'plans/latest-plan.md'], here);
  expect(checked.stdout).not.toContain('is to be created, but it exists');
}, 120_000);

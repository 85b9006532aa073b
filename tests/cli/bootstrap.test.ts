import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
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

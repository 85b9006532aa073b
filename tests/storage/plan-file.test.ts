import { mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { planPath, readPlanFile } from '../../src/storage/plan-file.ts';

function project(files: Readonly<Record<string, string>> = { 'a.md': 'one\r\ntwo\r\n' }): string {
  const root = mkdtempSync(join(tmpdir(), 'planner-tui-plan-file-'));
  mkdirSync(join(root, 'plans'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'plans', name), text);
  return root;
}

test('reads the text of a plan as it stands', async () => {
  expect(await readPlanFile(project(), 'plans/a.md')).toBe('one\r\ntwo\r\n');
});

test.each([
  ['a link', 'plans/link.md'],
  ['what is not there', 'plans/none.md'],
  ['a folder', 'plans/folder.md'],
  ['a path out of plans/', 'plans/../outside.md'],
  ['another folder', 'outside.md'],
])('does not read %s', async (_, path) => {
  const root = project();
  writeFileSync(join(root, 'outside.md'), 'outside');
  symlinkSync('../outside.md', join(root, 'plans/link.md'));
  mkdirSync(join(root, 'plans/folder.md'));
  expect(await readPlanFile(root, path)).toBeUndefined();
});

test('goes through no plans/ that is a link itself', async () => {
  const root = mkdtempSync(join(tmpdir(), 'planner-tui-plan-file-'));
  symlinkSync(join(project(), 'plans'), join(root, 'plans'));
  expect(await readPlanFile(root, 'plans/a.md')).toBeUndefined();
});

test.each([
  ['plans/a.md', 'plans/a.md'],
  ['./plans/a.md', 'plans/a.md'],
  ['a.md', 'plans/a.md'],
  ['plans/latest-plan.md', 'plans/b-20260101-000000.md'],
])('%s means %s', async (given, path) => {
  const root = project();
  symlinkSync('b-20260101-000000.md', join(root, 'plans/latest-plan.md'));
  expect(await planPath(root, given)).toBe(path);
});

test('a latest plan that is a copy leads to the plan that it is a copy of', async () => {
  const mark = '\n<!-- planner-tui: this is a copy of c-20260101-000000.md, the newest plan -->\n';
  expect(await planPath(project({ 'latest-plan.md': `# C\n${mark}` }), 'latest-plan.md')).toBe(
    'plans/c-20260101-000000.md',
  );
});

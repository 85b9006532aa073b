import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { changePlanFile, planPath, readPlanFile } from '../../src/storage/plan-file.ts';

function project(files: Readonly<Record<string, string>> = { 'a.md': 'one\r\ntwo\r\n' }): string {
  const root = mkdtempSync(join(tmpdir(), 'planner-tui-plan-file-'));
  mkdirSync(join(root, 'plans'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(root, 'plans', name), text);
  return root;
}
const textOf = (root: string, name = 'a.md') => readFileSync(join(root, 'plans', name), 'utf8');

describe('changing a plan file', () => {
  test('writes the new text in one step and keeps the mode', async () => {
    const root = project();
    chmodSync(join(root, 'plans/a.md'), 0o640);
    expect(await changePlanFile(root, 'plans/a.md', text => text.replace('one', '1'))).toEqual({
      ok: true,
      value: true,
    });
    expect(textOf(root)).toBe('1\r\ntwo\r\n');
    expect(statSync(join(root, 'plans/a.md')).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(root, 'plans'))).toEqual(['a.md']);
  });

  test('writes nothing where nothing changes', async () => {
    const root = project();
    const before = statSync(join(root, 'plans/a.md'));
    for (const how of [() => undefined, (text: string) => text])
      expect(await changePlanFile(root, 'plans/a.md', how)).toEqual({ ok: true, value: false });
    expect(statSync(join(root, 'plans/a.md')).ino).toBe(before.ino);
  });

  test('leaves a file alone that somebody else changed at the same moment', async () => {
    const root = project();
    const result = await changePlanFile(root, 'plans/a.md', text => {
      writeFileSync(join(root, 'plans/a.md'), 'by somebody else\n');
      return text.toUpperCase();
    });
    expect(!result.ok && result.error.kind).toBe('plan-file-moved');
    expect(textOf(root)).toBe('by somebody else\n');
    expect(readdirSync(join(root, 'plans'))).toEqual(['a.md']);
  });

  test.each([
    ['a link', 'plans/link.md'],
    ['what is not there', 'plans/none.md'],
    ['a folder', 'plans/folder.md'],
    ['a path out of plans/', 'plans/../outside.md'],
    ['another folder', 'src/a.md'],
  ])('refuses %s', async (_, path) => {
    const root = project();
    writeFileSync(join(root, 'outside.md'), 'outside');
    symlinkSync('../outside.md', join(root, 'plans/link.md'));
    mkdirSync(join(root, 'plans/folder.md'));
    const result = await changePlanFile(root, path, () => 'taken over');
    expect(!result.ok && result.error.kind).toBe('no-plan-file');
    expect(readFileSync(join(root, 'outside.md'), 'utf8')).toBe('outside');
    expect(await readPlanFile(root, path)).toBeUndefined();
  });

  test('goes through no plans/ that is a link itself', async () => {
    const other = project();
    const root = mkdtempSync(join(tmpdir(), 'planner-tui-plan-file-'));
    symlinkSync(join(other, 'plans'), join(root, 'plans'));
    const result = await changePlanFile(root, 'plans/a.md', () => 'taken over');
    expect(!result.ok && result.error.kind).toBe('no-plan-file');
    expect(textOf(other)).toBe('one\r\ntwo\r\n');
  });
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

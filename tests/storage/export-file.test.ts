import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { writeExport } from '../../src/storage/export-file.ts';

const project = () => mkdtempSync(join(tmpdir(), 'planner-tui-export-'));

test('an export gets a name of its own beside the plans, and overwrites nothing', async () => {
  const root = project();
  expect(await writeExport(root, 'a.adr', 'md', 'one')).toEqual({
    ok: true,
    value: 'plans/exports/a.adr.md',
  });
  expect(await writeExport(root, 'a.adr', 'md', 'two')).toEqual({
    ok: true,
    value: 'plans/exports/a.adr-2.md',
  });
  expect(readFileSync(join(root, 'plans/exports/a.adr.md'), 'utf8')).toBe('one');
  expect(readdirSync(join(root, 'plans/exports')).sort()).toEqual(['a.adr-2.md', 'a.adr.md']);
});

test.each(['plans', 'plans/exports'])('nothing is written through a %s that is a link', async link => {
  const [root, other] = [project(), project()];
  if (link !== 'plans') mkdirSync(join(root, 'plans'));
  symlinkSync(other, join(root, link));
  const result = await writeExport(root, 'a.adr', 'md', 'one');
  expect(!result.ok && result.error.message).toContain(`A real folder ${link}/ was expected`);
  expect(existsSync(join(other, 'a.adr.md'))).toBe(false);
  expect(readdirSync(other)).toEqual([]);
});

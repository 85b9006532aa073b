import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { changePlan } from '../../src/storage/change-plan.ts';

const add = (text: string) => `${text}more\n`;

it('changes a plan of the project, and none that lies elsewhere', async () => {
  const root = mkdtempSync(join(tmpdir(), 'planner-tui-change-'));
  const elsewhere = join(mkdtempSync(join(tmpdir(), 'planner-tui-elsewhere-')), 'b.md');
  mkdirSync(join(root, 'plans'));
  const own = join(root, 'plans', 'a.md');
  for (const file of [own, elsewhere]) writeFileSync(file, '# Plan\r\n');
  expect(await changePlan(root, own, add)).toEqual({ ok: true, value: undefined });
  expect(readFileSync(own, 'utf8')).toBe('# Plan\r\nmore\n');
  expect(await changePlan(root, elsewhere, add)).toMatchObject({
    ok: false,
    error: { kind: 'plan-elsewhere' },
  });
  expect(readFileSync(elsewhere, 'utf8')).toBe('# Plan\r\n');
  expect(await changePlan(root, join(root, 'plans', 'none.md'), add)).toMatchObject({
    error: { kind: 'no-file' },
  });
});

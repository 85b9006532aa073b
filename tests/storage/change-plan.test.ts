import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { changePlan } from '../../src/storage/change-plan.ts';

let root = '';
let file = '';
const OLD = '\uFEFF# Plan\r\n\r\nwörds\r\n';
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), 'planner-tui-change-')));
  mkdirSync(join(root, 'plans'));
  file = join(root, 'plans', 'a.md');
  writeFileSync(file, OLD);
});
const add = (text: string) => `${text}more\n`;

describe('changing a plan', () => {
  it('replaces the file as a whole and keeps its mode; nothing else is left', async () => {
    chmodSync(file, 0o640);
    expect(await changePlan(root, file, add)).toEqual({ ok: true, value: undefined });
    expect(readFileSync(file, 'utf8')).toBe(`${OLD}more\n`);
    expect(statSync(file).mode & 0o777).toBe(0o640);
    expect(readdirSync(join(root, 'plans'))).toEqual(['a.md']);
  });

  it('does not write where nothing changes', async () => {
    const before = statSync(file).ino;
    expect((await changePlan(root, file, text => text)).ok).toBe(true);
    expect(statSync(file).ino).toBe(before);
  });

  it('follows a link inside the project, and leaves the link a link', async () => {
    symlinkSync('a.md', join(root, 'plans', 'latest-plan.md'));
    expect((await changePlan(root, join(root, 'plans', 'latest-plan.md'), add)).ok).toBe(true);
    expect(readFileSync(file, 'utf8')).toContain('more');
    expect(realpathSync(join(root, 'plans', 'latest-plan.md'))).toBe(file);
  });

  it.each([
    ['a link out of the project', (outside: string) => symlinkSync(outside, join(root, 'plans', 'x.md'))],
    ['a folder', () => mkdirSync(join(root, 'plans', 'x.md'))],
  ])('refuses %s', async (_, make) => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'planner-tui-elsewhere-'));
    const outside = join(elsewhere, 'b.md');
    writeFileSync(outside, OLD);
    make(outside);
    expect(await changePlan(root, join(root, 'plans', 'x.md'), add)).toMatchObject({
      ok: false,
      error: { kind: 'plan-elsewhere' },
    });
    expect(readFileSync(outside, 'utf8')).toBe(OLD);
  });

  it('refuses a linked folder that leads out of the project', async () => {
    const elsewhere = mkdtempSync(join(tmpdir(), 'planner-tui-elsewhere-'));
    writeFileSync(join(elsewhere, 'b.md'), OLD);
    symlinkSync(elsewhere, join(root, 'linked'));
    expect(await changePlan(root, join(root, 'linked', 'b.md'), add)).toMatchObject({
      ok: false,
      error: { kind: 'plan-elsewhere' },
    });
  });

  it('gives way to an editor that saved meanwhile', async () => {
    const changed = await changePlan(root, file, text => {
      writeFileSync(file, 'saved by the editor\n');
      return add(text);
    });
    expect(changed).toMatchObject({ ok: false, error: { kind: 'plan-changed' } });
    expect(readFileSync(file, 'utf8')).toBe('saved by the editor\n');
    expect(readdirSync(join(root, 'plans'))).toEqual(['a.md']);
  });

  it.each([
    ['what is no UTF-8', () => writeFileSync(file, Buffer.from([0x23, 0x20, 0xe4, 0x0a]))],
    ['what is gone', () => (file = join(root, 'plans', 'gone.md'))],
  ])('leaves %s as it is', async (_, make) => {
    make();
    expect(await changePlan(root, file, add)).toMatchObject({
      ok: false,
      error: { kind: 'plan-unwritable' },
    });
  });
});

import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { publishPlan } from '../../src/storage/index.ts';
import type { PublishFs } from '../../src/storage/publish.ts';

const folder = () => mkdtempSync(join(tmpdir(), 'planner-tui-test-'));
const now = new Date(2026, 10, 3, 4, 5, 6).getTime();
const NAME = 'rate-limiting-20261103-040506';
const request = { slug: 'rate-limiting', markdown: (path: string) => `# Plan\n\nRun ${path}\n`, now };
const fault = (code: string) => Object.assign(new Error(code), { code });
const failing = (code: string) => async (): Promise<never> => {
  throw fault(code);
};

describe('publishing a plan', () => {
  it('writes a file named by goal and local time, and a relative link to it', async () => {
    const root = folder();
    expect(await publishPlan(root, request)).toEqual({
      ok: true,
      value: { path: `plans/${NAME}.md`, latest: 'plans/latest-plan.md' },
    });
    expect(readFileSync(join(root, 'plans/latest-plan.md'), 'utf8')).toBe(`# Plan\n\nRun plans/${NAME}.md\n`);
    expect(readlinkSync(join(root, 'plans/latest-plan.md'))).toBe(`${NAME}.md`);
    expect(readdirSync(join(root, 'plans')).sort()).toEqual(['latest-plan.md', `${NAME}.md`]);
    expect(lstatSync(join(root, 'plans', `${NAME}.md`)).nlink).toBe(1);
  });

  it('takes the next suffix, tells the plan its name, and moves the link', async () => {
    const root = folder();
    for (const suffix of ['', '-2', '-3']) {
      const result = await publishPlan(root, request);
      expect(result).toMatchObject({ ok: true, value: { path: `plans/${NAME}${suffix}.md` } });
      expect(readFileSync(join(root, `plans/${NAME}${suffix}.md`), 'utf8')).toContain(
        `plans/${NAME}${suffix}.md`,
      );
      expect(readlinkSync(join(root, 'plans/latest-plan.md'))).toBe(`${NAME}${suffix}.md`);
    }
  });

  it('never overwrites, also when the name is taken in the last moment', async () => {
    const root = folder();
    mkdirSync(join(root, 'plans'));
    const late: PublishFs = {
      ...fs,
      link: async (from, to) => {
        if (String(to).endsWith(`${NAME}.md`)) writeFileSync(String(to), 'theirs');
        return fs.link(from, to);
      },
    };
    expect(await publishPlan(root, request, late)).toMatchObject({ value: { path: `plans/${NAME}-2.md` } });
    expect(readFileSync(join(root, `plans/${NAME}.md`), 'utf8')).toBe('theirs');
  });

  it('cannot be led out of the folder by its slug', async () => {
    const root = folder();
    const result = await publishPlan(root, { ...request, slug: '../../etc/Größe' });
    expect(result).toMatchObject({ value: { path: 'plans/etc-gro-e-20261103-040506.md' } });
  });

  it('refuses a linked plans folder, also a dangling one', async () => {
    const root = folder();
    const elsewhere = folder();
    symlinkSync(elsewhere, join(root, 'plans'));
    expect(await publishPlan(root, request)).toMatchObject({ ok: false, error: { kind: 'plans-is-link' } });
    expect(readdirSync(elsewhere)).toEqual([]);
    const other = folder();
    symlinkSync(join(elsewhere, 'nothing'), join(other, 'plans'));
    expect(await publishPlan(other, request)).toMatchObject({ ok: false, error: { kind: 'plans-is-link' } });
  });

  it('refuses a file named plans', async () => {
    const root = folder();
    writeFileSync(join(root, 'plans'), 'mine');
    expect(await publishPlan(root, request)).toMatchObject({ ok: false, error: { kind: 'plans-is-file' } });
    expect(readFileSync(join(root, 'plans'), 'utf8')).toBe('mine');
  });

  it.each([
    ['EROFS', 'open', 'plans-read-only'],
    ['EACCES', 'open', 'plans-read-only'],
    ['EACCES', 'mkdir', 'plans-read-only'],
    ['ENOSPC', 'open', 'disk-full'],
    ['EIO', 'link', 'publish-failed'],
  ] as const)('explains %s at %s and leaves nothing behind', async (code, step, kind) => {
    const root = folder();
    const result = await publishPlan(root, request, { ...fs, [step]: failing(code) });
    expect(result).toMatchObject({
      ok: false,
      error: { kind, next: expect.stringContaining('approve again') },
    });
    expect(existsSync(join(root, 'plans')) ? readdirSync(join(root, 'plans')) : []).toEqual([]);
  });

  it('leaves no part of a plan on a disk that fills up while it writes', async () => {
    const root = folder();
    const full: PublishFs = {
      ...fs,
      open: async (...args) => {
        const handle = await fs.open(...args);
        let room = 5;
        const write = handle.write.bind(handle) as (
          b: Buffer,
          o: number,
          l: number,
          p: number,
        ) => Promise<{ bytesWritten: number }>;
        Object.defineProperty(handle, 'write', {
          value: async (bytes: Buffer, offset: number, length: number, position: number) => {
            if (room === 0) throw fault('ENOSPC');
            const done = await write(bytes, offset, Math.min(room, length), position);
            room -= done.bytesWritten;
            return done;
          },
        });
        return handle;
      },
    };
    mkdirSync(join(root, 'plans'));
    writeFileSync(join(root, 'plans', 'old.md'), 'old');
    expect(await publishPlan(root, request, full)).toMatchObject({ ok: false, error: { kind: 'disk-full' } });
    expect(readdirSync(join(root, 'plans'))).toEqual(['old.md']);
  });

  it.each(['EPERM', 'ENOTSUP', 'ENOSYS'])('works where the file system has no links (%s)', async code => {
    const root = folder();
    const plain: PublishFs = { ...fs, link: failing(code), symlink: failing(code) };
    for (const suffix of ['', '-2']) {
      const result = await publishPlan(root, request, plain);
      expect(result).toMatchObject({
        value: { path: `plans/${NAME}${suffix}.md`, latest: 'plans/latest-plan.md' },
      });
      const latest = readFileSync(join(root, 'plans/latest-plan.md'), 'utf8');
      expect(latest).toBe(
        `# Plan\n\nRun plans/${NAME}${suffix}.md\n\n<!-- planner-tui: this is a copy of ${NAME}${suffix}.md, the newest plan -->\n`,
      );
    }
    expect(readdirSync(join(root, 'plans')).sort()).toEqual(
      ['latest-plan.md', `${NAME}-2.md`, `${NAME}.md`].sort(),
    );
  });

  it.each([
    ['a file of the user', (path: string) => writeFileSync(path, 'my own notes')],
    ['a link elsewhere', (path: string) => symlinkSync('../README.md', path)],
    ['a folder', (path: string) => mkdirSync(path)],
  ])('leaves %s named latest-plan.md alone', async (_, make) => {
    const root = folder();
    mkdirSync(join(root, 'plans'));
    const latest = join(root, 'plans/latest-plan.md');
    make(latest);
    const before = lstatSync(latest).ino;
    expect(await publishPlan(root, request)).toEqual({
      ok: true,
      value: { path: `plans/${NAME}.md`, latest: `plans/${NAME}.md` },
    });
    expect(lstatSync(latest).ino).toBe(before);
  });

  it('says the plan is saved when only the short cut could not be moved', async () => {
    const root = folder();
    const result = await publishPlan(root, request, { ...fs, rename: failing('EIO') });
    expect(result).toEqual({ ok: true, value: { path: `plans/${NAME}.md`, latest: `plans/${NAME}.md` } });
    expect(readdirSync(join(root, 'plans'))).toEqual([`${NAME}.md`]);
  });
});

import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import * as fs from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writeNewFile } from '../../src/storage/index.ts';
import type { NewFileFs } from '../../src/storage/new-file.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'planner-tui-new-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const failing = (code: string, at: keyof NewFileFs): NewFileFs => ({
  ...fs,
  [at]: () => Promise.reject(Object.assign(new Error(code), { code })),
});

it('makes a file that was not there, and leaves nothing else', async () => {
  expect(await writeNewFile(join(folder, 'a.html'), 'text')).toMatchObject({ ok: true });
  expect(readFileSync(join(folder, 'a.html'), 'utf8')).toBe('text');
  expect(readdirSync(folder)).toEqual(['a.html']);
  expect(statSync(join(folder, 'a.html')).mode & 0o777).toBe(0o644 & ~process.umask());
});

it.each([
  ['a file', (path: string) => writeFileSync(path, 'old')],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a link that leads nowhere', (path: string) => symlinkSync('/nowhere/else', path)],
])('leaves %s of that name alone', async (_name, make) => {
  const path = join(folder, 'a.html');
  make(path);
  expect(await writeNewFile(path, 'new')).toMatchObject({ ok: false, error: { kind: 'file-exists' } });
  expect(await writeNewFile(path, 'new', failing('EPERM', 'link'))).toMatchObject({
    ok: false,
    error: { kind: 'file-exists' },
  });
  expect(readdirSync(folder)).toEqual(['a.html']);
  if (statSync(path, { throwIfNoEntry: false })?.isFile()) expect(readFileSync(path, 'utf8')).toBe('old');
});

it('works where the file system has no hard links', async () => {
  expect(await writeNewFile(join(folder, 'b.md'), 'text', failing('EPERM', 'link'))).toMatchObject({
    ok: true,
  });
  expect(readdirSync(folder)).toEqual(['b.md']);
});

it.each([
  ['ENOENT', 'no-folder'],
  ['EACCES', 'folder-read-only'],
  ['EROFS', 'folder-read-only'],
  ['ENOSPC', 'disk-full'],
  ['EIO', 'not-written'],
])('says what %s means', async (code, kind) => {
  expect(await writeNewFile(join(folder, 'c'), 'x', failing(code, 'open'))).toMatchObject({
    ok: false,
    error: { kind },
  });
  expect(readdirSync(folder)).toEqual([]);
});

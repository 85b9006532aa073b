import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { firstErrors } from '../../../src/research/ci/index.ts';
import { readGivenLog } from '../../../src/research/ci/read.ts';
import { zipOf } from '../../helpers/zip.ts';
import { logPath, logText } from './logs.ts';

const folder = mkdtempSync(join(tmpdir(), 'ci-given-'));
afterAll(() => rmSync(folder, { recursive: true }));

function put(name: string, bytes: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, bytes);
  return path;
}

async function read(path: string) {
  return readGivenLog(path, path);
}

async function familyOf(path: string) {
  const got = await read(path);
  return got.ok ? firstErrors(got.value.log).map(one => `${one.job}: ${one.family}`) : got.error.kind;
}

describe('a log that a person names', () => {
  test('is a file', async () => {
    expect(await familyOf(logPath('tsc'))).toEqual(['build: tsc']);
  });

  test('is a file of UTF-16, as PowerShell writes it', async () => {
    const text = `\uFEFFsrc/order.ts(4,3): error TS2322: Type 'a' is not assignable to type 'b'.\r\n`;
    expect(await familyOf(put('ps.log', Buffer.from(text, 'utf16le')))).toEqual(['build: tsc']);
  });

  test('is a folder of jobs', async () => {
    put('run/0_build.txt', logText('tsc'));
    put('run/1_test.txt', logText('vitest'));
    put('run/notes.md', 'no log');
    expect(await familyOf(join(folder, 'run'))).toEqual(['build: tsc', 'test: vitest']);
  });

  test('is an archive, whose jobs are read by their steps where it has them', async () => {
    const zip = zipOf([
      { name: '0_build.txt', bytes: logText('tsc') },
      { name: 'build/10_Types.txt', bytes: `${logText('tsc')}` },
      { name: 'build/2_Install.txt', bytes: '2026-11-20T09:00:00.0000000Z added 1 package\n' },
      { name: '1_test (22).txt', bytes: logText('vitest') },
      { name: 'build/system.txt', bytes: 'Error: of the runner itself\n' },
    ]);
    const got = await read(put('logs.zip', zip));
    if (!got.ok) throw new Error(got.error.message);
    expect(got.value.log.jobs.map(one => one.name).sort()).toEqual(['build', 'test (22)']);
    expect(got.value.log.jobs.find(one => one.name === 'build')?.steps.map(step => step.name)).toEqual([
      'Install',
      'Types',
    ]);
    expect(
      firstErrors(got.value.log)
        .map(one => one.family)
        .sort(),
    ).toEqual(['tsc', 'vitest']);
  });

  test('is an archive whose names lead nowhere: they are labels', async () => {
    const got = await read(
      put('evil.zip', zipOf([{ name: '../../../../tmp/x/1_Evil.txt', bytes: logText('tsc') }])),
    );
    expect(got.ok && firstErrors(got.value.log)[0]?.family).toBe('tsc');
  });

  test.each([
    [
      'a bomb',
      () => zipOf([{ name: '0_build.txt', bytes: Buffer.alloc(64 * 1024 * 1024), said: 10 }]),
      'ci-zip-bomb',
      /200 times as much/,
    ],
    [
      'one with too many entries',
      () => zipOf(Array.from({ length: 5_001 }, (_, i) => ({ name: `${i}.txt`, bytes: '' }))),
      'ci-zip-bomb',
      /5001 entries/,
    ],
    [
      'one that is cut off',
      () => zipOf([{ name: '0_build.txt', bytes: logText('tsc') }]).subarray(0, 400),
      'ci-no-log',
      /no directory/,
    ],
    ['one without a log', () => zipOf([{ name: 'a.png', bytes: 'x' }]), 'ci-no-log', /no log/],
    ['an empty file', () => '', 'ci-empty-log', /is empty/],
    ['a file of blank lines', () => '\n\n  \n', 'ci-empty-log', /is empty/],
    ['a program', () => Buffer.from([0x7f, 0x45, 0x4c, 0x46, 0, 0, 1]), 'ci-no-log', /is binary/],
  ])('is not %s, and that is said', async (name, make, kind, words) => {
    const got = await read(put(`${name}.bin`, make()));
    expect(got).toMatchObject({
      ok: false,
      error: { kind, message: expect.stringMatching(words), next: expect.any(String) },
    });
  });

  test('is not a path that leads nowhere', async () => {
    expect(await familyOf(join(folder, 'gone.log'))).toBe('ci-no-file');
  });
});

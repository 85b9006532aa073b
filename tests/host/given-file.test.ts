import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readGivenFile } from '../../src/host/index.ts';
import { freshFolder } from './repository.ts';

describe('a file that the person names', () => {
  const folder = freshFolder();
  const file = join(folder, 'answers.json');
  writeFileSync(file, '{"a":"b"}');

  it('is read, through a link and from a pipe too', () => {
    const link = join(folder, 'link.json');
    symlinkSync(file, link);
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    spawn('cp', [file, pipe], { stdio: 'ignore' });
    expect([file, link, pipe].map(path => readGivenFile(path))).toEqual([
      '{"a":"b"}',
      '{"a":"b"}',
      '{"a":"b"}',
    ]);
  });

  it('is nothing where it is a folder, gone, binary or larger than 1 MB', () => {
    mkdirSync(join(folder, 'folder'));
    writeFileSync(join(folder, 'binary'), new Uint8Array([0, 1, 2]));
    writeFileSync(join(folder, 'large'), 'x'.repeat(1024 * 1024 + 1));
    const names = ['folder', 'gone', 'binary', 'large'];
    expect(names.map(name => readGivenFile(join(folder, name)))).toEqual(names.map(() => undefined));
  });
});

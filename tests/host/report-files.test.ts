import { mkdirSync, symlinkSync, truncateSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createReportFiles, readGivenReport } from '../../src/host/index.ts';
import { freshFolder } from './repository.ts';

const MB = 1024 * 1024;

function project() {
  const root = freshFolder();
  mkdirSync(join(root, 'coverage'));
  writeFileSync(join(root, 'coverage/lcov.info'), 'SF:é\n');
  utimesSync(join(root, 'coverage/lcov.info'), 100, 100);
  return root;
}

describe('reports of tools', () => {
  it('are read though git ignores them, with the time at which they were made', () => {
    const root = project();
    expect(createReportFiles(root).read('coverage/lcov.info')).toEqual({
      kind: 'read',
      text: 'SF:é\n',
      madeAt: 100_000,
    });
    expect(readGivenReport(join(root, 'coverage/lcov.info'))).toMatchObject({ kind: 'read', text: 'SF:é\n' });
    expect(createReportFiles(root).writtenAt(['coverage/lcov.info', 'coverage', 'gone'])).toEqual(
      new Map([['coverage/lcov.info', 100_000]]),
    );
  });

  it('of many MB, links, folders and what lies outside are not read, and why is said', () => {
    const root = project();
    const outside = project();
    writeFileSync(join(root, 'big.xml'), '');
    truncateSync(join(root, 'big.xml'), 50 * MB);
    symlinkSync(join(outside, 'coverage/lcov.info'), join(root, 'lcov.info'));
    symlinkSync(join(outside, 'coverage'), join(root, 'build'));
    writeFileSync(join(root, 'binary'), Buffer.from([0, 1, 2]));
    const reports = createReportFiles(root);
    expect(reports.read('big.xml')).toEqual({
      kind: 'unreadable',
      why: 'it has 50 MB; at most 32 MB are read',
    });
    expect(readGivenReport(join(root, 'big.xml'))).toMatchObject({ why: expect.stringContaining('50 MB') });
    expect(reports.read('lcov.info')).toMatchObject({ why: expect.stringContaining('symbolic link') });
    expect(reports.read('coverage')).toMatchObject({ why: 'it is no regular file' });
    expect(reports.read('build/lcov.info')).toMatchObject({ kind: 'unreadable' });
    expect(reports.read('binary')).toMatchObject({ kind: 'unreadable' });
    expect(reports.read('../coverage/lcov.info')).toMatchObject({ kind: 'absent' });
    expect(reports.read('gone.xml')).toEqual({ kind: 'absent' });
    expect(readGivenReport(join(root, 'gone.xml'))).toEqual({ kind: 'absent' });
    expect(readGivenReport(join(root, 'coverage'))).toMatchObject({ kind: 'unreadable' });
  });
});

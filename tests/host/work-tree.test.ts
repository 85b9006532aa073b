import { renameSync, rmSync, statSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGitObjects, createWorkTree } from '../../src/host/index.ts';
import { freshFolder, git, repository, writeFiles } from './repository.ts';

async function differing(root: string, commit = 'HEAD') {
  const tree = (await createGitObjects(root).tree(git(root, 'rev-parse', commit).trim())) ?? [];
  return (await createWorkTree(root).differing(tree))?.map(file => file.path).sort();
}

describe('what differs from a commit', () => {
  it('is what was committed, staged or only written since; what is gone or came is told by the list of files', async () => {
    const root = repository({
      'a.ts': 'a\n',
      'b.ts': 'b\n',
      'c.ts': 'c\n',
      'd.ts': 'd\n',
      'e.ts': 'e\n',
      'same.ts': 's\n',
    });
    writeFiles(root, { 'a.ts': 'a, committed\n' });
    git(root, 'commit', '-qam', 'Second');
    writeFiles(root, { 'b.ts': 'b, staged\n' });
    git(root, 'add', 'b.ts');
    writeFiles(root, { 'c.ts': 'x\n', 'new.ts': 'n\n' });
    rmSync(join(root, 'd.ts'));
    rmSync(join(root, 'e.ts'));
    symlinkSync('/etc/passwd', join(root, 'e.ts'));
    expect(await differing(root, 'HEAD~1')).toEqual(['a.ts', 'b.ts', 'c.ts']);
    expect(await differing(root)).toEqual(['b.ts', 'c.ts']);
  });

  it('sees a change of the same size and time as the index holds, made in the moment of the commit', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    const at = (path: string) => utimesSync(join(root, path), 1_000, 1_000);
    at('a.ts');
    git(root, 'update-index', '--refresh');
    writeFileSync(join(root, 'a.ts'), 'two\n');
    at('a.ts');
    at('.git/index');
    expect(await differing(root)).toEqual(['a.ts']);
  });

  it('takes a touched file, line ends of the checkout and a changed-back file as the same', async () => {
    const root = repository({ 'a.ts': 'one\ntwo\n', 'b.ts': 'b\n', 'c.ts': 'c\n' });
    writeFiles(root, { 'b.ts': 'other\n' });
    git(root, 'commit', '-qam', 'Second');
    writeFiles(root, { 'a.ts': 'one\r\ntwo\r\n', 'b.ts': 'b\n' });
    renameSync(join(root, 'c.ts'), join(root, 'x'));
    renameSync(join(root, 'x'), join(root, 'c.ts'));
    expect(await differing(root, 'HEAD~1')).toEqual([]);
  });

  it('runs no filter of the repository, and takes what a filter keeps in another form as the same', async () => {
    const root = repository({ 'a.bin': 'pointer\n', 'b.bin': 'pointer\n' });
    const trap = join(root, 'trap');
    writeFiles(root, { '.gitattributes': 'a.bin filter=trap\n', 'a.bin': 'content\n', 'b.bin': 'content\n' });
    git(root, 'config', 'filter.trap.clean', `touch ${trap}`);
    git(root, 'config', 'core.fsmonitor', `touch ${trap}`);
    expect(await differing(root)).toEqual(['b.bin']);
    expect(() => statSync(trap)).toThrow();
  });

  it('sees a folder of a bigger repository alone, and nothing where there is none', async () => {
    const root = repository({ 'app/a.ts': 'a\n', 'b.ts': 'b\n' });
    writeFiles(root, { 'app/a.ts': 'x\n', 'b.ts': 'x\n' });
    expect(await differing(join(root, 'app'))).toEqual(['a.ts']);
    expect(await createWorkTree(freshFolder()).differing([])).toBeUndefined();
  });
});

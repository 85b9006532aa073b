import { describe, expect, it } from 'vitest';
import { createGit, PATCH_OPTIONS, parsePatch } from '../../src/host/index.ts';
import { git, repository, writeFiles } from './repository.ts';

async function patchOf(root: string): Promise<ReturnType<typeof parsePatch>> {
  const output = await createGit(root).run(['show', ...PATCH_OPTIONS, '--end-of-options', 'HEAD', '--']);
  if (output === undefined) throw new Error('git gave no patch');
  return parsePatch(output);
}

describe('the patch of a commit', () => {
  it('says by file what was added and taken away', async () => {
    const root = repository({ 'src/a.ts': 'one\ntwo\nthree\n', 'gone.ts': 'x\n' });
    writeFiles(root, { 'src/a.ts': 'one\n2\nthree\nfour\n', 'src/new.ts': 'fresh\n' });
    git(root, 'rm', '-q', 'gone.ts');
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Change');
    expect(await patchOf(root)).toEqual([
      { path: 'src/a.ts', created: false, added: ['2', 'four'], removed: ['two'] },
      { path: 'src/new.ts', created: true, added: ['fresh'], removed: [] },
    ]);
  });

  it('takes text that looks like a header for text', async () => {
    const forged = 'diff --git a/x b/x\n+++ b/etc/passwd\n@@ -1 +1 @@\n-- a/y\n';
    const root = repository({ 'notes.txt': 'first\n' });
    writeFiles(root, { 'notes.txt': forged });
    git(root, 'commit', '-qam', 'Forge');
    expect(await patchOf(root)).toEqual([
      { path: 'notes.txt', created: false, added: forged.trimEnd().split('\n'), removed: ['first'] },
    ]);
  });

  it('does not mind prefixes that the repository sets', async () => {
    const root = repository({ 'a b.ts': 'one\n' });
    git(root, 'config', 'diff.noprefix', 'true');
    git(root, 'config', 'diff.mnemonicPrefix', 'true');
    writeFiles(root, { 'a b.ts': 'two\n' });
    git(root, 'commit', '-qam', 'Two');
    expect(await patchOf(root)).toEqual([
      { path: 'a b.ts', created: false, added: ['two'], removed: ['one'] },
    ]);
  });

  it('leaves out binary files, and is empty for an empty commit', async () => {
    const root = repository({ 'a.bin': new Uint8Array([0, 1]) });
    writeFiles(root, { 'a.bin': new Uint8Array([0, 2]) });
    git(root, 'commit', '-qam', 'Binary');
    expect(await patchOf(root)).toEqual([]);
    git(root, 'commit', '-q', '--allow-empty', '-m', 'Nothing');
    expect(await patchOf(root)).toEqual([]);
  });
});

import { symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGitObjects } from '../../src/host/index.ts';
import { freshFolder, git, repository, writeFiles } from './repository.ts';

const contentsOf = async (root: string, commit = 'HEAD') => {
  const objects = createGitObjects(root);
  const tree = (await objects.tree(git(root, 'rev-parse', commit).trim())) ?? [];
  const found: [string, string][] = [];
  await objects.contents(tree, (file, bytes) => found.push([file.path, bytes.toString('utf8')]));
  return found;
};

describe('objects of a repository', () => {
  it('gives trees and contents as they were, whatever the work tree holds', async () => {
    const root = repository({ 'a.ts': 'one\n', 'dir/ü\tx.ts': 'x\n\ny', 'empty.ts': '' });
    writeFiles(root, { 'a.ts': 'two\n', 'new.ts': 'n\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second');
    writeFiles(root, { 'a.ts': 'not committed\n' });
    expect(await contentsOf(root, 'HEAD~1')).toEqual([
      ['a.ts', 'one\n'],
      ['dir/ü\tx.ts', 'x\n\ny'],
      ['empty.ts', ''],
    ]);
    expect((await contentsOf(root)).map(([path, text]) => path + text.length)).toEqual([
      'a.ts4',
      'dir/ü\tx.ts4',
      'empty.ts0',
      'new.ts2',
    ]);
    expect(git(root, 'status', '--porcelain')).toBe(' M a.ts\n');
  });

  it('hands over more than one call of git can take, in order', async () => {
    const files = Object.fromEntries(
      Array.from({ length: 511 }, (_, n) => [`f${String(n).padStart(4, '0')}.ts`, `const n = ${n};\n`]),
    );
    expect(await contentsOf(repository(files))).toEqual(Object.entries(files));
  });

  it('leaves out links, and passes over what is not here', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    symlinkSync('/etc/passwd', join(root, 'link.ts'));
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Link');
    const objects = createGitObjects(root);
    const tree = (await objects.tree(git(root, 'rev-parse', 'HEAD').trim())) ?? [];
    expect(tree.map(f => f.path)).toEqual(['a.ts']);
    const [real] = tree;
    const found: string[] = [];
    const gone = { path: 'gone.ts', sha: '1'.repeat(40), size: 3 };
    const unknown = { path: 'partial.ts', sha: '2'.repeat(40), size: undefined };
    if (real) await objects.contents([gone, unknown, real], file => found.push(file.path));
    expect(found).toEqual(['a.ts']);
  });

  it.each([['HEAD'], ['--output=x'], ['main:a.ts'], ['a'.repeat(39)], [`${'a'.repeat(40)}\n`]])(
    'does not look up %j, which is no full name',
    async name => {
      const root = repository({ 'a.ts': 'one\n' });
      const objects = createGitObjects(root);
      expect(await objects.tree(name)).toBeUndefined();
      const found: string[] = [];
      await objects.contents([{ path: 'a.ts', sha: name, size: 4 }], file => found.push(file.path));
      expect(found).toEqual([]);
    },
  );

  it('knows the parents of merges', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    git(root, 'checkout', '-q', '-b', 'side');
    writeFiles(root, { 'b.ts': 'b\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Side');
    git(root, 'checkout', '-q', 'main');
    git(root, 'merge', '-q', '--no-ff', '-m', 'Merge', 'side');
    const sha = (name: string) => git(root, 'rev-parse', name).trim();
    const parents = await createGitObjects(root).parents();
    expect(parents?.get(sha('HEAD'))).toEqual([sha('HEAD^1'), sha('HEAD^2')]);
    expect(parents?.get(sha('HEAD^1'))).toEqual([]);
  });

  it('knows nothing without a repository', async () => {
    const root = freshFolder();
    writeFileSync(join(root, 'a.ts'), 'one\n');
    expect(await createGitObjects(root).parents()).toBeUndefined();
    expect(await createGitObjects(root).tree('a'.repeat(40))).toBeUndefined();
  });
});

import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createDataFiles, createGit, createProjectFiles, sha16 } from '../../src/host/index.ts';
import { freshFolder, git, repository, writeFiles } from './repository.ts';

const filesOf = (root: string, now?: () => number) => createProjectFiles(root, createGit(root), now);

describe('the list of a project’s files', () => {
  it('with git: tracked and new ones, not ignored, deleted, nested or installed ones', async () => {
    const root = repository({
      'b.ts': '',
      'a/ü x.ts': '',
      'gone.ts': '',
      'kept.log': 'tracked although ignored',
      'vendor/node_modules/in.js': 'tracked',
    });
    rmSync(join(root, 'gone.ts'));
    writeFiles(root, {
      '.gitignore': '*.log\n',
      'new.ts': '',
      'noise.log': '',
      'node_modules/x/index.js': '',
    });
    mkdirSync(join(root, 'inner'));
    git(join(root, 'inner'), 'init', '-q');
    writeFiles(root, { 'inner/x.ts': '' });
    symlinkSync('b.ts', join(root, 'link.ts'));
    const files = filesOf(root);
    expect(await files.list()).toEqual([
      '.gitignore',
      'a/ü x.ts',
      'b.ts',
      'kept.log',
      'link.ts',
      'new.ts',
      'vendor/node_modules/in.js',
    ]);
    expect(await files.has('gone.ts')).toBe(false);
    expect(await files.has('link.ts')).toBe(true);
    expect(await files.has('noise.log')).toBe(false);
    expect(await files.read('noise.log')).toBeUndefined();
  });

  it('without git: a walk by the ignore files of every folder', async () => {
    const root = freshFolder();
    writeFiles(root, {
      '.gitignore': 'dist/\n*.log\n/only-here.ts\n',
      'only-here.ts': '',
      'src/only-here.ts': '',
      'src/a.ts': '',
      'src/a.log': '',
      'src/keep/.gitignore': '!*.log\n',
      'src/keep/b.log': '',
      'src/.ignore': 'secret.ts\n',
      'src/secret.ts': '',
      'dist/a.js': '',
      'node_modules/x/index.js': '',
      'src/node_modules/y/index.js': '',
    });
    symlinkSync('/etc', join(root, 'away'));
    const files = filesOf(root);
    expect(await files.list()).toEqual([
      '.gitignore',
      'away',
      'src/.ignore',
      'src/a.ts',
      'src/keep/.gitignore',
      'src/keep/b.log',
      'src/only-here.ts',
    ]);
    expect(await files.read('away/passwd')).toBeUndefined();
    expect(await files.read('away')).toBeUndefined();
  });

  it('is renewed when it is old, and when a file that exists is missing from it', async () => {
    let time = 0;
    const root = repository({ 'a.ts': 'a' });
    const files = filesOf(root, () => time);
    expect(await files.list()).toEqual(['a.ts']);
    writeFiles(root, { 'b.ts': 'b' });
    expect(await files.list()).toEqual(['a.ts']);
    time = 2_000;
    expect((await files.read('b.ts'))?.text).toBe('b');
    expect(await files.list()).toEqual(['a.ts', 'b.ts']);
    // Whoever knows that somebody wrote just now says so.
    writeFiles(root, { 'c.ts': 'c' });
    expect(await files.list()).toEqual(['a.ts', 'b.ts']);
    expect(await files.list({ renew: true })).toEqual(['a.ts', 'b.ts', 'c.ts']);
  });
});

describe('reading a file', () => {
  it('gives text, weight and hash', async () => {
    const root = repository({ 'a.ts': 'Größe\n' });
    expect(await filesOf(root).read('a.ts')).toEqual({
      path: 'a.ts',
      text: 'Größe\n',
      bytes: 8,
      hash: sha16(Buffer.from('Größe\n')),
    });
  });

  const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')]);
  it.each([
    ['a byte-order mark', Buffer.from('\ufeffx'), 'x'],
    ['UTF-16 little-endian', utf16('Größe'), 'Größe'],
    ['UTF-16 big-endian', utf16('Größe').swap16(), 'Größe'],
    ['Windows-1252', Buffer.from([0x47, 0x72, 0xf6, 0xdf, 0x80]), 'Größ€'],
    ['nothing', Buffer.alloc(0), ''],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), undefined],
  ])('decodes %s', async (_, bytes, expected) => {
    const root = repository({ 'file.txt': bytes });
    expect((await filesOf(root).read('file.txt'))?.text).toBe(expected);
  });

  it('reads each file whole, whatever was read before it', async () => {
    const texts = [10, 400_000, 3, 262_144, 262_143, 900_000, 0, 5].map((size, n) =>
      `${n % 10}`.repeat(size),
    );
    const root = repository(Object.fromEntries(texts.map((text, n) => [`${n}.txt`, text])));
    const files = filesOf(root);
    const reads = await Promise.all(texts.map((_, n) => files.read(`${n}.txt`)));
    expect(reads.map(read => read?.text === texts[Number(read?.path[0])])).toEqual(texts.map(() => true));
    expect(reads.map(read => read?.hash)).toEqual(texts.map(text => sha16(text)));
  });

  it('stops at 1 MB, for manifests and lock files at 32 MB, and at the caller’s limit', async () => {
    const mb = 1024 * 1024;
    const root = repository({
      'fits.txt': 'x'.repeat(mb),
      'big.txt': 'x'.repeat(mb + 1),
      'package-lock.json': 'x'.repeat(2 * mb),
    });
    const files = filesOf(root);
    expect((await files.read('fits.txt'))?.bytes).toBe(mb);
    expect(await files.read('big.txt')).toBeUndefined();
    expect(await files.read('big.txt', { limit: 10 * mb })).toBeUndefined();
    expect((await files.read('package-lock.json'))?.bytes).toBe(2 * mb);
    expect(await files.read('fits.txt', { limit: 100 })).toBeUndefined();
  });

  it('follows no link, waits on no pipe, and stays inside', async () => {
    const outside = freshFolder();
    writeFiles(outside, { 'secret.txt': 'secret', 'dir/secret.txt': 'secret' });
    const root = repository({ 'a.txt': 'a', 'dir/secret.txt': 'mine', 'real/x.txt': 'x' });
    symlinkSync(join(outside, 'secret.txt'), join(root, 'link.txt'));
    symlinkSync('a.txt', join(root, 'near.txt'));
    execFileSync('mkfifo', [join(root, 'pipe')]);
    const files = filesOf(root);
    await files.list();
    // A folder that was listed and is then swapped for a link.
    rmSync(join(root, 'dir'), { recursive: true });
    symlinkSync(join(outside, 'dir'), join(root, 'dir'));
    for (const path of [
      'link.txt',
      'near.txt',
      'pipe',
      'dir/secret.txt',
      'real',
      '../a.txt',
      join('..', outside.split('/').at(-1) ?? '', 'secret.txt'),
      join(outside, 'secret.txt'),
      '/etc/passwd',
      './a.txt',
      'real/../a.txt',
      'a.txt/',
      'a.txt\0.ts',
      '',
      '.git/config',
    ])
      expect(await files.read(path), path).toBeUndefined();
    expect((await files.read('real/x.txt'))?.text).toBe('x');
  });
});

describe('reading an installed package', () => {
  it('takes ignored, scoped and pnpm-linked packages, and nothing outside', async () => {
    const outside = freshFolder();
    writeFiles(outside, { 'package.json': '{}' });
    const root = repository({ '.gitignore': 'node_modules\n' });
    writeFiles(root, {
      'node_modules/plain/package.json': '{"name":"plain"}',
      'node_modules/plain/lib/a.js': 'a',
      'node_modules/@scope/one/README.md': 'one',
      'node_modules/.pnpm/deep@1/node_modules/deep/package.json': '{"name":"deep"}',
    });
    symlinkSync('.pnpm/deep@1/node_modules/deep', join(root, 'node_modules/deep'));
    symlinkSync(outside, join(root, 'node_modules/linked'));
    symlinkSync('..', join(root, 'node_modules/self'));
    symlinkSync(join(outside, 'package.json'), join(root, 'node_modules/plain/link.json'));
    const files = filesOf(root);
    expect((await files.readPackage('plain', 'package.json'))?.text).toBe('{"name":"plain"}');
    expect((await files.readPackage('plain', 'lib/a.js'))?.path).toBe('lib/a.js');
    expect((await files.readPackage('@scope/one', 'README.md'))?.text).toBe('one');
    expect((await files.readPackage('deep', 'package.json'))?.text).toBe('{"name":"deep"}');
    for (const [name, file] of [
      ['linked', 'package.json'],
      ['self', '.gitignore'],
      ['plain', 'link.json'],
      ['plain', '../@scope/one/README.md'],
      ['..', '.gitignore'],
      ['.', '.gitignore'],
      ['../..', 'x'],
      ['plain/lib', 'a.js'],
      ['missing', 'package.json'],
    ] as const)
      expect(await files.readPackage(name, file), `${name} ${file}`).toBeUndefined();
  });
});

describe('data files', () => {
  it('lists by ending, reads, and stays in the folder', () => {
    const root = freshFolder();
    writeFiles(root, { 'b.json': '{"b":1}', 'a.json': '{}', 'deep/c.json': '{}', 'readme.md': '' });
    writeFileSync(join(root, '..', 'outside.json'), '{}');
    const data = createDataFiles(root);
    expect(data.list('.json')).toEqual(['a.json', 'b.json', 'deep/c.json']);
    expect(data.read('b.json')).toBe('{"b":1}');
    expect(data.read('../outside.json')).toBeUndefined();
    expect(createDataFiles(join(root, 'nothing')).list()).toEqual([]);
    expect(createDataFiles(join(root, 'nothing')).read('x')).toBeUndefined();
  });
});

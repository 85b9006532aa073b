import { mkdirSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { splitCommand } from '../../src/host/editor.ts';
import {
  cacheFolder,
  editorCommand,
  editText,
  findProjectRoot,
  packageRoot,
  projectId,
  stateFolder,
  userFolder,
} from '../../src/host/index.ts';
import { findPackageRoot } from '../../src/host/package-root.ts';
import { freshFolder, writeFiles } from './repository.ts';

describe('the project root', () => {
  it.each([
    ['a .git folder', '.git/HEAD', ''],
    ['a .git file of a worktree', '.git', ''],
    ['package.json', 'package.json', ''],
    ['pyproject.toml', 'pyproject.toml', ''],
    ['the nearest of two', 'package.json', 'apps/shop'],
  ])('is marked by %s', (_, marker, at) => {
    const top = freshFolder();
    writeFiles(top, { '.git/HEAD': '', 'file.txt': 'x' });
    const root = join(top, at);
    writeFiles(root, at ? { [marker]: '' } : {});
    mkdirSync(join(root, 'src/deep'), { recursive: true });
    expect(findProjectRoot(join(root, 'src/deep'))).toEqual({ ok: true, value: root });
  });

  it('is the folder itself where it holds files and nothing marks it', () => {
    const root = freshFolder();
    writeFiles(root, { 'notes/a.py': '' });
    expect(findProjectRoot(root, '/nowhere')).toEqual({ ok: true, value: root });
  });

  it('is given by its real path', () => {
    const root = freshFolder();
    writeFiles(root, { 'package.json': '' });
    const link = join(freshFolder(), 'link');
    symlinkSync(root, link);
    expect(findProjectRoot(link)).toEqual({ ok: true, value: root });
  });

  it('is not the home folder because of a stray marker there', () => {
    const home = freshFolder();
    writeFiles(home, { 'package.json': '{}', 'work/a.ts': '' });
    expect(findProjectRoot(join(home, 'work'), home)).toEqual({ ok: true, value: join(home, 'work') });
    expect(findProjectRoot(home, home)).toEqual({ ok: true, value: home });
  });

  it('fails clearly', () => {
    const root = freshFolder();
    writeFileSync(join(root, 'file'), '');
    mkdirSync(join(root, 'empty/inner'), { recursive: true });
    const kinds = [join(root, 'missing'), join(root, 'file'), join(root, 'file/below')].map(dir => {
      const result = findProjectRoot(dir);
      return result.ok ? '' : `${result.error.kind}: ${result.error.message}`;
    });
    expect(kinds).toEqual([
      `project-missing: A project folder was expected at ${root}/missing, but there is nothing.`,
      `project-no-folder: A project folder was expected, but ${root}/file is a file.`,
      `project-missing: A project folder was expected at ${root}/file/below, but there is nothing.`,
    ]);
    expect(findProjectRoot(join(root, 'empty'))).toMatchObject({ ok: false, error: { kind: 'no-project' } });
    mkdirSync(join(root, 'empty/.git'));
    writeFileSync(join(root, 'empty/.git/HEAD'), '');
    expect(findProjectRoot(join(root, 'empty/inner'))).toMatchObject({
      ok: false,
      error: { kind: 'no-project' },
    });
    const home = freshFolder();
    writeFileSync(join(home, 'notes.txt'), '');
    expect(findProjectRoot(home, home)).toMatchObject({ ok: false, error: { kind: 'no-project' } });
  });
});

describe('the package root', () => {
  it('is where planner-tui’s own package.json lies, not another one on the way', () => {
    expect(packageRoot()).toBe(process.cwd());
    const top = freshFolder();
    writeFiles(top, { 'package.json': '{"name":"planner-tui"}', 'dist/package.json': '{"type":"module"}' });
    expect(findPackageRoot(join(top, 'dist'))).toBe(top);
    expect(() => findPackageRoot('/')).toThrow('install it again');
  });
});

describe('user folders', () => {
  const mode = (path: string) => statSync(path).mode & 0o777;

  it('follow PLANNER_TUI_HOME, XDG, then the home folder', () => {
    expect(userFolder('state', { PLANNER_TUI_HOME: '/x', XDG_STATE_HOME: '/y' })).toBe('/x/state');
    expect(userFolder('state', { XDG_STATE_HOME: '/y' })).toBe('/y/planner-tui');
    expect(userFolder('cache', { XDG_CACHE_HOME: 'relative' }, '/home/ada')).toBe(
      '/home/ada/.cache/planner-tui',
    );
    expect(userFolder('config', {}, '/home/ada')).toBe('/home/ada/.config/planner-tui');
  });

  it('are one a project, for its owner alone', () => {
    const home = freshFolder();
    mkdirSync(join(home, 'state'), { mode: 0o755 });
    const project = join(freshFolder(), 'My Shop');
    mkdirSync(project);
    const env = { PLANNER_TUI_HOME: home };
    const state = stateFolder(project, env);
    expect(state).toMatch(/\/state\/my-shop-[0-9a-f]{12}$/);
    for (const folder of [state, join(home, 'state'), cacheFolder(project, env)])
      expect(mode(folder)).toBe(0o700);
    const link = join(freshFolder(), 'link');
    symlinkSync(project, link);
    expect(projectId(link)).toBe(projectId(project));
    expect(projectId(freshFolder())).not.toBe(projectId(project));
  });
});

describe('the editor', () => {
  it.each([
    ['vi', ['vi']],
    ['code --wait', ['code', '--wait']],
    ['"/opt/my editor/bin" -n \'a b\' c\\ d', ['/opt/my editor/bin', '-n', 'a b', 'c d']],
    ["emacs -e '(x)'", ['emacs', '-e', '(x)']],
    ['$HOME/bin/ed', undefined],
    ['~/bin/ed', undefined],
    ['ed; rm x', undefined],
    ['ed "open', undefined],
  ])('splits %s', (command, words) => expect(splitCommand(command)).toEqual(words));

  it('is the one the user named', () => {
    expect(editorCommand({ VISUAL: ' nano ', EDITOR: 'ed' })).toBe('nano');
    expect(editorCommand({ VISUAL: ' ', EDITOR: 'ed' })).toBe('ed');
    expect(editorCommand({})).toBe('vi');
  });

  it('gets a private copy and gives back what was saved, with and without a shell', async () => {
    const folder = freshFolder();
    writeFileSync(join(folder, 'my ed.sh'), '#!/bin/sh\nstat -c %a "$2" >> "$2"\necho "$1" >> "$2"\n', {
      mode: 0o755,
    });
    expect(await editText('old\n', `"${join(folder, 'my ed.sh')}" 'an arg'`)).toEqual({
      ok: true,
      value: 'old\n600\nan arg\n',
    });
    expect(await editText('old\n', `X=1; "${join(folder, 'my ed.sh')}" $X`)).toEqual({
      ok: true,
      value: 'old\n600\n1\n',
    });
  });

  it('fails with a reason and what to do', async () => {
    expect(await editText('x', 'false')).toMatchObject({
      ok: false,
      error: { kind: 'editor-failed', message: expect.stringContaining('exit code 1') },
    });
    expect(await editText('x', '/no/such/editor')).toMatchObject({
      ok: false,
      error: {
        message: expect.stringContaining('could not be started'),
        next: expect.stringContaining('EDITOR'),
      },
    });
  });
});

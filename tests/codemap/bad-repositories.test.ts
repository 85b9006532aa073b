import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { freshFolder, git, repository, writeFiles } from '../host/repository.ts';
import { filesOf, mapped } from './mapped.ts';

const GOOD = 'export function good() {}\n';

describe('names', () => {
  test('that no shell and no list likes are read', async () => {
    const names = [
      '-rf.ts',
      'a\nb.ts',
      'tab\there.ts',
      '"quoted".ts',
      ' lead.ts',
      'ünïcode.ts',
      'a;b$(c).ts',
      '*.ts',
    ];
    const root = repository(Object.fromEntries(names.map(name => [name, GOOD])));
    const expected = Object.fromEntries(names.map(name => [name, ['good']]));
    const tracked = await mapped(root);
    expect(tracked.names).toEqual(expected);
    expect(tracked.skipped).toEqual({});
    rmSync(join(root, '.git'), { recursive: true });
    expect((await mapped(root)).names).toEqual(expected);
  });

  test('that are no UTF-8 cost their file', async () => {
    const root = repository({ 'good.ts': GOOD });
    const raw = Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]);
    writeFileSync(raw, GOOD);
    git(root, 'add', '-A');
    const { skipped, names } = await mapped(root);
    expect(skipped).toEqual({ 'caf\ufffd.ts': 'it is gone' });
    expect(names).toEqual({ 'good.ts': ['good'] });
  });

  test('as long as the system takes them, folders within folders', async () => {
    const deep = `${'d/'.repeat(400)}deep.ts`;
    const long = `${'n'.repeat(240)}.ts`;
    const { skipped, names } = await mapped(repository({ [deep]: GOOD, [long]: GOOD }));
    expect(skipped).toEqual({});
    expect(names).toEqual({ [deep]: ['good'], [long]: ['good'] });
  });
});

describe('what git holds is damaged', () => {
  test.each([
    ['an index of nonsense', (root: string) => writeFileSync(join(root, '.git/index'), 'nonsense'), 1],
    ['no HEAD', (root: string) => rmSync(join(root, '.git/HEAD')), 0],
    [
      'a HEAD that names nothing',
      (root: string) => writeFileSync(join(root, '.git/HEAD'), 'ref: refs/heads/x\n'),
      0,
    ],
    ['no objects', (root: string) => rmSync(join(root, '.git/objects'), { recursive: true }), 0],
    ['settings of nonsense', (root: string) => writeFileSync(join(root, '.git/config'), '[core\nx=\0'), 0],
    ['a lock that somebody left', (root: string) => writeFileSync(join(root, '.git/index.lock'), ''), 1],
  ])('%s: the files are read all the same', async (_, damage, commits) => {
    const root = repository({ 'a.ts': GOOD, 'src/b.ts': GOOD });
    damage(root);
    const { names, map } = await mapped(root);
    expect(names).toEqual({ 'a.ts': ['good'], 'src/b.ts': ['good'] });
    expect((await map.history())?.commits ?? 0).toBe(commits);
    expect((await map.impact({ goal: 'good', limit: 3 })).files.length).toBeGreaterThan(0);
  });

  test('contents that are missing: a commit whose tree is gone ends the history, not the map', async () => {
    const root = repository({ 'a.ts': GOOD });
    writeFiles(root, { 'b.ts': GOOD });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second');
    const tree = git(root, 'rev-parse', 'HEAD~1^{tree}').trim();
    rmSync(join(root, '.git/objects', tree.slice(0, 2), tree.slice(2)), { force: true });
    const { names, skipped } = await mapped(root);
    expect(names).toEqual({ 'a.ts': ['good'], 'b.ts': ['good'] });
    expect(skipped).toEqual({});
  });

  test('a work tree whose repository went away is a folder', async () => {
    const root = repository({ 'a.ts': GOOD });
    const tree = join(freshFolder(), 'tree');
    git(root, 'worktree', 'add', '-q', tree, '-b', 'side');
    renameSync(join(root, '.git'), join(root, 'moved'));
    expect((await mapped(tree)).names).toEqual({ '.git': [], 'a.ts': ['good'] });
  });
});

describe('kinds of repository', () => {
  test('without a commit, with a detached head, with a shallow history', async () => {
    const empty = freshFolder();
    git(empty, 'init', '-q');
    writeFiles(empty, { 'a.ts': GOOD });
    expect((await mapped(empty)).names).toEqual({ 'a.ts': ['good'] });

    const root = repository({ 'a.ts': GOOD });
    writeFiles(root, { 'b.ts': GOOD });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second');
    git(root, 'checkout', '-q', '--detach');
    expect((await mapped(root)).names).toEqual({ 'a.ts': ['good'], 'b.ts': ['good'] });

    const shallow = join(freshFolder(), 'shallow');
    git(root, '-c', 'protocol.file.allow=always', 'clone', '-q', '--depth', '1', `file://${root}`, shallow);
    const clone = await mapped(shallow);
    expect(clone.names).toEqual({ 'a.ts': ['good'], 'b.ts': ['good'] });
    expect((await clone.map.history())?.commits).toBe(1);
  });

  test('a sparse checkout with a sparse index', async () => {
    const root = repository({ 'in/a.ts': GOOD, 'out/b.ts': GOOD, 'out/deep/c.ts': GOOD, 'top.ts': GOOD });
    git(root, 'sparse-checkout', 'set', '--cone', '--sparse-index', 'in');
    const { skipped, names } = await mapped(root);
    const absent = 'not checked out: the sparse checkout leaves it out';
    expect(skipped).toEqual({ 'out/b.ts': absent, 'out/deep/c.ts': absent });
    expect(names).toEqual({ 'in/a.ts': ['good'], 'top.ts': ['good'] });
  });

  test('a submodule that was never fetched, and one inside a submodule', async () => {
    const inner = repository({ 'inner.ts': GOOD });
    const middle = repository({ 'middle.ts': GOOD });
    git(middle, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', inner, 'inner');
    git(middle, 'commit', '-q', '-m', 'Submodule');
    const root = repository({ 'a.ts': GOOD });
    git(root, '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', middle, 'middle');
    git(root, 'commit', '-q', '-m', 'Submodule');
    const submodule = 'a submodule, which is a project of its own';
    expect((await mapped(root)).skipped).toEqual({ middle: submodule });
    expect((await mapped(join(root, 'middle'))).skipped).toEqual({ inner: submodule });
  });

  test('a bare repository is nothing but its own files', async () => {
    const root = repository({ 'a.ts': GOOD });
    const bare = join(freshFolder(), 'bare.git');
    git(root, 'clone', '-q', '--bare', root, bare);
    const { names, map } = await mapped(bare);
    expect(names).toHaveProperty(['HEAD']);
    expect(names).not.toHaveProperty(['a.ts']);
    // Its settings are those of whoever made the folder: git is not asked about it.
    expect(await map.history()).toBeUndefined();
  });

  test('a pipe where a source was: nothing waits for it', async () => {
    const root = repository({ 'a.ts': GOOD, 'pipe.ts': GOOD });
    rmSync(join(root, 'pipe.ts'));
    execFileSync('mkfifo', [join(root, 'pipe.ts')]);
    const { skipped, names } = await mapped(root);
    expect(skipped).toEqual({ 'pipe.ts': 'no regular file' });
    expect(names).toEqual({ 'a.ts': ['good'] });
  });
});

describe('manifests', () => {
  test.each([
    ['no JSON', { 'package.json': '{', 'tsconfig.json': '{"compilerOptions":' }],
    ['other kinds', { 'package.json': '[1]', 'tsconfig.json': 'null', 'go.mod': '\0\0module' }],
    [
      'fields of other kinds',
      {
        'package.json': '{"name":7,"exports":[null,{"import":3}],"workspaces":{"packages":9},"imports":"x"}',
        'tsconfig.json':
          '{"compilerOptions":{"paths":{"@/*":"src","":[7]},"baseUrl":[]},"references":[3],"extends":{}}',
      },
    ],
    [
      'circles',
      {
        'tsconfig.json': '{"extends":"./tsconfig.base.json","references":[{"path":"."}]}',
        'tsconfig.base.json': '{"extends":"./tsconfig.json","compilerOptions":{"paths":{"@/*":["./@/*"]}}}',
        'package.json':
          '{"name":"me","exports":{".":"./package.json"},"workspaces":[".","./","**"],"imports":{"#a":"#a"}}',
      },
    ],
    [
      'ways out',
      {
        'tsconfig.json':
          '{"extends":"/etc/passwd","compilerOptions":{"baseUrl":"../..","paths":{"*":["/etc/*","../../*"]}}}',
        'package.json':
          '{"name":"../x","main":"../../x","exports":"../../../etc/passwd","workspaces":["../*","/etc"]}',
      },
    ],
    ['depth', { 'package.json': `${'{"exports":'.repeat(20_000)}1${'}'.repeat(20_000)}` }],
  ])('of %s cost nobody else anything', async (_, manifests) => {
    const root = repository({
      ...manifests,
      'src/a.ts':
        'import { good } from "./b.js";\nimport x from "me";\nimport y from "#a";\nimport z from "@/b";\n',
      'src/b.ts': GOOD,
    });
    const { names, map } = await mapped(root);
    expect(names).toMatchObject({ 'src/a.ts': [], 'src/b.ts': ['good'] });
    const card = await map.card('src/a.ts');
    expect(card?.imports).toContain('src/b.ts');
    const paths = await map.paths();
    for (const path of card?.imports ?? []) expect(paths).toContain(path);
  });
});

test('a folder that fills while it is mapped', async () => {
  const root = repository(Object.fromEntries(Array.from({ length: 300 }, (_, n) => [`s${n}.ts`, GOOD])));
  let turn = 0;
  const real = filesOf(root);
  const { names, skipped } = await mapped(root, {
    ...real,
    read: path => {
      // Each read finds another world: one file less, one more, one longer, one that became a folder.
      const n = ++turn * 4;
      rmSync(join(root, `s${n}.ts`), { force: true });
      writeFileSync(join(root, `new${n}.ts`), GOOD);
      if (n + 1 < 300) writeFileSync(join(root, `s${n + 1}.ts`), GOOD.repeat(1 + n));
      if (n + 2 < 300) {
        rmSync(join(root, `s${n + 2}.ts`), { force: true, recursive: true });
        mkdirSync(join(root, `s${n + 2}.ts`));
      }
      return real.read(path);
    },
  });
  for (const [path, reason] of Object.entries(skipped))
    expect([path, ['it is gone', 'no regular file'].includes(reason)]).toEqual([path, true]);
  // Every file of the list is either known or told with its reason.
  expect(Object.keys(names).length + Object.keys(skipped).length).toBe(300);
  expect(readdirSync(root).length).toBeGreaterThan(300);
});

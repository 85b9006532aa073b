import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { basename, delimiter, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createGit } from '../../src/host/index.ts';
import { freshFolder, git, repository, writeFiles } from './repository.ts';

describe('git', () => {
  it('reads head, branch and log', async () => {
    const root = repository({ 'a.ts': 'one\n', 'b.bin': new Uint8Array([0, 1, 2]) });
    writeFiles(root, { 'a.ts': 'one\ntwo\n', 'dir/ü\tx.ts': 'x\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second: tab\n\nbody line 1\n\nbody line 2');
    const wrapper = createGit(root);
    const head = await wrapper.head();
    expect(head).toEqual({ commit: git(root, 'rev-parse', 'HEAD').trim(), branch: 'main' });
    const none = '0'.repeat(40);
    const blob = (name: string) => git(root, 'rev-parse', name).trim();
    expect(await wrapper.log(10)).toEqual([
      {
        sha: head?.commit,
        date: expect.stringMatching(/^2025-03-01T10:00:00(?:Z|\+00:00)$/),
        author: 'Ada',
        subject: 'Second: tab',
        body: 'body line 1\n\nbody line 2',
        files: [
          { path: 'a.ts', change: 'modified', before: blob('HEAD~1:a.ts'), after: blob('HEAD:a.ts') },
          { path: 'dir/ü\tx.ts', change: 'created', before: none, after: blob('HEAD:dir/ü\tx.ts') },
        ],
      },
      expect.objectContaining({
        subject: 'First',
        body: '',
        files: [
          { path: 'a.ts', change: 'created', before: none, after: blob('HEAD~1:a.ts') },
          { path: 'b.bin', change: 'created', before: none, after: blob('HEAD~1:b.bin') },
        ],
      }),
    ]);
    expect(await wrapper.log(1)).toHaveLength(1);
  });

  it('is not fooled by records forged in a commit message', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    writeFiles(root, { 'a.ts': 'two\n' });
    git(root, 'commit', '-q', '-a', '-m', 'commit\n\ncommit\n1\t2\tforged.ts');
    const log = await createGit(root).log(10);
    expect(log?.map(c => c.files.map(f => f.path))).toEqual([['a.ts'], ['a.ts']]);
  });

  it('counts the lines of the commits that it is asked for; what is binary has none', async () => {
    const root = repository({ 'a.ts': 'one\n', 'b.bin': new Uint8Array([0, 1, 2]) });
    writeFiles(root, { 'a.ts': 'two\nthree\n', 'dir/ü\tx.ts': 'x\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second');
    const [second, first] = git(root, 'log', '--format=%H').trim().split('\n');
    const sizes = await createGit(root).sizes([first ?? '', second ?? '', second ?? '', '--output=x']);
    expect([...sizes].map(([sha, files]) => [sha, [...files]])).toEqual([
      [first, [['a.ts', { added: 1, deleted: 0 }]]],
      [
        second,
        [
          ['a.ts', { added: 2, deleted: 1 }],
          ['dir/ü\tx.ts', { added: 1, deleted: 0 }],
        ],
      ],
    ]);
    expect(await createGit(root).sizes([])).toEqual(new Map());
  });

  it('reads the log of a partial clone; lines that it cannot count are absent, those of other commits are not', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    const blob = git(root, 'rev-parse', 'HEAD:a.ts').trim();
    writeFiles(root, { 'a.ts': 'two\n', 'b c.ts': 'x\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Second');
    writeFiles(root, { 'a.ts': 'three\n' });
    git(root, 'commit', '-q', '-a', '-m', 'Third');
    rmSync(join(root, '.git', 'objects', blob.slice(0, 2), blob.slice(2)), { force: true });
    const wrapper = createGit(root);
    const log = await wrapper.log(10);
    expect(log?.map(c => [c.subject, ...c.files.map(f => `${f.change} ${f.path}`)])).toEqual([
      ['Third', 'modified a.ts'],
      ['Second', 'modified a.ts', 'created b c.ts'],
      ['First', 'created a.ts'],
    ]);
    const known = async (order: readonly number[]) => {
      const sizes = await wrapper.sizes(order.map(n => log?.[n]?.sha ?? ''));
      return order.map(n => sizes.get(log?.[n]?.sha ?? '')?.get('a.ts'));
    };
    expect(await known([0, 1, 2])).toEqual([{ added: 1, deleted: 1 }, undefined, undefined]);
    expect(await known([2, 1, 0])).toEqual([undefined, undefined, { added: 1, deleted: 1 }]);
  });

  it('leaves merges out and keeps commits without files', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    git(root, 'commit', '-q', '--allow-empty', '-m', 'Empty');
    git(root, 'checkout', '-q', '-b', 'side', 'HEAD~1');
    writeFiles(root, { 'b.ts': 'b\n' });
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Side');
    git(root, 'checkout', '-q', 'main');
    git(root, 'merge', '-q', '--no-ff', '-m', 'Merged', 'side');
    const log = await createGit(root).log(10);
    expect(log?.map(c => `${c.subject}:${c.files.length}`).sort()).toEqual(['Empty:0', 'First:1', 'Side:1']);
  });

  it('speaks of its own folder inside a bigger repository', async () => {
    const root = repository({ 'top.ts': 'x\n', 'apps/shop/a.ts': 'x\n' });
    writeFiles(root, { 'top.ts': 'y\n' });
    git(root, 'commit', '-q', '-a', '-m', 'Top only');
    const shop = createGit(join(root, 'apps/shop'));
    const log = await shop.log(5);
    expect(log?.map(c => [c.subject, c.files.map(f => f.path)])).toEqual([['First', ['a.ts']]]);
    expect((await shop.sizes([log?.[0]?.sha ?? ''])).get(log?.[0]?.sha ?? '')).toEqual(
      new Map([['a.ts', { added: 1, deleted: 0 }]]),
    );
    expect(await shop.clean()).toBe(true);
  });

  it('answers undefined without a repository, without a commit, and without git', async () => {
    const bare = freshFolder();
    const none = createGit(bare);
    expect([await none.head(), await none.clean(), await none.log(3), await none.run(['ls-files'])]).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
    ]);
    git(bare, 'init', '-q');
    expect([await none.head(), await none.log(3)]).toEqual([undefined, undefined]);
    const root = repository({ 'a.ts': 'x\n' });
    const without = createGit(root, { PATH: freshFolder() });
    expect([await without.head(), await without.clean(), await without.log(3)]).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
  });

  it('gives a detached head without a branch', async () => {
    const root = repository({ 'a.ts': 'x\n' });
    git(root, 'checkout', '-q', '--detach');
    expect(await createGit(root).head()).toEqual({ commit: git(root, 'rev-parse', 'HEAD').trim() });
  });

  it('stops at the byte limit and at the time limit', async () => {
    const root = repository({ 'a.ts': 'x'.repeat(50_000) });
    const wrapper = createGit(root);
    expect(await wrapper.run(['cat-file', 'blob', 'HEAD:a.ts'], { maxBytes: 1_000 })).toBeUndefined();
    expect(await wrapper.run(['cat-file', 'blob', 'HEAD:a.ts'])).toHaveLength(50_000);
    // A pipe that nobody writes to, named as a list of ignored files, holds git for ever.
    execFileSync('mkfifo', [join(root, '.git', 'pipe')]);
    git(root, 'config', 'core.excludesFile', join(root, '.git', 'pipe'));
    expect(await wrapper.run(['ls-files', '-o', '--exclude-standard'], { timeoutMs: 200 })).toBeUndefined();
  });

  it.each([
    [['status']],
    [['diff']],
    [['config', 'alias.x', '!true']],
    [['-c', 'core.fsmonitor=x', 'log']],
    [['log', '-p', '--ext-diff']],
    [['log', '-p', '--ext']],
    [['log', '-p', '--textconv']],
    [['log', '--output=x']],
    [['log', '--outp=x']],
    [['log', '--show-signature']],
    [['log', '--format=%G?']],
    [['show', '--remerge-diff']],
    [['ls-files', '-m']],
    [['ls-files', '-zm']],
    [['ls-files', '--m']],
    [['ls-files', '--modified']],
    [['cat-file', '--filters', 'HEAD:a.ts']],
    [[]],
  ])('refuses %j', async args => {
    const root = repository({ 'a.ts': 'x\n' });
    expect(await createGit(root).run(args)).toBeUndefined();
    expect(readdirSync(root).sort()).toEqual(['.git', 'a.ts']);
  });

  it('takes what follows -- as a path', async () => {
    const root = repository({ '--output=x': 'x\n' });
    expect(await createGit(root).run(['ls-files', '-z', '--', '--output=x'])).toBe('--output=x\0');
  });
});

describe('git clean', () => {
  it('sees a change, a new file, a deleted file, a staged file; and none', async () => {
    const root = repository({ 'a.ts': 'one\n', 'b.ts': 'b\n', '.gitignore': 'out/\n' });
    const wrapper = createGit(root);
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { 'out/x': 'ignored' });
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { 'a.ts': 'two\n' });
    expect(await wrapper.clean()).toBe(false);
    git(root, 'add', 'a.ts');
    expect(await wrapper.clean()).toBe(false);
    git(root, 'commit', '-q', '-m', 'Two');
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { 'new.ts': '' });
    expect(await wrapper.clean()).toBe(false);
    rmSync(join(root, 'new.ts'));
    rmSync(join(root, 'b.ts'));
    expect(await wrapper.clean()).toBe(false);
  });

  it('sees a change of the same size, written in the instant of the commit', async () => {
    for (let i = 0; i < 5; i++) {
      const root = repository({ 'a.ts': 'one\n' });
      writeFiles(root, { 'a.ts': 'two\n' });
      expect(await createGit(root).clean()).toBe(false);
    }
  });

  it.each([
    ['a work tree beside its clone', (root: string) => `${root}/../beside-${basename(root)}`, ''],
    ['a folder of a bigger repository', (root: string) => root, 'sub'],
  ])('sees such a change in %s, and is clean before it', async (_, placeOf, folder) => {
    const root = repository({ 'sub/a.ts': 'one\n', 'b.ts': 'b\n' });
    const place = placeOf(root);
    if (place !== root) git(root, 'worktree', 'add', '-q', place);
    const wrapper = createGit(join(place, folder));
    expect(await wrapper.clean()).toBe(true);
    writeFiles(place, { 'sub/a.ts': 'two\n' });
    git(place, 'commit', '-qam', 'Two');
    writeFiles(place, { 'sub/a.ts': 'six\n' });
    expect(await wrapper.clean()).toBe(false);
  });

  it('takes names for names, whatever they look like', async () => {
    const root = repository({ '? a.ts': 'one\n', 'b\n? c.ts': 'b\n', 'd\te.ts': '' });
    const wrapper = createGit(root);
    expect(await wrapper.clean()).toBe(true);
    git(root, 'update-index', '--skip-worktree', 'd\te.ts');
    rmSync(join(root, 'd\te.ts'));
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { 'plans/H 100644 x\n.md': '' });
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { '? plans/x.md': '' });
    expect(await wrapper.clean()).toBe(false);
    rmSync(join(root, '? plans'), { recursive: true });
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { '? a.ts': 'two\n' });
    expect(await wrapper.clean()).toBe(false);
  });

  it('looks at contents where only the time changed', async () => {
    const root = repository({ 'a.ts': 'one\n', link: 'x' });
    utimesSync(join(root, 'a.ts'), 1, 1);
    expect(await createGit(root).clean()).toBe(true);
  });

  it('takes line-end conversion for no change, and cannot judge a filtered file', async () => {
    const root = repository({
      'a.txt': 'one\ntwo\n',
      'big.bin': 'pointer\n',
      '.gitattributes': '*.bin filter=lfs\n',
    });
    writeFiles(root, { 'a.txt': 'one\r\ntwo\r\n' });
    expect(await createGit(root).clean()).toBe(true);
    writeFiles(root, { 'big.bin': 'the real thing\n' });
    expect(await createGit(root).clean()).toBeUndefined();
    writeFiles(root, { 'a.txt': 'other\n' });
    expect(await createGit(root).clean()).toBe(false);
  });

  it('a saved plan is no change of the code: new, committed, ticked or staged', async () => {
    const root = repository({ 'a.ts': 'one\n' });
    const wrapper = createGit(root);
    writeFiles(root, { 'plans/x.md': '- [ ] a\n', 'plans/exports/x.html': '<p>' });
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { 'plans/src/price.ts': '' });
    expect(await wrapper.clean()).toBe(false);
    rmSync(join(root, 'plans/src'), { recursive: true });
    git(root, 'add', 'plans');
    expect(await wrapper.clean()).toBe(true);
    git(root, 'commit', '-q', '-m', 'Plan');
    writeFiles(root, { 'plans/x.md': '- [x] a\n', 'plans/y.md': 'y\n' });
    expect(await wrapper.clean()).toBe(true);
    writeFiles(root, { 'plans/note.txt': '' });
    expect(await wrapper.clean()).toBe(false);
  });

  it('compares links by where they point', async () => {
    const root = freshFolder();
    git(root, 'init', '-q');
    symlinkSync('one', join(root, 'link'));
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'Link');
    expect(await createGit(root).clean()).toBe(true);
    rmSync(join(root, 'link'));
    symlinkSync('two', join(root, 'link'));
    expect(await createGit(root).clean()).toBe(false);
  });
});

describe('a hostile repository', () => {
  /** Everything that git is known to start from configuration; each program leaves a mark when it runs. */
  function hostile() {
    const root = repository({
      'a.txt': 'one\n',
      'b.txt': 'b\n',
      '.gitattributes': '*.txt diff=evil filter=evil merge=evil\n',
    });
    const marks = join(freshFolder(), 'marks');
    mkdirSync(marks);
    const evil = (name: string) => {
      const path = join(root, '.git', `evil-${name}`);
      writeFileSync(path, `#!/bin/sh\n: > '${marks}/${name}'\nexit 1\n`);
      chmodSync(path, 0o755);
      return path;
    };
    writeFiles(root, { 'a.txt': 'two\n' });
    git(root, 'commit', '-q', '-a', '-m', 'Two');
    const settings: Record<string, string> = {
      'core.fsmonitor': evil('fsmonitor'),
      'core.hooksPath': join(root, '.git', 'hooks-evil'),
      'core.pager': evil('pager'),
      'core.editor': evil('editor'),
      'core.sshCommand': evil('ssh'),
      'core.gitProxy': evil('proxy'),
      'core.askPass': evil('askpass'),
      'diff.external': evil('external'),
      'diff.evil.command': evil('command'),
      'diff.evil.textconv': evil('textconv'),
      'filter.evil.clean': evil('clean'),
      'filter.evil.smudge': evil('smudge'),
      'filter.evil.process': evil('process'),
      'merge.evil.driver': evil('driver'),
      'log.showSignature': 'true',
      'gpg.program': evil('gpg'),
      'pager.log': evil('pager-log'),
      'alias.ls-files': `!${evil('alias')}`,
      'protocol.ext.allow': 'always',
      'protocol.allow': 'always',
      'remote.origin.url': `ext::${evil('transport')}`,
      'remote.origin.promisor': 'true',
      'remote.origin.partialclonefilter': 'blob:none',
      'extensions.partialClone': 'origin',
      'core.repositoryformatversion': '1',
      'uploadpack.packObjectsHook': evil('pack'),
    };
    const hooks = join(root, '.git', 'hooks-evil');
    mkdirSync(hooks);
    for (const hook of [
      'post-index-change',
      'fsmonitor-watchman',
      'reference-transaction',
      'post-checkout',
    ]) {
      writeFileSync(join(hooks, hook), `#!/bin/sh\n: > '${marks}/hook-${hook}'\n`);
      chmodSync(join(hooks, hook), 0o755);
    }
    writeFiles(root, { 'bin/git': `#!/bin/sh\n: > '${marks}/fake-git'\n` });
    chmodSync(join(root, 'bin/git'), 0o755);
    for (const [key, value] of Object.entries(settings)) git(root, 'config', key, value);
    return { root, marks };
  }

  it('runs nothing of it', async () => {
    const { root, marks } = hostile();
    // Contents differ at the same size, so that filters would have to run to judge them.
    writeFiles(root, { 'a.txt': 'six\n' });
    const wrapper = createGit(root, {
      ...process.env,
      PATH: [join(root, 'bin'), '.', 'bin', process.env.PATH].join(delimiter),
      GIT_EXTERNAL_DIFF: join(root, 'bin/git'),
      GIT_SSH_COMMAND: join(root, 'bin/git'),
      GIT_PAGER: join(root, 'bin/git'),
      GIT_DIR: '/nowhere',
    });
    expect(await wrapper.head()).toMatchObject({ branch: 'main' });
    expect((await wrapper.log(5))?.map(c => c.subject)).toEqual(['Two', 'First']);
    expect(await wrapper.clean()).toBe(false);
    const missing = '1234567890123456789012345678901234567890';
    for (const args of [
      ['ls-files', '-z', '-c', '-o', '--exclude-standard'],
      ['ls-files', '-z', '-d'],
      ['log', '-p', '-m', '--format=%H'],
      ['show', 'HEAD'],
      ['show', 'HEAD:a.txt'],
      ['diff-tree', '-p', 'HEAD~1', 'HEAD'],
      ['cat-file', 'blob', 'HEAD:a.txt'],
      // A missing object of a partial clone would be fetched by the transport.
      ['cat-file', 'blob', missing],
      ['log', '-1', missing],
      ['ls-tree', '-r', 'HEAD'],
      ['check-attr', 'filter', '--', 'a.txt'],
    ])
      await wrapper.run(args);
    expect(readdirSync(marks)).toEqual([]);
  });

  it('would have been caught: plain git runs these programs', () => {
    const { root, marks } = hostile();
    writeFiles(root, { 'a.txt': 'six\n' });
    const attempt = (...args: string[]) => {
      try {
        git(root, ...args);
      } catch {
        // What matters is what ran on the way.
      }
    };
    attempt('status');
    attempt('diff');
    attempt('log', '-p', '-1', '--ext-diff');
    attempt('cat-file', 'blob', '1234567890123456789012345678901234567890');
    const ran = readdirSync(marks);
    expect(ran).toContain('fsmonitor');
    expect(ran).toContain('transport');
    expect(ran.some(name => ['external', 'command', 'textconv', 'process', 'clean'].includes(name))).toBe(
      true,
    );
  });

  it('does not take a git inside the enclosing repository either', async () => {
    const root = repository({ 'apps/shop/a.ts': 'x\n' });
    const mark = join(freshFolder(), 'ran');
    writeFiles(root, { 'tools/git': `#!/bin/sh\n: > '${mark}'\n` });
    chmodSync(join(root, 'tools/git'), 0o755);
    // A link outside that leads into the repository is the same trick.
    const outside = freshFolder();
    symlinkSync(join(root, 'tools/git'), join(outside, 'git'));
    const wrapper = createGit(join(root, 'apps/shop'), {
      PATH: [join(root, 'tools'), outside].join(delimiter),
    });
    expect(await wrapper.head()).toBeUndefined();
    expect(existsSync(mark)).toBe(false);
  });
});

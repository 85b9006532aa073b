import { chmodSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { CodeMap } from '../../src/codemap/index.ts';
import { freshFolder, git, repository, writeFiles } from '../host/repository.ts';
import { mapped } from './mapped.ts';

/**
 * A repository whose own configuration, in `.git/config` and in a file that this includes, starts a program wherever git
 * can be told to. Each program leaves its name in the folder `marks`.
 */
function hostile() {
  const root = repository({
    'src/a.ts': 'export function charge() {}\n',
    'src/b.ts': "import { charge } from './a.js';\ncharge();\n",
    'notes.txt': 'one\n',
    '.gitattributes': '*.ts diff=evil filter=evil merge=evil\n*.txt textconv=evil diff=evil\n',
  });
  for (const text of ['two\n', 'three\n', 'four\n']) {
    writeFiles(root, { 'src/a.ts': `export function charge() {}\n// ${text}`, 'notes.txt': text });
    git(root, 'commit', '-q', '-a', '-m', `Charge the card: ${text}`);
  }
  const marks = join(freshFolder(), 'marks');
  mkdirSync(marks);
  const program = (name: string) => {
    const path = join(root, '.git', `run-${name}`);
    writeFileSync(path, `#!/bin/sh\n: > '${marks}/${name}'\nexit 1\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const hooks = join(root, '.git', 'own-hooks');
  for (const folder of [hooks, join(root, '.git', 'hooks')]) {
    mkdirSync(folder, { recursive: true });
    for (const hook of [
      'post-index-change',
      'fsmonitor-watchman',
      'reference-transaction',
      'post-checkout',
      'pre-auto-gc',
    ]) {
      writeFileSync(join(folder, hook), `#!/bin/sh\n: > '${marks}/hook-${hook}'\n`);
      chmodSync(join(folder, hook), 0o755);
    }
  }
  const settings = (from: string): Record<string, string> => ({
    'core.fsmonitor': program(`fsmonitor-${from}`),
    'core.hooksPath': hooks,
    'core.pager': program(`pager-${from}`),
    'core.editor': program(`editor-${from}`),
    'core.sshCommand': program(`ssh-${from}`),
    'core.gitProxy': program(`proxy-${from}`),
    'core.askPass': program(`askpass-${from}`),
    'core.alternateRefsCommand': program(`alternates-${from}`),
    'credential.helper': `!${program(`credential-${from}`)}`,
    'diff.external': program(`external-${from}`),
    'diff.evil.command': program(`diff-command-${from}`),
    'diff.evil.textconv': program(`textconv-${from}`),
    'filter.evil.clean': program(`clean-${from}`),
    'filter.evil.smudge': program(`smudge-${from}`),
    'filter.evil.process': program(`process-${from}`),
    'filter.evil.required': 'true',
    'merge.evil.driver': program(`merge-${from}`),
    'interactive.diffFilter': program(`filter-${from}`),
    'log.showSignature': 'true',
    'gpg.program': program(`gpg-${from}`),
    'gpg.ssh.program': program(`gpg-ssh-${from}`),
    'pager.log': program(`pager-log-${from}`),
    'pager.show': program(`pager-show-${from}`),
    'pager.ls-files': program(`pager-list-${from}`),
    'alias.log': `!${program(`alias-log-${from}`)}`,
    'alias.ls-files': `!${program(`alias-list-${from}`)}`,
    'alias.rev-parse': `!${program(`alias-parse-${from}`)}`,
    'protocol.allow': 'always',
    'protocol.ext.allow': 'always',
    'remote.origin.url': `ext::${program(`transport-${from}`)}`,
    'remote.origin.promisor': 'true',
    'remote.origin.partialclonefilter': 'blob:none',
    'remote.origin.uploadpack': program(`uploadpack-${from}`),
    'extensions.partialClone': 'origin',
    'core.repositoryformatversion': '1',
    'uploadpack.packObjectsHook': program(`pack-${from}`),
    'submodule.x.update': `!${program(`submodule-${from}`)}`,
    'trailer.x.command': program(`trailer-${from}`),
    'gc.auto': '1',
  });
  const included = join(root, '.git', 'more');
  for (const [key, value] of Object.entries(settings('included')))
    git(root, 'config', '-f', included, key, value);
  for (const [key, value] of Object.entries(settings('own'))) git(root, 'config', key, value);
  git(root, 'config', 'include.path', 'more');
  git(root, 'config', `includeIf.gitdir:${root}/.path`, included);
  // The contents of the work tree differ at the same size, so that filters would have to run to judge them.
  writeFiles(root, {
    'notes.txt': 'FOUR\n',
    'src/a.ts': 'export function charge() {}\n// FOUR\n',
    'new.ts': 'export const fresh = 1;\n',
  });
  return { root, marks };
}

/** Every question that the map can be asked. */
async function askAll(map: CodeMap): Promise<void> {
  await map.paths();
  const paths = ['src/a.ts', 'src/b.ts', 'new.ts', 'absent.ts'];
  await map.cards(paths);
  await map.byRole('test');
  await map.define('charge');
  await map.references('charge');
  await map.search('charge');
  const { precedents } = await map.impact({ goal: 'charge the card twice', limit: 5 });
  await map.precedents('charge the card', 5);
  for (const { sha } of precedents) await map.patch(sha);
  await map.patch('--output=x');
  await map.deepen(paths);
  await map.has('new.ts');
  await map.nearest('src/aa.ts', 3);
  await map.history();
}

test('a repository that would run programs gets a finished map, and nothing runs', async () => {
  const { root, marks } = hostile();
  const { names, skipped, map } = await mapped(root);
  expect(names).toMatchObject({ 'src/a.ts': ['charge'], 'new.ts': ['fresh'], 'notes.txt': [] });
  expect(skipped).toEqual({});
  await askAll(map);
  expect((await map.history())?.commits).toBe(4);
  expect(readdirSync(marks)).toEqual([]);
});

test('it would have been caught: git itself runs what the file and what its inclusion name', () => {
  const { root, marks } = hostile();
  const attempt = (...args: string[]) => {
    try {
      git(root, ...args);
    } catch {
      // What matters is what ran on the way.
    }
  };
  attempt('status');
  attempt('log', '-p', '-1', '--ext-diff');
  // An object of a partial clone that is missing is fetched.
  attempt('cat-file', 'blob', '1234567890123456789012345678901234567890');
  attempt('add', '-A');
  attempt('update-ref', 'refs/heads/other', 'HEAD');
  const ran = readdirSync(marks).join(' ');
  expect(ran).toMatch(/fsmonitor-included/);
  expect(ran).toMatch(/transport/);
  expect(ran).toMatch(/clean|process/);
  expect(ran).toMatch(/hook-reference-transaction/);
});

import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

const GOAL = 'add rate limiting to the public API';
const TOKEN = 'ghp_A1b2C3d4E5f6G7h8I9j0K1l2M3n4O5p6Q7r8';
let repo: FixtureRepo;
let marks: string;

/** A repository whose configuration starts a program wherever git would let it; each leaves a mark when it runs. */
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  marks = freshHome();
  const evil = (name: string) => {
    const path = join(repo.root, '.git', `evil-${name}`);
    writeFileSync(path, `#!/bin/sh\n: > '${marks}/${name}'\nexit 1\n`);
    chmodSync(path, 0o755);
    return path;
  };
  const hooks = join(repo.root, '.git', 'evil-hooks');
  mkdirSync(hooks);
  for (const hook of ['post-index-change', 'reference-transaction', 'fsmonitor-watchman']) {
    writeFileSync(join(hooks, hook), `#!/bin/sh\n: > '${marks}/hook-${hook}'\n`);
    chmodSync(join(hooks, hook), 0o755);
  }
  const settings: Record<string, string> = {
    'core.fsmonitor': evil('fsmonitor'),
    'core.hooksPath': hooks,
    'core.pager': evil('pager'),
    'pager.log': evil('pager-log'),
    'diff.external': evil('external'),
    'diff.evil.textconv': evil('textconv'),
    'filter.evil.clean': evil('clean'),
    'filter.evil.smudge': evil('smudge'),
    'filter.evil.process': evil('process'),
    'gpg.program': evil('gpg'),
    'log.showSignature': 'true',
  };
  for (const [key, value] of Object.entries(settings))
    execFileSync('git', ['-C', repo.root, 'config', key, value]);
  writeFileSync(join(repo.root, '.gitattributes'), '* diff=evil filter=evil\n');
  // Changed at the same size, so that only a filter could tell; and a program that calls itself git.
  const readme = join(repo.root, 'README.md');
  writeFileSync(readme, readFileSync(readme, 'utf8').replace(/[a-z]/, 'Q'));
  writeFileSync(join(repo.root, 'git'), `#!/bin/sh\n: > '${marks}/fake-git'\n`);
  chmodSync(join(repo.root, 'git'), 0o755);
  writeFileSync(join(repo.root, '.env'), `HIDDEN_TOKEN=${TOKEN}\nPLANNER_TUI_THEME=nope\n`);
  writeFileSync(
    join(repo.root, '.planner-tui.json'),
    JSON.stringify({ theme: 'light', baseUrl: 'http://127.0.0.1:1', planner: 'claude', keymap: {} }),
  );
  writeFileSync(
    join(repo.root, 'src', 'leak.ts'),
    `export const rateLimitToken = '${TOKEN}'; // public API\n`,
  );
  symlinkSync('/etc/hostname', join(repo.root, 'src', 'rate-limit.ts'));
});
afterAll(() => repo.cleanup());

test('plain git would run some of it', () => {
  spawnSync('git', ['-C', repo.root, 'status'], { stdio: 'ignore' });
  const ran = readdirSync(marks);
  expect(ran).toContain('fsmonitor');
  for (const name of ran) rmSync(join(marks, name));
});

test.each([
  ['plan', ['plan', GOAL, '--print', '--approve']],
  ['map', ['map', '--json']],
  ['impact', ['impact', GOAL, '--json']],
  ['sessions', ['sessions', '--json']],
])(
  '%s runs nothing of the repository, follows no link out of it and prints no secret',
  async (_name, args) => {
    const home = freshHome();
    const env = { PATH: `${repo.root}:.:${process.env['PATH']}` };
    const { code, stdout, stderr } = await run(args, { cwd: repo.root, home, env });
    expect([code, readdirSync(marks)]).toEqual([0, []]);
    for (const name of ['baseUrl', 'planner', 'keymap'])
      expect(stderr).toContain(`${name} in .planner-tui.json is ignored`);
    expect(stderr).not.toContain('theme in .planner');
    const kept = readdirSync(home, { recursive: true, withFileTypes: true })
      .filter(entry => entry.isFile())
      .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
    for (const text of [stdout, stderr, ...kept]) expect(text.includes(TOKEN)).toBe(false);
    const host = readFileSync('/etc/hostname', 'utf8').trim();
    if (host.length > 6) expect(stdout).not.toContain(host);
  },
);

test('a secret in the goal, an answer or feedback is hidden before it is kept', async () => {
  const home = freshHome();
  const { code, stdout } = await run(
    ['plan', `${GOAL} with ${TOKEN}`, '--json', '--feedback', `use the token ${TOKEN}`],
    { cwd: repo.root, home },
  );
  expect(code).toBe(0);
  const kept = readdirSync(home, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => readFileSync(join(entry.parentPath, entry.name), 'utf8'));
  expect(kept.join('')).toContain(GOAL);
  for (const text of [stdout, ...kept]) expect(text.includes(TOKEN)).toBe(false);
  expect(JSON.parse(stdout).notices.join(' ')).toContain('in what was typed hidden');
});

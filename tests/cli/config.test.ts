import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, type RunOptions, run } from './program.ts';

const KEY = 'sk-test-0123456789';
let repo: FixtureRepo;
let home: string;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());
beforeEach(() => {
  home = freshHome();
});

const config = (args: readonly string[], more: RunOptions = {}) =>
  run(['config', ...args], {
    cwd: repo.root,
    home,
    ...more,
    env: { ANTHROPIC_API_KEY: '', ANTHROPIC_AUTH_TOKEN: '', ANTHROPIC_BASE_URL: '', ...more.env },
  });
const file = () => join(home, 'config', 'config.json');
const kept = () => JSON.parse(readFileSync(file(), 'utf8'));
async function rows(env: Readonly<Record<string, string>> = {}) {
  const { stdout } = await config(['--json'], { env });
  return Object.fromEntries(
    JSON.parse(stdout).settings.map((row: { name: string; value?: unknown; from: string }) => [
      row.name,
      [row.value, row.from],
    ]),
  );
}

describe('planner-tui config', () => {
  it('shows each setting with where it is from', async () => {
    expect(await rows()).toMatchObject({ planner: ['auto', 'default'], model: [undefined, 'default'] });
    mkdirSync(join(home, 'config'), { recursive: true });
    writeFileSync(file(), JSON.stringify({ model: 'mine', pace: 'off', theme: 'of-user' }), { mode: 0o600 });
    writeFileSync(join(repo.root, '.planner-tui.json'), JSON.stringify({ theme: 'of-project' }));
    expect(
      await rows({ PLANNER_TUI_MODEL: 'theirs', ANTHROPIC_BASE_URL: 'http://localhost:1234' }),
    ).toMatchObject({
      model: ['theirs', 'environment'],
      baseUrl: ['http://localhost:1234', 'environment'],
      pace: ['off', 'user'],
      theme: ['of-project', 'project'],
    });
  });

  it('sets and takes back, in the person’s own file, which stays private', async () => {
    const set = await config(['set', 'planner', 'local']);
    expect(set.stdout).toMatch(/^planner +local +user \(.*config\.json\)$/m);
    expect([set.code, statSync(file()).mode & 0o777]).toEqual([0, 0o600]);
    await config(['set', 'limits.tokens', '800000']);
    await config(['set', 'limits.files', '3']);
    await config(['set', 'playbooks', '["realtime"]']);
    expect(kept()).toEqual({
      planner: 'local',
      limits: { tokens: 800_000, files: 3 },
      playbooks: ['realtime'],
    });
    const unset = await config(['unset', 'limits']);
    expect(unset.stdout).toMatch(/^limits +not set +default$/m);
    expect(kept()).toEqual({ planner: 'local', playbooks: ['realtime'] });
    expect((await config(['unset', 'limits'])).code).toBe(0);
  });

  it('says what holds where the environment wins', async () => {
    const { stdout } = await config(['set', 'theme', 'light'], { env: { PLANNER_TUI_THEME: 'dark' } });
    expect(stdout).toMatch(/^theme +dark +environment \(PLANNER_TUI_THEME\)$/m);
    expect(kept()).toEqual({ theme: 'light' });
  });

  it('takes a key from standard input alone, and shows none', async () => {
    const typed = await config(['set', 'apiKey', KEY]);
    expect(typed.code).toBe(2);
    expect(typed.stderr).toMatch(/not taken from the command line/);
    const piped = await config(['set', 'apiKey', '-'], { input: `${KEY}\n` });
    expect(piped.stdout).toMatch(/^apiKey +set \(hidden\) +user/m);
    expect(kept()).toEqual({ apiKey: KEY });
    for (const env of [{}, { ANTHROPIC_AUTH_TOKEN: 'tok-secret' }]) {
      const { stdout, stderr } = await config([], { env });
      expect(`${stdout}${stderr}`).not.toMatch(new RegExp(`${KEY}|tok-secret`));
    }
    expect(await rows({ ANTHROPIC_AUTH_TOKEN: 'tok-secret' })).toMatchObject({
      apiKey: ['set (hidden)', 'environment'],
    });
    expect((await config(['set', 'apiKey', '-'])).code).toBe(2);
  });

  it.each([
    [['set', 'plannr', 'local'], /no setting “plannr”\.\s+Did you mean planner\?/],
    [['set', 'planner', 'remote'], /“remote” is no valid planner\.\s+Expected: auto, claude or local/],
    [['set', 'limits.tokens', 'many'], /Expected: a number of at least 0/],
    [['set', 'limits.tokens', ''], /Expected: a number of at least 0/],
    [['set', 'model', 'research='], /Expected: ID, or PHASE=ID/],
    [['set', 'prices', '{"m":{"input":1}}'], /Expected: JSON of models and US dollars/],
    [['set', 'playbooks', 'realtime'], /Expected: a JSON list/],
    [['set', 'baseUrl', 'http://example.com'], /sends a key in the clear/],
    [['set', 'baseUrl', 'https://me:pass@example.com'], /holds a name or a password/],
    [['unset', 'nothing'], /no setting “nothing”/],
  ] as const)('%j is a usage error that says what is expected', async (args, words) => {
    const { code, stderr, stdout } = await config(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(words);
  });

  it('says what a project wished and may not set', async () => {
    writeFileSync(
      join(repo.root, '.planner-tui.json'),
      JSON.stringify({ baseUrl: 'http://127.0.0.1:1', apiKey: KEY, planner: 'claude' }),
    );
    writeFileSync(join(repo.root, '.env'), 'ANTHROPIC_BASE_URL=http://127.0.0.1:1\n');
    const { stdout, stderr, code } = await config([]);
    for (const name of ['baseUrl', 'apiKey', 'planner'])
      expect(stderr).toContain(`${name} in .planner-tui.json is ignored`);
    expect(stderr).toMatch(/ANTHROPIC_BASE_URL in \.env of this repository is not used/);
    expect(stdout).toMatch(/^baseUrl +https:\/\/api\.anthropic\.com +default$/m);
    expect(stdout).toMatch(/A project may set theme, language, limits, playbooks/);
    expect(code).toBe(0);
  });
});

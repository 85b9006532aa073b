import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { fakeImplementer } from '../helpers/fake-implementer.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

const PATIENCE = { timeout: 180_000 };
const GOAL = 'add CSV export of orders';
let repo: FixtureRepo;
let plan = '';
const home = freshHome();
const fake = fakeImplementer('claude');

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api', {
    files: {
      // What a repository wishes to be run, in every place where it could say so.
      '.planner-tui.json': JSON.stringify({ implementers: { evil: ['./evil', '{instruction}'] } }),
      '.planner-tui/config.json': JSON.stringify({ implementers: { evil: ['./evil', '{instruction}'] } }),
    },
  });
  const planned = await run(['plan', GOAL, '--print', '--approve'], { cwd: repo.root, home });
  expect(planned.code).toBe(0);
  plan = `plans/${readdirSync(join(repo.root, 'plans')).find(name => name.startsWith('csv-export'))}`;
}, 180_000);
afterAll(() => repo.cleanup());

const call = (args: readonly string[], cwd = repo.root) => run(args, { cwd, home, env: { PATH: fake.path } });

describe('planner-tui code', PATIENCE, () => {
  test('prints the instruction of the latest plan, and starts nothing', async () => {
    const { code, stdout } = await call(['code', '--print']);
    expect(code).toBe(0);
    expect(stdout).toContain(`\nPlan file: ${plan}\n`);
    expect(stdout).toContain('Open steps, in this order (0 of ');
    expect(fake.seen()).toBeUndefined();
  });

  test('prints it too where there is no terminal, and says so', async () => {
    const { code, stdout, stderr } = await call(['code', plan, '--with', 'claude']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^Carry out an implementation plan\./);
    expect(stderr).toContain('there is no terminal here, so nothing is started');
    expect(fake.seen()).toBeUndefined();
  });

  test('takes a plan by its path, behind an @, by its file, by words of its name, from any folder', async () => {
    const wanted = (await call(['code', '--print'])).stdout;
    for (const name of [plan, `@${plan}`, plan.slice('plans/'.length), 'csv-export', 'latest-plan.md'])
      expect([name, (await call(['code', name, '--print'])).stdout]).toEqual([name, wanted]);
    expect((await call(['code', '--print'], join(repo.root, 'src'))).stdout).toBe(wanted);
    expect((await call(['code', `../${plan}`, '--print'], join(repo.root, 'src'))).stdout).toBe(wanted);
  });

  test('gives one step', async () => {
    const { stdout } = await call(['code', '--step', '2', '--print']);
    expect(stdout).toMatch(/^Carry out one step of an implementation plan: step 2, S-/);
  });

  test('as JSON gives the work and how each implementer is called', async () => {
    const { code, stdout } = await call(['code', '--json']);
    expect(code).toBe(0);
    const found = JSON.parse(stdout);
    expect(found).toMatchObject({ path: plan, done: 0, notices: [] });
    expect(found).not.toHaveProperty('seal');
    const claude = found.implementers.find(({ id }: { id: string }) => id === 'claude');
    expect(claude).toMatchObject({
      state: 'installed',
      path: fake.program,
      session: ['claude', found.instruction],
      alone: ['claude', '--print', found.instruction],
    });
    const ids = found.implementers.map(({ id }: { id: string }) => id);
    expect(ids).toEqual(['claude', 'codex', 'gemini', 'aider', 'opencode']);
    const one = JSON.parse((await call(['code', '--json', '--with', 'aider'])).stdout);
    expect(one.implementers).toMatchObject([{ id: 'aider', state: 'missing' }]);
  });

  test.each<[readonly string[], number, string]>([
    [['code', 'plans/none.md'], 2, 'plans/none.md cannot be read.'],
    [['code', 'nothing-like-it'], 2, 'There is no plan like “nothing-like-it” in plans/.'],
    [['code', '--step', 'S-none', '--print'], 2, 'A step of “'],
    [['code', '--json', '--with', 'cluade'], 2, 'Did you mean claude?'],
    [['code', '../outside.md', '--print'], 2, 'lies outside of it.'],
    [['code', 'README.md', '--print'], 2, 'has none.'],
    [['code', 'a', 'b'], 2, 'too many arguments'],
  ])('%j is refused by %i', async (args, wanted, words) => {
    writeFileSync(join(repo.root, '../outside.md'), readFileSync(join(repo.root, plan)));
    const { code, stdout, stderr } = await call(args);
    expect([code, stdout]).toEqual([wanted, '']);
    expect(stderr).toContain(words);
  });

  test('refuses a draft and one that was replaced, and says what to do', async () => {
    const text = readFileSync(join(repo.root, plan), 'utf8');
    writeFileSync(join(repo.root, 'plans/draft.md'), text.replace(/^status: .*$/m, 'status: draft'));
    const draft = await call(['code', 'plans/draft.md', '--print']);
    expect(draft).toMatchObject({ code: 1, stdout: '' });
    expect(draft.stderr).toContain('planner-tui resume plans/draft.md opens it; a approves it');
    const old = text.replace(/^status: .*$/m, `status: superseded\nsuperseded_by: ${plan}`);
    writeFileSync(join(repo.root, 'plans/old.md'), old);
    const replaced = await call(['code', 'plans/old.md', '--print']);
    expect(replaced).toMatchObject({ code: 1, stdout: '' });
    expect(replaced.stderr).toContain(`plans/old.md was replaced by ${plan}.`);
  });
});

describe('what a repository wishes to be run', PATIENCE, () => {
  test('is not known, and that is said', async () => {
    const { stderr, stdout } = await call(['code', '--json', '--with', 'evil']);
    expect(stdout).toBe('');
    expect(stderr).toContain('implementers in .planner-tui.json is ignored');
    expect(stderr).toContain('There is no implementer “evil”.');
  });

  test('is not run where PATH leads to it: no version, no session', async () => {
    const theirs = fakeImplementer('codex', '', join(repo.root, 'node_modules/.bin'));
    writeFileSync(
      theirs.program,
      readFileSync(theirs.program, 'utf8').replace('if (argv[0]', 'if (false && argv[0]'),
    );
    const env = { PATH: `${theirs.folder}:${fake.path}` };
    const { stdout } = await run(['code', '--json'], { cwd: repo.root, home, env });
    const codex = JSON.parse(stdout).implementers.find(({ id }: { id: string }) => id === 'codex');
    expect(codex).toMatchObject({ state: 'inside', path: theirs.program });
    expect(theirs.seen()).toBeUndefined();
  });
});

describe('a command of your own', PATIENCE, () => {
  test('is set, shown, and refused where it says nothing to the program', async () => {
    const mine = freshHome();
    const config = (...args: string[]) => run(['config', ...args], { cwd: repo.root, home: mine });
    const bad = await config('set', 'implementers', '{"mine": ["my-agent"]}');
    expect(bad.code).toBe(2);
    expect(bad.stderr).toContain('{"mine": ["my-agent", "{instruction}"]}');
    expect((await config('set', 'implementers', '{"mine": ["my-agent", "-m", "{instruction}"]}')).code).toBe(
      0,
    );
    expect((await config()).stdout).toContain('my-agent');
    const { stdout } = await run(['code', '--json', '--with', 'mine'], { cwd: repo.root, home: mine });
    const { implementers, instruction } = JSON.parse(stdout);
    expect(implementers).toMatchObject([
      { id: 'mine', own: true, state: 'missing', session: ['my-agent', '-m', instruction] },
    ]);
  });
});

describe('planner-tui cook', PATIENCE, () => {
  test('finds the approved plan of a goal by its words, and of none the latest', async () => {
    const wanted = (await call(['code', '--print'])).stdout;
    for (const goal of [[GOAL], ['Add', 'CSV', 'export', 'of', 'orders!'], ['csv export orders'], []])
      expect([goal, (await call(['cook', ...goal, '--print'])).stdout]).toEqual([goal, wanted]);
  });

  test('names the nearest where there is no terminal to ask on', async () => {
    const { code, stdout, stderr } = await call(['cook', 'CSV export of all orders', '--print']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`(planner-tui code ${plan})`);
  });

  test('plans nothing by itself without a screen: that has to be said', async () => {
    const before = readdirSync(join(repo.root, 'plans')).length;
    const { code, stderr } = await call(['cook', 'send', 'an e-mail when stock is low']);
    expect(code).toBe(2);
    expect(stderr).toContain('planner-tui plan "send an e-mail when stock is low" --approve');
    expect(readdirSync(join(repo.root, 'plans'))).toHaveLength(before);
  });

  test('does not approve by an option', async () => {
    const { code, stderr } = await call(['cook', 'x y z', '--approve']);
    expect(code).toBe(2);
    expect(stderr).toContain('cook does not approve');
  });
});

test('a folder of plans that is empty says how to make one', PATIENCE, async () => {
  const other = await makeFixtureRepo('notes-web', { git: false });
  try {
    mkdirSync(join(other.root, 'plans'), { recursive: true });
    const { code, stderr } = await run(['code'], { cwd: other.root });
    expect(code).toBe(2);
    expect(stderr).toContain('Make one: planner-tui plan "your goal"');
    expect(existsSync(join(other.root, 'plans/latest-plan.md'))).toBe(false);
  } finally {
    await other.cleanup();
  }
});

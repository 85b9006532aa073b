import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { displayWidth } from '../../src/shared/text/index.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

const TOGGLES = readFileSync(new URL('../playbooks/toggles.md', import.meta.url), 'utf8');
const GOAL = 'clean up the toggle of the orders export';
let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());
afterEach(() => rmSync(join(repo.root, '.planner-tui'), { recursive: true, force: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
const ofProject = (name: string, text: string) =>
  write(join(repo.root, '.planner-tui/playbooks', name), text);
const ofPerson = (home: string, name: string, text: string) =>
  write(join(home, 'config/playbooks', name), text);
const playbooks = (args: readonly string[], home = freshHome()) =>
  run(['playbooks', ...args], { cwd: repo.root, home });

describe('playbooks list', () => {
  test('without a verb too: every playbook with what calls for it, within the width', async () => {
    const { code, stdout, stderr } = await playbooks([]);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('realtime ');
    expect(stdout).toContain('for: real-time, realtime');
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(100);
    expect(stdout).toEqual((await playbooks(['list'])).stdout);
  });

  test('says which one wins', async () => {
    const home = freshHome();
    const mine = TOGGLES.replace('name: toggle-clean-up', 'name: realtime');
    ofProject('mine.md', TOGGLES);
    ofPerson(home, 'toggles.md', TOGGLES);
    ofPerson(home, 'realtime.md', mine);
    // Lines are wrapped where the width ends.
    const text = (await playbooks(['list'], home)).stdout.replace(/\s+/g, ' ');
    expect(text).toContain('from this project, .planner-tui/playbooks/mine.md');
    expect(text).toContain('wins over that of your config');
    const { code, stdout } = await playbooks(['list', '--json'], home);
    expect(code).toBe(0);
    const listed: readonly Record<string, unknown>[] = JSON.parse(stdout).playbooks;
    const of = (name: string) =>
      listed.filter(p => p['name'] === name).map(p => [p['origin'], p['shadows'], p['shadowedBy']]);
    expect(of('toggle-clean-up')).toEqual([
      ['project', ['config'], undefined],
      ['config', [], 'project'],
    ]);
    expect(of('realtime')).toEqual([
      ['config', ['built-in'], undefined],
      ['built-in', [], 'config'],
    ]);
    expect(of('notifications')).toEqual([['built-in', [], undefined]]);
  });

  test('--project stands anywhere', async () => {
    ofProject('mine.md', TOGGLES);
    for (const args of [
      ['--project', repo.root, 'playbooks', 'list', '--json'],
      ['playbooks', '--json', 'list', '--project', repo.root],
    ]) {
      const { stdout } = await run(args);
      expect(JSON.parse(stdout).playbooks).toContainEqual(expect.objectContaining({ origin: 'project' }));
    }
  });
});

describe('playbooks show', () => {
  test('tells what it asks, weighs, plans and rests on, in words', async () => {
    ofProject('mine.md', TOGGLES);
    const { code, stdout, stderr } = await playbooks(['show', 'toggle-clean-up']);
    expect([code, stderr]).toEqual([0, '']);
    for (const part of [
      'toggle-clean-up: Taking a feature toggle out',
      'this project, .planner-tui/playbooks/mine.md',
      'for: feature toggle clean-up, clean up the toggle',
      '● on: The new behaviour.',
      '○ off: The old behaviour.',
      'right when the toggle of `‹project›` stood still for a month',
      'S-branch: Take the toggle out of `‹env.path›` (where it applies)',
      'writes new.note: which toggle went',
      'https://martinfowler.com/articles/feature-toggles.html',
    ])
      expect(stdout).toContain(part);
    expect(stdout).not.toContain('{{');
    for (const line of stdout.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(100);
  });

  test('--json is the playbook as data', async () => {
    const { code, stdout } = await playbooks(['show', 'realtime', '--json']);
    expect(code).toBe(0);
    const shown = JSON.parse(stdout);
    expect([shown.name, shown.origin, shown.playbook.questions[0].id]).toEqual([
      'realtime',
      'built-in',
      'transport',
    ]);
    expect(shown.playbook.steps[0].code[0].template).toBe('socketio-auth');
  });

  test('a name that is none is a wrong call', async () => {
    const { code, stdout, stderr } = await playbooks(['show', 'realtimes']);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('There is no playbook “realtimes”');
    expect(stderr).toContain('Did you mean realtime?');
  });
});

describe('playbooks validate', () => {
  test('nothing to say of those that are there', async () => {
    const { code, stdout, stderr } = await playbooks(['validate']);
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/^✓ \d+ playbooks read, no mistake\n$/);
  });

  test('every mistake of every folder as FILE:LINE, exit code 3', async () => {
    const home = freshHome();
    ofProject('mine.md', TOGGLES.replace('after: [S-branch]', 'after: [S-brnch]'));
    ofPerson(home, 'b.md', TOGGLES.replace('order: 20', 'order: soon'));
    const { code, stdout } = await playbooks(['validate'], home);
    expect(code).toBe(3);
    expect(stdout).toContain(
      '.planner-tui/playbooks/mine.md:63: S-proof: “S-brnch” is no step; did you mean “S-branch”?',
    );
    expect(stdout).toContain(`${join(home, 'config/playbooks/b.md')}:44: steps.0.order: `);
    expect(stdout).toContain('✗ 2 mistakes in');
    const json = JSON.parse((await playbooks(['validate', '--json'], home)).stdout);
    expect(json.passed).toBe(false);
    expect(json.problems).toContainEqual({
      file: '.planner-tui/playbooks/mine.md',
      line: 63,
      message: 'S-proof: “S-brnch” is no step; did you mean “S-branch”?',
      costs: 'part',
    });
  });

  test('files by name, wherever they lie, and standard input', async () => {
    const file = join(freshHome(), 'new.md');
    writeFileSync(file, TOGGLES);
    ofProject('broken.md', 'nothing');
    expect(await playbooks(['validate', file])).toMatchObject({ code: 0, stderr: '' });
    const given = await run(['playbooks', 'validate', '-'], {
      cwd: repo.root,
      input: TOGGLES.replace('part: core', 'part: heart'),
    });
    expect([given.code, given.stdout]).toEqual([3, expect.stringMatching(/^-:45: steps\.0\.part: /)]);
  });

  test('a file that is none is a wrong call', async () => {
    const { code, stderr } = await playbooks(['validate', 'nowhere.md']);
    expect([code, stderr]).toEqual([2, expect.stringContaining('nowhere.md cannot be read')]);
  });

  test('names that a terminal would obey are printed, not obeyed', async () => {
    ofProject('\u001b[2J.md', 'nothing');
    const { code, stdout } = await playbooks(['validate']);
    expect([code, stdout.includes('\u001b')]).toEqual([3, false]);
    expect(stdout).toContain('␛[2J.md:1:');
  });
});

describe('what lies outside is not read', () => {
  test('a folder that is a link out of the project', async () => {
    const away = freshHome();
    write(join(away, 'playbooks/mine.md'), TOGGLES);
    symlinkSync(away, join(repo.root, '.planner-tui'));
    const { stdout, stderr } = await playbooks(['list', '--json']);
    expect(stdout).not.toContain('toggle-clean-up');
    expect(stderr).toContain('it lies outside of the project, through a link');
  });

  test('a file that is a link, and one that is too large', async () => {
    const away = join(freshHome(), 'secret.md');
    writeFileSync(away, TOGGLES);
    ofProject('large.md', `${TOGGLES}${'a'.repeat(300 * 1024)}`);
    symlinkSync(away, join(repo.root, '.planner-tui/playbooks/link.md'));
    const { code, stdout } = await playbooks(['validate']);
    expect(code).toBe(3);
    expect(stdout).toContain('link.md:1: it was not read: a symbolic link, which is not followed');
    expect(stdout).toContain('large.md:1: it was not read: larger than 256 KB');
  });
});

describe('a plan by a playbook of the project', () => {
  const plan = (home = freshHome()) => run(['plan', GOAL, '--json'], { cwd: repo.root, home });

  test('is bound to the project, passes the checks, and says whose playbook it follows', async () => {
    ofProject('toggles.md', TOGGLES);
    const { code, stdout, stderr } = await plan();
    expect(code).toBe(0);
    expect(stderr).not.toContain('mistake');
    const { plan: made, markdown, checks, questions } = JSON.parse(stdout);
    expect(questions.map((q: { id: string }) => q.id)).toContain('branch');
    // What it clears away is held by tests first: the goal is a refactoring.
    expect(made.steps.map((s: { id: string }) => s.id)).toEqual(['S-safety-net', 'S-branch', 'S-proof']);
    expect(made.steps[1].files).toContainEqual(
      expect.objectContaining({ action: 'modify', path: 'src/config/env.ts' }),
    );
    expect(made.steps[2].files.map((f: { path: string }) => f.path)).toContain('docs/removed-toggles.md');
    expect(markdown).toContain('playbook `toggle-clean-up` of this repository');
    expect(markdown).toContain('the playbook toggle-clean-up of this repository,');
    expect(markdown).toContain(
      '`git grep -n TOGGLE` ends without an error (a command that playbook `toggle-clean-up` of this repository brings: read it before you run it).',
    );
    expect(checks.filter((c: { verdict: string }) => c.verdict === 'failed')).toEqual([]);
  });

  test('one of the person says so too, and its commands are the person’s own', async () => {
    const home = freshHome();
    ofPerson(home, 'toggles.md', TOGGLES);
    const { markdown } = JSON.parse((await plan(home)).stdout);
    expect(markdown).toContain('playbook `toggle-clean-up` of your own folder');
    expect(markdown).not.toContain('read it before you run it');
  });

  test('a broken one is named by its line, once, and stops no plan', async () => {
    ofProject('toggles.md', TOGGLES);
    ofProject('bomb.md', `---\nname: x\nwords: ${'['.repeat(200_000)}\n---\n`);
    ofProject(
      'broken.md',
      TOGGLES.replace('order: 20', 'order: soon').replace('name: toggle', 'name: other'),
    );
    const { code, stdout, stderr } = await plan();
    expect(code).toBe(0);
    const told = '.planner-tui/playbooks/broken.md:44: steps.0.order:';
    expect(stderr.split(told).length).toBe(2);
    expect(stderr).toContain('bomb.md:3: lists in lists');
    const { notices, plan: made } = JSON.parse(stdout);
    expect(notices.filter((n: string) => n.includes(told)).length).toBe(1);
    expect(made.steps.map((s: { id: string }) => s.id)).toContain('S-branch');
  });
});

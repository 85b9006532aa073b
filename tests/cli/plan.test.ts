import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { SessionEvent } from '../../src/session/events.ts';
import { replay } from '../../src/session/evolve.ts';
import { readRecords } from '../../src/storage/record.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

const GOAL = 'add rate limiting to the public API';
let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

const jsonLines = (text: string) =>
  text
    .trim()
    .split('\n')
    .map(line => SessionEvent.parse(JSON.parse(line)));

describe('results on stdout', () => {
  test('--json is one object; answers and feedback count; choices and own words are both taken', async () => {
    const answers = join(freshHome(), 'answers.json');
    writeFileSync(answers, JSON.stringify({ 'limit-store': 'redis', limit: 'forty-two a minute' }));
    const { code, stdout, stderr } = await run(
      // biome-ignore format: one call, one line
      ['plan', GOAL, '--json', '--answers', answers, '--feedback', 'no new dependencies', '--feedback', 'also update the README'],
      { cwd: join(repo.root, 'src') },
    );
    expect(code).toBe(0);
    const result = JSON.parse(stdout);
    const given = Object.fromEntries(
      result.questions.map((q: { id: string; answer?: unknown }) => [q.id, q.answer]),
    );
    expect(given['limit-store']).toEqual({ kind: 'choice', questionId: 'limit-store', choiceId: 'redis' });
    expect(given['limit']).toMatchObject({ kind: 'text', text: 'forty-two a minute' });
    expect([result.revision, result.revisions, result.approved]).toEqual([3, 3, false]);
    expect(stderr).toContain('nothing was written');
    expect(existsSync(join(repo.root, 'plans'))).toBe(false);
  });

  test('--stream-json replays to the session that was', async () => {
    const { code, stdout } = await run(['plan', GOAL, '--stream-json'], { cwd: repo.root });
    expect(code).toBe(0);
    const state = replay(jsonLines(stdout));
    expect(state.kind).toBe('active');
    if (state.kind !== 'active') return;
    expect(state.goal.text).toBe(GOAL);
    expect(state.approaches[0]?.revisions[0]?.report?.results.length).toBeGreaterThan(0);
  });

  test('an unknown question exits 2 and lists the known ones', async () => {
    const answers = join(freshHome(), 'answers.json');
    writeFileSync(answers, '{"colour": "blue"}');
    const { code, stdout, stderr } = await run(['plan', GOAL, '--print', '--answers', answers], {
      cwd: repo.root,
    });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain('“colour”');
    expect(stderr).toContain('limit-store');
  });

  test('a reader that goes away early is no error', async () => {
    const { code, stderr } = await run(['map', '--json'], { cwd: repo.root, closeEarly: true });
    expect(code).toBe(0);
    expect(stderr).not.toMatch(/EPIPE|should not have happened/);
  });

  test.runIf(existsSync('/dev/full'))('a full disk behind stdout is told in words', async () => {
    const { code, stderr } = await run(['map', '--json'], { cwd: repo.root, stdoutTo: '/dev/full' });
    expect(code).toBe(1);
    expect(stderr).toContain('could not be written to stdout (ENOSPC)');
    expect(stderr).not.toContain('    at ');
  });
});

test('a file in place of plans/ loses nothing: resume approves once it is away', async () => {
  const own = await makeFixtureRepo('ledger-py');
  const home = freshHome();
  writeFileSync(join(own.root, 'plans'), 'a list\n');
  const first = await run(['plan', 'add CSV export', '--print', '--approve'], { cwd: own.root, home });
  expect(first.code).toBe(1);
  expect(first.stderr).toContain('plans/');
  expect(readFileSync(join(own.root, 'plans'), 'utf8')).toBe('a list\n');
  rmSync(join(own.root, 'plans'));
  const again = await run(['resume', '--last', '--json', '--approve'], { cwd: own.root, home });
  expect([again.code, again.stderr]).toEqual([0, expect.stringContaining('plan saved: plans/')]);
  expect(readFileSync(join(own.root, JSON.parse(again.stdout).path), 'utf8')).toContain('status: approved');
  const plans = JSON.parse((await run(['plans', '--json'], { cwd: own.root, home })).stdout);
  expect(plans).toHaveLength(1);
  await own.cleanup();
});

test('a disk that fills up ends the run with 1 and loses nothing: resume goes on', async () => {
  const home = freshHome();
  const full = await run(['plan', GOAL, '--print'], { cwd: repo.root, home, fileLimit: 12 * 1024 });
  expect([full.code, full.stdout]).toEqual([1, '']);
  expect(full.stderr).toContain('The session log cannot be written');
  expect(full.stderr).toContain('resume --last');
  const went = await run(['resume', '--last', '--json'], { cwd: repo.root, home, cold: true });
  expect(went.code).toBe(0);
  expect(JSON.parse(went.stdout).goal.text).toBe(GOAL);
});

test('a state folder that can never be made is named, without a hang', async () => {
  const file = join(freshHome(), 'file');
  writeFileSync(file, '');
  for (const home of [join(file, 'below'), ...(existsSync('/proc/1') ? ['/proc/1/below'] : [])]) {
    const { code, stderr } = await run(['plan', GOAL, '--print'], { cwd: repo.root, home });
    expect(code).toBe(1);
    expect(stderr).toContain(home);
    expect(stderr).toContain('PLANNER_TUI_HOME');
  }
});

test.each([
  ['no history', {}],
  ['no git at all', { PATH: '/nonexistent' }],
])('a project with %s is planned', async (_name, env) => {
  const own = await makeFixtureRepo('ledger-py', { git: false });
  const { code, stdout } = await run(['plan', 'add CSV export', '--print'], { cwd: own.root, env });
  expect(code).toBe(0);
  expect(stdout).toMatch(/git/i);
  expect(stdout).not.toMatch(/^commit:/m);
  await own.cleanup();
});

test.each([
  ['SIGINT', '"RunStarted"', 130],
  ['SIGTERM', '"MapBuilt"', 130],
  ['SIGHUP', '"QuestionRaised"', 130],
  ['SIGKILL', '"RevisionDrafted"', null],
] as const)('%s at %s: what was told is kept, and resume goes on with the same session', async (...given) => {
  const [signal, interruptAt, exit] = given;
  const home = freshHome();
  const stopped = await run(['plan', GOAL, '--stream-json'], { cwd: repo.root, home, interruptAt, signal });
  expect(stopped.code).toBe(exit);
  if (exit !== null) expect(stopped.stderr).toContain('resume --last');
  const told = jsonLines(stopped.stdout);
  const logs = () =>
    readdirSync(home, { recursive: true })
      .map(String)
      .filter(name => name.endsWith('.jsonl'))
      .map(name => readRecords(readFileSync(join(home, name))));
  const kept = logs()[0]?.records.map(record => SessionEvent.parse(record.payload));
  expect(kept?.slice(0, told.length)).toEqual(told);
  const went = await run(['resume', '--last', '--json'], { cwd: repo.root, home });
  expect(went.code).toBe(0);
  expect(JSON.parse(went.stdout).sessionId).toBe(told[0]?.type === 'SessionStarted' && told[0].sessionId);
  expect(logs().map(log => log.damage)).toEqual([[]]);
});

test('a torn log is mended and kept; garbage beside it hides no other session', async () => {
  const home = freshHome();
  await run(['plan', GOAL, '--print'], { cwd: repo.root, home });
  const state = join(home, 'state');
  const sessions = join(state, readdirSync(state)[0] ?? '', 'sessions');
  const name = readdirSync(sessions)[0] ?? '';
  writeFileSync(join(sessions, name), `${readFileSync(join(sessions, name), 'utf8')}{"torn`);
  writeFileSync(join(sessions, '20200101-000000-noise.jsonl'), 'noise\n');
  const listed = await run(['sessions', '--json'], { cwd: repo.root, home });
  expect(JSON.parse(listed.stdout).map((s: { goal: string }) => s.goal)).toEqual([GOAL]);
  const went = await run(['resume', '--last', '--json'], { cwd: repo.root, home });
  expect(went.code).toBe(0);
  expect(JSON.parse(went.stdout).notices.join(' ')).not.toBe('');
  expect(readdirSync(sessions).some(file => file.startsWith(name) && file !== name)).toBe(true);
});

test('map and impact give what docs/cli.md says', async () => {
  const map = JSON.parse((await run(['map', '--json'], { cwd: repo.root })).stdout);
  expect(Object.keys(map)).toEqual(['root', 'commit', 'files', 'skipped', 'graph', 'totals', 'timings']);
  expect(Object.keys(map.graph)).toEqual([
    'entryPoints',
    'layers',
    'cycles',
    'hotSpots',
    'sources',
    'owners',
    'publicApi',
  ]);
  expect(map.graph.hotSpots[0].path).toBe('src/services/order.service.ts');
  const shown = (await run(['map'], { cwd: repo.root })).stdout;
  expect(shown).toMatch(/^begins at {5}src\/app\.ts, src\/server\.ts$/m);
  expect(shown).toMatch(
    /^hottest {7}src\/services\/order\.service\.ts \(\d+ commits in a year, \d+ lines\)/m,
  );
  const impact = JSON.parse((await run(['impact', GOAL, '--json'], { cwd: repo.root })).stdout);
  expect(Object.keys(impact)).toEqual(['goal', 'files', 'tests', 'precedents']);
  expect(impact.files[0].reasons.length).toBeGreaterThan(0);
});

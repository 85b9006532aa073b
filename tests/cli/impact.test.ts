import { existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { calibrationText } from '../../src/cli/calibration-text.ts';
import { Calibration } from '../../src/domain/index.ts';
import { openCalibration } from '../../src/storage/calibration.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

const LONG = 'Orders are charged twice\n\nWhen a buyer presses the button again, `placeOrder` runs again.\n';

test('a goal comes from a file and from standard input, and is the same goal', async () => {
  const file = join(freshHome(), 'issue.md');
  writeFileSync(file, LONG);
  const home = freshHome();
  const calls = [
    await run(['impact', '--file', file, '--json'], { cwd: repo.root, home }),
    await run(['impact', '-', '--json'], { cwd: repo.root, home, input: LONG }),
  ];
  for (const { code, stdout } of calls) {
    expect(code).toBe(0);
    expect(JSON.parse(stdout).files).toEqual(JSON.parse(calls[0]?.stdout ?? '').files);
  }
  expect(JSON.parse(calls[0]?.stdout ?? '').files.length).toBeGreaterThan(0);
});

describe('a wrong call exits 2 and says what was expected', () => {
  test.each([
    ['nothing', ['impact'], '', 'none came'],
    ['two goals', ['impact', 'words', '--file', 'x'], '', 'more than one came'],
    ['a goal to calibrate', ['impact', 'words', '--calibrate'], '', 'more than one came'],
    ['a file that is not there', ['impact', '--file', 'none.md'], '', 'none.md cannot be read'],
    ['empty standard input', ['impact', '-'], ' \n', 'standard input holds no text'],
    ['no number', ['impact', '--calibrate', '--commits', 'few'], '', 'whole number'],
  ])('%s', async (_name, args, input, part) => {
    const { code, stdout, stderr } = await run(args, { cwd: repo.root, input });
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(part);
  });
});

describe('--calibrate', () => {
  test('replays past changes, keeps the result for this project, and touches nothing in it', async () => {
    const home = freshHome();
    const before = readdirSync(repo.root);
    const { code, stdout, stderr } = await run(['impact', '--calibrate', '--commits', '5', '--json'], {
      cwd: repo.root,
      home,
    });
    expect(code).toBe(0);
    const found = Calibration.parse(JSON.parse(stdout));
    expect(found.ranking.cases).toBeGreaterThan(0);
    expect(found.bm25.cases).toBe(found.ranking.cases);
    expect(stderr).toContain('past changes replayed');
    const [project = ''] = readdirSync(join(home, 'state'));
    expect(openCalibration(join(home, 'state', project)).load()).toEqual(found);
    expect(readdirSync(repo.root)).toEqual(before);
    expect(existsSync(join(repo.root, 'plans'))).toBe(before.includes('plans'));
  });

  test('says so where there is nothing to replay', async () => {
    const bare = mkdtempSync(join(tmpdir(), 'planner-tui-nothing-'));
    writeFileSync(join(bare, 'a.ts'), 'export const a = 1;\n');
    const { code, stdout, stderr } = await run(['impact', '--calibrate'], { cwd: bare });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toContain('Past changes of a git repository were expected');
  });

  test('Ctrl+C shows what was replayed so far, or says that it was nothing', async () => {
    const { code } = await run(['impact', '--calibrate', '--commits', '50'], {
      cwd: repo.root,
      interruptAt: 'past changes replayed',
    });
    expect(code).toBe(130);
  });
});

const measures = (hit: number, five: number, ten: number, recall: number) => ({
  cases: 20,
  acc: { 1: hit, 3: hit, 5: five, 10: ten },
  hit,
  recall,
  mrr: hit,
});

test('the figures are told in words, beside those of plain word search', () => {
  const calibration: Calibration = {
    commit: 'a'.repeat(40),
    version: '1.0.0',
    ranking: measures(0.6, 0.75, 0.85, 0.9),
    bm25: measures(0.3, 0.5, 0.6, 0.7),
    bySize: [
      { files: 'one', cases: 12, found: 12 },
      { files: 'more', cases: 8, found: 5 },
    ],
    misses: [{ kind: 'shared', files: 3, example: { path: 'src/utils.ts', subject: 'feat: carts' } }],
    ended: 'time',
  };
  expect(calibrationText(calibration)).toMatchInlineSnapshot(`
    "20 past changes of this repository were ranked as they stood before, by their commit messages alone (time ran out before the rest).

    The first file was one that the change touched:    12 of 20   (plain word search: 6 of 20)
    All its files stood among the first five:          15 of 20   (10 of 20)
    All its files stood among the first ten:           17 of 20   (12 of 20)
    Share of a change's files among the first ten:     90 %   (70 %)

    The first ten files can be trusted to hold a change here, four times in five or better.

    By how many files a change touched:
      one file: all among the first ten in 12 of 12
      three files or more: all among the first ten in 5 of 8

    Files that it put behind the first ten:
      3 are shared: helpers, constants, types, index files
          src/utils.ts in “feat: carts”
    "
  `);
  const low = { ...calibration, ranking: measures(0.2, 0.3, 0.4, 0.5) };
  expect(calibrationText(low)).toContain('a place to begin');
  const few = { ...calibration, ranking: { ...calibration.ranking, cases: 4 } };
  expect(calibrationText(few)).toContain('prove little');
});

test('a damaged or older record counts as none', () => {
  const folder = freshHome();
  const store = openCalibration(folder);
  expect(store.load()).toBeUndefined();
  writeFileSync(join(folder, 'calibration.json'), '{"commit": ');
  expect(store.load()).toBeUndefined();
  writeFileSync(join(folder, 'calibration.json'), '{"commit": "a"}');
  expect(store.load()).toBeUndefined();
});

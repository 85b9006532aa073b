import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { renderPlan } from '../../src/plan/render.ts';
import { sealMarkdown } from '../../src/plan/seal.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { samplePlan } from '../plan/sample.ts';
import { freshHome, run } from './program.ts';

const NAME = 'mail-20261119-090000.md';
const OTHER = 'older-20261101-090000.md';
const SAID = `planner-tui: no plan was named, so plans/${NAME} is taken.\n`;

let repo: FixtureRepo;
let home: string;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());
const plans = () => join(repo.root, 'plans');
beforeEach(() => {
  home = freshHome();
  rmSync(plans(), { recursive: true, force: true });
});

/** A plan of the fixture, beside an older one. */
function written(latest: 'link' | 'none' | 'broken'): void {
  mkdirSync(plans());
  for (const [name, created] of [
    [OTHER, '2026-11-01T09:00:00.000Z'],
    [NAME, '2026-11-19T09:00:00.000Z'],
  ] as const)
    writeFileSync(
      join(plans(), name),
      sealMarkdown(renderPlan({ ...samplePlan, created }), { approved: created }),
    );
  if (latest !== 'none')
    symlinkSync(latest === 'link' ? NAME : 'gone-20260101-090000.md', join(plans(), 'latest-plan.md'));
}
const call = (args: readonly string[], cwd = repo.root) => run(args, { cwd, home });

const VERBS: readonly (readonly [string, readonly string[]])[] = [
  ['drift', ['drift', '--since', 'HEAD', '--json']],
  ['check', ['check', '--json']],
  ['export', ['export', '--as', 'json']],
  ['step start', ['step', 'start', '--no-write', '--json']],
];

describe.each(VERBS)('%s without a plan', (verb, args) => {
  const at = verb.split(' ').length;
  const naming = (path: string) => [...args.slice(0, at), path, ...args.slice(at)];

  test.each(['link', 'none', 'broken'] as const)(
    'takes the latest and says which (latest-plan.md: %s)',
    async latest => {
      written(latest);
      // From a folder of the project, too.
      const found = await call(args, join(repo.root, 'src'));
      expect(found.stderr.startsWith(SAID)).toBe(true);
      const home2 = freshHome();
      const named = await run(naming(`../plans/${NAME}`), { cwd: join(repo.root, 'src'), home: home2 });
      expect(named.stderr).not.toContain('no plan was named');
      expect(found.code).toBe(named.code);
      const still = (text: string) => text.replace(/\d{4}-\d\d-\d\dT[\d:.]+Z|"(?:since|ms)": \d+/g, '');
      expect(still(found.stdout)).toBe(still(named.stdout));
      expect(found.stdout).not.toBe('');
    },
  );

  test('is a usage error where there is none', async () => {
    const { code, stdout, stderr } = await call(args);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/There is no plan in plans\/ yet\.\n.*planner-tui plan/);
  });
});

test('a plan that is named is taken, whatever is the latest', async () => {
  written('link');
  const { stdout, stderr } = await call(['export', `plans/${OTHER}`, '--as', 'json']);
  expect(stderr).toBe('');
  expect(JSON.parse(stdout).plan.title).toBe(samplePlan.title);
});

test('nothing is ticked in another plan than the one that is said', async () => {
  written('link');
  const before = readFileSync(join(plans(), OTHER), 'utf8');
  const { stderr } = await call(['drift', '--since', 'HEAD', '--tick', '--json']);
  expect(stderr).toContain(SAID);
  expect(readFileSync(join(plans(), OTHER), 'utf8')).toBe(before);
});

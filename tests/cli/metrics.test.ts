import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sealPlan } from '../../src/plan/seal.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { samplePlan } from '../plan/sample.ts';
import { freshHome, run } from './program.ts';

let repo: FixtureRepo;
let commit = '';
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  commit = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: repo.root }).toString().trim();
  mkdirSync(join(repo.root, 'plans'), { recursive: true });
});
afterAll(() => repo.cleanup());

const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(join(repo.root, path), change(readFileSync(join(repo.root, path), 'utf8')));

/** A plan of two small steps, the second of which says that it keeps something safe. */
function plan(slug: string, path: string): string {
  const [first, second] = samplePlan.steps;
  if (!first || !second) throw new Error('the sample has no steps');
  const bare = { functions: [], code: [], packages: [], rollback: [], dependsOn: [] };
  return sealPlan(
    {
      ...samplePlan,
      slug,
      title: `Do ${slug}`,
      commit,
      steps: [
        {
          ...first,
          ...bare,
          id: 'S-words',
          title: 'Keep the words',
          estimate: { low: 10, likely: 20, high: 30, basis: '' },
          files: [{ action: 'create', path, what: 'words' }],
        },
        {
          ...second,
          ...bare,
          id: 'S-mail',
          title: 'Say it by mail',
          estimate: { low: 10, likely: 20, high: 30, basis: '' },
          files: [{ action: 'modify', path: 'src/lib/mailer.ts', what: 'a line' }],
        },
      ],
      tests: { intro: [], files: [], cases: [] },
      security: { implemented: [{ text: 'no address is logged.', stepId: 'S-mail' }], monitor: [] },
      rollback: [],
    },
    { approved: '2026-11-19T11:00:00.000Z' },
  ).markdown;
}

test('a project without plans says what is missing, and how to have it', async () => {
  const { code, stdout, stderr } = await run(['metrics'], { cwd: repo.root });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('No plan of planner-tui in plans/ yet.');
  expect(stdout).toContain('planner-tui step start PLAN begins one');
}, 120_000);

test('the five measures of what was planned, done, timed and signed', async () => {
  const home = freshHome();
  const program = (...args: string[]) => run(args, { cwd: repo.root, home });
  writeFileSync(join(repo.root, 'plans/done.md'), plan('done', 'src/lib/words.ts'));
  writeFileSync(join(repo.root, 'plans/going.md'), plan('going', 'src/lib/other.ts'));
  writeFileSync(
    join(repo.root, 'plans/todo.md'),
    '# Another tool’s plan\n\n## Tasks\n\n### Task 1: x (5 min)\n',
  );
  writeFileSync(join(repo.root, 'plans/broken.md'), '---\nschema: 1\nslug: [\n---\n\n# B\n\n## Steps\n');
  writeFileSync(join(repo.root, 'plans/copy.md'), plan('done', 'src/lib/words.ts'));

  // Both steps are done, one file changes besides, and the plan took 1.5 times what it said.
  writeFileSync(join(repo.root, 'src/lib/words.ts'), 'export const words = {};\n');
  edit('src/lib/mailer.ts', text => `${text}// a line\n`);
  edit('src/lib/logger.ts', text => `${text}\nexport const extra = 1;\n`);
  await program('step', 'start', 'plans/done.md', '1');
  await program('step', 'stop', '--minutes', '30', '--done');
  await program('step', 'start', 'plans/done.md');
  const last = await program('step', 'stop', '--minutes', '30', '--done');
  expect(last.stdout).toContain('status: done');
  expect(last.stdout).toContain('Every step of “Do done” is done');
  // What is changed after that is another plan's surprise.
  edit('src/lib/errors.ts', text => `${text}\nexport const more = 1;\n`);
  await program('step', 'start', 'plans/going.md', 'S-mail');
  edit(
    'plans/done.md',
    text => `${text}\n## Sign-off\n\n- [x] Reviewed by Ada Lovelace, 2026-11-27\n- [ ] Reviewed by Bob\n`,
  );

  const [json, text] = await Promise.all([program('metrics', '--json'), program('metrics')]);
  expect([json.code, json.stderr, text.code]).toEqual([0, '', 0]);
  const found = JSON.parse(json.stdout);
  expect(found.match).toEqual({ goal: 'at least 90 %', plans: 1, reached: 0, figures: { median: 2 / 3 } });
  expect(found.surprises).toMatchObject({ plans: 1, reached: 0, figures: { files: 1, symbols: 0 } });
  expect(found.time).toMatchObject({ plans: 1, reached: 0, figures: { inRange: 1, median: 1.5 } });
  expect(found.security).toMatchObject({ plans: 1, reached: 1, figures: { withEvidence: 1, of: 1 } });
  expect(found.understanding).toMatchObject({
    plans: 2,
    reached: 1,
    figures: { reviewers: ['Ada Lovelace'] },
  });
  const paths = (list: { path: string }[]) => list.map(({ path }) => path).sort();
  expect(paths([...found.plans, ...found.passedOver])).toEqual([
    'plans/broken.md',
    'plans/copy.md',
    'plans/done.md',
    'plans/going.md',
    'plans/todo.md',
  ]);
  const going = found.plans.find((one: { title: string }) => one.title === 'Do going');
  expect(going).toMatchObject({ begun: true, finished: false, outcome: { files: 3 } });
  expect(going.missing).toEqual(['No step of it was timed to its end.']);

  expect(text.stdout).toContain('2 plans, 2 of them begun, 1 finished.');
  expect(text.stdout).toContain('median 66 %; reached by 0 of 1 plan\n');
  expect(text.stdout).toMatch(/Understanding +goal: signed by a reviewer\n +1 of 2 plans: Ada Lovelace\n/);
  expect(text.stdout).toMatch(/as of \d{4}-\d\d-\d\d when it was finished/);
  expect(text.stdout).toContain('plans/todo.md: It was written by other hands');
  expect(text.stdout).toMatch(/plans\/broken\.md: The front matter is no valid YAML/);
}, 120_000);

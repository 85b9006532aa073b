import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { renderPlan } from '../../src/plan/render.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { samplePlan } from '../plan/sample.ts';
import { run } from './program.ts';

let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

const git = (...args: string[]) =>
  execFileSync(
    'git',
    ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.org', '-c', 'commit.gpgsign=false', ...args],
    { cwd: repo.root },
  )
    .toString()
    .trim();
const edit = (path: string, change: (text: string) => string) =>
  writeFileSync(join(repo.root, path), change(readFileSync(join(repo.root, path), 'utf8')));
const driftOf = async (...args: string[]) => run(['drift', 'plan.md', ...args], { cwd: repo.root });

/** Two steps: one changes a method and adds a file, the other changes the mailer and its test. */
function plan(commit: string): string {
  const [first, second] = samplePlan.steps;
  if (!first || !second) throw new Error('the sample has no steps');
  const bare = { functions: [], code: [], packages: [], rollback: [], dependsOn: [] };
  return renderPlan({
    ...samplePlan,
    commit,
    steps: [
      {
        ...first,
        ...bare,
        id: 'S-status',
        title: 'Keep the reason',
        files: [
          {
            action: 'modify',
            path: 'src/services/order.service.ts',
            symbol: 'OrderService.placeOrder',
            what: 'keep it',
          },
          { action: 'create', path: 'src/lib/reason.ts', what: 'words' },
        ],
        functions: [{ signature: 'reasonOf(code: string): string', purpose: 'words of a code' }],
      },
      {
        ...second,
        ...bare,
        id: 'S-mail',
        title: 'Say it by mail',
        files: [{ action: 'modify', path: 'src/lib/mailer.ts', what: 'a line' }],
      },
    ],
    tests: { intro: [], files: [], cases: [] },
    security: { implemented: [], monitor: [] },
    rollback: [],
  });
}

test('a plan that was followed in part: drift tells exactly which part, committed or not', async () => {
  const commit = git('rev-parse', 'HEAD');
  writeFileSync(join(repo.root, 'plan.md'), plan(commit));
  const before = await driftOf('--json');
  expect(before.code).toBe(3);
  expect(JSON.parse(before.stdout)).toMatchObject({ match: 0, unplanned: [], since: commit });

  git('checkout', '-q', '-b', 'partly');
  edit('src/services/order.service.ts', text =>
    text.replace(/(placeOrder\([^{]*\{\n)/, '$1    // the reason is kept\n'),
  );
  writeFileSync(join(repo.root, 'src/lib/reason.ts'), 'export const words = {};\n');
  git('add', '.');
  git('commit', '-q', '-m', 'feat: keep the reason');
  edit('src/lib/logger.ts', text => `${text}\nexport const extra = 1;\n`);

  const [text, json, low] = await Promise.all([driftOf(), driftOf('--json'), driftOf('--least', '50')]);
  expect(text.code).toBe(3);
  const found = JSON.parse(json.stdout);
  // Four things were planned (three files and a symbol) and a function; three are there; one file is a surprise.
  expect(found.match).toBeCloseTo(3 / 6);
  expect(low.code).toBe(0);
  expect(found.steps.map((s: { id: string; verdict: string }) => [s.id, s.verdict])).toEqual([
    ['S-status', 'partly'],
    ['S-mail', 'not'],
  ]);
  expect(found.unplanned).toEqual([{ path: 'src/lib/logger.ts', fate: 'modified', commits: [] }]);
  expect(text.stdout).toContain(
    '◐ 1. Keep the reason\n       define reasonOf in src/lib/reason.ts: it is not there\n',
  );
  expect(text.stdout).toContain('○ 2. Say it by mail\n       modify src/lib/mailer.ts: it is as it was');
  expect(text.stdout).not.toContain('not named in the plan');
  expect(text.stdout).toContain('Unplanned: 1 file\n  modified  src/lib/logger.ts');

  // The rest of it; and a checkout with other line ends, which is no change.
  writeFileSync(
    join(repo.root, 'src/lib/reason.ts'),
    'export function reasonOf(code: string): string {\n  return code;\n}\n',
  );
  edit('src/lib/mailer.ts', text => `${text}// a line\n`);
  git('checkout', '-q', '--', 'src/lib/logger.ts');
  edit('src/lib/errors.ts', text => text.replace(/\n/g, '\r\n'));
  const whole = await driftOf();
  expect(whole.code).toBe(0);
  expect(whole.stdout).toContain(': 100 % match (90 % asked), 2 of 2 steps done');
  expect(whole.stdout).not.toContain('Unplanned');
});

test('a plan of another repository, or without a commit, says what to do', async () => {
  writeFileSync(join(repo.root, 'plan.md'), plan('a'.repeat(40)));
  const other = await driftOf();
  expect([other.code, other.stdout]).toEqual([2, '']);
  expect(other.stderr).toContain('The commit aaaaaaa, which the plan was made at, is not here.');
  expect(other.stderr).toContain('--since REV');
  const since = await driftOf('--since', 'HEAD', '--json');
  expect(JSON.parse(since.stdout).since).toBe(git('rev-parse', 'HEAD'));
  const hostile = await driftOf('--since=--upload-pack=touch');
  expect(hostile.code).toBe(2);
  expect(hostile.stderr).toContain('is no commit here');
  writeFileSync(join(repo.root, 'plan.md'), '# Plan\n\n## Steps\n\n### 1. A (5 min)\n');
  expect((await driftOf()).stderr).toContain('does not say which commit it was made at');
});

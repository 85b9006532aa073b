import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Plan } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { sealMarkdown, sealState } from '../../src/plan/seal.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { samplePlan } from '../plan/sample.ts';
import { run } from './program.ts';

/** Each of these runs the program a few times. */
const PATIENCE = { timeout: 120_000 };

let repo: FixtureRepo;
beforeEach(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterEach(() => repo.cleanup());

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
function plan(commit: string, more: Partial<Plan> = {}): string {
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
    ...more,
  });
}

test(
  'a plan that was followed in part: drift tells exactly which part, committed or not',
  PATIENCE,
  async () => {
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
  },
);

test('a plan of another repository, or without a commit, says what to do', PATIENCE, async () => {
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

/** Without the ends of lines that the width of the output makes. */
const flat = (text: string) => text.replace(/\s+/g, ' ');

/** The first step is done, with a test; the second is not begun. */
function followed(more: Partial<Plan> = {}): void {
  const commit = git('rev-parse', 'HEAD');
  writeFileSync(
    join(repo.root, 'plan.md'),
    sealMarkdown(plan(commit, more), { approved: '2026-11-25T10:00:00.000Z' }),
  );
  edit('src/services/order.service.ts', text =>
    text.replace(/(placeOrder\([^{]*\{\n)/, '$1    // the reason is kept\n'),
  );
  writeFileSync(
    join(repo.root, 'src/lib/reason.ts'),
    'export function reasonOf(code: string): string {\n  return code;\n}\n',
  );
  writeFileSync(
    join(repo.root, 'src/lib/reason.test.ts'),
    "test('a reason is kept with its order', () => {});\n",
  );
  git('add', '.');
  git('commit', '-q', '-m', 'feat: keep the reason');
}

const tests: Plan['tests'] = {
  intro: [{ text: 'Coverage of at least 80 % of the new lines.', sources: [] }],
  files: [{ path: 'src/lib/reason.test.ts', purpose: '', action: 'create' }],
  cases: [
    { text: 'A reason is kept with its order.', proves: ['R1'] },
    { text: 'An unknown code is refused.', proves: ['R1'] },
  ],
};

test('tests, commits, security and rollback each with their evidence', PATIENCE, async () => {
  followed({
    tests,
    security: {
      implemented: [{ text: 'No reason is kept without its order.', stepId: 'S-status' }],
      monitor: [],
    },
    rollback: [
      { title: 'Take the reason out', undoes: ['S-status'], text: '' },
      { title: 'Take the mail out', undoes: ['S-mail'], text: '' },
    ],
  });
  const [text, json] = await Promise.all([driftOf(), driftOf('--json')]);
  const sha = git('rev-parse', '--short=7', 'HEAD');
  const said = flat(text.stdout);
  expect(said).toContain(`✓ 1. Keep the reason commit ${sha} feat: keep the reason`);
  expect(said).toContain('Tests: 1 of 1 planned file as planned');
  expect(said).toContain('Cases, by the words of test names: 1 of 2 found');
  expect(said).toContain('✓ A reason is kept with its order. src/lib/reason.test.ts:1 “a reason is kept');
  expect(said).toContain('○ An unknown code is refused. not found');
  expect(said).toContain('Coverage The plan asks for 80 %');
  expect(said).toContain('no coverage report is here');
  expect(said).toContain(
    '✓ No reason is kept without its order. src/services/order.service.ts:36 OrderService.placeOrder changed src/lib/reason.ts:1 reasonOf created src/lib/reason.test.ts:1 test',
  );
  expect(said).toContain(
    `✓ Take the reason out: possible git revert ${sha} takes back all that was done to these files since, and nothing else`,
  );
  expect(said).toContain('○ Take the mail out: nothing to undo');
  // Three files, a symbol, a function and a test were planned; the mailer is missing.
  expect(JSON.parse(json.stdout)).toMatchObject({
    parts: { planned: 6, done: 5, half: 0, unplannedFiles: 0, unplannedSymbols: 0 },
    steps: [{ commits: [{ subject: 'feat: keep the reason' }] }, { commits: [] }],
  });
});

/** As made on another machine: one line of three is covered or not. */
const report = (hits: number) =>
  `TN:\nSF:C:\\ci\\shop-api\\src\\lib\\reason.ts\nDA:1,1\nDA:2,${hits}\nDA:3,1\nend_of_record\nSF:/gone/x.ts\nDA:1,1\nend_of_record\n`;

test('coverage below what the plan asks for costs the exit code, whatever the match', PATIENCE, async () => {
  followed({ tests });
  mkdirSync(join(repo.root, 'coverage'));
  const lcov = join(repo.root, 'coverage/lcov.info');
  writeFileSync(lcov, report(0));
  const below = await driftOf('--least', '0');
  expect(below.code).toBe(3);
  expect(flat(below.stdout)).toContain('Lines covered in planned files: 66 % (2 of 3)');
  expect(flat(below.stdout)).toContain('of the planned files: not reached.');
  expect(flat(below.stdout)).toContain('1 entry of the report fit no file here.');
  const [without, named] = await Promise.all([
    driftOf('--least', '0', '--no-coverage'),
    driftOf('--least', '0', '--coverage', 'coverage/other.xml'),
  ]);
  expect([without.code, without.stdout.includes('Coverage\n')]).toEqual([0, false]);
  expect([named.code, named.stdout]).toEqual([2, '']);
  expect(named.stderr).toContain('coverage/other.xml could not be read: there is no such file');
});

test('coverage that is reached, too old or unreadable is said, and costs nothing', PATIENCE, async () => {
  followed({ tests });
  mkdirSync(join(repo.root, 'coverage'));
  const lcov = join(repo.root, 'coverage/lcov.info');
  // Reached, but older than what it measures.
  writeFileSync(lcov, report(1));
  utimesSync(lcov, 1_000, 1_000);
  const above = await driftOf('--least', '0', '--json');
  expect(above.code).toBe(0);
  expect(JSON.parse(above.stdout).coverage).toMatchObject({
    kind: 'report',
    enough: true,
    newer: expect.stringMatching(/^src\//),
    threshold: { percent: 80, of: 'planned' },
  });
  // What cannot be read is said, and costs nothing.
  truncateSync(lcov, 50 * 1024 * 1024);
  const huge = await driftOf('--least', '0');
  expect(huge.code).toBe(0);
  expect(flat(huge.stdout)).toContain(
    'coverage/lcov.info cannot be read: it has 50 MB; at most 32 MB are read',
  );
  writeFileSync(lcov, 'SF:src/lib/reason.ts\nDA:1');
  expect((await driftOf('--least', '0')).stdout).toContain('cannot be read: Line 2 is no record of a line');
});

test(
  '--tick ticks the boxes of finished steps alone, in the file itself, and what was approved stays approved',
  PATIENCE,
  async () => {
    followed();
    const file = join(repo.root, 'plan.md');
    const before = readFileSync(file, 'utf8').replace(/\n/g, '\r\n');
    writeFileSync(file, before);
    chmodSync(file, 0o640);
    symlinkSync('plan.md', join(repo.root, 'latest.md'));
    const ticked = await run(['drift', 'latest.md', '--tick'], { cwd: repo.root });
    expect(ticked.stdout).toMatch(/Ticked [12] check box(es)? of 1 finished step in latest.md/);
    const after = readFileSync(file, 'utf8');
    expect(sealState(after)).toBe('as-approved');
    expect(after.replace(/\[x\]/g, '[ ]')).toBe(before.replace(/\[x\]/g, '[ ]'));
    const lines = after.split('\r\n');
    const [first, second] = ['### 1.', '### 2.'].map(head => lines.findIndex(line => line.startsWith(head)));
    const boxes = (from = 0, to = lines.length) =>
      lines
        .slice(from, to)
        .filter(line => /^- \[/.test(line))
        .map(line => line[3]);
    expect(new Set(boxes(first, second))).toEqual(new Set(['x']));
    expect(
      boxes(
        second,
        lines.findIndex(line => line.startsWith('## File Changes')),
      ),
    ).toContain(' ');
    expect(statSync(file).mode & 0o777).toBe(0o640);
    // Again: nothing to tick, and the file is not written.
    const written = statSync(file, { bigint: true });
    const again = await driftOf('--tick', '--json');
    expect(JSON.parse(again.stdout).ticked).toEqual({ boxes: 0, steps: [] });
    const now = statSync(file, { bigint: true });
    expect([now.ino, now.mtimeNs]).toEqual([written.ino, written.mtimeNs]);
  },
);

test(
  'what hostile commits and files say is shown, not obeyed, and secrets in it are hidden',
  PATIENCE,
  async () => {
    followed();
    const token = `ghp_${'a1B2'.repeat(9)}`;
    edit('src/lib/mailer.ts', text => `${text}// a line\n`);
    writeFileSync(join(repo.root, 'src/lib/x\u001b[2J.ts'), 'export const x = 1;\n');
    git('add', '.');
    git('commit', '-q', '-m', `fix: \u001b]0;owned\u0007 the mailer with ${token}`);
    const [text, json] = await Promise.all([driftOf(), driftOf('--json')]);
    expect(text.stdout).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f]/);
    expect(text.stdout).toContain('the mailer with');
    for (const { stdout } of [text, json]) expect(stdout).not.toContain(token);
  },
);

import { expect, test } from 'vitest';
import { calibrate } from '../../../src/codemap/replay/calibrate.ts';
import { casesOf } from '../../../src/codemap/replay/cases.ts';
import { BM25_PLAIN, RANKING, type Ranker, replay } from '../../../src/codemap/replay/replay.ts';
import { createGit, createGitObjects } from '../../../src/host/index.ts';
import { freshFolder, git, repository, writeFiles } from '../../host/repository.ts';
import { commit } from '../memory.ts';

const MAIL = 'export function sendMail(to: string) {\n  return to;\n}\n';
const START = {
  'src/mailer.ts': MAIL,
  'src/invoice.ts': 'export function total(lines: number[]) {\n  return lines.length;\n}\n',
  'src/login.ts': 'export function login(user: string) {\n  return user;\n}\n',
  'src/colour.ts': 'export const palette = ["red"];\n',
  'tests/mailer.test.ts': "import { sendMail } from '../src/mailer';\ntest('mail', () => sendMail('a'));\n",
  'README.md': '# Shop\n',
};

function change(root: string, message: string, files: Readonly<Record<string, string>>): string {
  writeFiles(root, files);
  git(root, 'add', '-A');
  git(root, 'commit', '-q', '-m', message);
  return git(root, 'rev-parse', 'HEAD').trim();
}

/** A shop whose third commit is a fix of known files. */
function shop(): { readonly root: string; readonly fix: string } {
  const root = repository(START);
  change(root, 'chore: release 1.2', { 'src/colour.ts': 'export const palette = ["blue"];\n' });
  const fix = change(root, 'fix: totals of an invoice are rounded', {
    'src/invoice.ts': 'export function total(lines: number[]) {\n  return Math.round(lines.length);\n}\n',
    'tests/mailer.test.ts': 'test();\n',
    'src/rounding.ts': 'export const digits = 2;\n',
  });
  return { root, fix };
}

const run = (root: string, options: Partial<Parameters<typeof replay>[2]> = {}) =>
  replay(createGit(root), createGitObjects(root), { commits: 10, ...options });

test('the files of a change are sought in the tree before it, among its sources', async () => {
  const { root, fix } = shop();
  const seen: (readonly [string, readonly string[]])[] = [];
  const { cases, ended } = await run(root, {
    onCase: (c, snapshot) => seen.push([c.id, snapshot.paths]),
  });
  expect(ended).toBe('complete');
  expect(cases).toEqual([
    {
      id: fix,
      goal: 'fix: totals of an invoice are rounded',
      changed: ['src/invoice.ts'],
      places: { ranking: [1], bm25: [1] },
      candidates: 4,
    },
  ]);
  // What the change itself made was not there yet.
  expect(seen).toEqual([[fix, Object.keys(START).sort()]]);
});

test('the future does not leak: later words, files and commits change no place and no score', async () => {
  const { root, fix } = shop();
  const scores: number[][] = [];
  const orders: (readonly number[])[] = [];
  const spy: Ranker = {
    name: 'spy',
    rank(goal, snapshot, candidates) {
      orders.push(RANKING.rank(goal, snapshot, candidates));
      scores.push([...snapshot.bags.score(goal, candidates)]);
      expect(snapshot.history?.commits.map(c => c.commit.subject)).toEqual(['chore: release 1.2', 'First']);
      return [];
    },
  };
  const before = await run(root, { rankers: [RANKING, BM25_PLAIN, spy] });
  const words = 'totals of an invoice are rounded '.repeat(40);
  for (let n = 0; n < 6; n++)
    change(root, `fix: totals of an invoice are rounded, part ${n}`, {
      'src/colour.ts': `// ${words}${n}\nexport function roundedInvoiceTotals() {}\n`,
      [`src/invoiceTotals${n}.ts`]: `// ${words}\n`,
      'src/login.ts': `export function login() {}\n// ${n}\n`,
    });
  const after = await run(root, {
    rankers: [RANKING, BM25_PLAIN, spy],
    cases: [
      {
        id: fix,
        base: git(root, 'rev-parse', `${fix}^`).trim(),
        goal: before.cases[0]?.goal ?? '',
        changed: ['src/invoice.ts'],
      },
    ],
  });
  expect(after.cases).toEqual(before.cases);
  expect(orders[1]).toEqual(orders[0]);
  expect(scores[1]).toEqual(scores[0]);
});

test('nothing is checked out, and the work tree stays as it was', async () => {
  const { root } = shop();
  writeFiles(root, { 'src/invoice.ts': '// being edited\n' });
  await run(root);
  expect(git(root, 'status', '--porcelain')).toBe(' M src/invoice.ts\n');
  expect(git(root, 'log', '-1', '--format=%s', 'HEAD')).toBe('fix: totals of an invoice are rounded\n');
});

test('a merge’s side branch is known only where it was reachable', async () => {
  const root = repository(START);
  git(root, 'checkout', '-q', '-b', 'side');
  change(root, 'feat: side colours for mail', { 'src/colour.ts': 'export const palette = ["green"];\n' });
  git(root, 'checkout', '-q', 'main');
  change(root, 'feat: mail goes to two people', { 'src/mailer.ts': `${MAIL}// two\n` });
  git(root, 'merge', '-q', '--no-ff', '-m', 'Merge', 'side');
  const known: Record<string, readonly string[]> = {};
  await run(root, {
    onCase: (c, { history }) => {
      known[c.goal] = history?.commits.map(x => x.commit.subject) ?? [];
    },
  });
  expect(known).toEqual({
    'feat: side colours for mail': ['First'],
    'feat: mail goes to two people': ['First'],
  });
});

test('it stops when it is told to, and when time is up', async () => {
  const { root } = shop();
  const stop = new AbortController();
  stop.abort();
  expect(await run(root, { signal: stop.signal })).toEqual({ cases: [], ended: 'cancelled' });
  expect(await run(root, { timeMs: -1 })).toEqual({ cases: [], ended: 'time' });
  expect(await run(freshFolder())).toEqual({ cases: [], ended: 'no-history' });
});

test('progress ends at the total', async () => {
  const { root } = shop();
  const seen: (readonly [number, number])[] = [];
  await run(root, { onProgress: (done, total) => seen.push([done, total]) });
  expect(seen).toEqual([[1, 1]]);
});

test('a calibration says what was measured, at which commit', async () => {
  const { root, fix } = shop();
  const found = await calibrate(createGit(root), createGitObjects(root), '1.0.0', { commits: 5 });
  const perfect = { cases: 1, acc: { 1: 1, 3: 1, 5: 1, 10: 1 }, hit: 1, recall: 1, mrr: 1 };
  expect(found).toEqual({
    commit: fix,
    version: '1.0.0',
    ranking: perfect,
    bm25: perfect,
    bySize: [{ files: 'one', cases: 1, found: 1 }],
    misses: [],
    ended: 'complete',
  });
  const empty = repository({ 'README.md': '# Nothing to replay\n' });
  expect(await calibrate(createGit(empty), createGitObjects(empty), '1.0.0', { commits: 5 })).toBeUndefined();
});

test.each([
  ['feat: orders can be cancelled', true],
  ['Orders can be cancelled by their buyer', true],
  ['fix(cart): stale prices', true],
  ['fix: a typo', false],
  ['fix(deps): update all packages', false],
  ['docs: how orders are cancelled', false],
  ['refactor: split the order service', false],
  ['Bump left-pad from 1 to 2', false],
  ['cargo fmt', false],
  ['v2.0.1', false],
  ['Merge branch of orders', false],
  ['update dev dependencies', false],
  ['fix it', false],
])('“%s” is a goal: %s', (subject, isGoal) => {
  const entry = commit(subject, '2026-01-02', ['src/order.ts']);
  const cases = casesOf([entry], new Map([[entry.sha, ['p'.repeat(40)]]]), 10, 8);
  expect(cases.length).toBe(isGoal ? 1 : 0);
});

test('first commits, merges, and changes of files that were not there or of too many are no cases', () => {
  const parents = ['a'.repeat(40), 'b'.repeat(40)];
  const many = commit(
    'feat: everything becomes blue',
    '2026-01-02',
    Array.from({ length: 40 }, (_, n) => `src/f${n}.ts`),
  );
  const text = commit('feat: everything is explained', '2026-01-02', ['README.md']);
  const one = commit('feat: orders can be cancelled', '2026-01-02', ['src/order.ts']);
  const made = { ...one, files: one.files.map(f => ({ ...f, change: 'created' as const })) };
  const cases = (c: typeof one, before: readonly string[]) => casesOf([c], new Map([[c.sha, before]]), 10, 8);
  expect(cases(one, parents.slice(0, 1))).toHaveLength(1);
  expect(cases(one, [])).toEqual([]);
  expect(cases(one, parents)).toEqual([]);
  expect(cases(many, parents.slice(0, 1))).toEqual([]);
  expect(cases(text, parents.slice(0, 1))).toEqual([]);
  expect(cases(made, parents.slice(0, 1))).toEqual([]);
});

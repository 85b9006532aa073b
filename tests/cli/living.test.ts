import { appendFileSync, copyFileSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { parseFrontMatter } from '../../src/plan/front-matter.ts';
import { sealState } from '../../src/plan/seal.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { freshHome, run } from './program.ts';

// Many whole runs of the program in each.
vi.setConfig({ testTimeout: 180_000 });

const GOAL = 'add rate limiting to the public API';

describe('a plan after its approval', () => {
  let repo: FixtureRepo;
  const home = freshHome();
  const call = (...args: string[]) => run(args, { cwd: repo.root, home });
  const text = (path: string) => readFileSync(join(repo.root, path), 'utf8');
  const json = async (...args: string[]) => {
    const { code, stdout, stderr } = await call(...args, '--json');
    if (code !== 0) throw new Error(`exit ${code}: ${stderr}`);
    return JSON.parse(stdout);
  };
  const front = (path: string) => {
    const read = parseFrontMatter(text(path));
    if (!read.ok) throw new Error(read.error.message);
    return read.value;
  };
  let first = '';
  let approved = '';
  beforeAll(async () => {
    repo = await makeFixtureRepo('shop-api');
    first = (await json('plan', GOAL, '--approve')).path;
    approved = text(first);
  }, 120_000);
  afterAll(() => repo.cleanup());

  test('is opened again with all its revisions, by its file', async () => {
    const again = await json('resume', 'plans/latest-plan.md');
    expect(again).toMatchObject({ revision: 1, revisions: 1, approved: true, path: first });
    expect((await json('sessions')).length).toBe(0);
  });

  test('takes in what was edited in the file, once, and carries it through the next draft', async () => {
    const edited = approved
      .replace('## Timeline', '## What Tom said\n\nMind the *replicas*.\n\n## Timeline')
      .replace(/^- \[ \] /m, '- [x] ');
    writeFileSync(join(repo.root, first), edited);
    const opened = await json('resume', first);
    expect(opened).toMatchObject({ revision: 2, revisions: 2, approved: false });
    expect(opened.markdown).toContain('Mind the *replicas*.');
    expect(opened.markdown).toContain('**Your edit of the file**: Added “What Tom said”.');
    expect(opened.markdown).toContain('status: draft');
    expect((await json('resume', first)).revisions).toBe(2);

    const next = await json('resume', first, '--feedback', 'also update the README', '--approve');
    expect(next).toMatchObject({ revision: 3, approved: true });
    expect(next.path).not.toBe(first);
    const saved = text(next.path);
    expect(saved).toContain('Mind the *replicas*.');
    expect(saved).toContain('README');
    expect(front(next.path)).toMatchObject({ supersedes: first, status: 'approved' });
    expect(sealState(saved)).toBe('as-approved');
    // Of the plan before only two lines of front matter are other ones: the person's words and ticks are there still.
    expect(text(first)).toBe(
      edited.replace('status: approved\n', `status: superseded\nsuperseded_by: ${next.path}\n`),
    );
  });

  test('is named by a new session’s plan for the same goal; neither is overwritten', async () => {
    const before = (await json('plans')).find((p: { status: string }) => p.status === 'approved');
    const was = text(before.path);
    const { path } = await json('plan', `${GOAL}.`, '--approve');
    expect(front(path)).toMatchObject({ supersedes: before.path });
    expect(text(before.path)).toBe(
      was.replace('status: approved\n', `status: superseded\nsuperseded_by: ${path}\n`),
    );
    const other = await json('plan', 'add a health check endpoint', '--approve');
    expect(front(other.path)).not.toHaveProperty('supersedes');
  });

  test('says which steps rest on files that moved', async () => {
    const { path } = await json('plan', 'add CSV export of orders', '--approve');
    const listed = async () => (await json('plans')).find((p: { path: string }) => p.path === path);
    expect(await listed()).toMatchObject({ stale: 0 });
    const [relied = ''] = Object.keys(front(path).relies_on ?? {});
    appendFileSync(join(repo.root, relied), '\n// moved\n');
    expect((await listed()).stale).toBeGreaterThan(0);
  });
});

test('a plan by other hands begins a session: it is checked, keeps its words, and can be approved', async () => {
  const repo = await makeFixtureRepo('shop-api');
  const home = freshHome();
  await run(['plan', GOAL, '--approve', '--json'], { cwd: repo.root, home });
  const foreign = join(repo.root, 'plans/by-hand.md');
  copyFileSync(new URL('../plan/foreign/sound.md', import.meta.url), foreign);
  const was = readFileSync(foreign, 'utf8');
  const { code, stdout } = await run(['resume', 'plans/by-hand.md', '--json'], { cwd: repo.root, home });
  expect(code).toBe(0);
  const opened = JSON.parse(stdout);
  expect(opened).toMatchObject({ revision: 1, revisions: 1, approved: false });
  expect(opened.checks).toHaveLength(15);
  const body = (markdown: string) => markdown.slice(markdown.indexOf('\n# ') + 1);
  expect(opened.markdown.endsWith(body(`\n${was}`))).toBe(true);
  expect(readFileSync(foreign, 'utf8')).toBe(was);

  // Opened again it is the same session; what was edited in the file meanwhile is taken in, once.
  writeFileSync(foreign, `${was}\n## What Tom said\n\nMind the replicas.\n`);
  for (const _ of ['edited', 'the same']) {
    const again = JSON.parse(
      (await run(['resume', 'plans/by-hand.md', '--json'], { cwd: repo.root, home })).stdout,
    );
    expect(again).toMatchObject({ sessionId: opened.sessionId, revision: 2, revisions: 2 });
    expect(again.markdown).toContain('Mind the replicas.');
  }

  writeFileSync(foreign, '<<<<<<< ours\n# A\n=======\n# B\n>>>>>>> theirs\n');
  const known = await run(['resume', 'plans/by-hand.md', '--json'], { cwd: repo.root, home });
  expect(JSON.parse(known.stdout).notices.join()).toContain('Line 1 holds the mark of a merge conflict.');
  copyFileSync(foreign, join(repo.root, 'plans/new.md'));
  const conflict = await run(['resume', 'plans/new.md', '--json'], { cwd: repo.root, home });
  expect(conflict.stderr).toContain('Line 1 holds the mark of a merge conflict.');
  const none = await run(['resume', 'plans/none.md'], { cwd: repo.root, home });
  expect([none.code, none.stderr]).toEqual([2, expect.stringContaining('There is no plan plans/none.md')]);
  repo.cleanup();
});

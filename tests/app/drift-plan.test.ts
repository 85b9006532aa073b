import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type DriftOptions, driftOf } from '../../src/app/drift-plan.ts';
import {
  createGit,
  createGitObjects,
  createProjectFiles,
  createReportFiles,
  createWorkTree,
} from '../../src/host/index.ts';
import type { Plan } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { declaredPackages } from '../../src/research/index.ts';
import { freshFolder, git, repository, writeFiles } from '../host/repository.ts';
import { file, planOf } from '../plan/drift-world.ts';

async function driftIn(root: string, plan: Plan | string, options: DriftOptions = {}) {
  const own = createGit(root);
  const files = createProjectFiles(root, own);
  const found = await driftOf('plans/x.md', typeof plan === 'string' ? plan : renderPlan(plan), options, {
    files,
    git: own,
    objects: createGitObjects(root),
    workTree: createWorkTree(root),
    reports: createReportFiles(root),
    packages: () => declaredPackages(files, own),
  });
  return found.ok ? found.value : found.error;
}

const head = (root: string) => git(root, 'rev-parse', 'HEAD').trim();
const BODY = Array.from({ length: 12 }, (_, i) => `  const line${i} = ${i};`).join('\n');
const source = (more = '') =>
  `export function total(): number {\n${more}  return 1;\n}\n\nexport function other(): void {\n${BODY}\n}\n`;

describe('a plan in a real repository', () => {
  it('finds a renamed file by its lines, and what became of its symbols under the new name', async () => {
    const root = repository({ 'src/prices.ts': source(), 'src/b.ts': 'export const b = 1;\n' });
    const plan = { ...planOf({ files: [file('modify', 'src/prices.ts', 'total')] }), commit: head(root) };
    git(root, 'mv', 'src/prices.ts', 'src/money.ts');
    writeFiles(root, { 'src/money.ts': source('  // rounded\n') });
    git(root, 'commit', '-qam', 'refactor: prices are money');
    expect(await driftIn(root, plan)).toMatchObject({
      steps: [
        {
          verdict: 'partly',
          items: [
            { kind: 'file', done: false, found: 'renamed to src/money.ts' },
            { kind: 'symbol', done: true, name: 'total', line: 1, instead: 'src/money.ts' },
          ],
          commits: [{ subject: 'refactor: prices are money' }],
        },
      ],
      unplanned: [],
      alsoChanged: [],
      match: 0.75,
    });
  });

  it('does not take for deleted what a sparse checkout leaves out', async () => {
    const root = repository({ 'app/a.ts': 'a\n', 'docs/long.md': 'long\n', 'gone.ts': 'x\n' });
    const plan = { ...planOf({ files: [file('modify', 'app/a.ts')] }), commit: head(root) };
    git(root, 'sparse-checkout', 'set', '--no-cone', '/app/', '/gone.ts');
    rmSync(join(root, 'gone.ts'));
    expect(await driftIn(root, plan)).toMatchObject({ unplanned: [{ path: 'gone.ts', fate: 'deleted' }] });
  });

  it('of a folder of a bigger repository sees that folder alone', async () => {
    const root = repository({ 'app/a.ts': 'a\n', 'app/c.ts': 'c\n', 'lib/b.ts': 'b\n' });
    const plan = { ...planOf({ files: [file('modify', 'a.ts')] }), commit: head(root) };
    writeFiles(root, { 'app/a.ts': 'x\n', 'lib/b.ts': 'x\n' });
    git(root, 'commit', '-qam', 'both');
    const found = await driftIn(join(root, 'app'), plan);
    expect(found).toMatchObject({ match: 1, unplanned: [], steps: [{ commits: [{ subject: 'both' }] }] });
  });

  it('takes a coverage report of the planned files’ own package, and one that was named before any other', async () => {
    const root = repository({
      '.gitignore': 'coverage\n',
      'packages/shop/src/a.ts': 'a\n',
      'packages/shop/package.json': '{}',
    });
    const plan = {
      ...planOf({ files: [file('modify', 'packages/shop/src/a.ts')] }),
      commit: head(root),
      nextSteps: ['Keep the coverage at 50 % at least.'],
    };
    writeFiles(root, {
      'packages/shop/src/a.ts': 'x\n',
      'packages/shop/coverage/lcov.info': 'SF:src/a.ts\nDA:1,1\nDA:2,1\nend_of_record\n',
    });
    expect(await driftIn(root, plan)).toMatchObject({
      coverage: {
        kind: 'report',
        path: 'packages/shop/coverage/lcov.info',
        planned: { covered: 2, lines: 2 },
        enough: true,
      },
    });
    const text = 'SF:packages/shop/src/a.ts\nDA:1,0\nend_of_record\n';
    const report = { path: 'other.info', read: { kind: 'read' as const, text, madeAt: Date.now() + 1e6 } };
    expect(await driftIn(root, plan, { report })).toMatchObject({
      coverage: { path: 'other.info', planned: { covered: 0 }, enough: false },
    });
    const broken = { ...report, read: { ...report.read, text: 'no report' } };
    expect(await driftIn(root, plan, { report: broken })).toMatchObject({ kind: 'bad-coverage' });
  });

  it('is led out of the project by no path of a plan, and hides secrets that tests are named after', async () => {
    const outer = freshFolder();
    const root = join(outer, 'app');
    writeFiles(outer, { 'coverage/lcov.info': 'SF:a.ts\nDA:1,1\nend_of_record\n', 'secret.ts': 'x\n' });
    writeFiles(root, { 'a.ts': 'a\n' });
    git(root, 'init', '-q', '-b', 'main');
    git(root, 'add', '-A');
    git(root, 'commit', '-q', '-m', 'First');
    const token = `ghp_${'a1B2'.repeat(9)}`;
    const plan: Plan = {
      ...planOf({
        files: [
          file('modify', '../secret.ts'),
          file('create', '../../etc/passwd'),
          file('create', 'a.test.ts'),
        ],
      }),
      commit: head(root),
      tests: { intro: [], files: [], cases: [{ text: 'The token of the mailer is refused.', proves: [] }] },
    };
    writeFiles(root, { 'a.test.ts': `test('the token ${token} of the mailer is refused', () => {});\n` });
    const found = await driftIn(root, plan);
    expect(found).toMatchObject({
      coverage: { kind: 'no-report' },
      steps: [{ items: [{ found: 'it is not there' }, { done: true }, { found: 'it is not there' }] }],
      tests: { cases: [{ found: true, nearest: { path: 'a.test.ts', line: 1 } }] },
    });
    expect(JSON.stringify(found)).not.toContain(token);
  });

  it('knows packages by the manifests as they are now', async () => {
    const root = repository({ 'package.json': '{"name": "x", "dependencies": {}}' });
    const plan: Plan = {
      ...planOf({
        files: [file('modify', 'package.json')],
        packages: [{ name: 'ws', dev: false, action: 'add', note: '' }],
      }),
      commit: head(root),
      rollback: [{ title: 'Back', undoes: ['S-1'], text: '' }],
    };
    writeFiles(root, { 'package.json': '{"name": "x", "dependencies": {"ws": "8"}}' });
    const found = await driftIn(root, plan);
    expect('rollback' in found && found.rollback[0]?.because).toContain('ws is declared and can be removed');
  });

  it('says that the tree was not clean when the plan was made', async () => {
    const root = repository({ 'a.ts': 'a\n' });
    const plan = { ...planOf({ files: [file('modify', 'a.ts')] }), commit: head(root), clean: false };
    expect(await driftIn(root, plan)).toMatchObject({ unclean: true });
    expect(await driftIn(root, plan, { since: 'HEAD' })).not.toHaveProperty('unclean');
  });

  it('needs a repository', async () => {
    const plan = { ...planOf({ files: [file('create', 'a.ts')] }), commit: 'a'.repeat(40) };
    expect(await driftIn(freshFolder(), plan)).toMatchObject({ kind: 'no-repository' });
    expect(await driftIn(freshFolder(), 'no plan')).toMatchObject({ kind: 'no-plan' });
  });
});

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { builtInStacks } from '../../src/app/built-in-stacks.ts';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { followPlan } from '../helpers/plan-files.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

/** A goal for each stack; the words alone choose it. */
const GOALS: readonly (readonly [string, string, string])[] = [
  ['typescript-cli', 'a command line that keeps notes', 'notes'],
  ['typescript-service', 'a service that shortens URLs', 'urls'],
  ['typescript-library', 'a library that reads recipes', 'recipes'],
  ['python-cli', 'a command line in Python that keeps notes', 'notes'],
  ['python-service', 'a REST API in Python for tracking parcels', 'parcels'],
  ['go-service', 'a service in Go that shortens links', 'links'],
  ['go-cli', 'a Go command that keeps notes', 'notes'],
  ['rust-cli', 'a command line in Rust that keeps recipes', 'recipes'],
  ['typescript-bot', 'a Telegram bot that reminds of birthdays', 'birthdays'],
  ['static-page', 'a landing page for our bakeries', 'bakeries'],
];

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function emptyFolder(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'planner-tui-new-')));
  folders.push(folder);
  return folder;
}

async function planIn(root: string, goal: string, answers: Readonly<Record<string, string>> = {}) {
  const project = await realProject(root);
  try {
    const session = await firstDraft(
      project.planner,
      await project.start({ text: goal, kind: 'bootstrap' }),
      answers,
    );
    const revision = lastPlan(session);
    const facts = await gatherFacts(needs(revision.plan, revision.markdown), project.ports);
    return { ...revision, failed: failing(check(revision.plan, revision.markdown, facts)) };
  } finally {
    await project.close();
  }
}

/** With the registry of packages at hand, every command of the plan is run; without, only those that install nothing. */
const whole = process.env['PLANNER_TUI_RUN_STACKS'] !== undefined;

describe('a project that does not exist yet', () => {
  it.each(GOALS)(
    '%s: passes its checks, creates every file, and can be followed',
    async (stack, goal, things) => {
      const root = emptyFolder();
      const { plan, markdown, failed } = await planIn(root, goal);
      expect(failed).toEqual([]);
      expect(plan.approach.title).toContain(
        builtInStacks()
          .find(s => s.name === stack)
          ?.title.split('{{')[0],
      );
      expect(markdown).toContain(things);
      expect(plan.steps.flatMap(s => s.files.map(f => f.action))).not.toContain('modify');
      const read = readPlan(markdown);
      if (!read.ok) throw new Error(read.error.message);
      const ran: string[] = [];
      const written = followPlan(read.value.plan, root, command => {
        const local = !/\b(?:npm|npx|pip|ruff|go|gofmt|cargo|rustc)\b/.test(command);
        if (!whole && !local) return;
        ran.push(command);
        execFileSync('/bin/sh', ['-c', command], { cwd: root, stdio: 'pipe' });
      });
      expect([...written].sort()).toEqual(plan.steps.flatMap(s => s.files.map(f => f.path)).sort());
      expect(ran.length).toBeGreaterThanOrEqual(whole || stack === 'python-cli' ? 5 : 0);
    },
    240_000,
  );

  it('touches nothing in a folder that holds something: below it, or beside with the same names kept', async () => {
    const root = emptyFolder();
    writeFileSync(join(root, 'README.md'), '# mine\n');
    const below = await planIn(root, 'a service that shortens URLs');
    expect(below.plan.questions[0]?.question.id).toBe('folder');
    expect(below.failed).toEqual([]);
    expect(below.plan.steps.flatMap(s => s.files.map(f => `${f.action} ${f.path.split('/')[0]}`))).toEqual(
      expect.arrayContaining([expect.stringMatching(/^create /)]),
    );
    expect(
      below.plan.steps.flatMap(s => s.files).every(f => f.path.includes('/') && f.action === 'create'),
    ).toBe(true);
    const beside = await planIn(root, 'a service that shortens URLs', { folder: 'beside' });
    const readme = beside.plan.steps.flatMap(s => s.files).find(f => f.path === 'README.md');
    expect(readme).toMatchObject({ action: 'modify', what: expect.stringContaining('replace nothing') });
    expect(beside.failed).toEqual([]);
  });

  it('says what no stack serves, and what was not looked up', async () => {
    const { markdown, plan } = await planIn(emptyFolder(), 'a service in Rust that shortens URLs');
    expect(markdown).toContain(
      'No stack is there for a service in Rust: the steps are shown in TypeScript, and only their order carries over',
    );
    expect(plan.steps.flatMap(s => s.files.map(f => f.path))).toContain('src/server.ts');
    const elsewhere = await planIn(emptyFolder(), 'a command line in Kotlin that keeps notes');
    expect(elsewhere.markdown).toContain('a command line in the language that was asked for');
    expect(elsewhere.plan.approach.title).toContain('TypeScript');
    expect(markdown).toContain('were not looked up');
  });

  it('changes the plan by the answers', async () => {
    const { plan } = await planIn(emptyFolder(), 'a tool that keeps notes', {
      makes: 'cli',
      language: 'python',
      license: 'mit',
    });
    expect(plan.steps.flatMap(s => s.files.map(f => f.path))).toEqual(
      expect.arrayContaining(['pyproject.toml', 'LICENSE']),
    );
    expect(plan.questions.map(q => q.question.id)).toEqual([
      'makes',
      'language',
      'storage',
      'users',
      'deployment',
      'license',
    ]);
  });
});

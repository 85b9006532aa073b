import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import type { Revision } from '../../src/plan/model.ts';
import { concreteness, sharedSentences } from '../../src/plan/text-quality.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { firstDraft, lastPlan } from '../agent/loop.ts';
import { realProject } from '../agent/real.ts';
import { type FixtureName, makeFixtureRepo } from '../helpers/fixture-repo.ts';

type Project = Awaited<ReturnType<typeof realProject>>;
/** Files of a project that is written for one test: path → text. */
export type ProjectText = Readonly<Record<string, string>>;

export interface Drafted {
  readonly session: ActiveSession;
  readonly revision: Revision;
  readonly plan: Revision['plan'];
  /** Paths of the project when it was planned for. */
  readonly paths: ReadonlySet<string>;
}

/** Projects to draft plans on: the fixtures by name, and projects given as text. Made once a test file, closed behind it. */
export function playbookProjects<Name extends string>(own: Readonly<Record<Name, ProjectText>>) {
  const projects = new Map<string, Project>();
  const cleanups: (() => Promise<unknown>)[] = [];

  async function add(name: string, root: string, cleanup: () => Promise<unknown>): Promise<void> {
    projects.set(name, await realProject(root));
    cleanups.push(cleanup);
  }
  beforeAll(async () => {
    for (const name of ['shop-api', 'ledger-py', 'notes-web'] as const) {
      const repo = await makeFixtureRepo(name);
      await add(name, repo.root, repo.cleanup);
    }
    for (const [name, files] of Object.entries<ProjectText>(own)) {
      const parent = await mkdtemp(join(tmpdir(), 'planner-tui-playbook-'));
      const root = join(parent, name);
      for (const [path, text] of Object.entries(files)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), text);
      }
      await add(name, root, () => rm(parent, { recursive: true, force: true }));
    }
  });
  afterAll(async () => {
    for (const project of projects.values()) await project.close();
    for (const cleanup of cleanups) await cleanup();
  });

  const project = (name: string): Project => {
    const found = projects.get(name);
    if (!found) throw new Error(`no project ${name}`);
    return found;
  };

  /** The first draft for a goal, the round answered as given and the rest as recommended. */
  async function draft(
    name: FixtureName | Name,
    goal: string,
    answers: Readonly<Record<string, string>> = {},
  ): Promise<Drafted> {
    const { planner, start, ports } = project(name);
    const session = await firstDraft(planner, await start(goal), answers);
    const revision = lastPlan(session);
    return { session, revision, plan: revision.plan, paths: new Set(await ports.map.paths()) };
  }

  /** Everything that holds for every plan, whatever it is for: true paths, verbatim excerpts, concrete sentences, no failing check. */
  async function expectSound(name: FixtureName | Name, goal: string, drafted: Drafted): Promise<void> {
    const { plan, markdown } = drafted.revision;
    const { ports } = project(name);
    // A later step may change what an earlier one created; nothing is created twice.
    const there = new Set(drafted.paths);
    for (const file of plan.steps.flatMap(s => s.files)) {
      expect(there.has(file.path), `${file.action} ${file.path}`).toBe(file.action !== 'create');
      there.add(file.path);
    }
    for (const block of plan.steps.flatMap(s => s.code))
      if (block.kind === 'existing' && block.source?.kind === 'file')
        expect((await ports.files.read(block.source.path))?.text).toContain(block.code);
    for (const { path } of plan.steps.flatMap(step => step.files))
      expect(path, 'a folder without a name').not.toMatch(/\/\/|^\/|\/$/);
    const { share, vague } = concreteness(markdown, { words: goal });
    expect(share, vague.join('\n')).toBeGreaterThanOrEqual(0.85);
    const facts = await gatherFacts(needs(plan, markdown), ports);
    const found = failing(check(plan, markdown, facts)).flatMap(r =>
      r.findings.map(f => `check ${r.check}, line ${f.line}: ${f.message}`),
    );
    expect(found).toEqual([]);
    expect(markdown, 'a placeholder was left').not.toMatch(/\{\{[#/\w.]|\[object /);
  }

  /** Plans for one goal on two projects have less than a fifth of their sentences in common. */
  function expectOwnWords(a: Drafted, b: Drafted): void {
    const { share, shared } = sharedSentences(a.revision.markdown, b.revision.markdown);
    expect(share, shared.join('\n')).toBeLessThan(0.2);
  }

  return { draft, expectSound, expectOwnWords };
}

/** Paths of all files that the steps name. */
export function pathsOf({ plan }: Drafted): readonly string[] {
  return [...new Set(plan.steps.flatMap(s => s.files.map(f => f.path)))];
}

/** Names of the playbooks that a plan was composed from, as its notice says. */
export function playbooksOf({ plan }: Drafted): readonly string[] {
  const named = /the playbooks ([^:]*?), the code map/.exec(plan.notices[0] ?? '')?.[1];
  return named?.split(', ') ?? [];
}

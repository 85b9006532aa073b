import { mkdirSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect } from 'vitest';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import type { Revision } from '../../src/plan/model.ts';
import { concreteness, sharedSentences } from '../../src/plan/text-quality.ts';
import type { ActiveSession } from '../../src/session/state.ts';
import { firstDraft, lastPlan } from '../agent/loop.ts';
import { realProject } from '../agent/real.ts';
import { type FixtureName, fixtureName, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { once } from '../helpers/once.ts';

type Opened = Awaited<ReturnType<typeof realProject>>;
/** Files of a project that is written for one test: path → text. */
export type ProjectText = Readonly<Record<string, string>>;

export interface Drafted {
  readonly session: ActiveSession;
  readonly revision: Revision;
  readonly plan: Revision['plan'];
  /** Paths of the project when it was planned for. */
  readonly paths: ReadonlySet<string>;
}

/**
 * Projects to draft plans on: the fixtures by name, and projects given as text. Each is made when it is first asked for,
 * is shared by the tests of a file, and is closed behind them.
 */
export function playbookProjects<Name extends string>(own: Readonly<Record<Name, ProjectText>>) {
  const texts: Readonly<Record<string, ProjectText>> = own;
  const opened = new Map<string, Promise<Opened>>();
  const drafts = new Map<string, Promise<Drafted>>();

  afterAll(async () => {
    for (const made of await Promise.allSettled(opened.values()))
      if (made.status === 'fulfilled') await made.value.close();
  });

  const project = (name: string): Promise<Opened> =>
    once(opened, name, () => {
      const text = texts[name];
      return text ? openText(name, text) : openFixture(name);
    });

  /**
   * The first draft for a goal, the round answered as given and the rest as recommended. Drafting is a function of
   * these three, so one that was made before is given again; it is frozen, because several tests look at it.
   */
  function draft(
    name: FixtureName | Name,
    goal: string,
    answers: Readonly<Record<string, string>> = {},
  ): Promise<Drafted> {
    const key = JSON.stringify([name, goal, Object.entries(answers).sort()]);
    return once(drafts, key, async () => {
      const { planner, start, ports } = await project(name);
      const session = await firstDraft(planner, await start(goal), answers);
      const revision = lastPlan(session);
      const paths = new Set(await ports.map.paths());
      return { session: frozen(session), revision, plan: revision.plan, paths };
    });
  }

  /** Everything that holds for every plan, whatever it is for: true paths, verbatim excerpts, concrete sentences, no failing check. */
  async function expectSound(name: FixtureName | Name, goal: string, drafted: Drafted): Promise<void> {
    const { plan, markdown } = drafted.revision;
    const { ports } = await project(name);
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

async function openFixture(name: string): Promise<Opened> {
  const repo = await makeFixtureRepo(fixtureName(name));
  return openAt(repo.root, repo.cleanup);
}

async function openText(name: string, files: ProjectText): Promise<Opened> {
  const parent = await mkdtemp(join(tmpdir(), 'planner-tui-playbook-'));
  const root = join(parent, name);
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
  return openAt(root, () => rm(parent, { recursive: true, force: true }));
}

async function openAt(root: string, cleanup: () => Promise<unknown>): Promise<Opened> {
  const project = await realProject(root);
  return {
    ...project,
    close: async () => {
      await project.close();
      await cleanup();
    },
  };
}

/** The same value, of which nothing can be changed any more. */
function frozen<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  Object.freeze(value);
  for (const inner of Object.values(value)) frozen(inner);
  return value;
}

/** Paths of all files that the steps name. */
export function pathsOf({ plan }: Drafted): readonly string[] {
  return [...new Set(plan.steps.flatMap(s => s.files.map(f => f.path)))];
}

/** Names of the playbooks that a plan was composed from, as its notice says. */
export function playbooksOf({ plan }: Drafted): readonly string[] {
  const named = /the playbooks? ([^:]*?), the code map/.exec(plan.notices[0] ?? '')?.[1];
  return named?.split(', ') ?? [];
}

import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { gatherFacts } from '../../../src/app/facts.ts';
import { check, failing, needs } from '../../../src/plan/checks/index.ts';
import { exportPlan } from '../../../src/plan/export/index.ts';
import type { Plan, Revision } from '../../../src/plan/model.ts';
import { readPlan } from '../../../src/plan/read/index.ts';
import type { ActiveSession } from '../../../src/session/state.ts';
import { type FixtureRepo, makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { firstDraft } from '../loop.ts';
import { realProject } from '../real.ts';

type Project = Awaited<ReturnType<typeof realProject>>;
let repo: FixtureRepo;
let project: Project;

beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
  project = await realProject(repo.root);
});

afterAll(async () => {
  await project.close();
  await repo.cleanup();
});

const draft = async (goal: string, answers: Record<string, string> = {}): Promise<ActiveSession> =>
  firstDraft(project.planner, await project.start(goal), answers);

const revisionOf = (session: ActiveSession): Revision => {
  const found = session.approaches[0]?.revisions.at(-1)?.revision;
  if (!found) throw new Error('nothing was drafted');
  return found;
};

async function problems({ plan, markdown }: Revision): Promise<readonly string[]> {
  const facts = await gatherFacts(needs(plan, markdown), project.ports);
  return failing(check(plan, markdown, facts)).flatMap(r => r.findings.map(f => `${r.check}: ${f.message}`));
}

/** The text without what differs from machine to machine. */
const still = (markdown: string): string =>
  markdown.replaceAll(repo.root.split('/').at(-1) ?? '', 'shop-api');

/** Compares with the file beside this one; `npx vitest -u` writes it. */
function golden(name: string, text: string): void {
  const file = new URL(name, import.meta.url);
  if (expect.getState().snapshotState.snapshotUpdateState === 'all') writeFileSync(file, text);
  else expect(text).toBe(readFileSync(file, 'utf8'));
}

const section = (plan: Plan, title: string) => plan.special?.find(s => s.title === title);

describe('a decision on shop-api', () => {
  it('is, from top to bottom, the one that was looked at', async () => {
    const revision = revisionOf(await draft('keep express or replace it with fastify'));
    expect(await problems(revision)).toEqual([]);
    golden('express-or-fastify.golden.md', still(revision.markdown));
    golden(
      'express-or-fastify.adr.golden.md',
      still(exportPlan(revision.plan, 'adr', { own: true, done: [] })),
    );
  });

  it('says the same as a record when it is read back from its file', async () => {
    const revision = revisionOf(await draft('keep express or replace it with fastify'));
    const read = readPlan(revision.markdown);
    if (!read.ok) throw new Error(read.error.message);
    const context = { own: true, done: [] };
    expect(exportPlan(read.value.plan, 'adr', context)).toBe(exportPlan(revision.plan, 'adr', context));
  });

  it('weighs what the goal names and what is here, counts the files, and builds nothing', async () => {
    const plan = revisionOf(await draft('REST or GraphQL for the mobile app')).plan;
    const table = section(plan, 'Criteria')?.table;
    expect(table?.head).toEqual(['Criterion', 'O1 REST', 'O2 GraphQL', 'Speaks for']);
    expect(table?.rows[0]?.[2]).toMatch(/^not here; \d+ files of O1 change$/);
    expect(section(plan, 'Recommendation')?.statements[0]?.text).toContain('**O1 REST**');
    expect(section(plan, 'What Would Change It')?.statements.length).toBeGreaterThan(0);
    const changed = plan.steps.flatMap(s => s.files).map(f => [f.action, f.path]);
    expect(changed).toEqual([['create', 'docs/adr/0001-rest-or-graphql-for-the-mobile-app.md']]);
  });

  it('recommends another option where the answer makes another criterion count', async () => {
    const goal = 'decide whether to split the monolith';
    const first = (plan: Plan) => section(plan, 'Recommendation')?.statements[0]?.text ?? '';
    const alike = revisionOf(await draft(goal, { 'counts-most': 'alike' })).plan;
    const kept = revisionOf(await draft(goal, { 'counts-most': 'order' })).plan;
    expect(first(alike)).toContain('one program as today');
    expect(first(kept)).toContain('one program with walls inside');
  });

  it('says so where what the goal moves from is not there, or nobody knows the options', async () => {
    const move = revisionOf(await draft('evaluate moving from jest to vitest')).plan;
    const said = section(move, 'Recommendation')
      ?.statements.map(s => s.text)
      .join(' ');
    expect(said).toContain('there is nothing to move');
    const strange = revisionOf(await draft('should we use frobnik or quuxdb for the ledger')).plan;
    expect(
      section(strange, 'Options')
        ?.statements.map(s => s.text)
        .join(' '),
    ).toContain('is in no playbook');
    expect(section(strange, 'Recommendation')?.statements[0]?.text).toContain(
      'no recommendation on the merits',
    );
  });

  it.each([
    'should we use frobnik or quuxdb for the ledger',
    'keep express or replace it with fastify',
    'do we need Kubernetes?',
    'should we use fetch or undici',
    'keep vitest or go on with eslint',
  ])('%s: each trial that it speaks of is a step with a box of time and a figure', async goal => {
    const { plan, markdown } = revisionOf(await draft(goal));
    const trials = plan.steps.filter(s => s.id !== 'S-record');
    expect(trials.length).toBeGreaterThan(0);
    for (const { estimate, verify } of trials) {
      expect(estimate.basis).toContain('a time box');
      expect(verify.length).toBeGreaterThan(0);
    }
    const ids = new Set(plan.steps.map(s => s.id));
    const spoken = [...markdown.matchAll(/`(S-[a-z-]+)`/g)].map(([, id]) => id ?? '');
    expect(spoken.filter(id => !ids.has(id))).toEqual([]);
  });

  it('without a fact to go by is settled by a trial that names its figure before it begins', async () => {
    const revision = revisionOf(await draft('should we use frobnik or quuxdb for the ledger'));
    const { plan } = revision;
    expect(plan.steps.map(s => s.id)).toEqual(['S-try-smallest', 'S-record']);
    expect(plan.steps[0]?.title).toBe(
      'Try frobnik and quuxdb with the smallest piece of the ledger, on a branch',
    );
    expect(plan.steps[0]?.details[0]).toMatch(/^Before it begins: write down the one figure that decides/);
    expect(section(plan, 'What Would Change It')?.statements[0]?.text).toMatch(/^`S-try-smallest` fails: /);
    expect(await problems(revision)).toEqual([]);
  });

  it.each([
    'which cache',
    'which date library should we use',
    'should we adopt feature flags',
    'do we need Kubernetes?',
  ])('%s: passes its own checks', async goal => {
    const revision = revisionOf(await draft(goal));
    expect(revision.plan.kind).toBe('decision');
    expect(await problems(revision)).toEqual([]);
  });
});

describe('an option that the runtime brings', () => {
  it('is not compared by the package that happens to be called so', async () => {
    const { markdown } = revisionOf(await draft('should we use fetch or undici'));
    expect(markdown).not.toMatch(/`fetch` \(taken\)|## Candidates/);
    const { markdown: packages } = revisionOf(await draft('should we use got or undici'));
    expect(packages).toMatch(/^## Candidates for this decision$[\s\S]*`undici`/m);
  });
});

describe('a refactoring on shop-api', () => {
  it('is, from top to bottom, the one that was looked at', async () => {
    const revision = revisionOf(await draft('simplify setStatus of the order service'));
    expect(await problems(revision)).toEqual([]);
    golden('simplify-set-status.golden.md', still(revision.markdown));
  });

  it('lists every caller, names what no test holds, and puts tests first', async () => {
    const plan = revisionOf(await draft('refactor OrderService to smaller units')).plan;
    const callers =
      section(plan, 'Callers')
        ?.statements.map(s => s.text)
        .join('\n') ?? '';
    for (const place of [
      'src/container.ts:36',
      'src/controllers/order.controller.ts:9',
      'src/services/payment.service.ts:19',
    ])
      expect(callers).toContain(place);
    expect(plan.steps[0]?.id).toBe('S-safety-net');
    expect(plan.steps.every(s => s.verify.some(v => v.kind === 'command'))).toBe(true);
    const kept =
      section(plan, 'Behaviour to Preserve')
        ?.statements.map(s => s.text)
        .join('\n') ?? '';
    expect(kept).toContain("throw new ConflictError('invalid_transition'");
    expect(kept).toContain('No case of a test names `getOrder` yet.');
  });
});

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isSecondWay, overlapOf } from '../../src/plan/two/facts.ts';
import { comparing, latestRevision } from '../../src/session/selectors.ts';
import { makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { feedBack, firstDraft, fold } from './loop.ts';
import { realProject } from './real.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

let project: Awaited<ReturnType<typeof realProject>>;
let remove: () => Promise<void>;
beforeAll(async () => {
  const repo = await makeFixtureRepo('shop-api');
  remove = repo.cleanup;
  project = await realProject(repo.root);
});
afterAll(async () => {
  await project.close();
  await remove();
});

const two = async (text: string) => firstDraft(project.planner, await project.start({ text, approaches: 2 }));

describe('two approaches to one goal', () => {
  test.each([
    ['add real-time notifications when an order changes', 'transport'],
    ['add full text search for products', 'search-where'],
    ['add OAuth login with GitHub', 'sso-who'],
    ['cache product listing', 'cache-where'],
    ['rate limiting for the public API', 'limit-store'],
  ])('%s: part at %s, which nobody is asked', async (text, question) => {
    const session = await two(text);
    expect(session.approaches.map(a => a.id)).toEqual(['a', 'b']);
    const [a, b] = session.approaches;
    const [mine, its] = session.approaches.map(x => x.revisions[0]?.revision.plan);
    if (!mine || !its) throw new Error('two plans were expected');
    expect(isSecondWay(overlapOf(mine, its))).toBe(true);
    expect(a?.axis?.picks[question]).toBeDefined();
    expect(b?.axis?.picks[question]).toBeDefined();
    expect(a?.axis?.picks[question]).not.toBe(b?.axis?.picks[question]);
    expect(a?.axis?.question).toBe(b?.axis?.question);
    expect(a?.title).not.toBe(b?.title);
    expect(session.questions.map(q => q.id)).not.toContain(question);
    expect(comparing(session)).toBe(true);
  });

  test('where no design parts it, one is planned, and says why', async () => {
    const session = await two('rename setStatus to changeStatus');
    expect(session.approaches).toHaveLength(1);
    expect(latestRevision(session)?.revision.plan.notices.at(-1)).toMatch(
      /^Two approaches were asked for; one is planned\. No playbook knows this goal/,
    );
  });

  test('feedback works on the one that was taken, and stays on its side of the axis', async () => {
    const drafted = await two('add full text search for products');
    const b = drafted.approaches[1];
    const plan = b?.revisions[0]?.revision.plan;
    const taken = fold(drafted, { type: 'ApproachTaken', at: 0, approachId: 'b' });
    const next = await feedBack(project.planner, taken, 'no new tests');
    const revision = next.approaches[1]?.revisions.at(-1)?.revision;
    expect(next.approaches[0]?.revisions).toHaveLength(1);
    expect(revision?.number).toBe(2);
    expect(revision?.plan.approach.title).toBe(plan?.approach.title);
    expect(next.approaches[1]?.axis).toEqual(b?.axis);
  });
});

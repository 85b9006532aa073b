import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { firstDraft, lastPlan } from './loop.ts';
import { realProject } from './real.ts';

describe('a fault that says what became of a thing', () => {
  let repo: FixtureRepo;
  let project: Awaited<ReturnType<typeof realProject>>;
  beforeAll(async () => {
    repo = await makeFixtureRepo('shop-api');
    project = await realProject(repo.root);
  });
  afterAll(async () => {
    await project.close();
    await repo.cleanup();
  });
  const suspects = async (goal: string): Promise<readonly string[]> => {
    const { plan } = lastPlan(await firstDraft(project.planner, await project.start(goal)));
    return plan.special?.find(s => s.title === 'Hypotheses')?.statements.map(s => s.text) ?? [];
  };

  it('suspects the function that does it to stored data first', async () => {
    const [first] = await suspects('Fix that an order is created twice when the request is sent again');
    expect(first).toContain('`create` at `src/repositories/order.repository.ts:');
    expect(first).toContain('is what does it to stored data');
  });

  it('leaves the ranking alone where nothing is done to anything', async () => {
    expect((await suspects('Fix the wrong total of an order')).join('\n')).not.toContain(
      'does it to stored data',
    );
  });
});

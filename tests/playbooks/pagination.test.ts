import { describe, expect, it } from 'vitest';
import { pathsOf, playbookProjects, playbooksOf } from './exercise.ts';

const { draft, expectSound, expectOwnWords } = playbookProjects({});
const GOAL = 'paginate the list of products';

describe('pagination', () => {
  it('is bound to the list that the goal names', async () => {
    const made = await draft('shop-api', GOAL);
    expect(playbooksOf(made)).toEqual(['pagination']);
    expect(pathsOf(made)).toContain('src/repositories/product.repository.ts');
    expect(made.plan.approach.title).toContain('cursor');
    await expectSound('shop-api', GOAL, made);
  });

  it('changes with its choice', async () => {
    const made = await draft('shop-api', GOAL, { 'page-by': 'offset' });
    expect(made.plan.approach.title).toContain('number');
    expect(made.revision.markdown).toContain('pages by cursor');
    await expectSound('shop-api', GOAL, made);
  });

  it('says what it assumes where the goal names no list, in words of its own', async () => {
    const shop = await draft('shop-api', 'add pagination');
    const ledger = await draft('ledger-py', 'add pagination');
    for (const [name, made] of [
      ['shop-api', shop],
      ['ledger-py', ledger],
    ] as const)
      await expectSound(name, 'add pagination', made);
    expectOwnWords(shop, ledger);
  });

  it('asks instead where the list has pages already', async () => {
    const made = await draft('shop-api', 'paginate the list of orders');
    expect(playbooksOf(made)).toEqual([]);
    const [asked] = made.session.questions;
    expect(asked?.id).toBe('needs-pagination');
    expect(asked?.why).toContain('in pages already');
    await expectSound('shop-api', 'paginate the list of orders', made);
  });

  it('stays away where another thing is meant', async () => {
    expect(playbooksOf(await draft('shop-api', 'add a page about us'))).toEqual([]);
  });
});

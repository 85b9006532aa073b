import { describe, expect, it } from 'vitest';
import { type Counted, weigh } from '../../../src/agent/local/decision/weigh.ts';

const row = (id: string, best: readonly number[], weight = 1): Counted => ({ id, best, weight });

describe('weighing', () => {
  it('takes what most criteria speak for, and says which of them would turn it', () => {
    const { winner, points, tied, turns } = weigh([row('a', [0]), row('b', [1]), row('c', [1])], 2, [0, 1]);
    expect({ winner, points, tied }).toEqual({ winner: 1, points: [1, 2], tied: false });
    expect(turns).toEqual([
      { id: 'a', how: 'twice', to: 0 },
      { id: 'b', how: 'without', to: 0 },
      { id: 'c', how: 'without', to: 0 },
    ]);
  });

  it('does not count what speaks for all, or for none', () => {
    expect(weigh([row('all', [0, 1]), row('none', [])], 2, [1, 0])).toMatchObject({
      points: [0, 0],
      winner: 1,
    });
  });

  it('of equals takes the first of the order, and says that it is a tie', () => {
    expect(weigh([row('a', [0]), row('b', [1])], 2, [1, 0])).toMatchObject({ winner: 1, tied: true });
  });

  it('counts a doubled criterion twice', () => {
    expect(weigh([row('a', [0], 2), row('b', [1])], 2, [1, 0])).toMatchObject({ winner: 0, points: [2, 1] });
  });

  it('is firm where no single criterion decides', () => {
    expect(weigh([row('a', [1]), row('b', [1]), row('c', [1])], 2, [0, 1]).turns).toEqual([]);
  });
});

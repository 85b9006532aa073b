import type { RankingMeasures } from '../../domain/index.ts';

/** Where a ranking put the changed files of one case: places from 1, Infinity for one that it did not list. */
export type Places = readonly number[];

/** All shares are 0 to 1; of no cases they are 0. */
export function measure(all: readonly Places[]): RankingMeasures {
  const share = (value: (places: Places) => number) =>
    all.length === 0 ? 0 : all.reduce((sum, places) => sum + value(places), 0) / all.length;
  const within = (k: number) => share(places => (places.every(p => p <= k) ? 1 : 0));
  return {
    cases: all.length,
    acc: { 1: within(1), 3: within(3), 5: within(5), 10: within(10) },
    hit: share(places => (Math.min(...places) === 1 ? 1 : 0)),
    recall: share(places => places.filter(p => p <= 10).length / places.length),
    mrr: share(places => 1 / Math.min(...places)),
  };
}

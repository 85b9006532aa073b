import * as z from 'zod';

const Share = z.number().min(0).max(1);

/** How a way to rank files did on past changes. Shares are 0 to 1. */
export const RankingMeasures = z.object({
  /** Changes that were replayed. */
  cases: z.number().int().nonnegative(),
  /** Share of changes whose every changed file stood among the first k. */
  acc: z.object({ 1: Share, 3: Share, 5: Share, 10: Share }),
  /** Share of changes whose first-ranked file was one of the changed ones. */
  hit: Share,
  /** Mean share of a change's files among the first ten. */
  recall: Share,
  /** Mean of 1/place of the best-placed changed file. */
  mrr: Share,
});
export type RankingMeasures = z.infer<typeof RankingMeasures>;

/** Why the ranking put a changed file behind the first ten, as far as can be told. */
export const MissKind = z.enum(['no-words', 'shared', 'beside', 'several', 'short', 'other']);
export type MissKind = z.infer<typeof MissKind>;

/** How far the ranking of affected files can be trusted in one repository: past changes, ranked as they stood before. */
export const Calibration = z.object({
  /** HEAD when it was measured. */
  commit: z.string(),
  /** The program's version that ranked. */
  version: z.string(),
  ranking: RankingMeasures,
  bm25: RankingMeasures,
  /** By how many files a change touched. */
  bySize: z.array(
    z.object({ files: z.enum(['one', 'two', 'more']), cases: z.number().int(), found: z.number().int() }),
  ),
  /** Changed files behind the first ten, by kind, most frequent first. */
  misses: z.array(
    z.object({
      kind: MissKind,
      files: z.number().int(),
      example: z.object({ path: z.string(), subject: z.string() }),
    }),
  ),
  /** Whether time ran out, or the person stopped it, before all were replayed. */
  ended: z.enum(['complete', 'time', 'cancelled']),
});
export type Calibration = z.infer<typeof Calibration>;

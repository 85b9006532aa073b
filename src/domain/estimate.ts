import * as z from 'zod';

/** Minutes of one person, as a range, with the reason in words. */
export const Estimate = z.object({
  low: z.number().nonnegative(),
  likely: z.number().nonnegative(),
  high: z.number().nonnegative(),
  /** Where the range comes from, e.g. "3 earlier commits of this size". */
  basis: z.string(),
});
export type Estimate = z.infer<typeof Estimate>;

export const Risk = z.object({
  text: z.string(),
  mitigation: z.string(),
});
export type Risk = z.infer<typeof Risk>;

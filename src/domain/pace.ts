import * as z from 'zod';

/** How long the person's recorded plans took against their estimates, and what that does to the next ones. */
export const Pace = z.object({
  /** Plans it was taken from: the newest twelve at most. */
  plans: z.number().int().positive(),
  /** Median over them of recorded by likely minutes, before any correction; one decimal. */
  took: z.number().positive(),
  /** What estimates are multiplied by: `took`, drawn towards 1 where plans are few; one decimal. */
  factor: z.number().positive(),
});
export type Pace = z.infer<typeof Pace>;

/** `your last 12 plans took 1.4× the estimate`. */
export function paceText({ plans, took }: Pick<Pace, 'plans' | 'took'>): string {
  return `your last ${plans} plans took ${took.toFixed(1)}× the estimate`;
}

import * as z from 'zod';

const Rate = z.number().nonnegative();
/** US dollars for a million tokens of each kind. */
export const Rates = z.object({
  /** Neither read from the server's cache nor written to it. */
  input: Rate,
  output: Rate,
  cacheRead: Rate,
  /** Kept for five minutes, which is what is asked for here. */
  cacheWrite: Rate,
});
export type Rates = z.infer<typeof Rates>;

/** What a model costs; `above`: a request of more tokens than these, read and written together, costs the other rates. */
export const Price = Rates.extend({
  above: Rates.extend({ tokens: z.number().int().positive() }).optional(),
});
export type Price = z.infer<typeof Price>;

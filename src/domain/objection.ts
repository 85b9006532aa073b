import * as z from 'zod';
import { Source } from './source.ts';

/** As whom a plan is read against itself. */
export const Critic = z.enum(['security', 'failure', 'assumption', 'scope']);
export type Critic = z.infer<typeof Critic>;

/** What a second, adverse reading holds against a revision. The person accepts or rejects each. */
export const Objection = z.object({
  id: z.string(),
  critic: Critic,
  /** What goes wrong, and when. */
  text: z.string(),
  /** What should change in the plan: the feedback that it becomes where it is accepted. */
  mend: z.string(),
  /** The step that it is about; absent: the whole plan. */
  stepId: z.string().optional(),
  /** Where it was read; empty: nothing proves it. */
  sources: z.array(Source),
  /** Number of the revision that was read. */
  revision: z.number().int(),
});
export type Objection = z.infer<typeof Objection>;

import * as z from 'zod';
import { Source } from './source.ts';

export const Phase = z.enum(['research', 'analysis', 'planning']);
export type Phase = z.infer<typeof Phase>;

/** What was learned. Without a Source it is an assumption and is shown as one. */
export const Finding = z.object({
  id: z.string(),
  phase: Phase,
  /**
   * `found`: research; `state`: how the code is today; `integration`: where the change attaches; `architecture`: what
   * those places mean to the whole (layers, cycles, public names, owners).
   */
  topic: z.enum(['found', 'state', 'integration', 'architecture']),
  text: z.string(),
  sources: z.array(Source),
  /** What is compared, under a heading of its own; `text` says what follows from it. */
  table: z
    .object({ title: z.string(), head: z.array(z.string()), rows: z.array(z.array(z.string())) })
    .optional(),
});
export type Finding = z.infer<typeof Finding>;

/** A live line of a pane: what the planner looks at just now. */
export const Activity = z.object({
  phase: Phase,
  verb: z.enum([
    'Searching',
    'Fetching',
    'Reading',
    'Mapping',
    'Ranking',
    'Comparing',
    'Creating',
    'Checking',
    /** What a plan names and the project does not have. */
    'Missing',
  ]),
  object: z.string(),
});
export type Activity = z.infer<typeof Activity>;

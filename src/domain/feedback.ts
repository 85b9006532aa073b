import * as z from 'zod';

/** What a piece of feedback is about: the whole revision, a section, a step (by id) or lines of its Markdown. */
export const FeedbackTarget = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('revision') }),
  z.object({ kind: z.literal('section'), heading: z.string() }),
  z.object({ kind: z.literal('step'), stepId: z.string() }),
  z.object({ kind: z.literal('lines'), from: z.number().int(), to: z.number().int(), quote: z.string() }),
]);
export type FeedbackTarget = z.infer<typeof FeedbackTarget>;

export const Feedback = z.object({
  id: z.string(),
  text: z.string(),
  target: FeedbackTarget,
  /** Number of the revision it was given on. */
  revision: z.number().int(),
});
export type Feedback = z.infer<typeof Feedback>;

/** What the person says while a Run works: it is taken at the next turn of the model. */
export const Steer = z.object({ id: z.string(), text: z.string() });
export type Steer = z.infer<typeof Steer>;

import * as z from 'zod';
import { QUANTITIES } from './quantity.ts';
import { Source } from './source.ts';

/** What a choice adds to the plan, where that is known. Minutes are a range. */
export const ChoiceEffect = z.object({
  steps: z.number().int().optional(),
  files: z.number().int().optional(),
  minutes: z.tuple([z.number(), z.number()]).optional(),
});
export type ChoiceEffect = z.infer<typeof ChoiceEffect>;

export const Choice = z.object({
  id: z.string(),
  label: z.string(),
  /** What this choice changes in the plan, in one sentence. */
  consequence: z.string(),
  effect: ChoiceEffect.optional(),
});
export type Choice = z.infer<typeof Choice>;

/** An open point. Never blocks: `recommended` is what the plan assumes until it is answered. */
export const Question = z.object({
  /** Stable slug, e.g. `server-processes`; the key of an answers file. */
  id: z.string(),
  text: z.string(),
  /** Why it is asked, in one sentence. */
  why: z.string(),
  evidence: z.array(Source),
  choices: z.array(Choice),
  recommended: z.string(),
  /** `round`: put to the user before the first draft. `plan`: listed in the plan as open. */
  asked: z.enum(['round', 'plan']),
  /** A plan with an open blocking question cannot be approved without an override. */
  blocking: z.boolean().optional(),
  /** What an answer in own words has to hold; one that does not is refused. */
  expects: z.enum(QUANTITIES).optional(),
});
export type Question = z.infer<typeof Question>;

export const Answer = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('choice'),
    questionId: z.string(),
    choiceId: z.string(),
    note: z.string().optional(),
  }),
  z.object({ kind: z.literal('text'), questionId: z.string(), text: z.string() }),
  /** "Decide for me": the recommended choice, taken as a decision. */
  z.object({ kind: z.literal('delegated'), questionId: z.string() }),
  /** Left open on purpose: the recommended choice is an assumption and the question stays in the plan. */
  z.object({ kind: z.literal('skipped'), questionId: z.string() }),
]);
export type Answer = z.infer<typeof Answer>;

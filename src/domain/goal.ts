import * as z from 'zod';

export const GoalKind = z.enum(['feature', 'refactoring', 'decision', 'fix', 'ci-fix', 'cro', 'bootstrap']);
export type GoalKind = z.infer<typeof GoalKind>;

/** What the user asked for. `text` is as given (safe text); `title` is its first sentence, capitalised. */
export const Goal = z.object({
  text: z.string(),
  title: z.string(),
  slug: z.string(),
  kind: GoalKind,
  /** Whether the kind was given by the user or detected from the words. */
  kindFrom: z.enum(['given', 'detected']),
  /** What it is about, outside its words: the address of a run or page, the path of a log. */
  about: z.string().optional(),
  /** Two plans are asked for that differ in a design axis; absent: one. */
  approaches: z.literal(2).optional(),
});
export type Goal = z.infer<typeof Goal>;

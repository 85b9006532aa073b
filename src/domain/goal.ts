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
});
export type Goal = z.infer<typeof Goal>;

import type { Plan } from '../../../plan/model.ts';
import type { Answerable } from './answers.ts';

/** What a sentence of feedback is read against. */
export interface FeedbackContext extends Answerable {
  /** The revision it was given on: its step numbers, titles and files. */
  readonly plan: Plan | undefined;
  /** Plans before it, oldest first: where steps stand that were dropped since. */
  readonly earlier?: readonly Plan[];
}

/** What one clause is read in: the context, the step it is aimed at and the steps spoken of before it. */
export interface Reading extends FeedbackContext {
  readonly target: string | undefined;
  readonly spoken: readonly string[];
  /** The question that the lines or section speak of that the feedback is aimed at. */
  readonly aimedAt: string | undefined;
}

import type { Composing } from '../compose/composing.ts';
import type { Survey } from '../survey.ts';

/** Everything a draft needs beside the session's record. */
export interface Desk {
  readonly survey: Survey;
  readonly base: Composing;
}

import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import type { Emitter } from '../emitters.ts';
import type { Slot } from '../slots.ts';
import type { Survey } from '../survey.ts';

/** What playbooks are composed from: the survey, the places found in it, the choices and the user's constraints. */
export interface Composing {
  readonly survey: Survey;
  readonly matched: readonly MatchedPlaybook[];
  readonly slots: ReadonlyMap<string, Slot>;
  readonly emitters: readonly Emitter[];
  readonly choices: ReadonlyMap<string, string>;
  /** `no-new-packages` and other words that feedback sets. */
  readonly constraints: ReadonlySet<string>;
  /** `YYYYMMDDHHMMSS` of the session's start, for names that carry a time. */
  readonly stamp: string;
  readonly project: string;
}

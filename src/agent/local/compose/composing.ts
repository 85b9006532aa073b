import type { GoalKind } from '../../../domain/index.ts';
import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import type { Emitter } from '../emitters.ts';
import type { Found } from '../lists/found.ts';
import type { Slot } from '../slots/index.ts';
import type { Survey } from '../survey.ts';
import type { Unmet } from './needs.ts';
import type { Subject } from './subject.ts';

/** What playbooks are composed from: the survey, the places found in it, the choices and the user's constraints. */
export interface Composing {
  readonly survey: Survey;
  readonly matched: readonly MatchedPlaybook[];
  readonly slots: ReadonlyMap<string, Slot>;
  readonly emitters: readonly Emitter[];
  /** What the goal speaks of, beside the topics of the playbooks. */
  readonly targets: readonly Subject[];
  /** Places by the name of their list; emitters and targets stand apart. */
  readonly lists: ReadonlyMap<string, Found>;
  /** Playbooks that were called for and have no place here; they are not among `matched`. */
  readonly unmet: readonly Unmet[];
  readonly choices: ReadonlyMap<string, string>;
  readonly kind: GoalKind;
  /** `no-new-packages` and other words that feedback sets. */
  readonly constraints: ReadonlySet<string>;
  /** `YYYYMMDDHHMMSS` of the session's start, for names that carry a time. */
  readonly stamp: string;
  readonly project: string;
}

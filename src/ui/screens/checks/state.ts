import type { CheckedAgain } from '../../../session/ports.ts';
import type { Result } from '../../../shared/result.ts';
import type { Scroll } from '../../widgets/scroll-view/state.ts';

/** What the checks say of a plan as the code is now. */
export interface ChecksDialog {
  readonly kind: 'checks';
  /** Tells this look from an earlier one whose answer comes late. */
  readonly key: string;
  /** What is looked at, in words: `revision 2`, or the path of a file. */
  readonly what: string;
  /** Absent while the code is asked. */
  readonly result?: Result<CheckedAgain> | undefined;
  readonly scroll: Scroll;
}

import type { PlannerChoice } from '../session/events.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';

/** Which planner works and why, in a sentence for the screen. */
export function choosePlanner(wanted: 'auto' | 'claude' | 'local'): Result<PlannerChoice> {
  if (wanted === 'claude')
    return err(
      failure(
        'usage',
        'The claude planner is not part of this version; only the local planner is.',
        'Leave --planner out, or say --planner local.',
      ),
    );
  return ok({ engine: 'local', why: 'local planner · no model is used · nothing leaves this machine' });
}

import type { PlannerChoice } from '../session/events.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import type { LookUpConsent } from './look-ups.ts';

/** Which planner works and why, in a sentence for the screen. */
export function choosePlanner(
  wanted: 'auto' | 'claude' | 'local',
  lookUps: LookUpConsent,
): Result<PlannerChoice> {
  if (wanted === 'claude')
    return err(
      failure(
        'usage',
        'The claude planner is not part of this version; only the local planner is.',
        'Leave --planner out, or say --planner local.',
      ),
    );
  const why = 'local planner · no model is used';
  return ok(
    lookUps === 'allowed'
      ? {
          engine: 'local',
          why: `${why} · names of packages go to the npm registry, addresses of cited pages to their servers, nothing else leaves this machine`,
          leaves: 'names and page addresses leave',
        }
      : { engine: 'local', why: `${why} · nothing leaves this machine` },
  );
}

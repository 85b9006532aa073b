import { type Failure, failure, ok, type Result } from '../shared/result.ts';
import type { Effect } from './commands.ts';
import type { SessionEvent } from './events.ts';

/** What became of a wish: facts, and work to do. */
export interface Decision {
  readonly events: readonly SessionEvent[];
  readonly effects: readonly Effect[];
}

export type Decided = Result<Decision, Failure>;

export function accept(events: readonly SessionEvent[], effects: readonly Effect[] = []): Decided {
  return ok({ events, effects });
}

export function busy(): Failure {
  return failure('busy', 'A run is under way.', 'Wait for it, or stop it with Esc.');
}

/** Two approaches are there: what would change or end one of them waits until it is known which. */
export function notTaken(): Failure {
  return failure(
    'not-taken',
    'Two approaches are there, and none was taken yet.',
    'Compare them and take one; then give feedback on it, edit it or approve it.',
  );
}

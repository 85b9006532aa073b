import { type Failure, failure } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';
import type { PhaseTask } from './conversation.ts';
import type { AssembledMessage } from './wire/assemble.ts';

const HERE = 'The local planner can go on from here: everything is kept.';

export function refused({ refusal }: AssembledMessage): Failure {
  const why = [refusal?.category, refusal?.explanation].filter(Boolean).join(': ');
  return failure(
    'refused',
    `The model refuses to go on${why ? ` (${safeLine(why).slice(0, 200)})` : ''}.`,
    HERE,
  );
}

export function noResult({ phase, last }: Pick<PhaseTask, 'phase' | 'last'>): Failure {
  return failure('no-result', `The model ended ${phase} without handing in its result (${last}).`, HERE);
}

export function neverWhole(tokens: number): Failure {
  return failure('no-result', `The model's answer did not end within ${tokens} tokens.`, HERE);
}

export function tooLong(): Failure {
  return failure(
    'too-large',
    'The conversation is too long for the model, and nothing of it can be left out.',
    HERE,
  );
}

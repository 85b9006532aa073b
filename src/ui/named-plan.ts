import { err, failure, ok, type Result } from '../shared/result.ts';
import type { Model } from './model.ts';

/** Path of the plan that is named by its path or some words of it; without words the one just saved, else the newest. */
export function planNamed(model: Model, words: string, verb: 'drift' | 'check'): Result<string> {
  const name = words.replace(/^@/, '');
  if (name.includes('/') || name.endsWith('.md')) return ok(name);
  const { plans } = model.homeData;
  const saved = model.session.kind === 'active' ? model.session.published?.path : undefined;
  const like = (text: string) => text.toLowerCase().includes(name.toLowerCase());
  const found =
    name === '' ? (saved ?? plans?.[0]?.path) : plans?.find(p => like(p.path) || like(p.title))?.path;
  if (found !== undefined) return ok(found);
  if (!plans)
    return err(failure('not-read', 'The plans of this project are still being read.', 'Enter asks again.'));
  return err(
    name === ''
      ? failure(
          'no-plan',
          'No plan is saved here yet.',
          `Approve one first, or name a file: /${verb} docs/plan.md`,
        )
      : failure(
          'no-plan',
          `There is no plan like “${name}” in plans/.`,
          `Name its file: /${verb} plans/….md`,
        ),
  );
}

import { err, failure, ok, type Result } from '../shared/result.ts';
import type { Plan, Step } from './model.ts';

/** Steps that a failure lists. */
const MOST_LISTED = 20;

/**
 * The step that a person means: by its id (`S-push`, `push`), its number, or a part of its title that only one has.
 * Failures: `unknown-step`, `ambiguous-step`.
 */
export function findStep(plan: Plan, wanted: string): Result<Step> {
  const text = wanted.trim();
  const { steps } = plan;
  const exact = steps.find(step => step.id === text);
  if (exact) return ok(exact);
  const number = /^#?(\d{1,4})\.?$/.exec(text)?.[1];
  const byNumber = number === undefined ? undefined : steps[Number(number) - 1];
  if (byNumber) return ok(byNumber);
  const lower = text.toLowerCase();
  const sameId = steps.filter(({ id }) => id.toLowerCase() === lower || id.toLowerCase() === `s-${lower}`);
  const titled = steps.filter(({ title }) => bare(title).includes(bare(text)));
  const found = sameId.length > 0 ? sameId : lower === '' ? [] : titled;
  const [only, more] = found;
  if (only && !more) return ok(only);
  if (only)
    return err(
      failure(
        'ambiguous-step',
        `“${wanted}” stands in the titles of ${found.length} steps.`,
        `Name one by its id: ${listed(found)}.`,
      ),
    );
  return err(
    failure(
      'unknown-step',
      steps.length === 0
        ? 'A plan with steps was expected, but this one has none.'
        : `A step of “${plan.title}” was expected, but “${wanted}” is none.`,
      steps.length === 0 ? undefined : `Its steps: ${listed(steps)}.`,
    ),
  );
}

/** What a person types of a title: without the marks of Markdown. */
function bare(text: string): string {
  return text.toLowerCase().replace(/[`*“”"]/g, '');
}

function listed(steps: readonly Step[]): string {
  const shown = steps.slice(0, MOST_LISTED).map(({ id, title }) => `${id} (${title})`);
  return [...shown, ...(steps.length > MOST_LISTED ? ['…'] : [])].join(', ');
}

import type { PlanFacts } from './facts.ts';
import type { Plan } from './model.ts';

/** Fewer existing files that a plan changes may well have been deleted since. */
const ENOUGH = 3;

/**
 * Says that a plan seems to be for another repository: it changes several files, and none of them is here. One finding a
 * file would hide that.
 */
export function elsewhere(plan: Plan, facts: Pick<PlanFacts, 'files'>): string | undefined {
  const changed = new Set(
    plan.steps.flatMap(step => step.files.filter(f => f.action !== 'create').map(f => f.path)),
  );
  const made = new Set(
    plan.steps.flatMap(step => step.files.filter(f => f.action === 'create').map(f => f.path)),
  );
  const wanted = [...changed].filter(path => !made.has(path));
  if (wanted.length < ENOUGH || wanted.some(path => facts.files[path]?.exists !== 'no')) return undefined;
  return `None of the ${wanted.length} files that the plan changes is here: it seems to be for another repository. Name that one by --project.`;
}

import { err, failure, ok, type Result } from '../shared/result.ts';
import { featureName } from './goal.ts';
import type { PlanListing } from './ports.ts';

/** Whether two goals say the same, whatever their signs and capitals. */
export function sameWords(a: string, b: string): boolean {
  return words(a).length > 0 && words(a).join(' ') === words(b).join(' ');
}

/** A plan that may be handed over: approved by a person, and not replaced by another. */
export function isApproved({ status }: PlanListing): boolean {
  return status === 'approved' || status === 'implementing';
}

/** What there is for a goal: its approved plan, plans that may be meant, or none. */
export type PlanOfGoal =
  | { readonly kind: 'found'; readonly plan: PlanListing }
  /** Most like first. */
  | { readonly kind: 'near'; readonly plans: readonly PlanListing[] }
  | { readonly kind: 'none'; readonly other?: PlanListing };

/** Share of words that a plan has to have in common with a goal to be asked about. */
const NEAR = 0.5;
const MOST_NEAR = 3;

/** The approved plan of a goal, by its words, title or name; newest first among `plans`. */
export function planOfGoal(goal: string, plans: readonly PlanListing[]): PlanOfGoal {
  const exact = (plan: PlanListing) =>
    sameWords(plan.goal, goal) || sameWords(plan.title, goal) || slugOf(plan.path) === featureName(goal);
  const approved = plans.filter(isApproved);
  const found = approved.find(exact);
  if (found) return { kind: 'found', plan: found };
  const near = approved
    .map(plan => ({ plan, share: Math.max(likeness(goal, plan.goal), likeness(goal, plan.title)) }))
    .filter(({ share }) => share >= NEAR)
    .sort((a, b) => b.share - a.share)
    .slice(0, MOST_NEAR);
  if (near.length > 0) return { kind: 'near', plans: near.map(({ plan }) => plan) };
  const other = plans.find(exact);
  return other ? { kind: 'none', other } : { kind: 'none' };
}

/**
 * The file of a plan that a person names by a path, by its name or by some words of it; without a word the newest that is
 * approved. Failures: `no-plan-file`.
 */
export function planNamed(named: string, plans: readonly PlanListing[]): Result<string> {
  const name = named.trim().replace(/^@/, '');
  if (/[/\\]/.test(name) || name.endsWith('.md')) return ok(name);
  const like = (text: string) => text.toLowerCase().includes(name.toLowerCase());
  const fits = plans.filter(plan => like(plan.path) || like(plan.title));
  const found = name === '' ? plans.find(isApproved) : (fits.find(isApproved) ?? fits[0]);
  if (found) return ok(found.path);
  if (name !== '')
    return err(
      failure(
        'no-plan-file',
        `There is no plan like “${name}” in plans/.`,
        'planner-tui plans lists them; a file elsewhere in the project is named by its path.',
      ),
    );
  return err(
    failure(
      'no-plan-file',
      plans.length === 0
        ? 'There is no plan in plans/ yet.'
        : 'None of the plans in plans/ is approved and open.',
      'Make one: planner-tui plan "your goal"; approve it with a.',
    ),
  );
}

/** `plans/audit-log-20261119-090000.md` → `audit-log`. */
function slugOf(path: string): string | undefined {
  return /(?:^|\/)([^/]+?)-\d{8}-\d{6}(?:-\d+)?\.md$/.exec(path)?.[1];
}

/** Words that both have, of those that either has; words of three letters and more. */
function likeness(a: string, b: string): number {
  const telling = (text: string) => new Set(words(text).filter(word => word.length > 2));
  const [left, right] = [telling(a), telling(b)];
  const all = new Set([...left, ...right]).size;
  return all === 0 ? 0 : [...left].filter(word => right.has(word)).length / all;
}

function words(text: string): readonly string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

import type { Plan, Step } from '../../../src/plan/model.ts';
import { totals } from '../../../src/plan/totals.ts';

/** What feedback made of a plan: the plan before it and the plan after it. */
export interface Outcome {
  readonly before: Plan;
  readonly now: Plan;
}
export type Holds = (outcome: Outcome) => boolean;

/** Which plan a sentence is said about. */
export type PlanName = 'notifications' | 'limits' | 'loyalty' | 'archive' | 'double-charge';

/** Sentences given one revision after the other, and what must be true in the end. */
export interface Said {
  readonly plan: PlanName;
  readonly says: readonly string[];
  readonly holds: Holds;
}

export function on(plan: PlanName, says: string | readonly string[], ...holds: readonly Holds[]): Said {
  return {
    plan,
    says: typeof says === 'string' ? [says] : says,
    holds: outcome => holds.every(hold => hold(outcome)),
  };
}

export const paths = (plan: Plan): string[] => plan.steps.flatMap(s => s.files.map(f => f.path));
const ids = (plan: Plan): string[] => plan.steps.map(s => s.id);
const packages = (plan: Plan): string[] => plan.steps.flatMap(s => s.packages.map(p => p.name));

/** A step of the plan before, by its number, its id, or a pattern that its id, title or files match. */
export type Which = number | string | RegExp;
function stepOf(plan: Plan, which: Which): Step | undefined {
  if (typeof which === 'number') return plan.steps[which - 1];
  if (typeof which === 'string') return plan.steps.find(s => s.id === which);
  return plan.steps.find(s => [s.id, s.title, ...s.files.map(f => f.path)].some(text => which.test(text)));
}

/** The steps were there and are gone, and no others are. */
export const gone =
  (...which: readonly Which[]): Holds =>
  ({ before, now }) => {
    const wanted = which.map(w => stepOf(before, w)?.id);
    const lost = ids(before).filter(id => !ids(now).includes(id));
    return wanted.every(id => id !== undefined && lost.includes(id)) && lost.length === wanted.length;
  };

export const keeps =
  (...which: readonly Which[]): Holds =>
  ({ before, now }) =>
    which.every(w => {
      const id = stepOf(before, w)?.id;
      return id !== undefined && ids(now).includes(id);
    });

/** No step was lost or gained. */
export const sameSteps: Holds = ({ before, now }) => String(ids(before).sort()) === String(ids(now).sort());

/** A path that the plan touched and touches no more. */
export const without =
  (path: RegExp): Holds =>
  ({ before, now }) =>
    paths(before).some(p => path.test(p)) && !paths(now).some(p => path.test(p));

export const touches =
  (path: RegExp): Holds =>
  ({ now }) =>
    paths(now).some(p => path.test(p));

export const count =
  (difference: number): Holds =>
  ({ before, now }) =>
    now.steps.length - before.steps.length === difference;

export const more: Holds = ({ before, now }) => now.steps.length > before.steps.length;

/** The step that came later now comes first; nothing is lost. */
export const first =
  (earlier: Which, later: Which): Holds =>
  ({ before, now }) => {
    const [one, two] = [stepOf(before, earlier)?.id, stepOf(before, later)?.id];
    const at = (id: string | undefined): number => now.steps.findIndex(s => s.id === id);
    return at(one) >= 0 && at(two) >= 0 && at(one) < at(two);
  };

export const answered =
  (questionId: string, ...choiceIds: readonly string[]): Holds =>
  ({ now }) => {
    const answer = now.questions.find(q => q.question.id === questionId)?.answer;
    return answer?.kind === 'choice' && choiceIds.includes(answer.choiceId);
  };

/** The question stands open, or with its recommended choice. */
export const asBefore =
  (questionId: string): Holds =>
  ({ now }) => {
    const found = now.questions.find(q => q.question.id === questionId);
    if (!found) return false;
    return (
      !found.answer ||
      found.answer.kind === 'delegated' ||
      (found.answer.kind === 'choice' && found.answer.choiceId === found.question.recommended)
    );
  };

export const noOpenQuestion: Holds = ({ now }) =>
  now.questions.every(q => q.answer !== undefined && q.answer.kind !== 'skipped');

export const noPackage =
  (name: RegExp): Holds =>
  ({ now }) =>
    !packages(now).some(p => name.test(p));

export const hasPackage =
  (name: string): Holds =>
  ({ now }) =>
    packages(now).includes(name);

/** The words stand in a new requirement, and a question says what is open about it. */
export const recorded =
  (words: RegExp): Holds =>
  ({ before, now }) => {
    const known = new Set(before.requirements.map(r => r.text));
    const asked = new Set(before.questions.map(q => q.question.id));
    return (
      now.requirements.some(r => !known.has(r.text) && words.test(r.text)) &&
      now.questions.some(q => !asked.has(q.question.id) && words.test(`${q.question.text} ${q.question.why}`))
    );
  };

/** The words became a requirement that a step serves. */
export const required =
  (words: RegExp): Holds =>
  ({ before, now }) => {
    const known = new Set(before.requirements.map(r => r.text));
    return now.requirements.some(
      r => !known.has(r.text) && words.test(r.text) && now.steps.some(s => s.serves.includes(r.id)),
    );
  };

/** Not more than so many likely minutes, or the plan says that they do not suffice. */
export const fits =
  (minutes: number): Holds =>
  ({ now }) =>
    totals(now).minutes.likely <= minutes ||
    now.questions.some(q => /\bfit|\bmin\b|\bh\b/.test(q.question.text) && !q.answer);

export const noted =
  (words: RegExp): Holds =>
  ({ now }) =>
    now.changes.some(c => words.test(c.what));

export const scopedOut =
  (words: RegExp): Holds =>
  ({ now }) =>
    now.outOfScope.some(line => words.test(line));

export const either =
  (...holds: readonly Holds[]): Holds =>
  outcome =>
    holds.some(hold => hold(outcome));

export const not =
  (hold: Holds): Holds =>
  outcome =>
    !hold(outcome);

import type { ChangeNote, Plan, Step } from './model.ts';

/**
 * What differs between two plans, in words and as step ids, for one answer, piece of feedback or edit. `otherwise` is said
 * where neither steps nor what belongs to them differ.
 */
export function changeNote(because: string, before: Plan, after: Plan, otherwise = DONE_ALREADY): ChangeNote {
  const old = new Map(before.steps.map(s => [s.id, s]));
  const now = new Map(after.steps.map(s => [s.id, s]));
  const dropped = before.steps.filter(s => !now.has(s.id));
  const added = after.steps.filter(s => !old.has(s.id));
  const changed = after.steps.filter(s => {
    const was = old.get(s.id);
    return was !== undefined && content(was) !== content(s);
  });
  const parts: string[] = [];
  if (dropped.length > 0) parts.push(`drops ${titles(dropped)}`);
  if (added.length > 0) parts.push(`adds ${titles(added)}`);
  if (changed.length > 0) parts.push(`changes ${titles(changed)}`);
  parts.push(...packages(before, after), ...order(before, after), ...words(before, after));
  const minutes = total(after) - total(before);
  if (minutes !== 0) parts.push(`likely time ${minutes > 0 ? '+' : '−'}${Math.abs(minutes)} min`);
  const what = parts.length > 0 ? `${parts.join('; ')}.` : otherwise;
  return {
    because,
    what: what.charAt(0).toUpperCase() + what.slice(1),
    stepIds: [...added, ...changed].map(s => s.id),
  };
}

const DONE_ALREADY = 'the plan does this already, so no step changed.';

function content(step: Step): string {
  const { dependsOn: _, ...rest } = step;
  return JSON.stringify(rest);
}

function titles(steps: readonly Step[]): string {
  return steps.map(s => `“${s.title}”`).join(', ');
}

function total(plan: Plan): number {
  return plan.steps.reduce((n, s) => n + s.estimate.likely, 0);
}

function packages(before: Plan, after: Plan): string[] {
  const names = (p: Plan): Set<string> =>
    new Set(p.steps.flatMap(s => s.packages.filter(x => x.action === 'add').map(x => x.name)));
  const [a, b] = [names(before), names(after)];
  const less = [...a].filter(n => !b.has(n));
  const more = [...b].filter(n => !a.has(n));
  return [
    ...(less.length > 0 ? [`no longer installs ${less.map(n => `\`${n}\``).join(', ')}`] : []),
    ...(more.length > 0 ? [`installs ${more.map(n => `\`${n}\``).join(', ')}`] : []),
  ];
}

function order(before: Plan, after: Plan): string[] {
  const common = (p: Plan, q: Plan): string =>
    p.steps
      .map(s => s.id)
      .filter(id => q.steps.some(s => s.id === id))
      .join(' ');
  return common(before, after) === common(after, before) ? [] : ['changes the order of steps'];
}

function words(before: Plan, after: Plan): string[] {
  const out: string[] = [];
  const requirements = after.requirements.filter(
    r => !before.requirements.some(o => o.id === r.id && o.text === r.text),
  );
  if (requirements.length > 0) out.push(`records ${requirements.map(r => r.id).join(', ')}`);
  const questions = after.questions.filter(q => !before.questions.some(o => o.question.id === q.question.id));
  if (questions.length > 0)
    out.push(`opens ${questions.length === 1 ? 'a question' : `${questions.length} questions`}`);
  const cases = after.tests.cases.length - before.tests.cases.length;
  if (cases > 0) out.push(`adds ${cases === 1 ? 'a test case' : `${cases} test cases`}`);
  const scope = after.outOfScope.length - before.outOfScope.length;
  if (scope > 0 && out.length === 0) out.push('says what is left out');
  return out;
}

import type { Plan } from '../model.ts';
import { durationText, type PlanTotals, rangeText } from '../totals.ts';
import { type Block, heading, list, stepWords } from './blocks.ts';
import { bold, codeSpan, endWith, guardStart, inline } from './inline.ts';
import { day } from './sources.ts';

/** What a plan of each kind is called. */
export const titleByKind: Readonly<Record<Plan['kind'], string>> = {
  feature: 'Implementation Plan',
  refactoring: 'Refactoring Plan',
  decision: 'Decision',
  fix: 'Fix Plan',
  'ci-fix': 'CI Fix Plan',
  cro: 'Conversion Plan',
  bootstrap: 'Bootstrap Plan',
};

export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** `5 steps · 3 files to create, 4 to modify · 2 h 10 – 3 h 20, likely 2 h 40 · 1 question open`. */
export function summaryLine(plan: Plan, sums: PlanTotals): string {
  const { create, modify, delete: remove } = sums.files;
  const files = [
    create.length > 0 && `${create.length} to create`,
    modify.length > 0 && `${modify.length} to modify`,
    remove.length > 0 && `${remove.length} to delete`,
  ].filter(part => part !== false);
  const { low, likely, high } = sums.minutes;
  const time =
    low === high ? durationText(low) : `${rangeText(sums.minutes)}, likely ${durationText(likely)}`;
  const at = plan.commit ? `made at ${codeSpan(plan.commit.slice(0, 7))} on ${day(plan.created)}` : '';
  return [
    counted(sums.steps, 'step'),
    files.length > 0 ? `files: ${files.join(', ')}` : '',
    sums.steps > 0 ? time : '',
    sums.questions.open > 0 ? `${counted(sums.questions.open, 'question')} open` : '',
    at,
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Title, notices, the totals in one line, and what this revision changed. */
export function renderHead(plan: Plan, sums: PlanTotals): readonly Block[] {
  const notices = plan.notices.map(notice => guardStart(inline(notice))).filter(Boolean);
  return [
    heading(1, `${titleByKind[plan.kind]}: ${plan.title}`),
    [summaryLine(plan, sums)],
    notices.flatMap((notice, index) => (index === 0 ? [`> ${notice}`] : ['>', `> ${notice}`])),
    ...renderChanges(plan),
  ];
}

function renderChanges(plan: Plan): readonly Block[] {
  if (plan.changes.length === 0) return [];
  const items = plan.changes.map(change => {
    const numbers = change.stepIds.flatMap(id => {
      const index = plan.steps.findIndex(step => step.id === id);
      return index < 0 ? [] : [index + 1];
    });
    const where = numbers.length > 0 ? ` (${stepWords(numbers)})` : '';
    return endWith(`${bold(change.because)}: ${inline(change.what) || 'nothing changed.'}`, where);
  });
  return [heading(2, `Changed in Revision ${plan.revision}`), ...list(items)];
}

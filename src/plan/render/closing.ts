import type { Choice } from '../../domain/index.ts';
import type { Plan, PlanQuestion } from '../model.ts';
import { isOpen, rangeText } from '../totals.ts';
import { type Block, checkBox, indent } from './blocks.ts';
import { bold, codeSpan, endWith, guardStart, inline, oneLine } from './inline.ts';
import { sourceText } from './sources.ts';

/** Open questions first as empty check boxes, then the answered ones, ticked, with what the answer changed. */
export function questions(plan: Plan): readonly Block[] {
  const open = plan.questions.filter(isOpen).flatMap(openQuestion);
  const answered = plan.questions.filter(entry => !isOpen(entry)).flatMap(answeredQuestion);
  return [open, answered].filter(block => block.length > 0);
}

function openQuestion(entry: PlanQuestion): Block {
  const { question } = entry;
  const marks = [codeSpan(question.id), question.blocking ? 'must be answered before approval' : ''];
  const why = inline(question.why);
  const seen = [...new Set(question.evidence.map(sourceText).filter(Boolean))].join(', ');
  const reason = endWith(why, seen ? ` (${seen})` : '').trim();
  const choices = question.choices.map(
    choice => `- ${choiceLine(choice, choice.id === question.recommended)}`,
  );
  return [
    checkBox(false, `${bold(question.text)} ${marks.filter(Boolean).join(' · ')}`),
    ...indent([...(reason ? [guardStart(reason)] : []), ...choices], 2),
  ];
}

function choiceLine(choice: Choice, recommended: boolean): string {
  const says = inline(choice.consequence);
  const effect = effectText(choice);
  const tail = endWith(says, effect && ` ${effect}`).trim();
  const label = recommended
    ? `${bold(choice.label)} (assumed until answered)`
    : guardStart(inline(choice.label) || '(unnamed)');
  return `${label}${tail ? `: ${tail}` : ''}`;
}

/** `[+1 step, +2 files, +25–40 min]` of what a choice adds, as far as it is known. */
export function effectText(choice: Choice): string {
  const effect = choice.effect;
  if (!effect) return '';
  const signed = (value: number, one: string) =>
    `${value < 0 ? '−' : '+'}${Math.abs(value)} ${one}${Math.abs(value) === 1 ? '' : 's'}`;
  const parts = [
    effect.steps ? signed(effect.steps, 'step') : '',
    effect.files ? signed(effect.files, 'file') : '',
    effect.minutes ? `+${rangeText({ low: effect.minutes[0], high: effect.minutes[1] })}` : '',
  ].filter(Boolean);
  return parts.length === 0 ? '' : `(${parts.join(', ')})`;
}

function answeredQuestion(entry: PlanQuestion): Block {
  const { question } = entry;
  const effect = inline(entry.effect ?? '');
  return [
    checkBox(true, `${bold(question.text)} ${codeSpan(question.id)}`),
    ...indent([guardStart(`Answer: ${answerText(entry)}${effect ? ` Changed: ${effect}` : ''}`)], 2),
  ];
}

export function answerText(entry: PlanQuestion): string {
  const { question, answer } = entry;
  const label = (id: string) => bold(question.choices.find(choice => choice.id === id)?.label ?? id);
  switch (answer?.kind) {
    case 'choice':
      return `${label(answer.choiceId)}${answer.note?.trim() ? ` (${inline(answer.note)})` : ''}.`;
    case 'text':
      return `“${inline(answer.text)}”.`;
    case 'delegated':
      return `${label(question.recommended)} (left to the planner).`;
    default:
      return '';
  }
}

/** What to type next. The file's own name takes the place of the slug once it is known (see `sealPlan`). */
export function handOver(plan: Plan): readonly Block[] {
  // Nothing is built by a decision: what comes next is its record.
  if (plan.kind === 'decision')
    return [['---'], [`Ready to decide? Record it: ${codeSpan(exportReference(plan))}`]];
  return [
    ['---'],
    [`Ready to implement? Run: ${codeSpan(`/cook [${cookText(plan)}]`)} or ${codeSpan(planReference(plan))}`],
  ];
}

/** The command that makes a record of a decision's plan, which has no file yet. */
function exportReference(plan: Plan): string {
  return `planner-tui export plans/${oneLine(plan.slug)}.md --as adr`;
}

/** The goal as given, or the title where the goal is long. */
function cookText(plan: Plan): string {
  const goal = oneLine(plan.goal);
  return goal !== '' && goal.length <= 100 ? goal : oneLine(plan.title);
}

/** `/code @plans/<slug>` of a plan that has no file yet. */
export function planReference(plan: Plan): string {
  return `/code @plans/${oneLine(plan.slug)}`;
}

import type { FileChange, Plan, Statement, Step } from '../model.ts';
import { type Block, heading, list, paragraph, prose, stepWords } from '../render/blocks.ts';
import { stepNumber } from '../render/care.ts';
import { counted, summaryLine } from '../render/head.ts';
import { bold, codeSpan, inline, oneLine } from '../render/inline.ts';
import { day } from '../render/sources.ts';
import { durationText, type PlanTotals, rangeText, totals, wholeMinutes } from '../totals.ts';
import { type ExportContext, said } from './forms.ts';

/** A section with its heading; one that has nothing to say says `otherwise`, or is left out. */
export function section(
  title: string,
  body: readonly Block[],
  otherwise = '',
  level: 2 | 3 = 2,
): readonly Block[] {
  const blocks = body.length > 0 ? body : prose(otherwise);
  return blocks.length === 0 ? [] : [heading(level, title), ...blocks];
}

/** Statements as items of a list. */
export function items(
  entries: readonly Statement[],
  context: ExportContext,
  label?: string,
): readonly Block[] {
  return list(
    entries.map(entry => said(entry, context)),
    label,
  );
}

/** Statements as one paragraph; those of other hands, which are paragraphs of their own, as several. */
export function paragraphs(entries: readonly Statement[], context: ExportContext): readonly Block[] {
  const texts = entries.map(entry => said(entry, context)).filter(Boolean);
  return context.own ? paragraph(texts.join(' ')) : texts.flatMap(paragraph);
}

/** Data as items of a list. */
export function texts(entries: readonly string[], label?: string): readonly Block[] {
  return list(
    entries.map(text => inline(text)),
    label,
  );
}

/** `**Title**: text`; the title alone where there is no text. */
export function titled(title: string, text: string): string {
  const line = inline(text);
  return `${bold(title)}${line ? `: ${line}` : ''}`;
}

/** `planned in 5 steps · files: …`, the totals of the whole. */
export function atAGlance(plan: Plan, sums: PlanTotals = totals(plan)): readonly Block[] {
  return paragraph(summaryLine(plan, sums));
}

const standing: Readonly<Record<Plan['status'], string>> = {
  draft: 'a draft',
  approved: 'approved',
  implementing: 'being implemented',
  done: 'done',
  superseded: 'superseded by another',
};

/** Where the text comes from: which plan, of which revision, day and commit, and how far it is done. */
export function origin(plan: Plan, context: ExportContext): string {
  const from = context.path ? `the plan ${codeSpan(context.path)}` : `the plan “${inline(plan.title)}”`;
  if (!context.own) return `Made from ${from}, written by other hands.`;
  const approved = plan.approved ? day(plan.approved) : '';
  const parts = [
    `revision ${plan.revision}`,
    `${standing[plan.status]}${approved ? ` on ${approved}` : ''}`,
    plan.commit ? `made at commit ${codeSpan(plan.commit.slice(0, 7))}` : '',
    plan.steps.length > 0
      ? `${context.done.length} of ${counted(plan.steps.length, 'step')} ticked as done`
      : '',
  ];
  return `Made from ${from}: ${parts.filter(Boolean).join(', ')}.`;
}

/** `2. Keep the sockets (25–40 min)`; without minutes where none are said. */
export function stepTitle(step: Step, index: number): string {
  const { high } = step.estimate;
  const range = high > 0 ? ` (${rangeText(wholeMinutes(step.estimate))})` : '';
  return `${index + 1}. ${oneLine(step.title) || '(untitled)'}${range}`;
}

/** Numbers of the steps that a step comes after. */
export function after(plan: Plan, step: Step): readonly number[] {
  return [...new Set(step.dependsOn.flatMap(id => stepNumber(plan, id) ?? []))].toSorted((a, b) => a - b);
}

/** `after step 1 · serves R1, R2`; empty where neither is said. */
export function stepPlace(plan: Plan, step: Step): string {
  return [
    after(plan, step).length > 0 ? `after ${stepWords(after(plan, step))}` : '',
    step.serves.length > 0 ? `serves ${inline(step.serves.join(', '))}` : '',
  ]
    .filter(Boolean)
    .join(' · ');
}

/** Every command and observable that shows that a step is done, once, in order. */
export function verifications(plan: Plan): readonly Step['verify'][number][] {
  const seen = new Set<string>();
  return plan.steps
    .flatMap(step => step.verify)
    .filter(({ text }) => text.trim() !== '' && !seen.has(text) && seen.add(text));
}

export function verification({ kind, text }: Step['verify'][number]): string {
  return kind === 'command' ? codeSpan(text) : inline(text);
}

/** A change of a file, said as a wish: ``modify `src/a.ts` (`name`): what``. */
export function wish({ action, path, symbol, what }: FileChange): string {
  const named = symbol?.trim() ? ` (${codeSpan(symbol)})` : '';
  const change = inline(what);
  return `${action} ${codeSpan(path)}${named}${change ? `: ${change}` : ''}`;
}

/** Each file once, with all that is to be done to it, as rows of a table. */
export function fileRows(plan: Plan): readonly (readonly string[])[] {
  const { files } = totals(plan);
  return [...files.create, ...files.modify, ...files.delete].map(({ action, path, steps }) => {
    const changes = plan.steps.flatMap(step => step.files.filter(file => file.path === path));
    const whats = changes.map(change =>
      [change.symbol?.trim() ? codeSpan(change.symbol) : '', change.what.trim()].filter(Boolean).join(': '),
    );
    return [codeSpan(path), action, [...new Set(whats.filter(Boolean))].join('; '), steps.join(', ')];
  });
}

/** Words that only begin a sentence with a capital; names keep theirs. */
const BEGINNING =
  /^(?:A|After|All|An|Any|As|At|Before|Both|By|Each|Every|For|From|If|In|It|Its|Most|Neither|No|Nobody|None|Nothing|On|One|Only|Some|That|The|Their|There|These|They|This|Those|To|Two|Three|We|What|When|Where|Which|While|With|Without|You|Your)(?=[\s,])/;

/** A sentence as it goes on behind “because”. */
export function lowered(sentence: string): string {
  return sentence.replace(BEGINNING, word => word.toLowerCase());
}

/** `1 h 30 – 2 h 30, likely 1 h 50`; empty where no step says a time. */
export function timeText({ minutes }: PlanTotals): string {
  const { low, likely, high } = minutes;
  if (high === 0) return '';
  return low === high ? durationText(low) : `${rangeText(minutes)}, likely ${durationText(likely)}`;
}

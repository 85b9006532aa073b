import type { Plan, SpecialSection, Statement } from '../model.ts';
import { type Block, heading, join, list, paragraph, prose, stepWords, table } from '../render/blocks.ts';
import { stepNumber } from '../render/care.ts';
import { answerText } from '../render/closing.ts';
import { bold, codeSpan, endWith, inline, oneLine } from '../render/inline.ts';
import { day, withSources } from '../render/sources.ts';
import { isOpen, totals } from '../totals.ts';
import { decisionRecord } from './adr-decision.ts';
import { type ExportContext, said } from './forms.ts';
import {
  items,
  lowered,
  origin,
  paragraphs,
  section,
  texts,
  timeText,
  verification,
  verifications,
} from './parts.ts';

const status: Readonly<Record<Plan['status'], string>> = {
  draft: 'proposed',
  approved: 'accepted',
  implementing: 'accepted',
  done: 'accepted',
  superseded: 'superseded',
};

/** An architecture decision record with the headings of MADR 4: https://adr.github.io/madr/ */
export function adr(plan: Plan, context: ExportContext): string {
  const date = day(plan.approved ?? plan.created);
  const head = ['---', `status: ${status[plan.status]}`, ...(date ? [`date: ${date}`] : []), '---'];
  const decided = decisionRecord(plan, context);
  if (decided) return `${head.join('\n')}\n\n${join([heading(1, plan.title), ...decided])}`;
  const body = join([
    heading(1, plan.title),
    ...section('Context and Problem Statement', problem(plan, context), 'The plan does not say it.'),
    ...section('Decision Drivers', drivers(plan, context)),
    ...section('Considered Options', options(plan)),
    ...section('Decision Outcome', outcome(plan, context)),
    ...section('Consequences', consequences(plan, context), '', 3),
    ...section('Confirmation', confirmation(plan), '', 3),
    ...prosAndCons(plan, context),
    ...section('More Information', information(plan, context)),
  ]);
  return `${head.join('\n')}\n\n${body}`;
}

function problem(plan: Plan, context: ExportContext): readonly Block[] {
  const goal = oneLine(plan.goal);
  const told = paragraphs(plan.overview, context);
  const known = `${plan.title} ${told.flat().join(' ')}`.toLowerCase().includes(inline(goal).toLowerCase());
  return [
    ...told,
    ...(context.own && !known ? paragraph(`The goal as it was given: “${inline(goal)}”.`) : []),
    ...items(plan.currentState, context, 'Today:'),
    ...items(plan.integrationPoints, context, 'Where it attaches:'),
  ];
}

/** Requirements, and of a decision its criteria. */
function drivers(plan: Plan, context: ExportContext): readonly Block[] {
  const criteria = specials(plan).flatMap(section => section.statements);
  return list([
    ...plan.requirements.map(r => `${bold(r.id)} ${withSources(r.text, r.sources)}`),
    ...criteria.map(entry => said(entry, context)),
  ]);
}

/** Sections of a decision that weigh its options. */
function specials(plan: Plan): readonly SpecialSection[] {
  return (plan.special ?? []).filter(({ title }) => /\b(?:criteri|option|comparison)/i.test(title));
}

function chosen(plan: Plan): string {
  return oneLine(plan.approach.title) || oneLine(plan.title) || '(untitled)';
}

function options(plan: Plan): readonly Block[] {
  const { alternatives } = plan.approach;
  return [
    ...list([chosen(plan), ...alternatives.map(other => oneLine(other.title))].map(title => inline(title))),
    ...(alternatives.length === 0 ? prose('The plan weighs no other option.') : []),
  ];
}

function reasons(plan: Plan): readonly Statement[] {
  const given = plan.approach.decisions.flatMap(decision => decision.reasons);
  return given.filter(reason => reason.text.trim() !== '');
}

function outcome(plan: Plan, context: ExportContext): readonly Block[] {
  const [first, ...others] = reasons(plan);
  const option = `Chosen option: “${inline(chosen(plan))}”`;
  const why = first
    ? `${option}, because ${lowered(said(first, context))}`
    : `${option}. The plan names no reason.`;
  const settled = plan.questions.filter(entry => !isOpen(entry));
  return [
    ...paragraph(others.length > 0 ? `${why} The other reasons stand below.` : why),
    ...items(plan.decisions, context, 'Settled with it:'),
    ...list(
      settled.map(entry => `“${inline(entry.question.text)}” ${answerText(entry)}`),
      'Settled by an answer:',
    ),
  ];
}

/** What follows, as far as the plan says it: what is met and kept safe, what it costs, what is at risk. */
function consequences(plan: Plan, context: ExportContext): readonly Block[] {
  const sums = totals(plan);
  const met = [...new Set(plan.requirements.map(r => r.id))].filter(id =>
    plan.steps.some(step => step.serves.includes(id)),
  );
  const files = sums.files.create.length + sums.files.modify.length + sums.files.delete.length;
  const time = timeText(sums);
  const added = plan.steps.flatMap(step => step.packages);
  return list([
    met.length > 0 ? `Good, because the steps meet ${inline(met.join(', '))}.` : '',
    ...plan.security.implemented.map(({ text, stepId }) => {
      const number = stepNumber(plan, stepId);
      const line = inline(text);
      if (line === '' || number === undefined) return '';
      return endWith(`Good, because ${lowered(line)}`, ` (${stepWords([number])})`);
    }),
    ...plan.performance.map(entry => said(entry, context)).map(text => text && `Neutral: ${text}`),
    ...added.map(({ name, action, dev, note }) => {
      const what = action === 'add' ? 'becomes' : 'is no longer';
      const line = inline(note);
      return `Neutral, because ${codeSpan(name)} ${what} a ${dev ? 'development ' : ''}dependency${line ? `: ${line}` : ''}.`;
    }),
    files > 0
      ? `Bad, because it changes ${files} ${files === 1 ? 'file' : 'files'}${time ? ` and takes ${time}` : ''}.`
      : '',
    ...plan.risks.map(({ text, mitigation }) => {
      const line = inline(text);
      const mended = inline(mitigation);
      return line === ''
        ? ''
        : `Bad, because there is a risk: ${lowered(line)}${mended ? `. Against it: ${mended}` : ''}`;
    }),
  ]);
}

/** Verbs that a reason begins with where the option itself is what it speaks of. */
const OF_IT =
  /^(?:adds|blocks|breaks|brings|can|cannot|changes|costs|could|couples|depends|does|doubles|duplicates|forces|gives|grows|has|hides|is|keeps|lacks|leaves|loses|makes|may|means|might|moves|must|needs|puts|requires|takes|ties|touches|turns|will|works|would)\b/;

function argument(weight: 'Good' | 'Bad', sentence: string): string {
  if (sentence === '') return '';
  return `${weight}, because ${OF_IT.test(sentence) ? `it ${sentence}` : lowered(sentence)}`;
}

function confirmation(plan: Plan): readonly Block[] {
  const cases = plan.tests.cases.map(({ text, proves }) =>
    endWith(inline(text), proves.length > 0 ? ` (proves ${inline(proves.join(', '))})` : ''),
  );
  return [
    ...list(cases, 'Cases that prove it:'),
    ...list(verifications(plan).map(verification), 'Seen to be done by:'),
  ];
}

function prosAndCons(plan: Plan, context: ExportContext): readonly Block[] {
  const { summary, alternatives } = plan.approach;
  const tables = specials(plan).flatMap(({ table: given }) =>
    given && given.head.length > 0 ? [table(given.head, given.rows)] : [],
  );
  const own = [
    ...paragraphs(summary, context),
    ...list(reasons(plan).map(reason => argument('Good', said(reason, context)))),
  ];
  const body = [
    ...tables,
    ...section(chosen(plan), own, '', 3),
    ...alternatives.flatMap(({ title, whyNot }) =>
      section(title, list([argument('Bad', inline(whyNot))]), 'The plan does not say why not.', 3),
    ),
  ];
  return section('Pros and Cons of the Options', body);
}

function information(plan: Plan, context: ExportContext): readonly Block[] {
  const open = plan.questions.filter(isOpen).map(({ question }) => {
    const assumed = question.choices.find(choice => choice.id === question.recommended);
    return `${bold(question.text)}${assumed ? ` Assumed until it is answered: ${inline(assumed.label)}.` : ''}`;
  });
  return [
    ...paragraph(origin(plan, context)),
    ...items(plan.findings, context, 'What was found:'),
    ...texts(plan.outOfScope, 'Not part of it:'),
    ...list(open, 'Open, and to be looked at again:'),
    ...list(
      plan.rollback.map(entry => inline(entry.title)),
      'How it is undone:',
    ),
    ...texts(plan.nextSteps, 'Afterwards:'),
  ];
}

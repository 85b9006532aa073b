import type { Plan, Step } from '../model.ts';
import { type Block, heading, join, list, paragraph, prose, table } from '../render/blocks.ts';
import { rollback, tests } from '../render/care.ts';
import { bold, codeSpan, inline } from '../render/inline.ts';
import { withSources } from '../render/sources.ts';
import { codeBlock, files, packages, verify } from '../render/steps.ts';
import { type ExportContext, said } from './forms.ts';
import {
  after,
  atAGlance,
  items,
  origin,
  paragraphs,
  section,
  stepPlace,
  stepTitle,
  texts,
  verification,
} from './parts.ts';

/** For the hands that do the work: what must stay as it is, what proves it, and the steps in order, each with its way back. */
export function refactoringGuide(plan: Plan, context: ExportContext): string {
  return join([
    heading(1, `Refactoring guide: ${plan.title}`),
    ...atAGlance(plan),
    ...paragraph(origin(plan, context)),
    ...section('What changes', changes(plan, context), 'The plan does not say it.'),
    ...section('Behaviour to preserve', behaviour(plan, context), 'The plan names no behaviour to preserve.'),
    ...section('Safety net', net(plan), 'The plan names no test: write one before the first change.'),
    ...section('Order of the steps', order(plan), 'The plan has no step.'),
    ...section(
      'The steps',
      plan.steps.flatMap((step, index) => guide(plan, step, index)),
    ),
    ...section('When it has to be undone', rollback(plan)),
    ...section('Done', done(plan)),
  ]);
}

function changes(plan: Plan, context: ExportContext): readonly Block[] {
  return [
    ...paragraphs(plan.overview, context),
    ...paragraphs(plan.approach.summary, context),
    ...texts(plan.outOfScope, 'Left as it is:'),
  ];
}

/** A refactoring says it in a section of its own; of other plans it is what the requirements and the callers ask. */
function behaviour(plan: Plan, context: ExportContext): readonly Block[] {
  const own = (plan.special ?? []).filter(({ title }) =>
    /\bbehaviou?r\b|\bpreserve\b|\binvariants?\b/i.test(title),
  );
  const kept = own.flatMap(({ statements }) => statements.map(entry => said(entry, context)));
  const untouched = plan.tests.files.filter(file => file.action === 'run');
  return [
    ...list(kept),
    ...(kept.length === 0
      ? list(
          plan.requirements.map(r => `${bold(r.id)} ${withSources(r.text, r.sources)}`),
          'The plan has no section of its own for it; this is what it requires:',
        )
      : []),
    ...list(
      untouched.map(({ path, purpose }) => {
        const what = inline(purpose);
        return `${codeSpan(path)}${what ? `: ${what}` : ''}`;
      }),
      'Proved by tests that stay as they are:',
    ),
    ...items(plan.integrationPoints, context, 'Code that calls or is called:'),
  ];
}

/** The tests, and that they are run before anything is changed. */
function net(plan: Plan): readonly Block[] {
  const commands = [
    ...new Set(plan.steps.flatMap(step => step.verify.filter(v => v.kind === 'command').map(verification))),
  ];
  const given = tests(plan);
  return [
    ...given,
    ...(commands.length > 0
      ? [
          ...list(commands, 'Run these before the first change; what fails then is no fault of the change:'),
          ...prose('Run them again after each step, and commit when they pass.'),
        ]
      : []),
  ];
}

function order(plan: Plan): readonly Block[] {
  if (plan.steps.length === 0) return [];
  const rows = plan.steps.map((step, index) => [
    String(index + 1),
    step.title,
    after(plan, step).join(', '),
    String(new Set(step.files.map(file => file.path)).size),
    step.rollback.length > 0 ? 'yes' : 'see the end',
  ]);
  return [table(['Step', 'What', 'After', 'Files', 'Has its own way back'], rows, 'rllrl')];
}

function guide(plan: Plan, step: Step, index: number): readonly Block[] {
  const place = stepPlace(plan, step);
  return [
    heading(3, stepTitle(step, index)),
    ...(place ? paragraph(place) : []),
    ...texts(step.details),
    ...files(step.files),
    ...packages(step),
    ...step.code.flatMap(codeBlock),
    ...(verify(step).length > 0 ? verify(step) : prose('How to see that it is done is not said.')),
    ...texts(step.rollback, 'Undo:'),
  ];
}

function done(plan: Plan): readonly Block[] {
  return [
    ...list(
      plan.requirements.map(r => `${bold(r.id)} ${inline(r.text)}`),
      'It is done when every step is verified, the safety net holds, and this is true:',
    ),
    ...texts(plan.nextSteps, 'Afterwards:'),
  ];
}

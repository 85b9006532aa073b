import { type Source, sourceLabel } from '../../domain/index.ts';
import { shellWord } from '../../shared/shell-word.ts';
import type { Plan, Statement } from '../model.ts';
import { type Block, fence, heading, join, list, paragraph, stepWords, table } from '../render/blocks.ts';
import { rollback } from '../render/care.ts';
import { bold, codeSpan, inline, oneLine } from '../render/inline.ts';
import { withSources } from '../render/sources.ts';
import { fileTotals, isOpen } from '../totals.ts';
import type { ExportContext } from './forms.ts';
import {
  fileRows,
  items,
  lowered,
  origin,
  paragraphs,
  section,
  texts,
  titled,
  verification,
} from './parts.ts';

/** For somebody who joins: what it is for, where it lives, how to try it, its words, its risks, and whom to ask. */
export function onboarding(plan: Plan, context: ExportContext): string {
  return join([
    heading(1, `Onboarding: ${plan.title}`),
    ...paragraph(origin(plan, context)),
    ...section('What it is for', purpose(plan, context), 'The plan does not say it.'),
    ...section('Where it lives', places(plan, context), 'The plan names no file.'),
    ...section('How it works, and why', workings(plan, context)),
    ...section('How to try it', trying(plan), 'The plan names no command and nothing to look at.'),
    ...section('Words', words(plan)),
    ...section('What can go wrong', dangers(plan, context), 'The plan names no risk.'),
    ...section('What is still open', open(plan)),
    ...section('Whom to ask', people(plan)),
  ]);
}

function purpose(plan: Plan, context: ExportContext): readonly Block[] {
  return [
    ...paragraphs(plan.overview, context),
    ...list(
      plan.requirements.map(r => `${bold(r.id)} ${withSources(r.text, r.sources)}`),
      'It has to do this:',
    ),
    ...texts(plan.outOfScope, 'It does not do this:'),
  ];
}

function places(plan: Plan, context: ExportContext): readonly Block[] {
  const rows = fileRows(plan).map(([path = '', action = '', what = '']) => [
    path,
    saying[action] ?? action,
    what,
  ]);
  return [
    ...items(plan.integrationPoints, context, 'Where it attaches to the code that was there:'),
    ...(rows.length > 0 ? [table(['File', 'Is', 'What for'], rows)] : []),
    ...items(plan.currentState, context, 'The code around it, as it was when this was planned:'),
  ];
}

const saying: Readonly<Record<string, string>> = { create: 'new', modify: 'changed', delete: 'removed' };

function workings(plan: Plan, context: ExportContext): readonly Block[] {
  const { title, summary, decisions, alternatives } = plan.approach;
  return [
    ...(title.trim() ? paragraph(bold(title)) : []),
    ...paragraphs(summary, context),
    ...decisions.flatMap(decision => section(decision.title, items(decision.reasons, context), '', 3)),
    ...items(plan.decisions, context, 'Settled:'),
    ...list(
      alternatives.map(other => titled(other.title, other.whyNot)),
      'Not done this way:',
    ),
  ];
}

/** What is installed and run, then how each step is seen to work. */
function trying(plan: Plan): readonly Block[] {
  const commands = plan.steps.flatMap(step => step.code.filter(block => block.kind === 'command'));
  const seen = plan.steps.flatMap((step, index) => {
    const lines = list(step.verify.filter(v => v.text.trim()).map(verification));
    return lines.length === 0
      ? []
      : [[bold(`${index + 1}. ${oneLine(step.title) || '(untitled)'}`), ...lines.flat()]];
  });
  const covered = plan.tests.files.map(file => codeSpan(file.path));
  return [
    ...(commands.length > 0 ? paragraph('Run this first:') : []),
    ...commands.map(block => fence(block.language || 'sh', block.code)),
    ...(seen.length > 0
      ? paragraph(commands.length > 0 ? 'Then look at each part:' : 'Look at each part:')
      : []),
    ...seen,
    ...(covered.length > 0 ? paragraph(`Its tests: ${covered.join(', ')}.`) : []),
  ];
}

/** Names that one meets in the code: functions, symbols, packages, shapes of data. */
function words(plan: Plan): readonly Block[] {
  const functions = plan.steps.flatMap(step =>
    step.functions.map(({ signature, purpose: what }) => entry(codeSpan(signature), inline(what))),
  );
  const symbols = plan.steps.flatMap(step =>
    step.files.flatMap(({ symbol, path, at }) =>
      symbol?.trim() ? [`${codeSpan(symbol)}: in ${codeSpan(at?.trim() ? at : path)}`] : [],
    ),
  );
  const packages = plan.steps.flatMap(step =>
    step.packages.flatMap(({ name, action, note }) => {
      const line = inline(note);
      return action === 'add' ? [entry(codeSpan(name), line)] : [];
    }),
  );
  const shapes = plan.steps.flatMap((step, index) =>
    step.code
      .filter(block => block.kind === 'schema' && block.code.trim() !== '')
      .map(block => {
        const caption = inline(block.caption);
        return [
          paragraph(
            caption ? `${caption} (${stepWords([index + 1])})` : `Data of ${stepWords([index + 1])}:`,
          ),
          [fence(block.language, block.code)],
        ].flat();
      }),
  );
  return [
    ...list([...new Set(functions)], 'Functions:'),
    ...list([...new Set(symbols)], 'Existing code that takes part:'),
    ...list([...new Set(packages)], 'Packages:'),
    ...shapes.flat(),
  ];
}

function entry(name: string, what: string): string {
  return what ? `${name}: ${what}` : name;
}

function dangers(plan: Plan, context: ExportContext): readonly Block[] {
  return [
    ...list(plan.risks.map(risk => titled(risk.text, risk.mitigation))),
    ...texts(plan.security.monitor, 'To keep an eye on, for security:'),
    ...items(plan.monitoring, context, 'Where it is watched:'),
    ...(plan.rollback.length > 0 ? [['**How it is undone:**'], ...rollback(plan)] : []),
  ];
}

function open(plan: Plan): readonly Block[] {
  const questions = plan.questions.filter(isOpen).map(({ question }) => {
    const assumed = question.choices.find(choice => choice.id === question.recommended);
    return `${bold(question.text)}${assumed ? ` Until it is answered: ${lowered(inline(assumed.label))}.` : ''}`;
  });
  return [...list(questions, 'Questions:'), ...texts(plan.nextSteps, 'Next:')];
}

/** People are never guessed: what the plan says of its sources, and how git names those who know the files. */
function people(plan: Plan): readonly Block[] {
  const owners = [
    ...plan.findings,
    ...plan.currentState,
    ...(plan.special ?? []).flatMap(s => s.statements),
  ].filter(({ text }) => /\bCODEOWNERS\b|\bowned by\b|\bowners?\b/i.test(text));
  const { modify, delete: remove } = fileTotals(plan.steps);
  const paths = [...modify, ...remove].map(file => file.path);
  const commits = commitsOf(plan);
  return [
    ...(owners.length === 0 ? paragraph('The plan names nobody to ask.') : []),
    ...list(
      owners.map(owner => withSources(owner.text, owner.sources)),
      'What it says of owners:',
    ),
    ...list(
      commits.map(label => codeSpan(label)),
      'Who made these commits has done something like it before:',
    ),
    ...(paths.length > 0
      ? [
          ...paragraph('Who changed these files most:'),
          fence('sh', `git shortlog --summary --numbered --email HEAD -- ${paths.map(shellWord).join(' ')}`),
        ]
      : []),
  ];
}

function commitsOf(plan: Plan): readonly string[] {
  const statements: readonly Statement[] = [
    ...plan.findings,
    ...plan.currentState,
    ...plan.integrationPoints,
  ];
  const sources: readonly Source[] = statements.flatMap(s => s.sources);
  return [...new Set(sources.filter(source => source.kind === 'commit').map(sourceLabel))];
}

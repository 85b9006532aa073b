import type { CodeBlock, Plan } from '../model.ts';
import {
  type Block,
  fence,
  heading,
  join,
  list,
  paragraph,
  prose,
  stepWords,
  table,
} from '../render/blocks.ts';
import { rollback, security, tests } from '../render/care.ts';
import { answerText } from '../render/closing.ts';
import { bold, codeSpan, inline } from '../render/inline.ts';
import { withSources } from '../render/sources.ts';
import { codeBlock } from '../render/steps.ts';
import { isOpen } from '../totals.ts';
import { type ExportContext, said } from './forms.ts';
import { fileRows, items, origin, paragraphs, section, texts, titled } from './parts.ts';

/** What was built, for those who keep it running: decisions, files, functions, data, operations, tests. */
export function implementationDoc(plan: Plan, context: ExportContext): string {
  return join([
    heading(1, plan.title),
    ...paragraph(origin(plan, context)),
    ...(plan.status === 'done' ? [] : prose('It says what was planned; what the code became may differ.')),
    ...section('Overview', overview(plan, context), 'The plan does not say it.'),
    ...section('Decisions', decisions(plan, context), 'The plan names no decision.'),
    ...section('Files', files(plan), 'The plan names no file.'),
    ...section('Functions', functions(plan)),
    ...section('Data', data(plan)),
    ...section('How it is written', code(plan)),
    ...section('Packages', packages(plan)),
    ...section(
      'Operations',
      operations(plan, context),
      'The plan names nothing to watch and nothing to undo.',
    ),
    ...section('Security', security(plan)),
    ...section('Tests', tests(plan), 'The plan names no test.'),
    ...section('Limits', limits(plan)),
  ]);
}

function overview(plan: Plan, context: ExportContext): readonly Block[] {
  return [
    ...paragraphs(plan.overview, context),
    ...list(
      plan.requirements.map(r => `${bold(r.id)} ${withSources(r.text, r.sources)}`),
      'Requirements:',
    ),
    ...items(plan.integrationPoints, context, 'Where it attaches:'),
  ];
}

function decisions(plan: Plan, context: ExportContext): readonly Block[] {
  const { title, summary, decisions: given, alternatives } = plan.approach;
  const settled = plan.questions.filter(entry => !isOpen(entry));
  return [
    ...(title.trim() ? paragraph(bold(title)) : []),
    ...paragraphs(summary, context),
    ...given.flatMap(decision => section(decision.title, items(decision.reasons, context), '', 3)),
    ...section(
      'Settled on the way',
      list([
        ...plan.decisions.map(entry => said(entry, context)),
        ...settled.map(entry => `“${inline(entry.question.text)}” ${answerText(entry)}`),
      ]),
      '',
      3,
    ),
    ...section('Not chosen', list(alternatives.map(other => titled(other.title, other.whyNot))), '', 3),
  ];
}

function files(plan: Plan): readonly Block[] {
  const rows = fileRows(plan);
  return rows.length > 0 ? [table(['File', 'Change', 'What', 'Steps'], rows)] : [];
}

function functions(plan: Plan): readonly Block[] {
  const rows = plan.steps.flatMap((step, index) =>
    step.functions.map(({ signature, purpose }) => {
      const what = inline(purpose);
      return `${codeSpan(signature)}${what ? `: ${what}` : ''} (${stepWords([index + 1])})`;
    }),
  );
  return list(rows);
}

function blocksOf(plan: Plan, kind: CodeBlock['kind']): readonly Block[] {
  return plan.steps.flatMap(step => step.code.filter(block => block.kind === kind).flatMap(codeBlock));
}

function data(plan: Plan): readonly Block[] {
  return blocksOf(plan, 'schema');
}

/** New code of each step under the step's own title; excerpts of the code before it are left out. */
function code(plan: Plan): readonly Block[] {
  return plan.steps.flatMap(step => {
    const written = step.code.filter(block => block.kind === 'new').flatMap(codeBlock);
    return section(step.title, written, '', 3);
  });
}

function packages(plan: Plan): readonly Block[] {
  const all = plan.steps.flatMap(step => step.packages);
  const listed = list(
    all.map(({ name, action, dev, note }) => {
      const what = inline(note);
      const how = action === 'add' ? (dev ? 'added for development' : 'added') : 'removed';
      return `${codeSpan(name)} (${how})${what ? `: ${what}` : ''}`;
    }),
  );
  const commands = plan.steps.flatMap(step => step.code.filter(block => block.kind === 'command'));
  return [...listed, ...commands.map(block => fence(block.language || 'sh', block.code))];
}

function operations(plan: Plan, context: ExportContext): readonly Block[] {
  return [
    ...section(
      'Monitoring',
      [...items(plan.monitoring, context), ...texts(plan.security.monitor, 'For security:')],
      '',
      3,
    ),
    ...section('Performance', items(plan.performance, context), '', 3),
    ...section('Rollback', rollback(plan), '', 3),
    ...section('Known risks', list(plan.risks.map(risk => titled(risk.text, risk.mitigation))), '', 3),
  ];
}

function limits(plan: Plan): readonly Block[] {
  return [
    ...texts(plan.outOfScope, 'Not part of it:'),
    ...list(
      plan.questions.filter(isOpen).map(({ question }) => bold(question.text)),
      'Not settled yet:',
    ),
    ...texts(plan.nextSteps, 'What comes next:'),
  ];
}

import { type Finding, sourceLabel } from '../../domain/index.ts';
import type { Plan } from '../../plan/model.ts';
import type { DraftRecord } from '../local/draft/record.ts';
import { planQuestions } from './whole-plan.ts';

/** Findings by their ids, with where each was read. */
export function listed(findings: readonly Finding[]): string {
  return findings.length === 0
    ? '(nothing yet)'
    : findings
        .map(f => `[${f.id}] ${f.text} (${f.sources.map(sourceLabel).join(', ') || 'assumption'})`)
        .join('\n');
}

export function answersText(record: DraftRecord): string {
  const lines = planQuestions(record).map(({ question, answer }) => {
    const label = (id: string): string => question.choices.find(c => c.id === id)?.label ?? id;
    switch (answer?.kind) {
      case 'choice':
        return `answer:${question.id}: ${question.text} ${label(answer.choiceId)}${answer.note ? ` (${answer.note})` : ''}`;
      case 'text':
        return `answer:${question.id}: ${question.text} ${answer.text}`;
      case 'delegated':
        return `answer:${question.id}: ${question.text} Left to you; recommended was: ${label(question.recommended)}`;
      default:
        return `open: ${question.text} Assume: ${label(question.recommended)}`;
    }
  });
  return lines.join('\n') || '(no question was asked)';
}

/** What the person said while a Run worked, by the ids by which a plan can rest on it. */
export function saidText(heard: ReadonlyMap<string, string>): string {
  return [...heard].map(([id, text]) => `said:${id}: ${text}`).join('\n') || '(nothing)';
}

/** What was said since the plan was made: answers that changed, and feedback that it does not speak of. */
export function feedbackText(record: DraftRecord, plan: Plan): string {
  const answers = record.questions.flatMap(question => {
    const answer = record.answers[question.id];
    const was = plan.questions.find(q => q.question.id === question.id)?.answer;
    return answer && JSON.stringify(answer) !== JSON.stringify(was) ? [question.id] : [];
  });
  const told = answersText({ ...record, questions: record.questions.filter(q => answers.includes(q.id)) });
  const said = record.feedback
    .filter(f => f.revision >= plan.revision)
    .map(f => `- ${targetText(f.target)}${f.text}`);
  return (
    [...(answers.length > 0 ? [told] : []), ...said].join('\n') ||
    '(nothing: make it better where it is weak)'
  );
}

function targetText(target: DraftRecord['feedback'][number]['target']): string {
  switch (target.kind) {
    case 'revision':
      return '';
    case 'section':
      return `on section “${target.heading}”: `;
    case 'step':
      return `on step ${target.stepId}: `;
    case 'lines':
      return `on “${target.quote}”: `;
  }
}

/** What a plan touches, a line each: its files, and the packages that it adds. */
export function touchedBy({ steps }: Plan): string {
  const files = [...new Set(steps.flatMap(s => s.files.map(f => f.path)))];
  const packages = [
    ...new Set(steps.flatMap(s => s.packages.filter(p => p.action === 'add').map(p => p.name))),
  ];
  return [...files, ...packages.map(name => `package ${name}`)].join('\n');
}

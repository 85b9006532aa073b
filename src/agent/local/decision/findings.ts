import type { Finding } from '../../../domain/index.ts';
import { count } from '../draft/estimate.ts';
import type { Survey } from '../survey.ts';
import type { DecisionSight } from './model.ts';

/** What was read for a decision, as it is told while it is read: each option's place in the project, and earlier records. */
export function decisionFindings(survey: Survey): readonly Finding[] {
  const { decision } = survey;
  return decision ? [...optionFindings(decision), ...recordFindings(decision)] : [];
}

function optionFindings({ options }: DecisionSight): readonly Finding[] {
  return options.flatMap(({ id, label, from, traces }): readonly Finding[] => {
    const { first, sources, tests, declared, deployed } = traces;
    const [one] = declared;
    const start = first ?? one?.source ?? deployed[0];
    if (!start || (from === 'topic' && !first && !one)) return [];
    const files = sources.length + tests.length;
    const text = first
      ? `${label} meets the code first at \`${first.path}:${first.line}\`${files > 1 ? `, then in ${count(files - 1, 'more file')}` : ''}.`
      : one
        ? `\`${one.name}\` is declared for ${label} at \`${one.source.path}:${one.source.line}\`; no file brings it in by name.`
        : `${label} is started by \`${start.path}:${start.line}\`.`;
    return [{ id: `option-${id}`, phase: 'analysis', topic: 'integration', text, sources: [start] }];
  });
}

function recordFindings({ record, options }: DecisionSight): readonly Finding[] {
  const { records, like, said } = record;
  const last = records.at(-1);
  const there: readonly Finding[] =
    last !== undefined && like
      ? [
          {
            id: 'records',
            phase: 'analysis',
            topic: 'state',
            text: `Decisions are recorded here: ${count(records.length, 'record')} beside \`${last}\`, the newest.`,
            sources: [like],
          },
        ]
      : [];
  return [
    ...there,
    ...said.map(
      ({ option, source }): Finding => ({
        id: `record-${option}`,
        phase: 'analysis',
        topic: 'state',
        text: `A record speaks of ${options.find(o => o.id === option)?.label ?? option}: “${
          source.excerpt?.text
            .trim()
            .replace(/^[#>*\s-]+/, '')
            .slice(0, 140) ?? ''
        }”`,
        sources: [source],
      }),
    ),
  ];
}

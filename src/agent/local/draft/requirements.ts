import type { Requirement } from '../../../plan/model.ts';
import type { Survey } from '../survey.ts';
import type { DraftRecord } from './record.ts';

/** Requirements that the goal's own words state: one a sentence, bullet or clause joined by "and". */
export function goalRequirements(survey: Survey, record: DraftRecord): readonly Requirement[] {
  const { words } = record;
  if (words.foreign)
    return [
      {
        id: 'R1',
        text: `As said in ${words.foreign.language}: “${words.quote}”; understood of it: ${words.foreign.understood.join(', ')}.`,
        sources: [{ kind: 'user', what: 'the goal, as given' }],
      },
    ];
  return clauses(record.goal.text)
    .slice(0, words.left > 0 ? 12 : 8)
    .map((text, i) => ({
      id: `R${i + 1}`,
      text: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
      sources: [{ kind: 'user' as const, what: i === 0 ? `the goal, as given` : `the goal, part ${i + 1}` }],
    }))
    .filter(r => r.text.length > 1 && survey !== undefined);
}

/** Splits a goal into what it asks for; short halves stay together ("search and filter"). */
export function clauses(text: string): readonly string[] {
  const lines = text
    .split(/\n+|(?<=[^.\d])[.;!?](?:\s+|$)/)
    .map(s => s.replace(/^\s*(?:[-*•]|\d+[.)])\s*/, '').trim());
  return lines.filter(Boolean).flatMap(line => {
    const parts = line.split(
      /,?\s+and\s+(?=(?:also\s+)?(?:add|create|send|show|store|keep|make|write|log|let|allow|export|notify|remove|update|support)\b)/i,
    );
    return parts.map(p => p.replace(/[,\s]+$/, ''));
  });
}

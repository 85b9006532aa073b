import type { Finding, Source } from '../../domain/index.ts';
import { count } from './draft/estimate.ts';
import { sayUseCount } from './draft/phrases.ts';
import { alreadyThere, targetsOf } from './draft/targets.ts';
import { saysItAll } from './draft/trail-steps.ts';
import { at, symbolSource } from './excerpt.ts';
import { type Survey, symbolsFor } from './survey.ts';
import { stem, tokens } from './words.ts';

/** Facts that are told for every goal when they are present. */
const ALWAYS = ['library', 'http-server', 'database', 'test-runner', 'frontend', 'cli'];

/** How the code is today, as far as it bears on the goal: named facts, then those whose files or words the goal meets. */
export function stateFindings(survey: Survey, factIds: readonly string[]): readonly Finding[] {
  const ranked = new Set(survey.impact.files.slice(0, 8).map(f => f.path));
  const chosen = [...survey.facts.values()].filter(f => {
    if (factIds.includes(f.id)) return true;
    if (!f.present) return false;
    // Who names the file has no need of what serves and draws elsewhere.
    if (survey.named.length > 0)
      return f.id === 'test-runner' || f.sources.some(s => survey.named.includes(s.path));
    const inGoal = tokens(f.id).some(t => survey.goal.stems.has(stem(t)));
    return ALWAYS.includes(f.id) || inGoal || f.sources.some(s => ranked.has(s.path));
  });
  const order = (id: string): number => {
    const i = factIds.indexOf(id);
    return i < 0 ? 100 : i;
  };
  const manifest = survey.brief.dependencies[0]?.source;
  return chosen
    .sort((a, b) => order(a.id) - order(b.id))
    .slice(0, 14)
    .map(f => ({
      id: `state-${f.id}`,
      phase: 'analysis' as const,
      topic: 'state' as const,
      text: f.text,
      sources: f.sources.length > 0 ? [...f.sources] : manifest && !f.present ? [manifest] : [],
    }));
}

/** Where the change attaches: the ranked symbols with their lines and uses. */
export function integrationFindings(survey: Survey): readonly Finding[] {
  return [
    ...trailFinding(survey),
    ...presentFindings(survey),
    ...targetsOf(survey, 6).map(t => {
      const file = survey.texts.get(t.path);
      const sources: Source[] = [];
      if (t.symbol && file) {
        const source = symbolSource(file, t.symbol, survey.commit);
        if (source) sources.push(source);
      }
      const name = t.symbol ? `\`${t.symbol.name}\` (\`${at(t.symbol)}\`)` : `\`${t.path}\``;
      const uses = t.symbol ? sayUseCount(survey.uses.get(at(t.symbol))) : '';
      const role = t.card.roles[0]?.role;
      return {
        id: `integration-${t.path}`,
        phase: 'analysis' as const,
        topic: 'integration' as const,
        text: `${name}${uses}${role && role !== 'other' ? `, ${role}` : ''}: ${t.impact.reasons[0]?.detail ?? `ranked for “${survey.goal.object}”`}`,
        sources,
      };
    }),
  ];
}

/** The name that an earlier change of this kind brought in, with its reach. */
function trailFinding(survey: Survey): readonly Finding[] {
  const { trail } = survey;
  if (!trail) return [];
  const { sha, subject, date } = trail.precedent;
  const all = saysItAll(survey, trail);
  return [
    {
      id: `trail-${trail.name}`,
      phase: 'analysis',
      topic: 'integration',
      text: `\`${trail.name}\` came with commit ${sha.slice(0, 7)} (“${subject}”) and stands in ${count(trail.places.length, 'file')} today: ${all ? 'it may be what is asked for already' : `the places that “${survey.goal.object}” has to reach too`}`,
      sources: [{ kind: 'commit', sha, subject, date }],
    },
  ];
}

/** Parts of what is asked for that the ranked files hold already. */
function presentFindings(survey: Survey): readonly Finding[] {
  return survey.impact.files.slice(0, 8).flatMap(impact => {
    const card = survey.cards.get(impact.path);
    const file = survey.texts.get(impact.path);
    const symbol = symbolsFor(card, impact.symbols, survey.goal)[0];
    const text = alreadyThere(survey, symbol)[0];
    const source = symbol && file && symbolSource(file, symbol, survey.commit);
    if (!text || !source) return [];
    return [
      {
        id: `present-${impact.path}`,
        phase: 'analysis' as const,
        topic: 'integration' as const,
        text: `${text}.`,
        sources: [source],
      },
    ];
  });
}

import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import { targetsOf } from '../draft/targets.ts';
import { at } from '../excerpt.ts';
import { stemOf } from '../naming.ts';
import { stemsOf } from '../stems.ts';
import type { Survey } from '../survey.ts';
import { overlap } from '../words.ts';

/** One place that the goal speaks of: `path`, and where a symbol was found `symbol`, `line`, `at`, `owner`; `test` where it has one. */
export type Subject = Readonly<Record<string, string>>;

const MOST = 4;

/**
 * The places that the goal is about beside the words that called for playbooks: "orders" of "paginate the orders list".
 * The best ranked first, those that the goal names as they are; empty where the goal names nothing but the topic ("add caching").
 */
export function subjectsOf(survey: Survey, matched: readonly MatchedPlaybook[]): readonly Subject[] {
  const topic = new Set(matched.flatMap(m => (m.because === undefined ? [] : stemsOf(m.because))));
  const about = new Set([...survey.goal.stems].filter(s => !topic.has(s)));
  if (about.size === 0 && survey.named.length === 0) return [];
  return targetsOf(survey, 6)
    .filter(t => survey.named.includes(t.path) || overlap(`${t.path} ${t.symbol?.name ?? ''}`, about) > 0)
    .sort((a, b) => b.impact.score - a.impact.score)
    .slice(0, MOST)
    .map(({ path, symbol, card }) => {
      const test = card.tests.find(t => survey.paths.has(t) && /test|spec/i.test(stemOf(t)));
      return {
        path,
        ...(symbol
          ? {
              symbol: symbol.name,
              line: String(symbol.line),
              at: at(symbol),
              owner: symbol.container ?? stemOf(path),
            }
          : {}),
        ...(test === undefined ? {} : { test }),
      };
    });
}

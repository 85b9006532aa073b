import type { Impact, Precedent } from '../../domain/index.ts';
import type { History } from '../history.ts';
import type { ImpactAnswer } from '../port.ts';
import { scoreCommits, spokenOf } from './history-signals.ts';
import { parseQuery, type Query } from './query.ts';
import { reasonsFor, type Spoken } from './reasons.ts';
import { type ScoreInput, type Scores, scoreFiles } from './score.ts';
import type { Group } from './statics.ts';
import type { Weights } from './weights.ts';
import { QueryWords } from './words-of-query.ts';

export interface ImpactInput extends ScoreInput {
  readonly paths: readonly string[];
}

const MOST_SYMBOLS = 6;

/** Ranks the project's files for a goal; sources, tests and everything else apart. */
export function rankImpact(goal: string, limit: number, input: ImpactInput): ImpactAnswer {
  const query = parseQuery(goal);
  const scores = scoreFiles(query, input);
  const files = orderOf('files', scores, input.paths).slice(0, limit);
  const tests = orderTests(files, scores, input, limit);
  const others = orderOf('others', scores, input.paths).slice(0, limit);
  const words = new QueryWords(query, scores, input);
  const spoken = input.history && spokenOf(query, input.history, [...files, ...tests, ...others]);
  const impacts = (numbers: readonly number[]) =>
    numbers.map(n => impactOf(n, words, scores, input, spoken?.get(n)));
  return {
    files: impacts(files),
    tests: impacts(tests),
    others: impacts(others),
    precedents: findPrecedents(query, input.history, limit),
  };
}

/** Numbers of the sources that something speaks for, best first, without reasons. */
export function orderFiles(goal: string, input: ImpactInput, weights?: Weights): number[] {
  return orderOf('files', scoreFiles(parseQuery(goal), input, weights), input.paths);
}

/** Files of a group that something speaks for, best first. */
function orderOf(group: Group, scores: Scores, paths: readonly string[]): number[] {
  const { total, told, signals, statics } = scores;
  const numbers: number[] = [];
  for (let n = 0; n < total.length; n++) {
    if (statics.groups[n] !== group || (total[n] ?? 0) <= 0) continue;
    const evidence =
      (told[n] ?? 0) + (signals.path[n] ?? 0) + (signals.use[n] ?? 0) + (signals.votes[n] ?? 0);
    if (evidence > 0) numbers.push(n);
  }
  return numbers.sort(
    (a, b) => (total[b] ?? 0) - (total[a] ?? 0) || ((paths[a] ?? '') < (paths[b] ?? '') ? -1 : 1),
  );
}

/** Tests by their own score, lifted by the score of the best-ranked sources that they exercise. */
function orderTests(sources: readonly number[], scores: Scores, input: ImpactInput, limit: number): number[] {
  const own = orderOf('tests', scores, input.paths).slice(0, limit);
  const lifted = new Map<number, number>(own.map(n => [n, scores.total[n] ?? 0]));
  for (const source of sources)
    (input.testsOf[source] ?? []).slice(0, 3).forEach((test, place) => {
      const lift = (scores.total[source] ?? 0) * (1 - place * 0.25);
      lifted.set(test, (lifted.get(test) ?? scores.total[test] ?? 0) + lift);
    });
  return [...lifted]
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, limit)
    .map(([n]) => n);
}

function impactOf(
  n: number,
  words: QueryWords,
  scores: Scores,
  input: ImpactInput,
  spoken: Spoken | undefined,
): Impact {
  const file = input.index.files[n];
  if (!file) return { path: input.paths[n] ?? '', score: 0, reasons: [], symbols: [] };
  const symbols = words.matchingSymbols(file, MOST_SYMBOLS);
  const reasons = reasonsFor({
    n,
    file,
    words,
    scores,
    history: input.history,
    paths: input.paths,
    symbols,
    spoken,
  });
  return {
    path: file.path,
    score: Math.round((scores.total[n] ?? 0) * 1000) / 1000,
    reasons,
    symbols,
  };
}

/** Below this share of the best message, a commit is no precedent. */
const ALIKE = 0.35;
const MOST_FILES = 60;

/** Earlier commits whose messages are most like the goal, best first. */
export function findPrecedents(query: Query, history: History | undefined, limit: number): Precedent[] {
  if (!history) return [];
  const scored = [...scoreCommits(query, history)]
    .map(([n, score]) => ({ entry: history.commits[n], n, score }))
    .filter(({ entry }) => entry !== undefined && entry.files.length > 0 && entry.named <= MOST_FILES)
    .sort((a, b) => b.score - a.score || a.n - b.n);
  const best = scored[0]?.score ?? 0;
  return scored
    .filter(s => s.score >= best * ALIKE)
    .slice(0, limit)
    .flatMap(({ entry, score }) =>
      entry
        ? [
            {
              sha: entry.commit.sha,
              subject: entry.commit.subject,
              date: entry.commit.date,
              files: [...entry.commit.files],
              score: Math.round(score * 1000) / 1000,
            },
          ]
        : [],
    );
}

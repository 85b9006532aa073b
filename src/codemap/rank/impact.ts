import type { Impact, Precedent } from '../../domain/index.ts';
import type { History } from '../history.ts';
import type { ImpactAnswer } from '../port.ts';
import { hasRole } from '../roles/roles.ts';
import { scoreCommits } from './history-signals.ts';
import { parseQuery, type Query } from './query.ts';
import { matchingSymbols, reasonsFor, termWeights } from './reasons.ts';
import { type ScoreInput, type Scores, scoreFiles } from './score.ts';

export interface ImpactInput extends ScoreInput {
  readonly paths: readonly string[];
  /** Tests of each file, nearest first. */
  readonly testsOf: readonly (readonly number[])[];
}

const MOST_SYMBOLS = 6;

/** Ranks the project's files for a goal; sources, tests and everything else apart. */
export function rankImpact(goal: string, limit: number, input: ImpactInput): ImpactAnswer {
  const query = parseQuery(goal);
  const scores = scoreFiles(query, input);
  const order = sorted(scores.total, input.paths);
  const groups = { files: [] as number[], tests: [] as number[], others: [] as number[] };
  for (const n of order) {
    const evidence =
      (scores.told[n] ?? 0) +
      (scores.signals.path[n] ?? 0) +
      (scores.signals.use[n] ?? 0) +
      (scores.signals.votes[n] ?? 0);
    if (evidence > 0) groups[groupOf(input, n)].push(n);
  }
  const impacts = (numbers: readonly number[]) =>
    numbers.slice(0, limit).map(n => impactOf(n, query, scores, input));
  return {
    files: impacts(groups.files),
    tests: impacts(orderTests(groups, scores, input, limit)),
    others: impacts(groups.others),
    precedents: findPrecedents(query, input.history, limit),
  };
}

function groupOf({ index }: ImpactInput, n: number): 'files' | 'tests' | 'others' {
  const roles = index.files[n]?.roles ?? [];
  if (hasRole(roles, 'test')) return 'tests';
  const aside = ['docs', 'fixture', 'manifest', 'lock', 'generated', 'vendored', 'data'] as const;
  return aside.some(role => hasRole(roles, role)) ? 'others' : 'files';
}

/** Tests by their own score, lifted by the score of the best-ranked source that they exercise. */
function orderTests(
  groups: { readonly files: readonly number[]; readonly tests: readonly number[] },
  scores: Scores,
  input: ImpactInput,
  limit: number,
): number[] {
  const lifted = new Map<number, number>(groups.tests.map(n => [n, scores.total[n] ?? 0]));
  for (const source of groups.files.slice(0, limit))
    (input.testsOf[source] ?? []).slice(0, 3).forEach((test, place) => {
      const lift = (scores.total[source] ?? 0) * (1 - place * 0.25);
      lifted.set(test, (lifted.get(test) ?? scores.total[test] ?? 0) + lift);
    });
  return [...lifted].sort((a, b) => b[1] - a[1] || a[0] - b[0]).map(([n]) => n);
}

function impactOf(n: number, query: Query, scores: Scores, input: ImpactInput): Impact {
  const file = input.index.files[n];
  if (!file) return { path: input.paths[n] ?? '', score: 0, reasons: [], symbols: [] };
  const symbols = matchingSymbols(file, termWeights(query, scores), query.identifiers, MOST_SYMBOLS);
  const reasons = reasonsFor(n, file, query, scores, input.history, input.paths, symbols);
  return {
    path: file.path,
    score: Math.round((scores.total[n] ?? 0) * 1000) / 1000,
    reasons,
    symbols,
  };
}

function sorted(total: Float64Array, paths: readonly string[]): number[] {
  const numbers: number[] = [];
  for (let n = 0; n < total.length; n++) if ((total[n] ?? 0) > 0) numbers.push(n);
  return numbers.sort(
    (a, b) => (total[b] ?? 0) - (total[a] ?? 0) || ((paths[a] ?? '') < (paths[b] ?? '') ? -1 : 1),
  );
}

/** Below this share of the best message, a commit is no precedent. */
const ALIKE = 0.35;
const MOST_FILES = 60;

/** Earlier commits whose messages are most like the goal, best first. */
export function findPrecedents(query: Query, history: History | undefined, limit: number): Precedent[] {
  if (!history) return [];
  const scored = [...scoreCommits(query, history)]
    .map(([n, score]) => ({ entry: history.commits[n], n, score }))
    .filter(
      ({ entry }) => entry !== undefined && entry.files.length > 0 && entry.commit.files.length <= MOST_FILES,
    )
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

import type { History } from '../history.ts';
import type { Query } from './query.ts';
import { Tally } from './tally.ts';
import { BM25, HISTORY } from './weights.ts';

/** The commit that speaks loudest for a file. */
export interface Vote {
  readonly commit: number;
  readonly value: number;
}

/** BM25 of every commit message against the query; commits that share no telling word are absent. */
export function scoreCommits(query: Query, history: History): Map<number, number> {
  const scores = new Map<number, number>();
  const told = new Set<number>();
  const count = history.commits.length;
  for (const term of query.terms) {
    const list = history.byStem.get(term.stem);
    if (!list || term.lex === 0) continue;
    const rare = Math.log(1 + (count - list.length + 0.5) / (list.length + 0.5));
    for (const n of list) {
      const commit = history.commits[n];
      const tf = commit?.words.get(term.stem) ?? 0;
      const length = 1 - BM25.b + (BM25.b * (commit?.length ?? 0)) / history.averageLength;
      scores.set(n, (scores.get(n) ?? 0) + (term.lex * rare * tf * 2.2) / (tf + 1.2 * length));
      if (term.telling) told.add(n);
    }
  }
  for (const n of scores.keys()) if (!told.has(n)) scores.delete(n);
  return scores;
}

/** Commits whose messages are most like the request vote for the files that they touched. */
export function votes(query: Query, history: History, out: Float64Array): Map<number, Vote> {
  const scores = [...scoreCommits(query, history)]
    .filter(([n]) => {
      const named = history.commits[n]?.named ?? 0;
      return named > 0 && named <= HISTORY.mostFiles;
    })
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, HISTORY.voters);
  const largest = scores[0]?.[1] ?? 1;
  const found = new Map<number, Vote>();
  for (const [n, score] of scores) {
    const commit = history.commits[n];
    if (!commit) continue;
    const value =
      ((score / largest) ** 3 / Math.sqrt(commit.named)) * 2 ** (-commit.age / HISTORY.voteHalfLife);
    for (const file of commit.files) {
      out[file] = (out[file] ?? 0) + value;
      const known = found.get(file);
      if (!known || known.value < value) found.set(file, { commit: n, value });
    }
  }
  return found;
}

/** BM25 over the words of each file's own commits, a commit counting less the more files it touched and the older it is. */
export function historyFields(query: Query, history: History, out: Float64Array, told: Uint8Array): void {
  const files = history.ofFile.length;
  const tf = new Tally(files);
  const weights = weightsOf(history);
  for (const term of query.terms) {
    const list = history.byStem.get(term.stem);
    if (!list || term.lex === 0) continue;
    for (const n of list) {
      const commit = history.commits[n];
      const weight = (weights[n] ?? 0) * (commit?.words.get(term.stem) ?? 0);
      if (!commit || weight === 0) continue;
      for (const file of commit.files) tf.add(file, weight);
    }
    const rare = Math.log(1 + (files - tf.count + 0.5) / (tf.count + 0.5));
    for (let i = 0; i < tf.count; i++) {
      const file = tf.fileAt(i);
      const f = tf.value[file] ?? 0;
      out[file] = (out[file] ?? 0) + (term.lex * rare * f * 2.2) / (f + 1.2);
      if (term.telling) told[file] = 1;
    }
    tf.clear();
  }
}

const known = new WeakMap<History, Float64Array>();

/** What a word of each commit counts for its files; 0 for commits that touched too many. */
function weightsOf(history: History): Float64Array {
  const found =
    known.get(history) ??
    Float64Array.from(history.commits, ({ age, named }) =>
      named > HISTORY.mostFiles || named === 0 ? 0 : 2 ** (-age / HISTORY.fieldHalfLife) / Math.sqrt(named),
    );
  known.set(history, found);
  return found;
}

/** Of each of these files: the word of the goal that most of its commits speak of, and how many do. */
export function spokenOf(
  query: Query,
  history: History,
  files: readonly number[],
): ReadonlyMap<number, { readonly word: string; readonly times: number }> {
  const best = new Map<number, { word: string; times: number }>();
  const wanted = new Set(files);
  for (const term of query.terms) {
    if (term.lex < 0.4 || !term.telling) continue;
    const times = new Map<number, number>();
    for (const n of history.byStem.get(term.stem) ?? [])
      for (const file of history.commits[n]?.files ?? [])
        if (wanted.has(file)) times.set(file, (times.get(file) ?? 0) + 1);
    for (const [file, count] of times)
      if (count > (best.get(file)?.times ?? 0)) best.set(file, { word: term.word, times: count });
  }
  return best;
}

import type { History } from '../history.ts';
import type { Query } from './query.ts';
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
      const files = history.commits[n]?.commit.files.length ?? 0;
      return files > 0 && files <= HISTORY.mostFiles;
    })
    .sort((a, b) => b[1] - a[1] || a[0] - b[0])
    .slice(0, HISTORY.voters);
  const largest = scores[0]?.[1] ?? 1;
  const found = new Map<number, Vote>();
  for (const [n, score] of scores) {
    const commit = history.commits[n];
    if (!commit) continue;
    const value =
      ((score / largest) ** 3 / Math.sqrt(commit.commit.files.length)) *
      2 ** (-commit.age / HISTORY.voteHalfLife);
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
  const tf = new Float64Array(files);
  for (const term of query.terms) {
    const list = history.byStem.get(term.stem);
    if (!list || term.lex === 0) continue;
    tf.fill(0);
    let df = 0;
    for (const n of list) {
      const commit = history.commits[n];
      if (!commit || commit.files.length === 0 || commit.commit.files.length > HISTORY.mostFiles) continue;
      const weight =
        ((commit.words.get(term.stem) ?? 0) / Math.sqrt(commit.commit.files.length)) *
        2 ** (-commit.age / HISTORY.fieldHalfLife);
      for (const file of commit.files) {
        if ((tf[file] ?? 0) === 0) df++;
        tf[file] = (tf[file] ?? 0) + weight;
      }
    }
    const rare = Math.log(1 + (files - df + 0.5) / (df + 0.5));
    for (let i = 0; i < files; i++) {
      const f = tf[i] ?? 0;
      if (f === 0) continue;
      out[i] = (out[i] ?? 0) + (term.lex * rare * f * 2.2) / (f + 1.2);
      if (term.telling) told[i] = 1;
    }
  }
}

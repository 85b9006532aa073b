import type { GitCommit } from '../host/port.ts';
import type { HistoryFacts } from './port.ts';
import { HISTORY } from './rank/weights.ts';
import { splitIdentifier, stem } from './words.ts';

const DAY = 86_400_000;

export interface CommitEntry {
  readonly commit: GitCommit;
  /** Days before the newest commit. */
  readonly age: number;
  /** Files that still exist, by number. */
  readonly files: readonly number[];
  readonly words: ReadonlyMap<string, number>;
  readonly length: number;
}

/** Commits, newest first, and what they say of each file. */
export interface History {
  readonly commits: readonly CommitEntry[];
  /** Commits of each file, newest first, by number. */
  readonly ofFile: readonly (readonly number[])[];
  /** By stem: commits whose message holds it. */
  readonly byStem: ReadonlyMap<string, readonly number[]>;
  readonly averageLength: number;
}

export function buildHistory(
  log: readonly GitCommit[],
  byPath: ReadonlyMap<string, number>,
  files: number,
): History {
  const newest = log.reduce((max, c) => Math.max(max, Date.parse(c.date) || 0), 0);
  const ofFile: number[][] = Array.from({ length: files }, () => []);
  const byStem = new Map<string, number[]>();
  let total = 0;
  const commits = log.map((commit, n) => {
    const words = messageWords(commit);
    let length = 0;
    for (const [word, weight] of words) {
      length += weight;
      const list = byStem.get(word);
      if (list) list.push(n);
      else byStem.set(word, [n]);
    }
    total += length;
    const touched: number[] = [];
    for (const { path } of commit.files) {
      const file = byPath.get(path);
      if (file === undefined) continue;
      touched.push(file);
      ofFile[file]?.push(n);
    }
    return {
      commit,
      age: Math.max(0, (newest - (Date.parse(commit.date) || newest)) / DAY),
      files: touched,
      words,
      length,
    };
  });
  return { commits, ofFile, byStem, averageLength: commits.length === 0 ? 1 : total / commits.length || 1 };
}

function messageWords(commit: GitCommit): Map<string, number> {
  const words = new Map<string, number>();
  const take = (text: string, weight: number) => {
    for (const match of text.match(/[A-Za-z0-9_$]+/g) ?? [])
      for (const word of splitIdentifier(match)) {
        const root = stem(word);
        words.set(root, (words.get(root) ?? 0) + weight);
      }
  };
  take(commit.subject, 1);
  take(commit.body.slice(0, 2_000), HISTORY.body);
  return words;
}

/** Size of commits and hot spots. `isSource` and `testsOf` look at a file by its number. */
export function historyFacts(
  history: History,
  paths: readonly string[],
  isSource: (file: number) => boolean,
  testsOf: (file: number) => number,
): HistoryFacts | undefined {
  const { commits } = history;
  const first = commits.at(-1);
  const last = commits[0];
  if (!first || !last) return undefined;
  const sizes = commits
    .filter(c => c.files.some(isSource))
    .map(c => c.commit.files.reduce((sum, f) => sum + f.added + f.deleted, 0))
    .sort((a, b) => a - b);
  const quantile = (q: number) => sizes[Math.min(sizes.length - 1, Math.floor(q * sizes.length))] ?? 0;
  const hot = history.ofFile
    .map((list, file) => ({ file, commits: list.filter(n => (commits[n]?.age ?? Infinity) <= 90).length }))
    .filter(h => h.commits > 1 && isSource(h.file))
    .sort((a, b) => b.commits - a.commits || a.file - b.file)
    .slice(0, 10)
    .map(h => ({ path: paths[h.file] ?? '', commits: h.commits, tests: testsOf(h.file) }));
  return {
    commits: commits.length,
    firstDate: first.commit.date,
    lastDate: last.commit.date,
    linesPerCommit: { q1: quantile(0.25), median: quantile(0.5), q3: quantile(0.75) },
    hot,
  };
}

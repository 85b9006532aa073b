import type { ChangedLines, Git, GitCommit } from '../host/port.ts';
import { followMoves } from './moves.ts';
import type { HistoryFacts, LogEntry, LogQuery } from './port.ts';
import { HISTORY } from './rank/weights.ts';
import { detach } from './table/strings.ts';
import { splitIdentifier, stem } from './words.ts';

const DAY = 86_400_000;

/** What is kept of a commit: without its body, which lives on in the words. */
export interface KeptCommit extends Pick<GitCommit, 'sha' | 'date' | 'author' | 'subject'> {
  /** As the commit names them; of a file that it moved the new name. `today`: what the file is called now, if it is still there. */
  readonly files: readonly { readonly path: string; readonly today?: string }[];
}

export interface CommitEntry {
  readonly commit: KeptCommit;
  /** Days before the newest commit. */
  readonly age: number;
  /** How many files it names. */
  readonly named: number;
  /** Files that still exist, under whatever name, by number. */
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
  paths: readonly string[],
  wordsOf: (commit: GitCommit) => ReadonlyMap<string, number> = messageWords,
): History {
  const moves = followMoves(log, byPath);
  const known = new Map<string, string>();
  // Paths come back in commit after commit, each a slice that would keep the whole output of git in memory.
  const once = (path: string): string => {
    const kept = known.get(path) ?? detach(path);
    known.set(path, kept);
    return kept;
  };
  const newest = log.reduce((max, c) => Math.max(max, Date.parse(c.date) || 0), 0);
  const ofFile: number[][] = paths.map(() => []);
  const byStem = new Map<string, number[]>();
  let total = 0;
  const commits = log.map((commit, n) => {
    const words = wordsOf(commit);
    let length = 0;
    for (const [word, weight] of words) {
      length += weight;
      const list = byStem.get(word);
      if (list) list.push(n);
      else byStem.set(word, [n]);
    }
    total += length;
    const touched = new Set<number>();
    const changed = (moves[n] ?? []).map(({ path, file }) => {
      const today = file === undefined ? undefined : paths[file];
      if (file !== undefined) touched.add(file);
      return { path: once(path), ...(today === undefined ? {} : { today }) };
    });
    for (const file of touched) ofFile[file]?.push(n);
    return {
      commit: {
        sha: detach(commit.sha),
        date: detach(commit.date),
        author: once(commit.author),
        subject: detach(commit.subject),
        files: changed,
      },
      age: Math.max(0, (newest - (Date.parse(commit.date) || newest)) / DAY),
      named: changed.length,
      files: [...touched],
      words,
      length,
    };
  });
  return { commits, ofFile, byStem, averageLength: commits.length === 0 ? 1 : total / commits.length || 1 };
}

/** Words of a commit's message by stem, with what each counts. */
export function messageWords(commit: GitCommit): Map<string, number> {
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

/** Commits whose lines are counted to say how large a commit is here. */
const MEASURED = 200;

/** Days before the newest commit in which a change is recent. */
const RECENT_DAYS = 90;

/** Changes of a file in the 90 days before the project's newest commit. */
export function recentChanges(history: History | undefined, n: number): number {
  let count = 0;
  for (const commit of history?.ofFile[n] ?? [])
    if ((history?.commits[commit]?.age ?? Number.POSITIVE_INFINITY) <= RECENT_DAYS) count++;
  return count;
}

/**
 * How large commits are and where the hot spots lie. Lines are counted in the newest commits that touch a source; where
 * the contents of those are missing nothing is said of them. `isSource` and `testsOf` look at a file by its number.
 */
export async function historyFacts(
  history: History,
  paths: readonly string[],
  isSource: (file: number) => boolean,
  testsOf: (file: number) => number,
  sizes: Git['sizes'],
): Promise<HistoryFacts | undefined> {
  const { commits } = history;
  const first = commits.at(-1);
  const last = commits[0];
  if (!first || !last) return undefined;
  const recent = commits.filter(c => c.files.some(isSource)).slice(0, MEASURED);
  const known = await sizes(recent.map(c => c.commit.sha));
  const lines = [...known.values()].map(linesOf).sort((a, b) => a - b);
  const quantile = (q: number) => lines[Math.min(lines.length - 1, Math.floor(q * lines.length))] ?? 0;
  const hot = history.ofFile
    .map((_, file) => ({ file, commits: recentChanges(history, file) }))
    .filter(h => h.commits > 1 && isSource(h.file))
    .sort((a, b) => b.commits - a.commits || a.file - b.file)
    .slice(0, 10)
    .map(h => ({ path: paths[h.file] ?? '', commits: h.commits, tests: testsOf(h.file) }));
  return {
    commits: commits.length,
    firstDate: first.commit.date,
    lastDate: last.commit.date,
    ...(lines.length === 0
      ? {}
      : {
          linesPerCommit: {
            q1: quantile(0.25),
            median: quantile(0.5),
            q3: quantile(0.75),
            commits: lines.length,
          },
        }),
    ...tempoOf(commits, known),
    hot,
  };
}

/** A longer gap is a pause, a shorter one a series that was written before. The upper bound is that of git-hours. */
const GAP_MINUTES = { least: 2, most: 120 } as const;
/** What hosts write behind the subject of a request that was squashed into one commit. */
const MERGED = /\(#\d+\)$|^Merge (?:pull|merge) request\b/;
/** Medians of fewer say nothing. */
const ENOUGH_PAIRS = 20;

function tempoOf(
  commits: History['commits'],
  lines: ReadonlyMap<string, ReadonlyMap<string, ChangedLines>>,
): Pick<HistoryFacts, 'tempo'> {
  const last = new Map<string, number>();
  const pairs: { readonly minutes: number; readonly lines: number; readonly files: number }[] = [];
  const byTime = commits
    .map(({ commit }) => ({ commit, at: Date.parse(commit.date) }))
    .sort((a, b) => a.at - b.at);
  for (const { commit, at } of byTime) {
    const before = last.get(commit.author);
    last.set(commit.author, at);
    // A merged request has the time of its merge: the gap to it says nothing of the work.
    if (MERGED.test(commit.subject)) continue;
    const changed = lines.get(commit.sha);
    const minutes = before === undefined ? Number.NaN : (at - before) / 60_000;
    if (!changed || !(minutes >= GAP_MINUTES.least && minutes <= GAP_MINUTES.most)) continue;
    pairs.push({ minutes, lines: linesOf(changed), files: changed.size });
  }
  if (pairs.length < ENOUGH_PAIRS) return {};
  const middle = (of: 'minutes' | 'lines' | 'files'): number =>
    pairs.map(p => p[of]).sort((a, b) => a - b)[Math.floor(pairs.length / 2)] ?? 0;
  return {
    tempo: {
      commits: pairs.length,
      minutes: Math.round(middle('minutes')),
      lines: middle('lines'),
      files: middle('files'),
    },
  };
}

function linesOf(files: ReadonlyMap<string, ChangedLines>): number {
  let sum = 0;
  for (const { added, deleted } of files.values()) sum += added + deleted;
  return sum;
}

/** Commits that fit a question, newest first. */
export function logOf({ commits }: History, { sha, path, phrase, limit }: LogQuery): readonly LogEntry[] {
  const words = phrase?.toLowerCase();
  const under = path === undefined ? undefined : `${path.replace(/\/$/, '')}/`;
  const touches = (name: string): boolean =>
    under === undefined || name === under.slice(0, -1) || name.startsWith(under);
  return commits
    .filter(
      ({ commit }) =>
        (sha === undefined || commit.sha.startsWith(sha)) &&
        (words === undefined || commit.subject.toLowerCase().includes(words)) &&
        (under === undefined || commit.files.some(f => touches(f.today ?? f.path))),
    )
    .slice(0, limit)
    .map(({ commit, named }) => ({
      sha: commit.sha,
      date: commit.date,
      author: commit.author,
      subject: commit.subject,
      files: named,
    }));
}

import type { Git, GitCommit, GitObjects } from '../../host/port.ts';
import { COMMITS } from '../build.ts';
import { orderFiles } from '../rank/impact.ts';
import { turn } from '../turn.ts';
import { casesOf, type ReplayCase } from './cases.ts';
import type { Places } from './measures.ts';
import { logAt } from './reach.ts';
import { type Snapshot, Snapshots } from './snapshot.ts';

/** A way to rank: numbers of the candidates, best first. What it leaves out counts as not found. */
export interface Ranker {
  readonly name: string;
  rank(goal: string, snapshot: Snapshot, candidates: readonly number[]): readonly number[];
}

/** The ranking as `impact` lists it. */
export const RANKING: Ranker = {
  name: 'ranking',
  rank: (goal, snapshot) => orderFiles(goal, snapshot),
};

/** Plain BM25 over the same files. */
export const BM25_PLAIN: Ranker = {
  name: 'bm25',
  rank(goal, snapshot, candidates) {
    const scores = snapshot.bags.score(goal, candidates);
    return candidates
      .map((file, i) => ({ file, score: scores[i] ?? 0 }))
      .filter(s => s.score > 0)
      .sort((a, b) => b.score - a.score || a.file - b.file)
      .map(s => s.file);
  },
};

export interface ReplayOptions {
  /** Changes to replay at most, and how many code files one of them may have changed. */
  readonly commits: number;
  readonly mostFiles?: number;
  /** Commits of history that each ranking knows. */
  readonly history?: number;
  /** After this many ms no further change is begun. */
  readonly timeMs?: number;
  readonly signal?: AbortSignal;
  /** Instead of the commits of the log. */
  readonly cases?: readonly ReplayCase[];
  readonly rankers?: readonly Ranker[];
  readonly onProgress?: (done: number, total: number) => void;
  /** Called for every case while its tree is at hand. */
  readonly onCase?: (replayed: ReplayedCase, snapshot: Snapshot, candidates: readonly number[]) => void;
}

export interface ReplayedCase {
  readonly id: string;
  readonly goal: string;
  /** Source files that the change touched and that were there before it. */
  readonly changed: readonly string[];
  /** Places of the changed files, by the ranker's name. */
  readonly places: Readonly<Record<string, Places>>;
  /** How many files were ranked. */
  readonly candidates: number;
}

export interface Replay {
  readonly cases: readonly ReplayedCase[];
  /** Why it is shorter than was asked for. */
  readonly ended: 'complete' | 'time' | 'cancelled' | 'no-history';
}

/** Commits that are looked through for goals, beyond those that the oldest of them is to know. */
const LOOKED_THROUGH = 10;

/**
 * Replays changes of a git repository: for each, the files of the tree before it are ranked for the words that it was
 * made with, knowing only commits which that tree's commit reaches. Nothing is checked out. Candidates are the code files
 * that `impact` lists as sources: no tests, fixtures, generated or vendored files, no styles, no configuration. Every
 * ranker's list is cut down to them, and those of them that the change touched and that existed before are to be found.
 */
export async function replay(git: Git, objects: GitObjects, options: ReplayOptions): Promise<Replay> {
  const { commits, mostFiles = 8, history = COMMITS, rankers = [RANKING, BM25_PLAIN] } = options;
  const parents = await objects.parents();
  const depth = options.cases ? Number.MAX_SAFE_INTEGER : history + commits * LOOKED_THROUGH + 1_000;
  const log = parents && (await git.log(Math.min(depth, 100_000)));
  if (!parents || !log || log.length === 0) return { cases: [], ended: 'no-history' };
  const planned = options.cases ?? casesOf(log, parents, commits * 2, mostFiles);
  const snapshots = new Snapshots(objects);
  const began = performance.now();
  const done: ReplayedCase[] = [];
  const total = Math.min(commits, planned.length);
  for (const planCase of planned) {
    if (done.length === commits) break;
    if (options.signal?.aborted) return { cases: done, ended: 'cancelled' };
    if (options.timeMs !== undefined && performance.now() - began > options.timeMs)
      return { cases: done, ended: 'time' };
    const known: GitCommit[] = logAt(planCase.base, log, parents, history);
    const snapshot = await snapshots.at(planCase.base, known, options.signal);
    if (options.signal?.aborted) return { cases: done, ended: 'cancelled' };
    const replayed = snapshot && judge(planCase, snapshot, rankers, mostFiles, options.onCase);
    if (replayed) done.push(replayed);
    options.onProgress?.(done.length, total);
    await turn();
  }
  return { cases: done, ended: 'complete' };
}

function judge(
  { id, goal, changed }: ReplayCase,
  snapshot: Snapshot,
  rankers: readonly Ranker[],
  mostFiles: number,
  onCase: ReplayOptions['onCase'],
): ReplayedCase | undefined {
  const candidates = sourcesOf(snapshot);
  const among = new Set(candidates);
  const wanted = changed
    .map(path => snapshot.byPath.get(path))
    .filter((n): n is number => n !== undefined && among.has(n));
  if (wanted.length === 0 || wanted.length > mostFiles) return undefined;
  const places: Record<string, Places> = {};
  for (const ranker of rankers) {
    const ranked = ranker.rank(goal, snapshot, candidates).filter(n => among.has(n));
    const placeOf = new Map(ranked.map((file, i) => [file, i + 1]));
    places[ranker.name] = wanted.map(file => placeOf.get(file) ?? Infinity);
  }
  const replayed = {
    id,
    goal,
    changed: wanted.map(n => snapshot.paths[n] ?? ''),
    places,
    candidates: candidates.length,
  };
  onCase?.(replayed, snapshot, candidates);
  return replayed;
}

/** Code files that `impact` lists as sources. */
function sourcesOf({ index }: Snapshot): number[] {
  const { groups, code } = index.statics;
  const out: number[] = [];
  for (let n = 0; n < groups.length; n++) if (groups[n] === 'files' && code[n] === 1) out.push(n);
  return out;
}

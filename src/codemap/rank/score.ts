import type { History } from '../history.ts';
import type { Links } from '../links/resolve.ts';
import { historyFields, type Vote, votes } from './history-signals.ts';
import type { RankIndex } from './index.ts';
import { lexical, nameShare } from './lexical.ts';
import { matchPairs, matchPaths, matchUses } from './mentions.ts';
import { type Neighbours, neighbours, testsTell } from './neighbours.ts';
import { packages } from './packages.ts';
import type { Query, QueryTerm } from './query.ts';
import type { Statics } from './statics.ts';
import { HISTORY, type Signal, WEIGHTS, type Weights } from './weights.ts';

export type Signals = Readonly<Record<Signal, Float64Array>>;

/** What one query found: each signal by file, divided by its largest value, and their weighted sum. */
export interface Scores {
  readonly total: Float64Array;
  readonly signals: Signals;
  readonly statics: Statics;
  /** 1 for files that a telling word of the query, or a commit about it, speaks of. */
  readonly told: Uint8Array;
  /** Weight of each query term, by rareness. */
  readonly idf: ReadonlyMap<QueryTerm, number>;
  readonly votes: ReadonlyMap<number, Vote>;
  readonly usedNames: ReadonlyMap<number, readonly string[]>;
  readonly pairs: ReadonlyMap<number, string>;
  readonly neighbours: Neighbours;
  /** The test of a file that says most of the goal. */
  readonly tests: ReadonlyMap<number, number>;
}

export interface ScoreInput {
  readonly index: RankIndex;
  readonly history: History | undefined;
  readonly links: Pick<Links, 'imports'>;
  /** Package of each file, by number of its folder. */
  readonly packageOf: Int32Array;
  /** Tests of each file, nearest first. */
  readonly testsOf: readonly (readonly number[])[];
}

/** Signals that look at the sum of the others. */
const SECOND: readonly Signal[] = ['package', 'beside', 'imported'];
const FIRST = (Object.keys(WEIGHTS) as Signal[]).filter(signal => !SECOND.includes(signal));
const OF_HISTORY: ReadonlySet<Signal> = new Set<Signal>(['votes', 'history', 'recency']);

/** `weights`: others than the usual ones, to measure what each signal is worth. */
export function scoreFiles(query: Query, input: ScoreInput, weights: Weights = WEIGHTS): Scores {
  const { index, history } = input;
  const { statics } = index;
  const n = index.files.length;
  const signals = Object.fromEntries(
    [...FIRST, ...SECOND].map(signal => [signal, new Float64Array(n)]),
  ) as Signals;
  const told = new Uint8Array(n);
  const idf = lexical(query, index, signals, told);
  nameShare(query, index, statics, signals.name);
  matchPaths(query, index, signals.path);
  const pairs = matchPairs(query, index, signals.pair);
  const usedNames = matchUses(query, index, signals.use, signals.named);
  const voted = history ? votes(query, history, signals.votes) : new Map<number, Vote>();
  if (history) {
    historyFields(query, history, signals.history, told);
    recency(history, signals.recency);
  }
  signals.penalty.set(statics.aside);
  normalize(signals.tlex);
  const tests = testsTell(input.testsOf, signals.tlex, signals.tests);
  const total = new Float64Array(n);
  const trust = Math.min(1, (history?.commits.length ?? 0) / HISTORY.enough);
  const add = (signal: Signal) => {
    const values = signals[signal];
    normalize(values);
    const weight = weights[signal] * (OF_HISTORY.has(signal) ? trust : 1);
    for (let i = 0; i < n; i++) total[i] = (total[i] ?? 0) + weight * (values[i] ?? 0);
  };
  for (const signal of FIRST) add(signal);
  packages(total, input.packageOf, signals.package);
  add('package');
  const near = neighbours(total, input, statics, signals);
  add('beside');
  add('imported');
  return { total, signals, statics, told, idf, votes: voted, usedNames, pairs, neighbours: near, tests };
}

/** 1 for a file changed by the newest commit, 0 after ten years or never. */
function recency(history: History, out: Float64Array): void {
  history.ofFile.forEach((commits, file) => {
    const newest = commits[0];
    if (newest === undefined) return;
    out[file] = Math.max(0, 1 - Math.log(1 + (history.commits[newest]?.age ?? 0)) / Math.log(3651));
  });
}

function normalize(values: Float64Array): void {
  let largest = 0;
  for (const value of values) if (value > largest) largest = value;
  if (largest > 0 && largest !== 1)
    for (let i = 0; i < values.length; i++) values[i] = (values[i] ?? 0) / largest;
}

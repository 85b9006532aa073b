/**
 * Weights of the ranking formula. Found by a listwise fit over past changes of eight repositories and issue texts of four,
 * each repository left out in turn, then rounded; docs/ranking.md says which, what else was tried and what each is worth.
 */
export const WEIGHTS = {
  tlex: 2,
  cover: 0.8,
  definition: 0.9,
  path: 2,
  pair: 0.6,
  votes: 0.9,
  history: 0.9,
  use: 0.5,
  named: 0.7,
  name: 0.5,
  folder: 0.6,
  recency: 0.9,
  tests: 0.6,
  penalty: -0.3,
  package: 0.6,
  beside: 0.5,
  imported: 0.2,
} as const;
export type Signal = keyof typeof WEIGHTS;
export type Weights = Readonly<Record<Signal, number>>;

/** Which well-ranked files draw their neighbours along. */
export const NEIGHBOURS = {
  best: 20,
  /** Of the softmax over their scores: the smaller, the more the first alone counts. */
  temperature: 0.5,
  /** Shares below this are left out. */
  least: 0.005,
  /** Tests of a file that are listened to, nearest first. */
  tests: 3,
} as const;

/** Weight of a word by where in the request it stands. */
export const PLACES = {
  lex: { title: 2, scope: 4, prose: 1, ticks: 2, code: 0.4, trace: 0.6 },
  title: { title: 2, scope: 4, prose: 0.35, ticks: 0, code: 0, trace: 0 },
} as const;

/** What an occurrence counts by where in the file it stands. */
export const FIELDS = { name: 14, folder: 8, definition: 1, code: 0.5, comment: 0.6, string: 1 } as const;

export const BM25 = { k1: 4, b: 0.5, stem: 0.8, stopWord: 0.2 } as const;

export const HISTORY = {
  /** Commits that may vote, and the most files that a voting commit may touch. */
  voters: 40,
  mostFiles: 60,
  voteHalfLife: 365,
  fieldHalfLife: 730,
  body: 0.5,
  /** With fewer commits than this the history's signals count by their share of it: two commits prove no habit. */
  enough: 50,
} as const;

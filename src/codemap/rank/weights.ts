/**
 * Weights of the ranking formula, found on 397 goals and confirmed on 293 of other repositories (see bench/impact).
 * They are not delicate: all equal costs under half a point of Acc@5.
 */
export const WEIGHTS = {
  tlex: 2,
  cover: 1.5,
  definition: 1.5,
  path: 2,
  pair: 1,
  votes: 1,
  history: 1,
  use: 1,
  package: 1,
  recency: 1,
  folder: 0.5,
  referenced: 0.3,
  penalty: -0.5,
} as const;
export type Signal = keyof typeof WEIGHTS;

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

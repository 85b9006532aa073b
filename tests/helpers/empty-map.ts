import type { CodeMap } from '../../src/codemap/port.ts';

/** The graph of a map that knows no imports, for fakes of the map. */
export const emptyGraph: Pick<CodeMap, 'graph' | 'owners' | 'dependents' | 'review'> = {
  graph: async () => ({
    entryPoints: [],
    layers: { folders: [], dependencies: [], against: [] },
    cycles: [],
    hotSpots: [],
    sources: 0,
    owners: { rules: 0 },
    publicApi: [],
  }),
  owners: async paths => paths.map(path => ({ path, owners: [], hidden: 0 })),
  dependents: async () => ({ direct: [], all: 0, tests: 0 }),
  review: async () => ({ files: [], crossings: [], against: [], proposed: [], sources: 0 }),
};

/** The outline of a map that holds nothing, for fakes of the map. */
export const emptyOutline: Pick<CodeMap, 'outline' | 'find' | 'page' | 'symbol'> = {
  outline: async () => ({
    folders: [],
    files: 0,
    unlisted: { files: 0, folders: 0 },
    shelves: { sources: 0, aside: 0 },
    partial: false,
  }),
  find: async ({ text }) => ({ text, hits: [], total: 0, partial: false }),
  page: async () => undefined,
  symbol: async () => undefined,
};

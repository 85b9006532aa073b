import type { CodeMap } from '../../src/codemap/port.ts';
import { sha16 } from '../../src/host/index.ts';
import type { Git, ProjectFiles, ReadFile } from '../../src/host/port.ts';
import { emptyGraph, emptyOutline } from '../helpers/empty-map.ts';

/** A project in memory: what is listed is what is readable. `packages` are installed packages, file by file. */
export function fakeFiles(
  texts: Readonly<Record<string, string>>,
  packages: Readonly<Record<string, Readonly<Record<string, string>>>> = {},
): ProjectFiles {
  const asRead = (path: string, text: string | undefined, limit = 1_000_000): ReadFile | undefined =>
    text === undefined || Buffer.byteLength(text) > limit
      ? undefined
      : { path, text, bytes: Buffer.byteLength(text), hash: sha16(text) };
  return {
    root: '/projects/sample',
    list: async () => Object.keys(texts).sort(),
    read: async (path, options) => asRead(path, texts[path], options?.limit),
    has: async path => texts[path] !== undefined,
    leftOut: async () => [],
    whyNot: async () => 'it is gone',
    readPackage: async (name, file) => asRead(file, packages[name]?.[file]),
  };
}

export function fakeGit(commit?: string, dirty: readonly string[] = []): Git {
  return {
    head: async () => (commit === undefined ? undefined : { commit, branch: 'main' }),
    clean: async () => (commit === undefined ? undefined : dirty.length === 0),
    sizes: async () => new Map(),
    log: async () => undefined,
    run: async args =>
      commit !== undefined && args[0] === 'status' ? dirty.map(path => ` M ${path}\0`).join('') : undefined,
  };
}

/** A map that knows nothing: detectors have to get by on the text. Parts may be given. */
export function fakeMap(parts: Partial<CodeMap> = {}): CodeMap {
  return {
    build: async () => ({ root: '', files: 0, symbols: 0, languages: [], skipped: [], commits: 0, ms: 0 }),
    paths: async () => [],
    card: async () => undefined,
    cards: async () => [],
    byRole: async () => [],
    define: async () => [],
    references: async () => [],
    search: async () => [],
    impact: async () => ({ files: [], tests: [], precedents: [] }),
    precedents: async () => [],
    log: async () => [],
    patch: async () => undefined,
    deepen: async () => [],
    has: async () => false,
    nearest: async () => [],
    history: async () => undefined,
    ...emptyGraph,
    ...emptyOutline,
    close: async () => {},
    ...parts,
  };
}

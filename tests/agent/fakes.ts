import { createHash } from 'node:crypto';
import type { CodeMap } from '../../src/codemap/port.ts';
import type { CodeSymbol, FileCard, FileSource, Precedent, Role } from '../../src/domain/index.ts';
import type { ProjectFiles } from '../../src/host/port.ts';
import type { Research, StackFact } from '../../src/research/port.ts';
import { emptyGraph, emptyOutline } from '../helpers/empty-map.ts';

export interface FakeFile {
  readonly text: string;
  readonly roles?: readonly Role[];
  readonly imports?: readonly string[];
  readonly tests?: readonly string[];
}

const hash = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 16);

/** A project in memory: enough of the ports for the planner, with symbols found by one regular expression. */
export function fakeProject(
  files: Readonly<Record<string, FakeFile>>,
  options: {
    readonly precedents?: readonly Precedent[];
    readonly facts?: readonly StackFact[];
    readonly slow?: () => Promise<void>;
  } = {},
): { map: CodeMap; research: Research; files: ProjectFiles } {
  const paths = Object.keys(files).sort();
  const cardOf = (path: string): FileCard | undefined => {
    const file = files[path];
    if (!file) return undefined;
    return {
      path,
      language: 'typescript',
      lines: file.text.split('\n').length,
      bytes: file.text.length,
      hash: hash(file.text),
      roles: (file.roles ?? ['other']).map(role => ({ role, reason: 'by the test' })),
      symbols: symbolsOf(path, file.text),
      imports: [...(file.imports ?? [])],
      importedBy: paths.filter(p => files[p]?.imports?.includes(path)),
      packages: [],
      tests: [...(file.tests ?? [])],
      commits: 3,
    };
  };
  const cards = (wanted: readonly string[]): FileCard[] => wanted.flatMap(p => cardOf(p) ?? []);
  const map: CodeMap = {
    build: async onProgress => {
      await options.slow?.();
      onProgress?.(paths.length, paths.length);
      return {
        root: '/project',
        files: paths.length,
        symbols: cards(paths).reduce((n, c) => n + c.symbols.length, 0),
        languages: [{ name: 'typescript', files: paths.length }],
        skipped: [],
        commits: options.precedents?.length ?? 0,
        ms: 1,
      };
    },
    paths: async () => paths,
    card: async path => cardOf(path),
    cards: async wanted => cards(wanted),
    byRole: async (role, limit = 100) =>
      cards(paths.filter(p => files[p]?.roles?.includes(role))).slice(0, limit),
    define: async name => cards(paths).flatMap(c => c.symbols.filter(s => s.name === name)),
    references: async (name, limit = 50) =>
      paths
        .flatMap(path =>
          (files[path]?.text ?? '')
            .split('\n')
            .flatMap((text, i) =>
              new RegExp(`\\b${name}\\b`).test(text) ? [{ path, line: i + 1, text }] : [],
            ),
        )
        .slice(0, limit),
    search: async () => [],
    impact: async ({ goal, limit }) => {
      const words = goal
        .toLowerCase()
        .split(/\W+/)
        .filter(w => w.length > 3);
      const ranked = paths
        .map(path => ({
          path,
          score: words.filter(w => `${path} ${files[path]?.text}`.toLowerCase().includes(w)).length,
          reasons: [{ signal: 'words', detail: `\`${path}\` holds words of the goal` }],
          symbols: [],
        }))
        .filter(i => i.score > 0)
        .sort((a, b) => b.score - a.score)
        .slice(0, limit);
      return {
        files: ranked.filter(i => !files[i.path]?.roles?.includes('test')),
        tests: ranked.filter(i => files[i.path]?.roles?.includes('test')),
        precedents: options.precedents ?? [],
      };
    },
    precedents: async () => options.precedents ?? [],
    log: async () => [],
    patch: async () => undefined,
    deepen: async wanted => cards(wanted),
    has: async path => path in files,
    nearest: async () => [],
    history: async () => undefined,
    ...emptyGraph,
    ...emptyOutline,
    close: async () => {},
  };
  const source = (path: string): FileSource => ({ kind: 'file', path, line: 1 });
  const research: Research = {
    brief: async () => ({
      name: 'fake',
      packageManager: 'npm',
      scripts: [
        {
          name: 'test',
          command: 'vitest run',
          run: 'npm test',
          purpose: 'test',
          source: source('package.json'),
        },
      ],
      dependencies: [],
      conventions: [],
      documents: [{ path: 'README.md', headings: ['Fake'] }],
      testCommand: path => `npx vitest run ${path}`,
      installCommand: (names, dev) => `npm install ${dev ? '--save-dev ' : ''}${names.join(' ')}`,
      removeCommand: names => `npm uninstall ${names.join(' ')}`,
    }),
    facts: async () => options.facts ?? [],
    notices: () => [],
    documents: async () => [],
    installedPackage: async () => undefined,
  };
  const projectFiles: ProjectFiles = {
    root: '/project',
    list: async () => paths,
    read: async path => {
      const file = files[path];
      return file && { path, text: file.text, bytes: file.text.length, hash: hash(file.text) };
    },
    has: async path => path in files,
    leftOut: async () => [],
    whyNot: async () => 'it is gone',
    readPackage: async () => undefined,
  };
  return { map, research, files: projectFiles };
}

function symbolsOf(path: string, text: string): CodeSymbol[] {
  return text.split('\n').flatMap((line, i): CodeSymbol[] => {
    const m = /^export (?:async )?(function|class|const|interface) (\w+)/.exec(line);
    const kind = m?.[1];
    if (!m?.[2] || (kind !== 'function' && kind !== 'class' && kind !== 'const' && kind !== 'interface'))
      return [];
    return [
      {
        name: m[2],
        kind,
        path,
        line: i + 1,
        endLine: i + 3,
        signature: line.replace(/\s*\{$/, ''),
        exported: true,
      },
    ];
  });
}

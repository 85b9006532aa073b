import type {
  CardPage,
  CodeOutline,
  FindHit,
  OutlineFile,
  OutlineQuery,
  SymbolPage,
} from '../../src/domain/index.ts';
import type { MapProgress, MapView } from '../../src/session/ports.ts';

const file = (path: string, role: OutlineFile['role'], why: string, symbols: string[]): OutlineFile => ({
  path,
  place: 1,
  language: path.endsWith('.prisma') ? 'prisma' : 'typescript',
  lines: 120,
  role,
  why,
  symbols: symbols.map((name, i) => ({ name, kind: 'function', line: 10 * (i + 1), users: 3 - i })),
});

export const OUTLINE_FILES: readonly OutlineFile[] = [
  file('src/orders/service.ts', 'service', 'imported by 14 files; service; 9 changes in 90 days', [
    'OrderService',
    'setStatus',
  ]),
  file('src/orders/routes.ts', 'router', 'imported by 1 file; routes', ['orderRoutes']),
  file('src/server.ts', 'http-entry', 'imports 11 files, nothing imports it; starts the server', [
    'createApp',
  ]),
  file('src/auth/middleware.ts', 'middleware', 'imported by 6 files; middleware; authentication', [
    'requireUser',
  ]),
  file('prisma/schema.prisma', 'schema', 'schema; 2 changes in 90 days', ['Order', 'User']),
];
const ASIDE = [
  file('tests/orders/service.test.ts', 'test', '3 changes in 90 days', []),
  file('README.md', 'docs', 'nothing imports it', []),
];

/** The outline of a made-up shop, as the real map would cut it. */
export function fakeOutline({ shelf, limit, whole }: OutlineQuery): CodeOutline {
  const all = shelf === 'sources' ? OUTLINE_FILES : ASIDE;
  const folder = (path: string) => (path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
  const names = [...new Set(all.slice(0, limit).map(f => folder(f.path)))];
  const folders = names.map(path => {
    const own = all.filter(f => folder(f.path) === path);
    const hidden = path === 'src/auth' && !whole.includes(path) ? 3 : 0;
    return { path, files: own, more: hidden };
  });
  return {
    folders,
    files: all.length,
    unlisted: { files: shelf === 'sources' ? 312 : 0, folders: shelf === 'sources' ? 40 : 0 },
    shelves: { sources: OUTLINE_FILES.length, aside: ASIDE.length },
    partial: false,
  };
}

export function fakePage(path: string): CardPage | undefined {
  const known = [...OUTLINE_FILES, ...ASIDE].find(f => f.path === path);
  if (!known) return undefined;
  const many = Array.from({ length: 14 }, (_, i) => `src/orders/user-${i + 1}.ts`);
  const hub = path === 'src/orders/service.ts';
  return {
    card: {
      path,
      language: known.language,
      lines: known.lines,
      bytes: 4_000,
      hash: '0123456789abcdef',
      roles: [{ role: known.role, reason: 'by the test' }],
      symbols: known.symbols.map(s => ({
        name: s.name,
        kind: s.kind,
        path,
        line: s.line,
        endLine: s.line + 8,
        signature: `export function ${s.name}(order: Order)`,
        exported: true,
      })),
      imports: hub ? ['src/auth/middleware.ts', 'prisma/schema.prisma'] : [],
      importedBy: hub ? many : [],
      packages: hub ? ['express', 'zod'] : [],
      tests: hub ? ['tests/orders/service.test.ts'] : [],
      commits: 31,
    },
    shelf: ASIDE.includes(known) ? 'aside' : 'sources',
    place: 1,
    of: OUTLINE_FILES.length,
    why: known.why,
    users: known.symbols.map(s => s.users),
    usedBy: hub ? many : [],
    partial: false,
    history: {
      commits: 31,
      recent: 9,
      latest: [{ sha: 'a3f9c1d2b4e5', date: '2026-11-18T09:00:00Z', subject: 'feat: order e-mails' }],
    },
  };
}

/** Two users of every symbol, one of them the file itself. */
export function fakeSymbol(path: string, line: number, name: string): SymbolPage | undefined {
  const symbol = fakePage(path)?.card.symbols.find(s => s.name === name && s.line === line);
  return (
    symbol && {
      symbol,
      usedBy: [
        {
          path: 'src/server.ts',
          lines: [12, 14],
          within: { name: 'createApp', kind: 'function', path: 'src/server.ts', line: 10, endLine: 18 },
        },
        { path: 'src/orders/routes.ts', lines: [3] },
      ],
      unread: 0,
      namesakes: 0,
      uses: [{ name: 'Order', kind: 'model', path: 'prisma/schema.prisma', line: 10, endLine: 18 }],
    }
  );
}

/** Letters in order, for the screen's sake; the real rules are tested where they are made. */
export function fakeHits(text: string): FindHit[] {
  const wanted = text.toLowerCase();
  return OUTLINE_FILES.flatMap(f =>
    f.symbols.map(
      (s): FindHit => ({
        kind: 'symbol',
        name: s.name,
        symbolKind: s.kind,
        path: f.path,
        line: s.line,
        at: [s.name.toLowerCase().indexOf(wanted)],
      }),
    ),
  ).filter(hit => hit.kind === 'symbol' && hit.name.toLowerCase().includes(wanted));
}

/** A map of that shop behind the screen's port. */
export function fakeMapView(progress: MapProgress, paths: readonly string[]): MapView {
  return {
    progress: () => progress,
    subscribe: () => () => {},
    card: async () => undefined,
    complete: (prefix, limit) => paths.filter(p => p.includes(prefix)).slice(0, limit),
    outline: async query => fakeOutline(query),
    find: async ({ text }) => {
      const hits = fakeHits(text);
      return { text, hits, total: hits.length, partial: false };
    },
    page: async path => fakePage(path),
    symbol: async (path, line, name) => fakeSymbol(path, line, name),
    leftOut: () => [{ path: 'assets/logo.png', reason: 'binary by its name' }],
  };
}

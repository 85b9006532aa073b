import { describe, expect, test } from 'vitest';
import { createCodeMap } from '../../../src/codemap/index.ts';
import type { Cycle, ImportEdge } from '../../../src/codemap/port.ts';
import { commit, memoryFiles, memoryGit } from '../memory.ts';

const mapOf = (texts: Readonly<Record<string, string>>, log?: Parameters<typeof memoryGit>[0]) =>
  createCodeMap({ files: memoryFiles(texts), git: memoryGit(log) });
const way = (path: readonly ImportEdge[]) =>
  path.map(e => `${e.from}:${e.line}${e.soft ? ` (${e.soft})` : ''}`).join(' → ');
const show = (cycles: readonly Cycle[]) => cycles.map(c => `${c.kind} ${c.files.length} ${way(c.path)}`);

describe('cycles', () => {
  test('the shortest way round is told with its lines; files behind it are counted', async () => {
    const { cycles } = await mapOf({
      'src/a.ts': "// first\nimport { b } from './b';\nexport const a = () => b();\n",
      'src/b.ts': "import { c } from './c';\nexport const b = () => c();\n",
      'src/c.ts':
        "import { a } from './a';\n\nimport { b } from './b';\nexport const c = () => a() ?? b();\n",
      'src/d.ts': "import { a } from './a';\nexport const d = a;\n",
    }).graph();
    expect(show(cycles)).toEqual(['load 3 src/b.ts:1 → src/c.ts:3']);
  });

  test('what gives types alone, or waits, closes no circle of loading', async () => {
    const { cycles } = await mapOf({
      'src/a.ts': "import type { B } from './b';\nexport const a = (b: B) => b;\n",
      'src/b.ts': "import { a } from './a';\nexport interface B { n: number }\nexport const b = a;\n",
      'src/c.ts': "export const c = async () => (await import('./d')).d();\n",
      'src/d.ts': "import { c } from './c';\nexport const d = () => c;\n",
      // Nothing but the type is used, although it does not say so: the compiler drops the import.
      'src/e.ts': "import { F } from './f';\nexport const e = (x: F) => x;\n",
      'src/f.ts': "import { e } from './e';\nexport interface F { n: number }\nexport const f = e;\n",
    }).graph();
    expect(show(cycles)).toEqual([
      'soft 2 src/a.ts:1 (types) → src/b.ts:1',
      'soft 2 src/c.ts:1 (later) → src/d.ts:1',
      'soft 2 src/e.ts:1 (types) → src/f.ts:1',
    ]);
  });

  test('python: a package, its modules, and what only a type checker reads', async () => {
    const { cycles } = await mapOf({
      'pkg/__init__.py': 'from .app import App as App\n',
      'pkg/app.py': 'import typing as t\nfrom . import cli\nif t.TYPE_CHECKING:\n    from .ctx import Ctx\n',
      'pkg/ctx.py': 'from .app import App\n',
      'pkg/cli.py': 'def run():\n    from .app import App\n    return App\n',
    }).graph();
    expect(show(cycles)).toEqual(['soft 3 pkg/app.py:2 → pkg/cli.py:2 (later)']);
  });
});

const LAYERED = {
  'src/ui/a.ts': "import { s } from '../session/s';\nexport const a = s;\n",
  'src/ui/b.ts': "import { s } from '../session/s';\nexport const b = s;\n",
  'src/ui/c.ts': "import { s } from '../session/s';\nexport const c = s;\n",
  'src/session/s.ts': "import { p } from '../plan/p';\nexport const s = p;\n",
  'src/session/t.ts':
    "import { p } from '../plan/p';\nimport { a } from '../ui/a';\nexport const t = [p, a];\n",
  'src/session/u.ts': "import { p } from '../plan/p';\nexport const u = p;\n",
  'src/plan/p.ts': 'export const p = 1;\n',
  'tests/p.test.ts': "import { p } from '../src/plan/p';\ntest('p', () => p);\n",
};

describe('layers', () => {
  test('levels follow the prevailing direction; the few imports against it are named', async () => {
    const { layers } = await mapOf(LAYERED).graph();
    expect(layers.folders).toEqual([
      { folder: 'src/ui', files: 3, level: 2 },
      { folder: 'src/session', files: 3, level: 1 },
      { folder: 'src/plan', files: 1, level: 0 },
    ]);
    expect(layers.against).toEqual([
      {
        from: 'src/session',
        to: 'src/ui',
        imports: 1,
        back: 3,
        examples: [{ from: 'src/session/t.ts', to: 'src/ui/a.ts', line: 2 }],
      },
    ]);
  });

  test('a folder around others is no fault of theirs', async () => {
    const { layers } = await mapOf({
      'go.mod': 'module shop\n',
      'main.go': 'package main\n\nimport "shop/http/server"\n\nfunc main() { server.Run() }\n',
      'http/server/server.go': 'package server\n\nimport "shop/ui"\n\nfunc Run() { ui.Show() }\n',
      'http/request/request.go': 'package request\n\nfunc Get() {}\n',
      'ui/a.go': 'package ui\n\nimport "shop/http/request"\n\nfunc Show() { request.Get() }\n',
      'ui/b.go': 'package ui\n\nimport "shop/http/request"\n\nfunc B() { request.Get() }\n',
      'ui/c.go': 'package ui\n\nimport "shop/http/request"\n\nfunc C() { request.Get() }\n',
    }).graph();
    expect(layers.dependencies.map(d => `${d.from} → ${d.to} ${d.imports}`)).toContain('ui → http 3');
    expect(layers.against).toEqual([]);
  });
});

test('entry points: what manifests and pages name, and what the code shows', async () => {
  const { entryPoints } = await mapOf({
    'package.json':
      '{"name":"shop","bin":{"shop":"dist/cli.js"},"exports":{".":"./dist/index.js"},"scripts":{"start":"node src/serve.ts","test":"vitest"}}',
    'index.html': '<html>\n<script type="module" src="/src/main.tsx"></script>\n',
    'src/cli.ts': "import { run } from './index';\nrun();\n",
    'src/index.ts': 'export const run = () => 1;\n',
    'src/serve.ts': "import http from 'node:http';\nexport const s = http.createServer();\n",
    'src/main.tsx': "import { run } from './index';\nrun();\n",
    'src/worker.ts': "import { run } from './index';\nrun();\n",
    'examples/x.ts': "import { run } from '../src/index';\nrun();\n",
    'tools/Main.kt': 'fun main(args: Array<String>) {\n}\n',
  }).graph();
  expect(entryPoints.map(e => `${e.kind} ${e.path} ${e.source.path}:${e.source.line}`)).toEqual([
    'command src/cli.ts package.json:1',
    'server src/serve.ts src/serve.ts:2',
    'program tools/Main.kt tools/Main.kt:1',
    'library src/index.ts package.json:1',
    'page src/main.tsx index.html:2',
    'script src/serve.ts package.json:1',
    'unimported src/worker.ts src/worker.ts:1',
  ]);
});

describe('public names', () => {
  const names = async (texts: Readonly<Record<string, string>>) =>
    (await mapOf(texts).graph()).publicApi.map(p => [
      `${p.kind} ${p.package}${p.published ? '' : ' (private)'}`,
      ...p.symbols.map(s => `${s.name} ${s.path}:${s.line} by ${s.through.path}:${s.through.line}`),
    ]);

  test('npm: through barrels, with new names, and no further', async () => {
    expect(
      await names({
        'package.json': '{\n"name":"shop",\n"main":"dist/index.js"\n}',
        'src/index.ts':
          "export * from './all';\nexport { secret as open } from './some';\nimport Shop from './shop';\nexport { Shop };\nexport const own = 1;\n",
        'src/all.ts': "export const one = 1;\nexport * from './deep';\nconst hidden = 2;\n",
        'src/deep.ts': 'export type Two = 2;\n',
        'src/some.ts': 'export const secret = 1;\nexport const other = 2;\n',
        'src/shop.ts': 'export default class Shop {}\nexport const aside = 1;\n',
      }),
    ).toEqual([
      [
        'npm shop',
        'one src/all.ts:1 by src/index.ts:1',
        'Two src/deep.ts:1 by src/all.ts:2',
        'own src/index.ts:5 by package.json:3',
        'Shop src/shop.ts:1 by src/index.ts:3',
        'secret src/some.ts:1 by src/index.ts:2',
      ],
    ]);
  });

  test('python: what __init__ binds', async () => {
    expect(
      await names({
        'pyproject.toml': '[project]\nname = "shop-api"\n',
        'src/shop_api/__init__.py':
          'from .app import App as App\nfrom . import codec\nfrom .app import _hidden\n',
        'src/shop_api/app.py': 'class App:\n    pass\n\nclass Other:\n    pass\n\ndef _hidden():\n    pass\n',
        'src/shop_api/codec.py': 'def dumps():\n    pass\n',
      }),
    ).toEqual([
      [
        'python shop-api',
        'App src/shop_api/app.py:1 by src/shop_api/__init__.py:1',
        'dumps src/shop_api/codec.py:1 by src/shop_api/__init__.py:2',
      ],
    ]);
  });

  test('go: exported names outside internal and main; rust: pub of lib.rs', async () => {
    expect(
      await names({
        'go.mod': 'module example.org/shop\n',
        'main.go': 'package main\n\nfunc main() {}\n\nfunc Open() {}\n',
        'client/client.go':
          'package client\n\ntype Client struct{}\n\nfunc (c *Client) Get() {}\n\nfunc hidden() {}\n',
        'internal/x.go': 'package internal\n\nfunc X() {}\n',
        'core/Cargo.toml': '[package]\nname = "core"\n',
        'core/src/lib.rs': 'pub mod open;\nmod shut;\npub use crate::shut::Kept;\npub fn start() {}\n',
        'core/src/open.rs': 'pub struct Open;\nstruct Own;\n',
        'core/src/shut.rs': 'pub struct Kept;\npub struct Left;\n',
      }),
    ).toEqual([
      [
        'go example.org/shop/client',
        'Client client/client.go:3 by go.mod:1',
        'Get client/client.go:5 by go.mod:1',
      ],
      [
        'rust core',
        'start core/src/lib.rs:4 by core/Cargo.toml:2',
        'Open core/src/open.rs:1 by core/src/lib.rs:1',
        'Kept core/src/shut.rs:1 by core/src/lib.rs:3',
      ],
    ]);
  });
});

describe('history', () => {
  const by = (author: string, date: string, files: readonly string[]) => ({
    ...commit('change', date, files),
    author,
  });
  const texts = { 'src/a.ts': 'export const a = 1;\n'.repeat(30), 'src/b.ts': 'export const b = 1;\n' };
  const log = [
    by('Ada', '2026-03-06', ['src/a.ts']),
    by('renovate[bot]', '2026-03-05', ['src/a.ts']),
    by('Ada', '2026-03-04', ['src/a.ts', 'src/b.ts']),
    by('Bo', '2026-03-03', ['src/b.ts']),
    by('Bo', '2026-03-02', ['src/b.ts']),
    by('Ada', '2026-03-01', ['src/a.ts']),
    by('Ada', '2026-02-03', ['src/a.ts']),
    by('Ada', '2026-02-02', ['src/a.ts']),
    by('Bo', '2026-02-01', ['src/a.ts']),
    by('Ada', '2020-01-01', ['src/b.ts']),
    by(
      'Ada',
      '2026-01-01',
      Array.from({ length: 80 }, (_, i) => (i === 0 ? 'src/b.ts' : `gone/${i}.ts`)),
    ),
  ];

  test('hot is what changes often and is large; sweeping and old commits do not count', async () => {
    const { hotSpots } = await mapOf(texts, log).graph();
    expect(hotSpots.map(h => `${h.path} ${h.commits} ${h.lines}`)).toEqual(['src/a.ts 7 30', 'src/b.ts 3 1']);
  });

  test('an owner by CODEOWNERS, and who made most commits; never an address', async () => {
    const files = { ...texts, '.github/CODEOWNERS': '* @all\nsrc/b.ts ada@example.org @org/b\n' };
    const [a, b] = await mapOf(files, log).owners(['src/a.ts', 'src/b.ts']);
    expect(a).toMatchObject({
      owners: ['@all'],
      everything: true,
      author: { name: 'Ada', commits: 5, of: 6 },
    });
    expect(b).toEqual({
      path: 'src/b.ts',
      owners: ['@org/b'],
      hidden: 1,
      source: { path: '.github/CODEOWNERS', line: 2 },
    });
    const address = log.map(c => (c.author === 'Ada' ? { ...c, author: 'ada@example.org' } : c));
    expect(JSON.stringify(await mapOf(files, address).owners(['src/a.ts', 'src/b.ts']))).not.toContain(
      'ada@',
    );
  });

  test('who made nearly everything is not named', async () => {
    const alone = log.map(c => ({ ...c, author: 'Ada' }));
    expect((await mapOf(texts, alone).owners(['src/a.ts']))[0]).toEqual({
      path: 'src/a.ts',
      owners: [],
      hidden: 0,
    });
  });
});

describe('the review of a change', () => {
  const none = { touched: [], created: [], symbols: [], imports: [], likes: [] };

  test('dependents, public names and the own circle of a touched file', async () => {
    const map = mapOf({
      ...LAYERED,
      'package.json': '{"name":"shop","main":"src/ui/a.ts"}',
      'src/plan/q.ts': "import { p } from './p';\nimport { r } from './r';\nexport const q = [p, r];\n",
      'src/plan/r.ts': "import { q } from './q';\nexport const r = () => q;\n",
    });
    const { files } = await map.review({
      ...none,
      touched: ['src/plan/p.ts', 'src/ui/a.ts', 'src/plan/r.ts', 'tests/p.test.ts'],
      symbols: [{ path: 'src/ui/a.ts', name: 'a' }],
    });
    expect(
      files.map(f => [f.path, f.folder, f.dependents.direct.length, f.dependents.all, f.dependents.tests]),
    ).toEqual([
      ['src/plan/p.ts', 'src/plan', 4, 8, 1],
      ['src/ui/a.ts', 'src/ui', 1, 1, 0],
      ['src/plan/r.ts', 'src/plan', 1, 1, 0],
    ]);
    expect(files[1]?.api).toMatchObject([{ name: 'a', package: 'shop', changes: true }]);
    expect(way(files[2]?.cycle?.path ?? [])).toBe('src/plan/r.ts:1 → src/plan/q.ts:2');
    expect(await map.dependents('src/plan/p.ts')).toMatchObject({ all: 8, tests: 1 });
  });

  test('a planned import that closes a circle, for sure or by the pattern that is followed', async () => {
    const { proposed } = await mapOf(LAYERED).review({
      ...none,
      touched: ['src/plan/p.ts', 'src/ui/a.ts'],
      created: ['src/plan/new.ts', 'src/ui/new.ts'],
      imports: [
        { from: 'src/plan/p.ts', to: 'src/session/u.ts' },
        { from: 'src/session/s.ts', to: 'src/ui/new.ts' },
        { from: 'src/ui/a.ts', to: 'src/plan/new.ts' },
        { from: 'src/ui/b.ts', to: 'src/session/s.ts' },
      ],
      likes: [{ path: 'src/ui/new.ts', like: 'src/ui/b.ts' }],
    });
    expect(proposed).toMatchObject([
      {
        from: 'src/plan/p.ts',
        closes: [{ from: 'src/session/u.ts', to: 'src/plan/p.ts', line: 1 }],
        against: { from: 'src/session', to: 'src/plan', imports: 3, back: 0 },
      },
      {
        from: 'src/session/s.ts',
        closes: [{ from: 'src/ui/new.ts', to: 'src/session/s.ts' }],
        ifLike: 'src/ui/b.ts',
        against: { from: 'src/ui', to: 'src/session', imports: 3, back: 1 },
      },
    ]);
  });

  test('a circle is told only if its imports hold in their own words', async () => {
    const texts = {
      'src/a.ts':
        "import {\n  type Other,\n  Shape,\n} from './b';\nexport const make = (other: Shape | Other) => size(other);\ndeclare const size: (x: unknown) => number;\n",
      'src/b.ts':
        "import { make } from './a';\nexport interface Shape { n: number }\nexport type Other = 1;\nexport const size = make;\nexport const other = size;\n",
    };
    const [file] = (await mapOf(texts).review({ ...none, touched: ['src/a.ts'] })).files;
    expect(file?.cycle).toBeUndefined();
    const hard = { ...texts, 'src/a.ts': "import { size } from './b';\nexport const make = size;\n" };
    const [held] = (await mapOf(hard).review({ ...none, touched: ['src/a.ts'] })).files;
    expect(way(held?.cycle?.path ?? [])).toBe('src/a.ts:1 → src/b.ts:1');
  });

  test('imports against the direction that stand in a touched file today', async () => {
    const { against, crossings } = await mapOf(LAYERED).review({
      ...none,
      touched: ['src/session/t.ts', 'src/ui/b.ts'],
    });
    expect(against.map(a => `${a.edge.from}:${a.edge.line}`)).toEqual(['src/session/t.ts:2']);
    expect(crossings.map(d => `${d.from} → ${d.to} ${d.imports}`)).toEqual([
      'src/ui → src/session 3',
      'src/session → src/ui 1',
    ]);
  });
});

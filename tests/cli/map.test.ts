import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Overview } from '../../src/app/app.ts';
import { findText, mapText } from '../../src/cli/map-text.ts';
import { symbolText } from '../../src/cli/symbol-text.ts';
import type { FindAnswer } from '../../src/domain/index.ts';
import { displayWidth } from '../../src/shared/text/index.ts';
import { emptyGraph } from '../helpers/empty-map.ts';
import { fakeHits, fakeOutline, fakeSymbol } from '../helpers/fake-map.ts';
import { type FixtureRepo, makeFixtureRepo } from '../helpers/fixture-repo.ts';
import { NASTY_PATH } from '../ui/map-states.ts';
import { run } from './program.ts';

let repo: FixtureRepo;
beforeAll(async () => {
  repo = await makeFixtureRepo('shop-api');
});
afterAll(() => repo.cleanup());

const outline = fakeOutline({ shelf: 'sources', limit: 50, whole: [] });
const first = outline.folders[0]?.files[0];
const nothing = await emptyGraph.graph();
const overview: Overview = {
  graph: {
    ...nothing,
    entryPoints: [{ path: NASTY_PATH, kind: 'command', reason: 'bin', source: { path: 'a', line: 1 } }],
    hotSpots: [
      {
        path: NASTY_PATH,
        commits: 31,
        lines: 900,
        score: 9,
        last: { sha: 'a', date: '2026-01-01T00:00:00Z', subject: 's' },
      },
    ],
  },
  summary: {
    root: '/p',
    files: 1_412,
    symbols: 3_180,
    languages: [{ name: 'typescript', files: 310 }],
    skipped: [{ path: 'a.png', reason: 'binary by its name' }],
    commits: 3,
    ms: 640,
  },
  outline: {
    ...outline,
    folders: [
      ...outline.folders,
      { path: NASTY_PATH, files: first ? [{ ...first, path: NASTY_PATH, why: NASTY_PATH }] : [], more: 2 },
    ],
  },
};
const hits: FindAnswer = {
  text: 'set',
  hits: [
    ...fakeHits('s'),
    { kind: 'symbol', name: NASTY_PATH, symbolKind: 'class', path: NASTY_PATH, line: 7, at: [] },
    { kind: 'file', path: 'src/orders/service.ts', at: [] },
  ],
  total: 90,
  partial: false,
};

describe('the outline as text', () => {
  test.each([20, 40, 80, 120, 200])('no line is wider than %i columns, or than 40', columns => {
    for (const line of mapText(overview, columns).split('\n'))
      expect(displayWidth(line), line).toBeLessThanOrEqual(Math.max(40, columns));
  });

  test('says what there is, why each file stands there, and how much is not shown', () => {
    const entryPoints = overview.graph.entryPoints.map(e => ({ ...e, path: 'src/server.ts' }));
    const hotSpots = overview.graph.hotSpots.map(h => ({ ...h, path: 'src/orders/service.ts' }));
    const graph = { ...overview.graph, entryPoints, hotSpots };
    expect(mapText({ ...overview, outline, graph }, 90)).toMatchInlineSnapshot(`
      "1,412 files · 3,180 symbols · typescript 310 · 640 ms

      begins at     src/server.ts
      hottest       src/orders/service.ts (31 commits in a year, 900 lines)

      src/orders/
        service.ts     imported by 14 files; service; 9 changes in 90 days
                       OrderService setStatus
        routes.ts      imported by 1 file; routes
                       orderRoutes

      src/
        server.ts      imports 11 files, nothing imports it; starts the server
                       createApp

      src/auth/
        middleware.ts  imported by 6 files; middleware; authentication
                       requireUser
        … 3 more files

      prisma/
        schema.prisma  schema; 2 changes in 90 days
                       Order User

      … 312 more files in 40 more folders
      And 2 files beside the sources (tests, documents …), 1 file left out: --json lists all,
      with the reasons.
      --limit N shows more. --query TEXT finds a symbol or a file by some letters of its name.
      "
    `);
  });

  test('an empty project says so', () => {
    const empty = {
      folders: [],
      files: 0,
      unlisted: { files: 0, folders: 0 },
      shelves: { sources: 0, aside: 0 },
      partial: false,
    };
    expect(
      mapText({ summary: { ...overview.summary, skipped: [] }, outline: empty, graph: nothing }, 80),
    ).toContain('No source file of a known language lies here.');
  });
});

describe('finds as text', () => {
  test('a place that does not fit beside its name stands below it, whole', () => {
    expect(findText({ ...hits, hits: hits.hits.slice(0, 3) }, 60)).toMatchInlineSnapshot(`
      "OrderService  function  src/orders/service.ts:10
      setStatus     function  src/orders/service.ts:20
      orderRoutes   function  src/orders/routes.ts:10
      … 87 more fit; --limit N shows more
      "
    `);
    const narrow = findText({ ...hits, hits: fakeHits('setst') }, 40).split('\n');
    expect(narrow).toContain('    src/orders/service.ts:20');
  });

  test('nothing found says what else to try', () => {
    expect(findText({ text: 'zz', hits: [], total: 0, partial: false }, 80)).toContain(
      'Nothing here fits “zz”.',
    );
  });
});

test('map prints the outline, map --query the finds, both as JSON too', async () => {
  const [text, found, json, queried] = await Promise.all([
    run(['map'], { cwd: repo.root }),
    run(['map', '--query', 'order.serv/x'], { cwd: repo.root }),
    run(['map', '--json'], { cwd: repo.root }),
    run(['map', '--query', 'create', '--json'], { cwd: repo.root }),
  ]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(/^\d+ files · \d+ symbols · typescript \d+/);
  expect(text.stdout).toContain('imported by');
  expect(found.stdout).toContain('Nothing here fits');
  const whole = JSON.parse(json.stdout);
  expect(Object.keys(whole)).toEqual(['root', 'commit', 'files', 'skipped', 'graph', 'totals', 'timings']);
  expect(Object.keys(whole.files[0])).toEqual([
    'path',
    'language',
    'lines',
    'roles',
    'importedBy',
    'why',
    'symbols',
  ]);
  expect(whole.files.length + whole.skipped.length).toBeGreaterThanOrEqual(whole.totals.files);
  const few = JSON.parse(queried.stdout);
  expect(few.query).toBe('create');
  expect(few.files[0].symbols[0].name.toLowerCase()).toContain('create');
  expect(few.files.length).toBeLessThan(whole.files.length);
});

describe('a symbol as text', () => {
  const page = fakeSymbol('src/orders/service.ts', 10, 'OrderService');
  if (!page) throw new Error('the fake has no such symbol');

  test('names who uses it and what it uses, each with its place', () => {
    expect(
      symbolText({ symbol: 'OrderService', definitions: [{ ...page, namesakes: 1 }], more: 2 }, 80),
    ).toMatchInlineSnapshot(`
      "OrderService  function  src/orders/service.ts:10-18
        export function OrderService(order: Order)
        1 other file defines the name too: of the files that hold it, those that
        import this one count.
        Used by 1 definition in 2 files
          createApp                 src/server.ts:12, 14
          (outside of definitions)  src/orders/routes.ts:3
        Uses 1 definition, by name
          Order  prisma/schema.prisma:10

      … 2 more definitions; --limit N shows more
      "
    `);
  });

  test.each([20, 40, 80, 120])('no line but a place is wider than %i columns, or than 40', columns => {
    const nasty = {
      ...page,
      symbol: { ...page.symbol, signature: NASTY_PATH, container: NASTY_PATH },
      usedBy: page.usedBy.map(use => ({ ...use, lines: Array.from({ length: 30 }, (_, i) => i * 1_000) })),
      unread: 1_000,
      namesakes: 1_000,
    };
    const lines = symbolText({ symbol: 'x', definitions: [nasty, nasty], more: 1 }, columns).split('\n');
    for (const line of lines)
      if (!/:\d/.test(line)) expect(displayWidth(line), line).toBeLessThanOrEqual(Math.max(40, columns));
    expect(lines.join('')).not.toMatch(/\u001b|\u202e/);
  });

  test('nothing of that name says what else to try', () => {
    expect(symbolText({ symbol: 'nope', definitions: [], more: 0 }, 80)).toContain('map --query');
  });
});

test('map --symbol tells who uses a symbol; its JSON is the same', async () => {
  const [text, json, none, member, empty] = await Promise.all([
    run(['map', '--symbol', 'placeOrder'], { cwd: repo.root }),
    run(['map', '--symbol', 'placeOrder', '--json'], { cwd: repo.root }),
    run(['map', '--symbol', 'placeNothing'], { cwd: repo.root }),
    run(['map', '--symbol', 'src/services/order.service.ts:Nobody#placeOrder', '--json'], { cwd: repo.root }),
    run(['map', '--symbol', ' '], { cwd: repo.root }),
  ]);
  expect(text).toMatchObject({ code: 0, stderr: '' });
  expect(text.stdout).toMatch(/placeOrder {2}method {2}src\/services\/order\.service\.ts:\d+-\d+/);
  const { symbol, definitions, more } = JSON.parse(json.stdout);
  expect([symbol, definitions.length, more]).toEqual(['placeOrder', 1, 0]);
  expect(definitions[0].usedBy.length).toBeGreaterThan(0);
  for (const use of definitions[0].usedBy) {
    const line = readFileSync(join(repo.root, use.path), 'utf8').split('\n')[use.lines[0] - 1];
    expect(line).toContain('placeOrder');
  }
  expect(none).toMatchObject({ code: 0 });
  expect(none.stdout).toContain('Nothing here is defined as “placeNothing”.');
  expect(JSON.parse(member.stdout).definitions).toEqual([]);
  expect(empty.code).toBe(2);
  expect(empty.stderr).toContain('planner-tui map --symbol Order.total');
});

test('a query without letters is a usage error that shows one with', async () => {
  const { code, stdout, stderr } = await run(['map', '--query', ' '], { cwd: repo.root });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('planner-tui map --query parseCall');
});

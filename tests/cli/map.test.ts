import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Overview } from '../../src/app/app.ts';
import { findText, mapText } from '../../src/cli/map-text.ts';
import type { FindAnswer } from '../../src/domain/index.ts';
import { displayWidth } from '../../src/shared/text/index.ts';
import { emptyGraph } from '../helpers/empty-map.ts';
import { fakeHits, fakeOutline } from '../helpers/fake-map.ts';
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

test('a query without letters is a usage error that shows one with', async () => {
  const { code, stdout, stderr } = await run(['map', '--query', ' '], { cwd: repo.root });
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr).toContain('planner-tui map --query parseCall');
});

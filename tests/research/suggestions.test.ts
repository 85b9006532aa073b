import { describe, expect, it } from 'vitest';
import type { CodeMap, TextHit } from '../../src/codemap/port.ts';
import type { CodeSymbol, FileCard } from '../../src/domain/index.ts';
import { createResearch, suggestGoals } from '../../src/research/index.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const briefOf = (texts: Record<string, string>) =>
  createResearch({ files: fakeFiles(texts), git: fakeGit(), map: fakeMap() }).brief();
const brief = await briefOf({});

function card(path: string, parts: Partial<FileCard> = {}): FileCard {
  return {
    path,
    language: 'TypeScript',
    lines: 50,
    bytes: 100,
    hash: '0',
    roles: [],
    symbols: [],
    imports: [],
    importedBy: [],
    packages: [],
    tests: [],
    commits: 0,
    ...parts,
  };
}

const symbol = (path: string, name: string, lines = 10): CodeSymbol => ({
  name,
  kind: 'function',
  path,
  line: 1,
  endLine: lines,
  signature: `function ${name}()`,
  exported: true,
});

/** A map over texts: `search` reads them as the real one does, `references` finds words. */
function mapOf(
  texts: Record<string, string>,
  cards: readonly FileCard[],
  hot?: { path: string; commits: number },
): CodeMap {
  const lines = (test: RegExp, under?: string): TextHit[] =>
    Object.entries(texts)
      .filter(([path]) => under === undefined || path === under || path.startsWith(`${under}/`))
      .flatMap(([path, text]) =>
        text.split('\n').flatMap((line, at) => (test.test(line) ? [{ path, line: at + 1, text: line }] : [])),
      );
  return fakeMap({
    paths: async () => [...new Set([...Object.keys(texts), ...cards.map(one => one.path)])],
    cards: async paths => cards.filter(one => paths.includes(one.path)),
    card: async path => cards.find(one => one.path === path),
    search: async (pattern, options) => lines(new RegExp(pattern, options?.flags), options?.under),
    references: async name => lines(new RegExp(`\\b${name}\\b`)),
    history: async () =>
      hot === undefined
        ? undefined
        : {
            commits: 40,
            firstDate: '2026-01-01',
            lastDate: '2026-02-01',
            linesPerCommit: { q1: 1, median: 2, q3: 3, commits: 4 },
            hot: [{ ...hot, tests: 0 }],
          },
  });
}
const goals = async (map: CodeMap, own = brief) =>
  (await suggestGoals(map, own, fakeGit('abc'))).map(goal => goal.text);
const reasons = async (map: CodeMap) =>
  (await suggestGoals(map, brief, fakeGit('abc'))).map(goal => goal.why);

it('draws goals from a hot file, a cluster of TODOs and a cycle, in that order', async () => {
  const texts = {
    'src/queue/a.ts': [1, 2, 3].map(line => `// TODO(me): retry budget ${line}0`).join('\n'),
    'src/a.ts': "import { b } from './b.ts';\n",
    'src/b.ts': "import { a } from './a.ts';\n",
  };
  const cards = [card('src/a.ts', { imports: ['src/b.ts'] }), card('src/b.ts', { imports: ['src/a.ts'] })];
  expect(await reasons(mapOf(texts, cards, { path: 'src/bill.ts', commits: 9 }))).toEqual([
    'src/bill.ts changed 9 times in 90 days on main and has no test',
    '3 TODOs speak of "retry budget", such as src/queue/a.ts:1',
    'src/a.ts and src/b.ts import each other at run time',
  ]);
});

describe('a file is called untested only where no test can exercise it', () => {
  const hot = { path: 'src/bill.ts', commits: 9 };
  const bill = card('src/bill.ts', { symbols: [symbol('src/bill.ts', 'sumBill')] });
  const rows: readonly (readonly [string, Record<string, string>, FileCard, string, boolean])[] = [
    ['no test speaks of it', { 'tests/other.test.ts': 'x' }, bill, 'src/bill.ts', true],
    ['a test calls what it exports', { 'tests/other.test.ts': 'sumBill()' }, bill, 'src/bill.ts', false],
    [
      'every class has a constructor',
      { 'tests/other.test.ts': 'constructor()' },
      card('src/bill.ts', { symbols: [symbol('src/bill.ts', 'constructor')] }),
      'src/bill.ts',
      true,
    ],
    ['a test bears its name', { 'tests/bill.test.ts': 'x' }, bill, 'src/bill.ts', false],
    [
      'Rust keeps tests inside',
      { 'src/bill.rs': '#[cfg(test)]\nmod tests {}\n' },
      card('src/bill.rs'),
      'src/bill.rs',
      false,
    ],
    ['Go keeps them beside', { 'pay/other_test.go': '' }, card('pay/bill.go'), 'pay/bill.go', false],
    ['types alone need none', {}, card('src/bill.d.ts'), 'src/bill.d.ts', false],
    [
      'routes are called by their paths',
      { 'tests/api.test.ts': "get('/refunds')" },
      card('src/refund.controller.ts', { roles: [{ role: 'controller', reason: '' }] }),
      'src/refund.controller.ts',
      false,
    ],
  ];
  for (const [name, texts, file, path, untested] of rows) {
    it(name, async () => {
      const found = await goals(mapOf(texts, [file], { ...hot, path }));
      expect(found.includes(`add tests for ${path}`)).toBe(untested);
    });
  }

  it('counts the files that lean on a module without a test', async () => {
    const money = card('src/money.ts', {
      symbols: [symbol('src/money.ts', 'roundMoney')],
      importedBy: ['src/a.ts', 'src/b.ts', 'src/c.ts'],
    });
    const map = mapOf({ 'tests/a.test.ts': 'x' }, [money]);
    expect(await reasons(map)).toEqual(['3 files import src/money.ts and no test names what it exports']);
  });
});

describe('one TODO', () => {
  it('is quoted whole, though its comment is wrapped, and says its file', async () => {
    const texts = {
      'src/payment.service.ts':
        '// TODO: ask the payment provider for\n// the reference; until then it is ours.\nlet a;\n',
      'src/b.ts': '// TODO: this is odd\n',
    };
    expect(await suggestGoals(mapOf(texts, []), brief, fakeGit())).toEqual([
      {
        text: 'payment service: ask the payment provider for the reference',
        why: 'src/payment.service.ts:1 says "TODO: ask the payment provider for the reference"; 1 more TODO is open',
      },
    ]);
  });

  it('is no remark, no question and none of a test or a sample', async () => {
    const texts = {
      'src/a.ts': '// TODO: This is wrong, but it was hard to mend\n// TODO: add a way to do it here?\n',
      'tests/a.test.ts': '// TODO: add a case for the empty list\n',
      'examples/a.ts': '// TODO: add a case for the empty list\n',
    };
    expect(await goals(mapOf(texts, []))).toEqual([]);
  });
});

describe('upkeep', () => {
  it('names a package that is given up, and what takes its place', async () => {
    const own = await briefOf({ 'package.json': '{\n"dependencies": { "node-sass": "^4.12.0" }\n}' });
    expect(await suggestGoals(mapOf({}, []), own, fakeGit())).toEqual([
      {
        text: 'replace node-sass by sass',
        why: 'node-sass ^4.12.0 is no longer maintained (package.json:2)',
      },
    ]);
  });

  it('names a runtime without security fixes, and leaves a maintained one alone', async () => {
    expect(await reasons(mapOf({ Dockerfile: 'FROM node:14-alpine\n' }, []))).toEqual([
      'Dockerfile:1 asks for Node.js 14, which got its last security fix in April 2023',
    ]);
    expect(await reasons(mapOf({ Dockerfile: 'FROM node:22-alpine\n' }, []))).toEqual([]);
  });

  it('names a dependency in two major versions', async () => {
    const own = await briefOf({
      'package.json': '{"private": true}',
      'a/package.json': '{"dependencies": {"react": "^17.0.0"}}',
      'b/package.json': '{"dependencies": {"react": "^18.1.0"}}',
    });
    expect((await suggestGoals(mapOf({}, []), own, fakeGit()))[0]?.why).toBe(
      'react is ^18.1.0 in b and ^17.0.0 in a',
    );
  });

  it('counts tests that are skipped for good, none that depend on a condition', async () => {
    const texts = {
      'a_test.go': 'func TestA(t *testing.T) {\n\tt.Skip("later")\n}\nif short {\n\t\tt.Skip("short")\n}\n',
    };
    expect(await reasons(mapOf(texts, []))).toEqual(['1 test is skipped in a_test.go:2']);
  });
});

describe('structure', () => {
  it('measures the longest function', async () => {
    const long = card('src/a.ts', { symbols: [symbol('src/a.ts', 'handle', 240)], commits: 7 });
    expect(await reasons(mapOf({}, [long]))).toEqual([
      'handle has 240 lines (src/a.ts:1), in a file that 7 commits changed',
    ]);
  });

  it('takes imports of types, also those of another package, for no cycle', async () => {
    const cards = [
      card('app/helpers.py', { imports: ['app/wrappers.py'] }),
      card('app/wrappers.py', { imports: ['app/helpers.py'] }),
    ];
    const texts = {
      'app/helpers.py':
        'from library.wrappers import Base\nif TYPE_CHECKING:\n    from .wrappers import Response\n',
      'app/wrappers.py': 'from .helpers import split\n',
    };
    expect(await goals(mapOf(texts, cards))).toEqual([]);
    const real = { ...texts, 'app/helpers.py': 'from .wrappers import Response\n' };
    expect(await goals(mapOf(real, cards))).toEqual([
      'break the import cycle between app/helpers.py and app/wrappers.py',
    ]);
  });
});

it('rejects nowhere', async () => {
  const gone = () => Promise.reject(new Error('gone'));
  const map = fakeMap({ history: gone, search: gone, paths: gone, cards: gone });
  expect(await suggestGoals(map, brief, fakeGit())).toEqual([]);
});

import { expect, it } from 'vitest';
import type { CodeMap } from '../../src/codemap/port.ts';
import type { FileCard } from '../../src/domain/index.ts';
import { createResearch, suggestGoals } from '../../src/research/index.ts';
import { fakeFiles, fakeGit, fakeMap } from './fakes.ts';

const brief = await createResearch({ files: fakeFiles({}), git: fakeGit(), map: fakeMap() }).brief();

function card(path: string, parts: Partial<FileCard>): FileCard {
  return {
    path,
    language: 'TypeScript',
    lines: 10,
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

const history = (tests: number): Awaited<ReturnType<CodeMap['history']>> => ({
  commits: 40,
  firstDate: '2026-01-01',
  lastDate: '2026-02-01',
  linesPerCommit: { q1: 1, median: 2, q3: 3 },
  hot: [{ path: 'src/bill.ts', commits: 9, tests }],
});

it('draws goals from a hot file, a cluster of TODOs and a cycle, in that order', async () => {
  const cards = [card('src/a.ts', { imports: ['src/b.ts'] }), card('src/b.ts', { imports: ['src/a.ts'] })];
  const map = fakeMap({
    history: async () => history(0),
    search: async () =>
      [1, 2, 3].map(line => ({ path: 'src/queue/a.ts', line, text: `// TODO(me): retry number ${line}0` })),
    paths: async () => cards.map(one => one.path),
    cards: async () => cards,
  });
  const goals = await suggestGoals(map, brief, fakeGit('abc'));
  expect(goals.map(goal => goal.why)).toEqual([
    'src/bill.ts changed 9 times in 90 days on main and has no test',
    expect.stringMatching(/^3 TODOs speak of "(retry|number)" in src\/queue, such as src\/queue\/a\.ts:1$/),
    'src/a.ts and src/b.ts import each other',
  ]);
});

it('does not call a tested file untested, and rejects nowhere', async () => {
  const map = fakeMap({
    history: async () => history(2),
    search: () => Promise.reject(new Error('gone')),
  });
  expect(await suggestGoals(map, brief, fakeGit())).toEqual([]);
});

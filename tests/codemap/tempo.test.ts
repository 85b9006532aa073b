import { expect, test } from 'vitest';
import { buildHistory, historyFacts } from '../../src/codemap/history.ts';
import type { ChangedLines, GitCommit } from '../../src/host/port.ts';

const START = Date.parse('2026-11-02T09:00:00Z');

/** Commits to one file, each with its author, minutes after the first, and lines. */
async function tempoOf(made: readonly (readonly [author: string, minute: number, lines: number])[]) {
  const log = made
    .map(
      ([author, minute], i): GitCommit => ({
        sha: `${i}`.padStart(40, '0'),
        date: new Date(START + minute * 60_000).toISOString(),
        author,
        subject: 'x',
        body: '',
        files: [{ path: 'a.ts', change: 'modified', before: '1'.repeat(40), after: '2'.repeat(40) }],
      }),
    )
    .reverse();
  const lines = new Map(
    made.map(([, , added], i) => [
      `${i}`.padStart(40, '0'),
      new Map<string, ChangedLines>([['a.ts', { added, deleted: 0 }]]),
    ]),
  );
  const history = buildHistory(log, new Map([['a.ts', 0]]), ['a.ts']);
  const facts = await historyFacts(
    history,
    ['a.ts'],
    () => true,
    () => 0,
    async () => lines,
  );
  return facts?.tempo;
}

/** One author, a commit every so many minutes. */
const every = (minutes: number, commits: number, lines = 10) =>
  Array.from({ length: commits }, (_, i) => ['ada', i * minutes, lines] as const);

test('gaps between consecutive commits of one author say how long a commit takes', async () => {
  expect(await tempoOf(every(30, 25, 12))).toEqual({ commits: 24, minutes: 30, lines: 12, files: 1 });
});

test.each([
  ['too few', every(30, 20)],
  ['pauses', every(121, 60)],
  ['series that were written before', every(1, 60)],
  ['authors in turn, each a day apart', every(720, 60).map(([, at, n], i) => [`a${i % 2}`, at, n] as const)],
])('%s say nothing', async (_, made) => {
  expect(await tempoOf(made)).toBeUndefined();
});

test('commits of others in between do not make a gap shorter', async () => {
  const own = every(40, 25);
  const others = own.map(([, at, lines], i) => [`guest${i}`, at + 5, lines] as const);
  const all = [...own, ...others].sort((a, b) => a[1] - b[1]);
  expect((await tempoOf(all))?.minutes).toBe(40);
});

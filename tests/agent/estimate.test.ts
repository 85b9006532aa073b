import { expect, test } from 'vitest';
import { createLocalPlanner } from '../../src/agent/local/planner.ts';
import type { HistoryFacts } from '../../src/codemap/port.ts';
import { fakeProject } from './fakes.ts';
import { begin, firstDraft, lastPlan } from './loop.ts';

const files = {
  'src/ledger-report.ts': {
    text: 'export function ledgerReport(entries: Entry[]) {\n  return entries;\n}\n',
    roles: ['service'],
  },
} as const;

async function estimateAfter(commits: number, tempo?: HistoryFacts['tempo']) {
  const project = fakeProject(files);
  const history: HistoryFacts = {
    commits,
    firstDate: '2026-01-01',
    lastDate: '2026-11-01',
    hot: [],
    ...(tempo ? { tempo } : {}),
    linesPerCommit: { q1: 12, median: 30, q3: 55, commits },
  };
  const planner = createLocalPlanner({
    ...project,
    map: { ...project.map, history: async () => history },
    playbooks: async () => [],
    clock: { now: () => 0 },
  });
  const { plan } = await lastPlan(await firstDraft(planner, begin('add CSV export to the ledger report')));
  const first = plan.steps[0]?.estimate;
  if (!first) throw new Error('no step');
  return first;
}

test.each([
  [1, '1 commit is too few to measure by, so the range is widest'],
  [4, '4 commits are too few to measure by, so the range is widest'],
  [40, 'half of the newest 40 commits change 12–55 lines, so the range is wider'],
])('after %i commits an estimate says what it rests on', async (commits, said) => {
  expect((await estimateAfter(commits)).basis).toContain(said);
});

test('the times of the commits here correct an estimate, within bounds, and it says so', async () => {
  const plain = await estimateAfter(40);
  const slow = await estimateAfter(40, { commits: 60, minutes: 24, lines: 10, files: 1 });
  // 7 minutes for the file and 5 for ten lines make 12.
  expect(slow.likely / plain.likely).toBeCloseTo(2, 0);
  expect(slow.basis).toContain('×2.0: 60 commits here came 24 min after their author');
  const absurd = await estimateAfter(40, { commits: 60, minutes: 120, lines: 1, files: 1 });
  expect(absurd.basis).toContain('×4.0');
});

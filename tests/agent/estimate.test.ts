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

async function basisAfter(commits: number): Promise<string> {
  const project = fakeProject(files);
  const history: HistoryFacts = {
    commits,
    firstDate: '2026-01-01',
    lastDate: '2026-11-01',
    hot: [],
    linesPerCommit: { q1: 12, median: 30, q3: 55, commits },
  };
  const planner = createLocalPlanner({
    ...project,
    map: { ...project.map, history: async () => history },
    playbooks: async () => [],
    clock: { now: () => 0 },
  });
  const { plan } = await lastPlan(await firstDraft(planner, begin('add CSV export to the ledger report')));
  return plan.steps[0]?.estimate.basis ?? '';
}

test.each([
  [1, '1 commit is too few to measure by, so the range is widest'],
  [4, '4 commits are too few to measure by, so the range is widest'],
  [40, 'half of the newest 40 commits change 12–55 lines, so the range is wider'],
])('after %i commits an estimate says what it rests on', async (commits, said) => {
  expect(await basisAfter(commits)).toContain(said);
});

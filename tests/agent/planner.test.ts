import { describe, expect, it } from 'vitest';
import { createLocalPlanner } from '../../src/agent/local/planner.ts';
import { Plan } from '../../src/plan/model.ts';
import { fakeProject } from './fakes.ts';
import { begin, firstDraft, lastPlan, run } from './loop.ts';

const files = {
  'src/reports/ledger-report.ts': {
    text: "import { sum } from '../util/sum.ts';\n\nexport function ledgerReport(entries: Entry[]) {\n  return sum(entries);\n}\n",
    roles: ['service'],
    imports: ['src/util/sum.ts'],
    tests: ['tests/reports/ledger-report.test.ts'],
  },
  'src/util/sum.ts': { text: 'export function sum(entries: Entry[]) {\n  return 0;\n}\n', roles: ['util'] },
  'tests/reports/ledger-report.test.ts': {
    text: "import { ledgerReport } from '../../src/reports/ledger-report.ts';\n",
    roles: ['test'],
  },
  'README.md': { text: '# Fake\n', roles: ['docs'] },
} as const;

const planner = (options: Parameters<typeof fakeProject>[1] = {}) =>
  createLocalPlanner({ ...fakeProject(files, options), playbooks: async () => [], clock: { now: () => 0 } });

describe('local planner, generic way', () => {
  it('researches, analyses and drafts a plan that names real files', async () => {
    const session = await firstDraft(planner(), begin('add CSV export to the ledger report'));
    const { plan, markdown } = lastPlan(session);
    expect(() => Plan.parse(plan)).not.toThrow();
    const paths = plan.steps
      .flatMap(s => s.files)
      .filter(f => f.action !== 'create')
      .map(f => f.path);
    expect(paths).toContain('src/reports/ledger-report.ts');
    for (const path of paths) expect(Object.keys(files)).toContain(path);
    expect(markdown).toContain('`ledgerReport`');
    expect(session.runs.at(-1)?.stopped?.reason).toBe('done');
    expect(session.phases.map(p => p.phase)).toEqual(['research', 'analysis', 'planning']);
  });

  it('gives the same bytes for the same session', async () => {
    const one = lastPlan(await firstDraft(planner(), begin('add CSV export to the ledger report')));
    const two = lastPlan(await firstDraft(planner(), begin('add CSV export to the ledger report')));
    expect(two.markdown).toBe(one.markdown);
  });

  it('says how far to trust the ranking here where that was measured, and nothing where it was not', async () => {
    const measures = {
      cases: 30,
      acc: { 1: 0.5, 3: 0.6, 5: 0.65, 10: 0.7 },
      hit: 0.6,
      recall: 0.8,
      mrr: 0.7,
    };
    const calibration = {
      commit: 'abcdef0123'.repeat(4),
      version: '1.0.0',
      ranking: measures,
      bm25: measures,
      bySize: [],
      misses: [],
      ended: 'complete' as const,
    };
    const measured = createLocalPlanner({
      ...fakeProject(files),
      playbooks: async () => [],
      clock: { now: () => 0 },
      calibration: () => calibration,
    });
    const goal = 'add CSV export to the ledger report';
    const told = lastPlan(await firstDraft(measured, begin(goal))).markdown;
    const sentence =
      'In this repository the ranking put all changed files among the first ten in 21 of 30 past changes (`planner-tui impact --calibrate`, measured at commit abcdef0).';
    expect(told).toContain(sentence);
    const silent = lastPlan(await firstDraft(planner(), begin(goal))).markdown;
    expect(silent).not.toContain('past changes');
    // Nothing else of the plan changes.
    expect(told.replace(`>\n> ${sentence}\n`, '')).toBe(silent);
  });

  it('ends cancelled when the signal fires, even while the map never answers', async () => {
    const stop = new AbortController();
    const stuck = planner({ slow: () => new Promise(() => {}) });
    const going = run(stuck, begin('add CSV export to the ledger report'), 'research', stop.signal);
    stop.abort();
    const { outputs } = await going;
    expect(outputs.at(-1)).toMatchObject({ type: 'RunStopped', reason: 'cancelled' });
  });

  it('says a failure as data', async () => {
    const broken = planner({ slow: () => Promise.reject(new Error('the disk went away')) });
    const { outputs } = await run(broken, begin('add CSV export'), 'research');
    expect(outputs.at(-1)).toMatchObject({ type: 'RunStopped', reason: 'failed' });
  });

  it('asks where when no file shares a word with the goal, and still plans', async () => {
    const asked = async (goal: string): Promise<string[]> => {
      const { plan } = lastPlan(await firstDraft(planner(), begin(goal)));
      expect(plan.steps.length).toBeGreaterThan(0);
      return plan.questions.map(q => q.question.id);
    };
    expect(await asked('brew espresso for penguins')).toEqual(['where']);
    // A goal in another language is asked about as well.
    expect(await asked('设置通知')).toEqual(['language', 'where']);
  });
});

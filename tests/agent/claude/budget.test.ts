import { expect, it } from 'vitest';
import { budgetOf, Purse } from '../../../src/agent/claude/budget.ts';

const byDefault = budgetOf().session;

it.each([
  [undefined, undefined, byDefault],
  [100_000, undefined, 100_000],
  [undefined, 90_000, 90_000],
  [80_000, 90_000, 80_000],
  // What a project says of itself never makes it more.
  [undefined, byDefault * 1_000, byDefault],
  [80_000, byDefault, 80_000],
])('own %j and of the project %j make %i', (own, project, session) => {
  const budget = budgetOf(own, project);
  expect(budget.session).toBe(session);
  // Each phase has the same share of any whole.
  expect(budget.phases.research / session).toBeCloseTo(budgetOf().phases.research / byDefault, 3);
});

it('stops a phase, then the session, and says which', () => {
  const purse = new Purse({ session: 100, phases: { research: 50, analysis: 90, planning: 90 } });
  const tokens = (input: number) => ({ input, output: 0, cacheRead: 100, cacheWrite: 0 });
  expect(purse.empty('research')).toBeUndefined();
  purse.spend('research', tokens(39));
  expect(purse.empty('research')).toBeUndefined();
  // What is read from the cache counts a tenth.
  purse.spend('research', { input: 1, output: 0, cacheRead: 0, cacheWrite: 0 });
  expect(purse.empty('research')).toBe('the 50 tokens of research are used up');
  expect(purse.empty('analysis')).toBeUndefined();
  purse.spend('analysis', tokens(40));
  expect(purse.empty('planning')).toBe('the 100 tokens of this session are used up');
});

import { expect, it } from 'vitest';
import { check, needs } from '../../src/plan/checks/index.ts';
import type { Plan } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { goodFacts } from './facts.ts';
import { samplePlan } from './sample.ts';

const from = [{ kind: 'user' as const, what: 'the goal' }];
const say = (title: string, ...texts: readonly string[]) => ({
  title,
  statements: texts.map(text => ({ text, sources: from })),
});
const table = { head: ['Criterion', 'O1 A', 'O2 B'], rows: [['C1 cost', 'none', 'some']] };
const decision: Plan = {
  ...samplePlan,
  engine: 'local',
  kind: 'decision',
  special: [
    say('Options', 'O1 is A.', 'O2 is B.'),
    { ...say('Criteria', 'C1 is the cost.'), table },
    say('Recommendation', 'It is O1 A.'),
    say('What Would Change It', 'A cost of A.'),
  ],
};

const found = (plan: Plan): readonly string[] =>
  (
    check(plan, renderPlan(plan), goodFacts(needs(plan), [])).results.find(r => r.check === 1)?.findings ?? []
  ).map(f => `${f.severity}: ${f.message}`);
const without = (title: string): Plan => ({
  ...decision,
  special: (decision.special ?? []).filter(s => s.title !== title),
});
const withTable = (rows: string[][]): Plan => ({
  ...decision,
  special: (decision.special ?? []).map(s =>
    s.title === 'Criteria' ? { ...s, table: { ...table, rows } } : s,
  ),
});

it('a whole decision has nothing against it', () => expect(found(decision)).toEqual([]));

it.each(['Options', 'Criteria', 'Recommendation', 'What Would Change It'])('misses %s', title => {
  expect(found(without(title))).toContain(`error: The section “${title}” is missing, which a decision has.`);
});

it('sees an empty cell, a table of nothing, and a recommendation of none', () => {
  expect(found(withTable([['C1 cost', 'none', '']]))).toEqual(['error: “C1 cost” says nothing of “O2 B”.']);
  const silent = {
    ...without('Recommendation'),
    special: [...(without('Recommendation').special ?? []), say('Recommendation', 'It is open.')],
  };
  expect(found(silent)).toEqual(['error: The recommendation names none of the options.']);
});

it('of a refactoring wants callers and tests first; of a model’s plan it only warns', () => {
  const plan: Plan = { ...samplePlan, engine: 'local', kind: 'refactoring' };
  expect(found(plan)).toContain('error: The section “Callers” is missing, which a refactoring has.');
  expect(found({ ...plan, engine: 'claude' })).toContain(
    'warning: The section “Callers” is missing, which a refactoring has.',
  );
});

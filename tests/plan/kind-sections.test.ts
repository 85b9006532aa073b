import { expect, it } from 'vitest';
import { check, needs } from '../../src/plan/checks/index.ts';
import type { Plan } from '../../src/plan/model.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { computed, missing } from '../../src/plan/stand-in.ts';
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

it.each(['local', 'claude'] as const)('of a refactoring by %s wants callers and tests first', engine => {
  const plan: Plan = { ...samplePlan, engine, kind: 'refactoring' };
  expect(found(plan)).toContain('error: The section “Callers” is missing, which a refactoring has.');
});

it.each([
  ['fix', ['Hypotheses']],
  ['ci-fix', ['Failed Run', 'Prevention']],
  ['cro', ['Page Friction', 'Experiment Design', 'Tracking Events']],
  ['bootstrap', ['Stack', 'Architecture', 'File Tree', 'Quality Gates']],
] as const)('%s has its own sections', (kind, titles) => {
  const special = titles.map(title => say(title, `Something of ${title}.`));
  const plan: Plan = { ...samplePlan, kind, special };
  expect(found(plan)).toEqual([]);
  for (const title of titles)
    expect(found({ ...plan, special: special.filter(s => s.title !== title) })).toEqual([
      `error: The section “${title}” is missing, which a ${kind} has.`,
    ]);
});

it('a section that says itself what is missing fails, and no other fault is made of it', () => {
  const open = (title: string): Plan => ({
    ...decision,
    special: (decision.special ?? []).map(s =>
      s.title === title ? { title, statements: [missing('Nobody said it.')] } : s,
    ),
  });
  for (const title of ['Criteria', 'Recommendation', 'What Would Change It'])
    expect(found(open(title))).toEqual([`error: “${title}” says itself what is missing: Nobody said it.`]);
});

it('what code computed in its place is no fault', () => {
  const special = (decision.special ?? []).map(s =>
    s.title === 'What Would Change It'
      ? { ...s, statements: [computed('What Would Change It', 'rules'), ...s.statements] }
      : s,
  );
  expect(found({ ...decision, special })).toEqual([]);
});

it('callers of a member are found by its own name', () => {
  const [first] = samplePlan.steps;
  const changed = first?.files.find(f => f.action === 'modify');
  if (!first || !changed) throw new Error('no step of the sample changes a file');
  const plan = (callers: string): Plan => ({
    ...samplePlan,
    kind: 'refactoring',
    steps: [{ ...first, part: 'core', files: [{ ...changed, symbol: 'Shop.open()' }] }],
    special: [say('Behaviour to Preserve', 'All.'), say('Callers', callers)],
  });
  const silent = 'does not say who calls it';
  expect(found(plan('`open` is called by nobody.')).join()).not.toContain(silent);
  expect(found(plan('`close` is called by nobody.')).join()).toContain(silent);
});

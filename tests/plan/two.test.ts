import { describe, expect, test } from 'vitest';
import type { Plan, Revision, Step } from '../../src/plan/model.ts';
import { readPlan } from '../../src/plan/read/index.ts';
import { renderPlan } from '../../src/plan/render.ts';
import { approachFacts, isSecondWay, overlapOf } from '../../src/plan/two/facts.ts';
import { comparisonMarkdown, comparisonRows } from '../../src/plan/two/rows.ts';
import { sayTaken, takenRevision, withSteps } from '../../src/plan/two/take.ts';
import { samplePlan } from './sample.ts';

const [first] = samplePlan.steps;
if (!first) throw new Error('the sample has steps');

const step = (id: string, more: Partial<Step> = {}): Step => ({
  ...first,
  id,
  title: `Do ${id}`,
  serves: ['R1'],
  dependsOn: [],
  files: [{ action: 'modify', path: `src/${id}.ts`, what: 'x' }],
  packages: [],
  part: 'core',
  ...more,
});
const plan = (title: string, steps: readonly Step[], more: Partial<Plan> = {}): Plan => ({
  ...samplePlan,
  steps: [...steps],
  approach: { ...samplePlan.approach, title, decisions: [], alternatives: [] },
  rollback: [],
  security: { implemented: [], monitor: [] },
  ...more,
});
const ids = (of: Plan) => of.steps.map(s => s.id);
const add = (name: string) => [{ name, dev: false, action: 'add' as const, note: '' }];

describe('what two plans have in common', () => {
  test.each([
    ['half of the files', [step('a'), step('b')], [step('b'), step('c')], 1 / 3, 1],
    ['nothing', [step('a')], [step('b')], 0, 1],
    ['everything', [step('a')], [step('a')], 1, 1],
    ['one package of two', [step('a', { packages: add('x') })], [step('a', { packages: add('y') })], 1, 0],
    [
      'tests do not count',
      [step('a'), step('t', { part: 'testing' })],
      [step('b'), step('t', { part: 'testing' })],
      0,
      1,
    ],
  ] as const)('%s', (_, a, b, files, packages) => {
    expect(overlapOf({ steps: a }, { steps: b })).toEqual({ files, packages });
  });

  test('under half of either is a second way', () => {
    expect(isSecondWay({ files: 0.5, packages: 1 })).toBe(false);
    expect(isSecondWay({ files: 0.49, packages: 1 })).toBe(true);
    expect(isSecondWay({ files: 1, packages: 0.2 })).toBe(true);
  });
});

describe('steps of the other approach', () => {
  const mine = plan('A', [
    step('S-1'),
    step('S-2', { dependsOn: ['S-1'] }),
    step('S-t', { part: 'testing' }),
  ]);

  test('come with all that they rest on, before the tests', () => {
    const other = plan('B', [step('S-x'), step('S-y', { dependsOn: ['S-x'] }), step('S-z')]);
    const { plan: made, taken } = withSteps(mine, other, ['S-y']);
    expect(ids(made)).toEqual(['S-1', 'S-2', 'S-x', 'S-y', 'S-t']);
    expect(taken.came).toEqual([
      { id: 'S-x', title: 'Do S-x', neededBy: 'S-y' },
      { id: 'S-y', title: 'Do S-y' },
    ]);
    expect(sayTaken(taken, 'B')).toBe('`S-y` of “B” came over. `S-x` came along, because `S-y` rests on it.');
  });

  test('rest on a step of the same name here, where there is one; asked for by name it is replaced', () => {
    const other = plan('B', [step('S-1', { title: 'Their S-1' }), step('S-y', { dependsOn: ['S-1'] })]);
    const kept = withSteps(mine, other, ['S-y']);
    expect(kept.plan.steps[0]?.title).toBe('Do S-1');
    expect(kept.taken.stays).toEqual(['S-1']);
    const replaced = withSteps(mine, other, ['S-y', 'S-1']);
    expect(replaced.plan.steps[0]?.title).toBe('Their S-1');
    expect(replaced.taken).toMatchObject({ replaced: ['S-1'], stays: [] });
  });

  test('bring requirement, case, rollback and security along, under the next number', () => {
    const other = plan('B', [step('S-x', { serves: ['R1'] })], {
      requirements: [{ id: 'R1', text: 'Only theirs', sources: [] }],
      tests: { intro: [], files: [], cases: [{ text: 'their case', proves: ['R1'] }] },
      rollback: [{ title: 'Drop the table', undoes: ['S-x'], text: 'x' }],
      security: { implemented: [{ text: 'guarded', stepId: 'S-x' }], monitor: [] },
    });
    const { plan: made } = withSteps(mine, other, ['S-x']);
    const next = `R${samplePlan.requirements.length + 1}`;
    expect(made.requirements.at(-1)).toMatchObject({ id: next, text: 'Only theirs' });
    expect(made.steps.find(s => s.id === 'S-x')?.serves).toEqual([next]);
    expect(made.tests.cases.at(-1)).toEqual({ text: 'their case', proves: [next] });
    expect(made.rollback).toEqual([{ title: 'Drop the table', undoes: ['S-x'], text: 'x' }]);
    expect(made.security.implemented).toEqual([{ text: 'guarded', stepId: 'S-x' }]);
    expect(mine.steps).toHaveLength(3);
  });

  test('that there are not are named', () => {
    const { taken } = withSteps(mine, plan('B', [step('S-x')]), ['S-nowhere']);
    expect(sayTaken(taken, 'B')).toBe('“B” has no `S-nowhere`.');
  });
});

describe('taking one', () => {
  const revision = (of: Plan): Revision => ({ number: 1, markdown: renderPlan(of), plan: of });
  const a = revision(plan('A way', [step('S-1')], { revision: 1 }));
  const b = revision(plan('B way', [step('S-2', { packages: add('socket.io') })], { revision: 1 }));

  test('is a revision that keeps the other as the alternative, by its counts, and reads back', () => {
    const taken = takenRevision(a, b, []);
    expect(taken).toMatchObject({ number: 2, basedOn: 1, origin: { kind: 'taken', instead: 'B way' } });
    expect(taken.plan.approach.alternatives[0]?.title).toBe('B way');
    expect(taken.plan.approach.alternatives[0]?.whyNot).toMatch(
      /^Planned as a whole and not chosen: 1 changed and 0 new files against 1 and 0; adds `socket\.io`; /,
    );
    const read = readPlan(taken.markdown);
    expect(read.ok && read.value.plan.approach.alternatives.map(x => x.title)).toEqual(['B way']);
    expect(taken.plan.changes).toEqual([
      { because: 'Your choice', what: 'This way was taken instead of “B way”.', stepIds: [] },
    ]);
  });

  test('twice says the counts once', () => {
    const again = takenRevision(takenRevision(a, b, []), b, []);
    const said = again.plan.approach.alternatives.map(x => x.whyNot).join(' ');
    expect(said.match(/Planned as a whole/g)).toHaveLength(1);
  });
});

describe('side by side', () => {
  const a = plan('A', [step('S-1', { packages: add('socket.io') })], {
    approach: {
      ...samplePlan.approach,
      title: 'A',
      decisions: [
        {
          title: 'Why?',
          reasons: [
            { text: 'Both say this.', sources: [] },
            { text: 'Only A.', sources: [{ kind: 'file', path: 'src/a.ts', line: 3 }] },
            { text: 'Against it: more to run.', sources: [] },
          ],
        },
      ],
    },
  });
  const b = plan(
    'B',
    [
      step('S-2', {
        files: [{ action: 'create', path: 'prisma/migrations/2026_add/migration.sql', what: 'x' }],
      }),
    ],
    {
      approach: {
        ...samplePlan.approach,
        title: 'B',
        decisions: [{ title: 'Why?', reasons: [{ text: 'Both say this.', sources: [] }] }],
      },
    },
  );
  const cells = (label: string) =>
    comparisonRows(
      {
        plan: a,
        measured: {
          dependents: 4,
          exported: ['x'],
          packages: { 'socket.io': { version: '4.8.1', bytes: 1_130_000, released: '2026-05-01T00:00:00Z' } },
        },
      },
      { plan: b },
    ).find(row => row.label === label)?.cells;

  test.each([
    ['files', ['1 changed, 0 new', '0 changed, 1 new']],
    ['new packages', ['`socket.io` 4.8.1 (1.1 MB, released 2026-05-01)', 'none']],
    ['dependents touched', ['4', '…']],
    ['public API', ['`x` changes', '…']],
    ['migrations', ['none', '`2026_add`']],
    ['speaks for it', ['Only A (`src/a.ts:3`).', '']],
    ['speaks against it', ['More to run.', '']],
  ])('%s', (label, expected) => {
    expect(cells(label)).toEqual(expected);
  });

  test('as Markdown it is a table under the axis', () => {
    const text = comparisonMarkdown(
      { question: 'Where?', sides: ['here', 'there | else'] },
      { plan: a },
      { plan: b },
    );
    expect(text).toContain('- A: here\n- B: there | else\n');
    expect(
      text
        .split('\n')
        .filter(line => line.startsWith('|'))
        .every(line => line.split(/(?<!\\)\|/).length === 5),
    ).toBe(true);
    expect(approachFacts(a).packages).toEqual(['socket.io']);
  });
});

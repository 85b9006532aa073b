import { describe, expect, test } from 'vitest';
import { type DriftFacts, drift, type Fate, functionName } from '../../src/plan/drift.ts';
import type { Plan, Step } from '../../src/plan/model.ts';
import { samplePlan } from './sample.ts';

type Changed = Exclude<Fate, 'same' | 'absent' | 'unknown'>;

/** A work tree: the files that changed, those that are there as they were, and the fates of symbols. */
function world(
  changed: Readonly<Record<string, Changed>>,
  same: readonly string[] = [],
  symbols: Readonly<Record<string, Readonly<Record<string, Fate>>>> = {},
): DriftFacts {
  return {
    changed: new Map(Object.entries(changed)),
    exists: path => same.includes(path) || (changed[path] !== undefined && changed[path] !== 'deleted'),
    symbols: path => new Map(Object.entries(symbols[path] ?? {})),
  };
}

const [first] = samplePlan.steps;
const blank: Step = {
  ...(first as Step),
  files: [],
  functions: [],
  code: [],
  packages: [],
};
function planOf(...steps: readonly Partial<Step>[]): Plan {
  return {
    ...samplePlan,
    steps: steps.map((step, i) => ({ ...blank, id: `S-${i + 1}`, ...step })),
    tests: { intro: [], files: [], cases: [] },
    security: { implemented: [], monitor: [] },
  };
}
const file = (action: 'create' | 'modify' | 'delete', path: string, symbol?: string) => ({
  action,
  path,
  what: '',
  ...(symbol === undefined ? {} : { symbol }),
});
const none = () => false;

describe('what became of a step', () => {
  test.each<[string, Partial<Step>, DriftFacts, string, (string | undefined)[]]>([
    [
      'a created file',
      { files: [file('create', 'a.ts')] },
      world({ 'a.ts': 'created' }),
      'done',
      [undefined],
    ],
    ['a file that is not there', { files: [file('create', 'a.ts')] }, world({}), 'not', ['it is not there']],
    [
      'a file that was there before',
      { files: [file('create', 'a.ts')] },
      world({}, ['a.ts']),
      'not',
      ['it is as it was'],
    ],
    [
      'a changed file',
      { files: [file('modify', 'a.ts')] },
      world({ 'a.ts': 'modified' }),
      'done',
      [undefined],
    ],
    [
      'an unchanged file',
      { files: [file('modify', 'a.ts')] },
      world({}, ['a.ts']),
      'not',
      ['it is as it was'],
    ],
    [
      'a file that went instead',
      { files: [file('modify', 'a.ts')] },
      world({ 'a.ts': 'deleted' }),
      'not',
      ['it was deleted'],
    ],
    [
      'a deleted file',
      { files: [file('delete', 'a.ts')] },
      world({ 'a.ts': 'deleted' }),
      'done',
      [undefined],
    ],
    [
      'a file that is still there',
      { files: [file('delete', 'a.ts')] },
      world({}, ['a.ts']),
      'not',
      ['it is as it was'],
    ],
    [
      'a changed symbol',
      { files: [file('modify', 'a.ts', 'Order.total')] },
      world({ 'a.ts': 'modified' }, [], { 'a.ts': { 'Order.total': 'modified', total: 'modified' } }),
      'done',
      [undefined, undefined],
    ],
    [
      'a file that changed elsewhere than planned',
      { files: [file('modify', 'a.ts', 'total()')] },
      world({ 'a.ts': 'modified' }, [], { 'a.ts': { total: 'same', other: 'modified' } }),
      'partly',
      [undefined, 'it is as it was'],
    ],
    [
      'a name that no scanner knows: its file speaks for it',
      { files: [file('modify', 'a.json', 'scripts.build')] },
      world({ 'a.json': 'modified' }),
      'done',
      [undefined, undefined],
    ],
    [
      'a key function that is there',
      {
        files: [file('create', 'a.ts')],
        functions: [{ signature: 'createHub(server: Server): Hub', purpose: '' }],
      },
      world({ 'a.ts': 'created' }, [], { 'a.ts': { createHub: 'created' } }),
      'done',
      [undefined, undefined],
    ],
    [
      'a key function that is missing',
      { files: [file('create', 'a.ts')], functions: [{ signature: 'Hub.send(id: string)', purpose: '' }] },
      world({ 'a.ts': 'created' }, [], { 'a.ts': { createHub: 'created' } }),
      'partly',
      [undefined, 'it is not there'],
    ],
    ['a step that names no file', {}, world({}), 'not', []],
  ])('%s', (_, step, facts, verdict, found) => {
    const [judged] = drift(planOf(step), facts, none).steps;
    expect([judged?.verdict, judged?.items.map(item => item.found)]).toEqual([verdict, found]);
  });
});

describe('the match', () => {
  const plan = planOf(
    { files: [file('create', 'a.ts'), file('modify', 'b.ts')] },
    { files: [file('modify', 'b.ts')] },
  );

  test('is the share of what was planned and is there, of all that was planned or happened', () => {
    expect(drift(plan, world({ 'a.ts': 'created', 'b.ts': 'modified' }), none).match).toBe(1);
    expect(drift(plan, world({ 'a.ts': 'created' }, ['b.ts']), none).match).toBe(1 / 2);
    const surprised = drift(plan, world({ 'a.ts': 'created', 'b.ts': 'modified', 'c.ts': 'modified' }), none);
    expect(surprised.match).toBe(2 / 3);
    expect(surprised.unplanned).toEqual([{ path: 'c.ts', fate: 'modified' }]);
    expect(drift(planOf(), world({}), none).match).toBe(1);
  });

  test('lock files and the plan itself are no surprises; tests of the strategy are planned', () => {
    const facts = world({
      'a.ts': 'created',
      'b.ts': 'modified',
      'package-lock.json': 'modified',
      'plans/x.md': 'created',
      'tests/b.test.ts': 'modified',
    });
    const tested: Plan = {
      ...plan,
      tests: {
        ...plan.tests,
        files: [
          { path: 'tests/b.test.ts', purpose: '', action: 'modify' },
          { path: 'tests/c.test.ts', purpose: '', action: 'create' },
        ],
      },
    };
    const found = drift(tested, facts, path => path.startsWith('plans/'));
    expect(found.unplanned).toEqual([]);
    expect(found.tests.map(item => [item.path, item.done])).toEqual([
      ['tests/b.test.ts', true],
      ['tests/c.test.ts', false],
    ]);
    expect(found.match).toBe(3 / 4);
  });
});

test('symbols that changed beside the planned ones are named; files without named symbols are free', () => {
  const plan = planOf({ files: [file('modify', 'a.ts', 'total'), file('modify', 'b.ts')] });
  const facts = world({ 'a.ts': 'modified', 'b.ts': 'modified' }, [], {
    'a.ts': { total: 'modified', 'Order.total': 'modified', tax: 'modified', sum: 'same', old: 'deleted' },
    'b.ts': { x: 'modified' },
  });
  expect(drift(plan, facts, none).alsoChanged).toEqual([{ path: 'a.ts', names: ['tax', 'old'] }]);
});

test('a security statement stands on a step that is done', () => {
  const plan: Plan = {
    ...planOf({ files: [file('create', 'a.ts')] }, { files: [file('create', 'b.ts')] }),
    security: {
      implemented: [
        { text: 'a', stepId: 'S-1' },
        { text: 'b', stepId: 'S-2' },
      ],
      monitor: [],
    },
  };
  expect(drift(plan, world({ 'a.ts': 'created' }), none).security).toEqual({ withEvidence: 1, of: 2 });
});

test.each([
  ['createHub(server: http.Server): Hub', 'createHub'],
  ['export async function load(path: string)', 'load'],
  ['func (s *Store) Create(name string) error', 'Create'],
  ['pub(crate) fn scan(text: &str)', 'scan'],
  ['def send_mail(to, *, text=None)', 'send_mail'],
  ['Hub.send(userId)', 'Hub.send'],
  ['Order::total', 'Order::total'],
  ['interface Hub', 'Hub'],
  ['(a) => b', undefined],
  ['', undefined],
])('the name of %s', (signature, name) => {
  expect(functionName(signature)).toBe(name);
});

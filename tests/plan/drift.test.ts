import { describe, expect, test } from 'vitest';
import { functionName } from '../../src/plan/drift/functions.ts';
import type { DriftFacts } from '../../src/plan/drift/model.ts';
import { drift } from '../../src/plan/drift.ts';
import type { Plan, Step } from '../../src/plan/model.ts';
import { file, none, planOf, world } from './drift-world.ts';

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
    expect(surprised.unplanned).toMatchObject([{ path: 'c.ts', fate: 'modified' }]);
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
    expect(found.tests.files.map(item => [item.path, item.done])).toEqual([
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
  const found = drift(plan, facts, none);
  expect(found.alsoChanged).toEqual([
    {
      path: 'a.ts',
      symbols: [
        { name: 'tax', fate: 'modified', counts: true },
        { name: 'old', fate: 'deleted', counts: true },
      ],
    },
  ]);
  // Two files and a symbol were planned and are there; two symbols changed besides.
  expect(found.match).toBe(3 / 5);
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

import { expect, it } from 'vitest';
import { longestChain, rowsOf, stepGraph } from '../../../src/plan/export/html/layout.ts';
import type { Plan } from '../../../src/plan/model.ts';
import { samplePlan } from '../sample.ts';

/** A plan whose steps, called a, b, c …, come after these. */
function planOf(...after: readonly string[]): Plan {
  const [step] = samplePlan.steps;
  if (!step) throw new Error('the sample has no steps');
  const id = (at: number) => String.fromCharCode(97 + at);
  return { ...samplePlan, steps: after.map((names, at) => ({ ...step, id: id(at), dependsOn: [...names] })) };
}

it.each([
  ['a chain', ['', 'a', 'b'], [[], [0], [1]], [[0], [1], [2]]],
  ['an arrow that follows from others', ['', 'a', 'ab'], [[], [0], [1]], [[0], [1], [2]]],
  ['two ways that meet', ['', 'a', 'a', 'bc'], [[], [0], [0], [1, 2]], [[0], [1, 2], [3]]],
  ['a step that comes before what it needs', ['b', ''], [[1], []], [[1], [0]]],
  ['a circle, of which one arrow is left out', ['b', 'a'], [[1], []], [[1], [0]]],
  ['itself, what does not exist, and twice the same', ['a', 'zaa'], [[], [0]], [[0], [1]]],
  [
    'more side by side than a row holds',
    ['', '', '', '', 'a'],
    [[], [], [], [], [0]],
    [
      [0, 1, 2],
      [4, 3],
    ],
  ],
  ['no step', [], [], []],
])('draws %s', (_name, after, before, rows) => {
  const graph = stepGraph(planOf(...after));
  expect(graph.before).toEqual(before);
  expect(rowsOf(graph).map(row => [...row].sort())).toEqual(rows.map(row => [...row].sort()));
});

it('finds what many hands cannot shorten', () => {
  const graph = stepGraph(planOf('', 'a', 'a', 'bc', ''));
  expect(longestChain(graph, [5, 30, 10, 20, 40])).toEqual({ steps: [0, 1, 3], minutes: 55 });
  expect(longestChain(graph, [5, 30, 10, 20, 90])).toEqual({ steps: [4], minutes: 90 });
  expect(longestChain(stepGraph(planOf()), [])).toEqual({ steps: [], minutes: 0 });
});

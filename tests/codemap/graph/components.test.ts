import fc from 'fast-check';
import { expect, test } from 'vitest';
import { components } from '../../../src/codemap/graph/components.ts';

const graphs = fc
  .integer({ min: 1, max: 12 })
  .chain(n => fc.array(fc.array(fc.nat(n - 1), { maxLength: 4 }), { minLength: n, maxLength: n }));

/** Who reaches whom, by trying everything. */
function reach(graph: readonly (readonly number[])[]): boolean[][] {
  const n = graph.length;
  const can = graph.map((targets, a) => Array.from({ length: n }, (_, b) => a === b || targets.includes(b)));
  for (let k = 0; k < n; k++)
    for (let a = 0; a < n; a++)
      for (let b = 0; b < n; b++) if (can[a]?.[k] && can[k]?.[b]) (can[a] as boolean[])[b] = true;
  return can;
}

test('two nodes are in one component exactly when each reaches the other', () => {
  fc.assert(
    fc.property(graphs, graph => {
      const { of, count } = components(graph.length, n => graph[n] ?? []);
      const can = reach(graph);
      graph.forEach((_, a) => {
        graph.forEach((_, b) => {
          expect(of[a] === of[b]).toBe(Boolean(can[a]?.[b] && can[b]?.[a]));
        });
      });
      expect(new Set(of).size).toBe(count);
    }),
  );
});

test('what a node points at has a number at most its own', () => {
  fc.assert(
    fc.property(graphs, graph => {
      const { of } = components(graph.length, n => graph[n] ?? []);
      graph.forEach((targets, a) => {
        for (const b of targets) expect(of[b]).toBeLessThanOrEqual(of[a] ?? -1);
      });
    }),
  );
});

test('a chain of 200,000 imports costs no stack', () => {
  const n = 200_000;
  expect(components(n, i => (i + 1 < n ? [i + 1] : [])).count).toBe(n);
  expect(components(n, i => [(i + 1) % n]).count).toBe(1);
});

import { components } from './components.ts';
import type { ImportGraph } from './import-graph.ts';
import type { Cycle, ImportEdge } from './model.ts';

/** Edges that the search for shortest cycles may look at, a component and in all. */
const STEPS = 400_000;
const ALL_STEPS = 2_000_000;

/**
 * Import cycles, largest first: the strongly connected components of the files that load each other, then those that
 * are closed only by imports of types or by imports that wait until something runs. Each with its shortest cycle, found
 * by a breadth-first search from every member that gives up as soon as it cannot beat the best so far; where a component
 * is so large that the search stops early, the cycle is the shortest of those that were seen.
 */
export function findCycles(graph: ImportGraph): readonly Cycle[] {
  let left = ALL_STEPS;
  const found: { readonly members: readonly number[]; readonly kind: Cycle['kind']; cycle: number[] }[] = [];
  const seek = (
    next: (n: number) => readonly number[],
    kind: Cycle['kind'],
    known: Int32Array | undefined,
  ) => {
    const { of, count } = components(graph.paths.length, next);
    const members: number[][] = Array.from({ length: count }, () => []);
    of.forEach((component, n) => {
      members[component]?.push(n);
    });
    for (const group of members) {
      if (group.length < 2) continue;
      // A group that load-time imports tie together already is told once.
      const first = known?.[group[0] ?? 0];
      if (known && group.every(n => known[n] === first)) continue;
      const budget = Math.min(STEPS, left);
      const { cycle, steps } = shortestCycle(group, of, next, budget, n => graph.importedBy(n).length);
      left -= steps;
      if (cycle.length > 0) found.push({ members: group, kind, cycle });
    }
    return of;
  };
  const loaded = seek(graph.loads, 'load', undefined);
  seek(graph.imports, 'soft', loaded);
  return found
    .sort(
      (a, b) =>
        Number(a.kind === 'soft') - Number(b.kind === 'soft') ||
        b.members.length - a.members.length ||
        (a.members[0] ?? 0) - (b.members[0] ?? 0),
    )
    .map(({ members, kind, cycle }) => ({
      kind,
      files: members.map(n => graph.paths[n] ?? ''),
      path: edgesAlong(graph, cycle),
    }));
}

/** `[a, b]` → the imports a → b and b → a. */
function edgesAlong(graph: ImportGraph, cycle: readonly number[]): readonly ImportEdge[] {
  return cycle.flatMap((from, i) => graph.edge(from, cycle[(i + 1) % cycle.length] ?? from) ?? []);
}

/** The most imported members are tried first: short cycles run through them. */
function shortestCycle(
  members: readonly number[],
  component: Int32Array,
  next: (n: number) => readonly number[],
  budget: number,
  weight: (n: number) => number,
): { readonly cycle: number[]; readonly steps: number } {
  const order = [...members].sort((a, b) => weight(b) - weight(a) || a - b);
  let best: number[] = [];
  let steps = 0;
  for (const start of order) {
    if (best.length === 2 || (steps > budget && best.length > 0)) break;
    const from = new Map<number, number>([[start, -1]]);
    let ring = [start];
    search: for (let length = 1; ring.length > 0 && (best.length === 0 || length < best.length); length++) {
      const wider: number[] = [];
      for (const node of ring) {
        for (const to of next(node)) {
          steps++;
          if (to === start) {
            best = [];
            for (let n = node; n !== -1; n = from.get(n) ?? -1) best.unshift(n);
            break search;
          }
          if (component[to] !== component[start] || from.has(to)) continue;
          from.set(to, node);
          wider.push(to);
        }
      }
      ring = wider;
    }
  }
  return { cycle: best, steps };
}

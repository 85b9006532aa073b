import { hasRole } from '../roles/roles.ts';
import type { Tier } from '../tier.ts';
import { type ImportGraph, reached } from './import-graph.ts';
import type { Dependents } from './model.ts';

/** Who would notice a change of this file, by imports. Linear. */
export function dependentsOf(
  tier: Pick<Tier, 'files' | 'paths' | 'links'>,
  graph: ImportGraph,
  n: number | undefined,
): Dependents {
  if (n === undefined) return { direct: [], all: 0, tests: 0 };
  const first = graph.importedBy(n)[0];
  const example = first === undefined ? undefined : graph.edge(first, n);
  const importers = tier.links.importedBy[n] ?? [];
  return {
    direct: graph.importedBy(n).map(i => tier.paths[i] ?? ''),
    all: reached(n, tier.paths.length, i => graph.importedBy(i)).length,
    tests: importers.filter(i => hasRole(tier.files[i]?.roles ?? [], 'test')).length,
    ...(example ? { example } : {}),
  };
}

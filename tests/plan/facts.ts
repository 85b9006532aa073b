import type { FactNeeds, PlanFacts } from '../../src/plan/facts.ts';
import { symbolKey } from '../../src/plan/facts.ts';

/** A world in which everything that is asked is as a good plan says: what is created is missing, all else is there. */
export function goodFacts(needs: FactNeeds, created: readonly string[]): PlanFacts {
  const map = <T>(keys: readonly string[], fact: (key: string) => T): Record<string, T> =>
    Object.fromEntries(keys.map(key => [key, fact(key)]));
  return {
    files: map(needs.files, path => ({ exists: created.includes(path) ? 'no' : 'yes', nearest: [] })),
    folders: map(needs.folders, () => 'yes'),
    symbols: map(needs.symbols.map(symbolKey), () => ({ found: 'yes', at: [], nearest: [] })),
    commands: map(needs.commands, () => ({ known: 'yes', nearest: [] })),
    packages: map(needs.packages, () => ({ installed: 'yes', inRegistry: 'yes', deprecated: 'no' })),
  };
}

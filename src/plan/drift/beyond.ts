import { symbolName } from '../checks/symbols.ts';
import type { Plan } from '../model.ts';
import { functionName } from './functions.ts';
import type { BesideSymbol, Drift, DriftFacts, SymbolFate } from './model.ts';
import type { Moved } from './moved.ts';

/** Files that come with every change and are planned by nobody. */
export const BESIDES =
  /(?:^|\/)(?:package-lock\.json|yarn\.lock|pnpm-lock\.yaml|bun\.lockb?|poetry\.lock|uv\.lock|Cargo\.lock|go\.sum|composer\.lock|Gemfile\.lock|Podfile\.lock)$/;

/** Changed files that the plan names nowhere, also not under the path that they were found at. */
export function unplannedFiles(
  plan: Plan,
  facts: DriftFacts,
  moved: Moved,
  own: (path: string) => boolean,
): Drift['unplanned'] {
  const named = new Set([
    ...plan.steps.flatMap(step => step.files.map(file => file.path)),
    ...plan.tests.files.map(file => file.path),
    ...moved.values(),
  ]);
  return [...facts.changed]
    .filter(([path]) => !named.has(path) && !own(path) && !BESIDES.test(path))
    .map(([path, fate]) => ({
      path,
      fate,
      commits: (facts.commits ?? []).filter(commit => commit.files.includes(path)).map(commit => commit.sha),
    }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
}

/**
 * Symbols that changed without being named, in files for which the plan names symbols or key functions: elsewhere it says no
 * more than that the file changes, and every symbol there is free.
 */
export function alsoChanged(plan: Plan, facts: DriftFacts, moved: Moved): Drift['alsoChanged'] {
  const planned = new Map<string, Set<string>>();
  for (const step of plan.steps) {
    const functions = step.functions.flatMap(({ signature }) => functionName(signature) ?? []);
    for (const file of step.files) {
      if (file.action === 'delete') continue;
      const named = file.action === 'modify' && file.symbol?.trim() ? [file.symbol] : [];
      if (named.length === 0 && !(file.action === 'create' && functions.length > 0)) continue;
      const names = planned.get(file.path) ?? new Set();
      for (const name of [...named, ...functions]) for (const part of partsOf(name)) names.add(part);
      planned.set(file.path, names);
    }
  }
  return [...planned].flatMap(([path, names]) => {
    const now = moved.get(path) ?? path;
    const symbols = others(now === path ? facts.symbols(path) : facts.symbols(now, path), names);
    return symbols.length > 0 ? [{ path: now, symbols }] : [];
  });
}

/** `Order.total` is planned as a whole and by its last part; its class changes with it. */
function partsOf(name: string): readonly string[] {
  const bare = name.trim().replace(/[(<].*$/s, '');
  const parts = bare.split(/[.#]|::/);
  return [bare, symbolName(bare), ...parts.slice(0, -1)];
}

function others(fates: ReadonlyMap<string, SymbolFate>, names: ReadonlySet<string>): readonly BesideSymbol[] {
  // A class changes with each of its members, which speak for themselves.
  const holders = new Set(
    [...fates.keys()].flatMap(name => (name.includes('.') ? [name.split('.')[0]] : [])),
  );
  return [...fates].flatMap(([name, symbol]): readonly BesideSymbol[] => {
    const { fate, line } = symbol;
    if (fate === 'same' || fate === 'unknown' || name.includes('.') || names.has(name)) return [];
    if (holders.has(name) && fate === 'modified') return [];
    return [{ name, fate, ...(line === undefined ? {} : { line }), counts: counts(symbol) }];
  });
}

/** What was there and changed is more than was planned; what is new is so only where other files may use it. */
function counts({ fate, kind, exported }: SymbolFate): boolean {
  if (fate !== 'created') return true;
  return exported === true && (kind === 'function' || kind === 'class' || kind === 'component');
}

import type { Changed, DriftFacts, Fate, SymbolFate } from '../../src/plan/drift/model.ts';
import type { Plan, Step } from '../../src/plan/model.ts';
import { samplePlan } from './sample.ts';

type Symbols = Readonly<Record<string, Readonly<Record<string, Fate | SymbolFate>>>>;

/** A work tree: the files that changed, those that are there as they were, and the fates of symbols. */
export function world(
  changed: Readonly<Record<string, Changed>>,
  same: readonly string[] = [],
  symbols: Symbols = {},
  more: Partial<DriftFacts> = {},
): DriftFacts {
  return {
    changed: new Map(Object.entries(changed)),
    exists: path => same.includes(path) || (changed[path] !== undefined && changed[path] !== 'deleted'),
    symbols: path =>
      new Map(
        Object.entries(symbols[path] ?? {}).map(([name, said]) => [
          name,
          typeof said === 'string' ? { fate: said } : said,
        ]),
      ),
    likeness: () => 0,
    text: () => undefined,
    commits: [],
    declares: () => undefined,
    coverage: { kind: 'none', looked: [] },
    ...more,
  };
}

const [first] = samplePlan.steps;
const blank: Step = { ...(first as Step), files: [], functions: [], code: [], packages: [] };

/** The sample plan with these steps alone, numbered `S-1`, `S-2` …, and nothing to test, to secure or to roll back. */
export function planOf(...steps: readonly Partial<Step>[]): Plan {
  return {
    ...samplePlan,
    steps: steps.map((step, i) => ({ ...blank, id: `S-${i + 1}`, ...step })),
    tests: { intro: [], files: [], cases: [] },
    security: { implemented: [], monitor: [] },
    rollback: [],
    requirements: [],
    monitoring: [],
    nextSteps: [],
  };
}

export const file = (action: 'create' | 'modify' | 'delete', path: string, symbol?: string) => ({
  action,
  path,
  what: '',
  ...(symbol === undefined ? {} : { symbol }),
});
export const none = () => false;

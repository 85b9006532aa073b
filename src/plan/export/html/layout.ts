import type { Plan } from '../../model.ts';

/** The steps of a plan as a graph, by their places in it (0-based). */
export interface StepGraph {
  readonly steps: number;
  /** What each step comes directly after: what follows from other arrows already is left out. */
  readonly before: readonly (readonly number[])[];
}

/** Arrows to steps that do not exist, to a step itself, and those that would close a circle are left out. */
export function stepGraph(plan: Plan): StepGraph {
  const places = new Map(plan.steps.map((step, at) => [step.id, at]));
  const wanted = plan.steps.map((step, at) =>
    [...new Set(step.dependsOn.flatMap(id => places.get(id) ?? []))].filter(other => other !== at),
  );
  const reach: Set<number>[] = plan.steps.map(() => new Set());
  const kept: number[][] = plan.steps.map(() => []);
  wanted.forEach((others, at) => {
    for (const other of others) {
      if (other === at || reaches(kept, other, at)) continue;
      kept[at]?.push(other);
    }
  });
  kept.forEach((_, at) => {
    reach[at] = ancestors(kept, at);
  });
  const before = kept.map(others =>
    others
      .filter(other => !others.some(third => third !== other && reach[third]?.has(other)))
      .toSorted((a, b) => a - b),
  );
  return { steps: plan.steps.length, before };
}

function reaches(before: readonly (readonly number[])[], from: number, to: number): boolean {
  return ancestors(before, from).has(to);
}

function ancestors(before: readonly (readonly number[])[], of: number): Set<number> {
  const seen = new Set<number>();
  const stack = [...(before[of] ?? [])];
  for (let at = stack.pop(); at !== undefined; at = stack.pop()) {
    if (seen.has(at)) continue;
    seen.add(at);
    stack.push(...(before[at] ?? []));
  }
  return seen;
}

/** Steps that stand side by side at most. */
const MOST_IN_A_ROW = 3;

/** Rows of the drawing, top to bottom: a step stands below all that it comes after; no row is wider than the page. */
export function rowsOf({ steps, before }: StepGraph): readonly (readonly number[])[] {
  const rows: number[][] = [];
  const rowOf = new Map<number, number>();
  // Steps that wait for one not placed yet come later; what is left over in the end waits for nothing.
  const waiting = Array.from({ length: steps }, (_, at) => at);
  while (waiting.length > 0) {
    const found = waiting.findIndex(at => (before[at] ?? []).every(other => rowOf.has(other)));
    const [at = 0] = waiting.splice(Math.max(0, found), 1);
    let row = Math.max(-1, ...(before[at] ?? []).map(other => rowOf.get(other) ?? -1)) + 1;
    while ((rows[row]?.length ?? 0) >= MOST_IN_A_ROW) row++;
    const line = rows[row] ?? [];
    line.push(at);
    rows[row] = line;
    rowOf.set(at, row);
  }
  return rows.map(row => balanced(row, before, rowOf));
}

/** A row in the order in which the arrows come from above: fewer of them cross. */
function balanced(
  row: readonly number[],
  before: readonly (readonly number[])[],
  rowOf: ReadonlyMap<number, number>,
): readonly number[] {
  const pull = (at: number): number => {
    const above = (before[at] ?? []).filter(other => (rowOf.get(other) ?? 0) < (rowOf.get(at) ?? 0));
    return above.length === 0 ? at : above.reduce((sum, other) => sum + other, 0) / above.length;
  };
  return row.toSorted((a, b) => pull(a) - pull(b) || a - b);
}

/** The chain of steps that takes longest by likely minutes, in order, and its minutes: what many hands cannot shorten. */
export function longestChain(
  graph: StepGraph,
  minutes: readonly number[],
): { readonly steps: readonly number[]; readonly minutes: number } {
  const best = new Map<number, { readonly minutes: number; readonly from: number | undefined }>();
  const visit = (at: number): number => {
    const known = best.get(at);
    if (known) return known.minutes;
    let from: number | undefined;
    let most = 0;
    for (const other of graph.before[at] ?? []) {
      const length = visit(other);
      if (from === undefined || length > most) {
        from = other;
        most = length;
      }
    }
    const total = most + (minutes[at] ?? 0);
    best.set(at, { minutes: total, from });
    return total;
  };
  let end: number | undefined;
  for (let at = 0; at < graph.steps; at++) if (end === undefined || visit(at) > visit(end)) end = at;
  const steps: number[] = [];
  for (let at = end; at !== undefined; at = best.get(at)?.from) steps.unshift(at);
  return { steps, minutes: end === undefined ? 0 : visit(end) };
}

import { FolderCircles } from './folder-circles.ts';
import type { ImportGraph } from './import-graph.ts';
import type { FolderDependency, ImportEdge, Layers } from './model.ts';
import { type Units, unitsOf } from './units.ts';

/** Imports kept as evidence for each pair of folders. */
const EVIDENCE = 5;
/** Two folders have a direction where one way has at least this many imports … */
const CLEAR = 3;
/** … and at least this many times those of the other way. */
const RATIO = 3;

interface Pair {
  count: number;
  readonly edges: ImportEdge[];
  /** Those between folders that import each other in a circle. */
  readonly circular: ImportEdge[];
}

/** Which folder imports which, and how often. */
export class FolderGraph {
  readonly units: Units;
  private readonly pairs = new Map<number, Pair>();
  private readonly circles: FolderCircles;
  /** Place of each unit in the order in which most imports point forwards. */
  private readonly place: Int32Array;

  /** Linear in files and imports; the order of at most 30 folders costs nothing beside that. */
  constructor(graph: ImportGraph) {
    this.units = unitsOf(graph.paths, graph.own);
    const { of, names } = this.units;
    this.circles = new FolderCircles(graph);
    graph.paths.forEach((_, from) => {
      const counted = new Set<number>();
      graph.imports(from).forEach((to, i) => {
        const [a, b] = [of[from] ?? -1, of[to] ?? -1];
        if (a < 0 || b < 0 || a === b) return;
        const key = a * names.length + b;
        // One statement may bring in a whole folder (Go): it is one import.
        const statement = (graph.lines(from)[i] ?? 0) * names.length + b;
        if (counted.has(statement)) return;
        counted.add(statement);
        const pair = this.pairs.get(key) ?? { count: 0, edges: [], circular: [] };
        this.pairs.set(key, pair);
        pair.count++;
        const circular = this.circles.holds(from, to);
        const kept = circular ? pair.circular : pair.edges;
        const edge = kept.length < EVIDENCE ? graph.edge(from, to) : undefined;
        if (edge) kept.push(edge);
      });
    });
    this.place = new Int32Array(names.length);
    ordered(names.length, (a, b) => this.count(a, b)).forEach((unit, place) => {
      this.place[unit] = place;
    });
  }

  count(from: number, to: number): number {
    return this.pairs.get(from * this.units.names.length + to)?.count ?? 0;
  }

  /** Whether imports between the two go this way, apart from a few. */
  goes(from: number, to: number): boolean {
    const [along, back] = [this.count(from, to), this.count(to, from)];
    return along >= CLEAR && along >= RATIO * back;
  }

  /** Whether one file's folder imports the other's against the direction of the layers around them. */
  against(from: number, to: number): boolean {
    const [a, b] = [this.units.of[from] ?? -1, this.units.of[to] ?? -1];
    return a >= 0 && b >= 0 && a !== b && this.goes(b, a) && this.circles.holds(from, to);
  }

  dependency(from: number, to: number): FolderDependency {
    const pair = this.pairs.get(from * this.units.names.length + to);
    return {
      from: this.units.names[from] ?? '',
      to: this.units.names[to] ?? '',
      imports: this.count(from, to),
      back: this.count(to, from),
      examples: [...(pair?.circular ?? []), ...(pair?.edges ?? [])].slice(0, EVIDENCE),
    };
  }

  private circular(from: number, to: number): readonly ImportEdge[] {
    return this.pairs.get(from * this.units.names.length + to)?.circular ?? [];
  }

  /** Folders that `from` rests on, directly or through others, following clear directions alone. */
  below(from: number): ReadonlySet<number> {
    const seen = new Set<number>();
    const queue = [from];
    for (let at = queue.pop(); at !== undefined; at = queue.pop())
      for (let to = 0; to < this.units.names.length; to++)
        if (to !== from && !seen.has(to) && this.goes(at, to)) {
          seen.add(to);
          queue.push(to);
        }
    return seen;
  }

  /**
   * Levels: 0 rests on no other folder; every other lies one above the highest that it imports in the prevailing
   * direction, where there is one. `against`: the few imports that run the other way where a direction is clear, if the
   * very folders of the two files import each other in a circle: that `http/server` imports `ui`, which imports
   * `http/request`, is no fault.
   */
  layers(): Layers {
    const { names, sizes } = this.units;
    const all = names.map((_, n) => n);
    const level = new Int32Array(names.length);
    for (const from of [...all].sort((a, b) => (this.place[b] ?? 0) - (this.place[a] ?? 0)))
      for (const to of all)
        if (
          (this.goes(from, to) || (this.count(from, to) > 0 && this.count(to, from) === 0)) &&
          (this.place[from] ?? 0) < (this.place[to] ?? 0)
        )
          level[from] = Math.max(level[from] ?? 0, (level[to] ?? 0) + 1);
    const pairs = all.flatMap(a => all.filter(b => this.count(a, b) > 0).map(b => [a, b] as const));
    const most = (x: FolderDependency, y: FolderDependency) =>
      y.imports - x.imports || (x.from + x.to < y.from + y.to ? -1 : 1);
    return {
      folders: all
        .map(n => ({ folder: names[n] ?? '', files: sizes[n] ?? 0, level: level[n] ?? 0 }))
        .sort((a, b) => b.level - a.level || (a.folder < b.folder ? -1 : 1)),
      dependencies: pairs.map(([a, b]) => this.dependency(a, b)).sort(most),
      against: pairs
        .filter(([a, b]) => this.goes(b, a) && this.circular(a, b).length > 0)
        .map(([a, b]) => ({ ...this.dependency(a, b), examples: this.circular(a, b) }))
        .sort((x, y) => y.back / y.imports - x.back / x.imports || most(x, y)),
    };
  }
}

/**
 * An order in which few imports point backwards: the greedy heuristic of Eades, Lin and Smyth ("A fast and effective
 * heuristic for the feedback arc set problem", 1993), weighted by what one direction has more than the other. What
 * nothing imports comes first, what imports nothing last; in between the folder that gives most more than it takes.
 */
function ordered(units: number, count: (from: number, to: number) => number): readonly number[] {
  const left = new Set(Array.from({ length: units }, (_, n) => n));
  const head: number[] = [];
  const tail: number[] = [];
  const net = (a: number, b: number) => Math.max(0, count(a, b) - count(b, a));
  const sum = (a: number, outwards: boolean) => {
    let total = 0;
    for (const b of left) total += outwards ? net(a, b) : net(b, a);
    return total;
  };
  while (left.size > 0) {
    const sink = [...left].find(n => sum(n, true) === 0 && sum(n, false) > 0);
    const source = sink === undefined ? [...left].find(n => sum(n, false) === 0) : undefined;
    const next =
      sink ??
      source ??
      [...left].sort((a, b) => sum(b, true) - sum(b, false) - (sum(a, true) - sum(a, false)) || a - b)[0] ??
      0;
    left.delete(next);
    if (sink === undefined) head.push(next);
    else tail.unshift(next);
  }
  return [...head, ...tail];
}

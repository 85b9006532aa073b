import type { Tier } from '../tier.ts';
import { dependentsOf } from './dependents.ts';
import { type ImportGraph, wayTo } from './import-graph.ts';
import type { FolderGraph } from './layers.ts';
import type {
  Cycle,
  FileOwners,
  FolderDependency,
  HotSpot,
  ProposedChange,
  ProposedImport,
  PublicApi,
  Review,
  ReviewedFile,
} from './model.ts';
import { unitOf } from './units.ts';

/** What is known of the whole and was computed before. */
export interface Known {
  readonly tier: Pick<Tier, 'files' | 'paths' | 'byPath' | 'links'>;
  readonly graph: ImportGraph;
  readonly folders: FolderGraph;
  readonly cycles: readonly Cycle[];
  readonly hotSpots: readonly HotSpot[];
  readonly publicApi: readonly PublicApi[];
  readonly sources: number;
  readonly owners: (path: string) => FileOwners;
}

/** Pure: the same map and the same change give the same review. */
export function reviewChange(known: Known, change: ProposedChange): Review {
  const { tier, graph, folders } = known;
  const touched = [...new Set(change.touched)].filter(path => tier.byPath.has(path));
  const units = [
    ...new Set(
      [...touched, ...change.created].flatMap(path => {
        const unit = folderOf(known, path);
        return unit === undefined ? [] : [unit];
      }),
    ),
  ];
  const crossings = units
    .flatMap(a => units.filter(b => a !== b && folders.count(a, b) > 0).map(b => folders.dependency(a, b)))
    .sort((x, y) => y.imports - x.imports || (x.from + x.to < y.from + y.to ? -1 : 1));
  return {
    files: touched
      .filter(path => graph.own[tier.byPath.get(path) ?? -1])
      .map(path => reviewed(known, change, path)),
    crossings,
    against: touched.flatMap(path => {
      const n = tier.byPath.get(path) ?? -1;
      return graph.imports(n).flatMap(to => {
        const [a, b] = [folders.units.of[n] ?? -1, folders.units.of[to] ?? -1];
        const edge = folders.against(n, to) ? graph.edge(n, to) : undefined;
        return edge ? [{ edge, folders: folders.dependency(b, a) }] : [];
      });
    }),
    proposed: proposedImports(known, change),
    sources: known.sources,
  };
}

function folderOf({ tier, folders }: Known, path: string): number | undefined {
  const n = tier.byPath.get(path);
  if (n === undefined) return unitOf(folders.units, path);
  const unit = folders.units.of[n] ?? -1;
  return unit < 0 ? undefined : unit;
}

/** A share of all sources, but never so few or so many that the word says nothing. */
const hottest = (sources: number) => Math.max(3, Math.min(20, Math.ceil(sources * 0.03)));

function reviewed(known: Known, change: ProposedChange, path: string): ReviewedFile {
  const { tier, graph, folders } = known;
  const n = tier.byPath.get(path);
  const unit = folderOf(known, path);
  const rank = known.hotSpots.findIndex(h => h.path === path);
  const hot = rank >= 0 && rank < hottest(known.sources) ? known.hotSpots[rank] : undefined;
  const cycle = n === undefined ? undefined : ownCycle(known, n);
  const changed = new Set(change.symbols.filter(s => s.path === path).map(s => s.name));
  const api = known.publicApi.flatMap(p =>
    p.symbols
      .filter(s => s.path === path)
      .map(s => ({ ...s, package: p.package, published: p.published, changes: changed.has(s.name) })),
  );
  return {
    path,
    ...(unit === undefined ? {} : { folder: folders.units.names[unit] ?? '' }),
    dependents: dependentsOf(tier, graph, n),
    ...(hot ? { hot: { ...hot, rank: rank + 1 } } : {}),
    ...(cycle ? { cycle } : {}),
    owners: known.owners(path),
    api: api
      .filter((s, i) => api.findIndex(o => o.name === s.name && o.line === s.line) === i)
      .sort((a, b) => Number(b.changes) - Number(a.changes) || a.line - b.line),
  };
}

/** The first circle that the file is in, load-time ones before others, by its own shortest way round. */
function ownCycle({ tier, graph, cycles }: Known, n: number): Cycle | undefined {
  const cycle = cycles.find(c => c.files.includes(tier.paths[n] ?? ''));
  if (!cycle) return undefined;
  const next = (from: number) => (cycle.kind === 'load' ? graph.loads(from) : graph.imports(from));
  const ways = next(n).flatMap(to => {
    const way = wayTo(to, n, tier.paths.length, next);
    return way ? [[n, ...way]] : [];
  });
  const shortest = ways.sort((a, b) => a.length - b.length)[0] ?? [];
  return { ...cycle, path: shortest.slice(1).flatMap((to, i) => graph.edge(shortest[i] ?? to, to) ?? []) };
}

/** New imports that close a circle or run against a direction. New files are nodes behind the existing ones. */
function proposedImports(known: Known, change: ProposedChange): readonly ProposedImport[] {
  const { tier, graph } = known;
  const names = [...tier.paths, ...change.created.filter(path => !tier.byPath.has(path))];
  const numbers = new Map(names.slice(tier.paths.length).map((path, i) => [path, tier.paths.length + i]));
  const numberOf = (path: string) => numbers.get(path) ?? tier.byPath.get(path);
  const planned = new Map<number, number[]>();
  for (const { from, to } of change.imports) {
    const [a, b] = [numberOf(from), numberOf(to)];
    if (a !== undefined && b !== undefined) planned.set(a, [...(planned.get(a) ?? []), b]);
  }
  const alike = new Map<number, readonly number[]>();
  for (const { path, like } of change.likes) {
    const [a, b] = [numberOf(path), tier.byPath.get(like)];
    if (a !== undefined && b !== undefined) alike.set(a, graph.loads(b));
  }
  const next = (withLikes: boolean) => (n: number) => [
    ...(n < tier.paths.length ? graph.loads(n) : []),
    ...(planned.get(n) ?? []),
    ...(withLikes ? (alike.get(n) ?? []) : []),
  ];
  return change.imports.flatMap(({ from, to }): ProposedImport[] => {
    const [a, b] = [numberOf(from), numberOf(to)];
    if (a === undefined || b === undefined || a === b) return [];
    // What is imported today already is no news.
    if (a < tier.paths.length && graph.imports(a).includes(b)) return [];
    const sure = wayTo(b, a, names.length, next(false));
    const like = change.likes.find(l => l.path === to)?.like;
    const way = sure ?? (like === undefined ? undefined : wayTo(b, a, names.length, next(true)));
    const against = runsAgainst(known, from, to);
    if (!way && !against) return [];
    return [
      {
        from,
        to,
        ...(way ? { closes: edgesOf(graph, names, way) } : {}),
        ...(way && !sure && like !== undefined ? { ifLike: like } : {}),
        ...(against ? { against } : {}),
      },
    ];
  });
}

function edgesOf(graph: ImportGraph, names: readonly string[], way: readonly number[]) {
  return way.slice(1).map((to, i) => {
    const from = way[i] ?? to;
    const line = graph.edge(from, to)?.line;
    return { from: names[from] ?? '', to: names[to] ?? '', ...(line === undefined ? {} : { line }) };
  });
}

/** Where `to`'s folder rests on `from`'s, directly or through others, and `from`'s does not import `to`'s today. */
function runsAgainst(known: Known, from: string, to: string): FolderDependency | undefined {
  const { folders } = known;
  const [a, b] = [folderOf(known, from), folderOf(known, to)];
  if (a === undefined || b === undefined || a === b) return undefined;
  if (folders.goes(b, a)) return folders.dependency(b, a);
  if (folders.count(a, b) > 0 || !folders.below(b).has(a)) return undefined;
  return folders.dependency(b, a);
}

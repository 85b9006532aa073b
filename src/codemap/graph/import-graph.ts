import { isCodeLanguage } from '../roles/facts.ts';
import { isAside } from '../roles/roles.ts';
import type { Tier } from '../tier.ts';
import { elided } from './elided.ts';
import type { ImportEdge } from './model.ts';

/** The imports between the project's own sources: no tests, fixtures, examples, generated or vendored files, documents. */
export interface ImportGraph {
  readonly paths: readonly string[];
  /** Whether a file is a node: code of the project itself. */
  readonly own: Uint8Array;
  /** Own files that a file imports in any way. */
  imports(n: number): readonly number[];
  /** The lines of these imports, in their order. */
  lines(n: number): readonly number[];
  /** Of these, those that are loaded together with it. */
  loads(n: number): readonly number[];
  /** Own files that import it. */
  importedBy(n: number): readonly number[];
  edge(from: number, to: number): ImportEdge | undefined;
}

const NONE: readonly number[] = [];
/** Folders whose programs show how to use the project, or serve those who work on it. */
const BESIDE =
  /(?:^|\/)(?:\.[^/]+|[Ee]xamples?|[Ss]amples?|[Dd]emos?|[Pp]laygrounds?|[Dd]ocs?|\w*[a-z]Tests?)\//;

/** Linear in files and imports. */
export function importGraph(tier: Pick<Tier, 'files' | 'paths' | 'links' | 'index'>): ImportGraph {
  const { files, paths, links } = tier;
  const own = Uint8Array.from(files, f =>
    isCodeLanguage(f.language) && !isAside(f.roles) && !BESIDE.test(f.path) ? 1 : 0,
  );
  const imports: number[][] = [];
  const lines: number[][] = [];
  links.imports.forEach((list, n) => {
    const soft = links.soft[n];
    const targets: number[] = [];
    const at: number[] = [];
    if (own[n])
      list.forEach((to, i) => {
        const why = soft?.get(to);
        if (!own[to] || why === 'declares' || why === 'beside') return;
        targets.push(to);
        at.push(links.lines[n]?.[i] ?? 1);
      });
    imports.push(targets);
    lines.push(at);
  });
  const importedBy: number[][] = imports.map(() => []);
  imports.forEach((list, n) => {
    for (const to of list) importedBy[to]?.push(n);
  });
  const written = imports.map((list, n) => {
    const soft = links.soft[n];
    return soft && soft.size > 0 ? list.filter(to => !soft.has(to)) : list;
  });
  const drops = elided(tier, written);
  const loads = written.map((list, n) =>
    list.some(to => drops(n, to)) ? list.filter(to => !drops(n, to)) : list,
  );
  return {
    paths,
    own,
    imports: n => imports[n] ?? NONE,
    lines: n => lines[n] ?? NONE,
    loads: n => loads[n] ?? NONE,
    importedBy: n => importedBy[n] ?? NONE,
    edge(from, to) {
      const i = links.imports[from]?.indexOf(to) ?? -1;
      const [a, b] = [paths[from], paths[to]];
      if (i < 0 || a === undefined || b === undefined) return undefined;
      const soft = links.soft[from]?.get(to) ?? (drops(from, to) ? 'types' : undefined);
      return { from: a, to: b, line: links.lines[from]?.[i] ?? 1, ...(soft ? { soft } : {}) };
    },
  };
}

/** Everything that reaches `start` along `next`, `start` left out. Linear. */
export function reached(
  start: number,
  nodes: number,
  next: (n: number) => readonly number[],
): readonly number[] {
  const seen = new Uint8Array(nodes);
  seen[start] = 1;
  const found = [start];
  for (let i = 0; i < found.length; i++)
    for (const to of next(found[i] ?? start)) {
      if (seen[to]) continue;
      seen[to] = 1;
      found.push(to);
    }
  return found.slice(1);
}

/** The shortest way from one file to another, both included; undefined where there is none. */
export function wayTo(
  from: number,
  to: number,
  nodes: number,
  next: (n: number) => readonly number[],
): readonly number[] | undefined {
  const before = new Int32Array(nodes).fill(-2);
  before[from] = -1;
  const queue = [from];
  for (let i = 0; i < queue.length; i++) {
    const node = queue[i] ?? from;
    if (node === to) {
      const way: number[] = [];
      for (let n = to; n !== -1; n = before[n] ?? -1) way.unshift(n);
      return way;
    }
    for (const target of next(node)) {
      if (before[target] !== -2) continue;
      before[target] = node;
      queue.push(target);
    }
  }
  return undefined;
}

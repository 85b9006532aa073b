import { definersOf } from '../rank/index.ts';
import { hasRole } from '../roles/roles.ts';
import type { ScannedSymbol } from '../scan/scanned.ts';
import type { Tier } from '../tier.ts';
import { type ImportGraph, reached } from './import-graph.ts';
import type { EntryPoint } from './model.ts';

/** Languages whose programs begin in a `main`, so that what no `main` reaches is a library. */
const COMPILED = new Set(['go', 'rust']);
/** Other languages whose programs begin so; for the first two a role tells it. */
const MAIN = new Set(['kotlin', 'java', 'c', 'cpp', 'csharp', 'swift', 'scala', 'rust']);
const SCRIPTS = new Set(['typescript', 'tsx', 'javascript']);

type Parts = Pick<Tier, 'files' | 'paths' | 'links' | 'index'>;

/** Files whose own code shows that they are run. `offered`: what packages offer to others. */
export function startsByCode(
  tier: Parts,
  graph: ImportGraph,
  offered: readonly number[],
): readonly EntryPoint[] {
  const behind = (starts: readonly number[]) =>
    new Set(starts.flatMap(n => [n, ...reached(n, tier.paths.length, i => graph.imports(i))]));
  const ofLibrary = behind(offered);
  const mains = tier.files.flatMap((file, n) =>
    COMPILED.has(file.language) && graph.own[n] && hasRole(file.roles, 'cli-entry') ? [n] : [],
  );
  const ofMain = behind(mains);
  const found: EntryPoint[] = [];
  tier.files.forEach((file, n) => {
    if (!graph.own[n]) return;
    for (const { role, reason } of file.roles) {
      const kind = role === 'http-entry' ? 'server' : role === 'cli-entry' ? 'program' : undefined;
      if (!kind) continue;
      const line = Number(/ on line (\d+)$/.exec(reason)?.[1] ?? 1);
      // A library that can serve does not begin there: whoever uses it does. A class says in its text how it is used.
      const other =
        kind === 'server'
          ? ofLibrary.has(n) || inClass(file.symbols, line) || (COMPILED.has(file.language) && !ofMain.has(n))
          : // Reading arguments is a part of a program where another file imports it.
            SCRIPTS.has(file.language) && !reason.includes('#!') && graph.importedBy(n).length > 0;
      if (!other)
        found.push({
          path: file.path,
          kind,
          reason: reason.replace(/ on line \d+$/, ''),
          source: { path: file.path, line },
        });
    }
    const first = tier.links.lines[n]?.[0];
    if (first !== undefined && standsAlone(tier, graph, n))
      found.push({
        path: file.path,
        kind: 'unimported',
        reason: 'nothing imports it, it exports nothing and it imports others',
        source: { path: file.path, line: first },
      });
  });
  return [...found, ...mainsOf(tier, graph)];
}

function mainsOf(tier: Parts, graph: ImportGraph): readonly EntryPoint[] {
  const { vocabulary } = tier.index.scanner;
  return ['main', 'Main'].flatMap(name => {
    const id = vocabulary.find(name);
    return definersOf(tier.index, id).flatMap(n => {
      const file = tier.files[n];
      if (!file || !graph.own[n] || !MAIN.has(file.language)) return [];
      const main = file.symbols.find(s => s.name === name && (s.kind === 'function' || s.kind === 'method'));
      if (!main) return [];
      const source = { path: file.path, line: main.line };
      return [{ path: file.path, kind: 'program' as const, reason: `defines \`${main.signature}\``, source }];
    });
  });
}

/** On a line of a class but of none of its methods. */
function inClass(symbols: readonly ScannedSymbol[], line: number): boolean {
  const around = symbols.filter(s => s.line < line && line <= s.endLine);
  return around.some(s => s.kind === 'class') && !around.some(s => s.kind === 'method');
}

function standsAlone({ files, links }: Parts, graph: ImportGraph, n: number): boolean {
  const file = files[n];
  return (
    file !== undefined &&
    SCRIPTS.has(file.language) &&
    (links.importedBy[n]?.length ?? 0) === 0 &&
    (links.reexports[n]?.length ?? 0) === 0 &&
    graph.imports(n).length > 0 &&
    !file.path.endsWith('.d.ts') &&
    !file.symbols.some(s => s.exported) &&
    !hasRole(file.roles, 'config')
  );
}

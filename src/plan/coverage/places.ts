import type { CoverageReport } from './model.ts';

/** A report's lines by project path. */
export interface PlacedCoverage {
  readonly files: ReadonlyMap<string, { readonly covered: number; readonly lines: number }>;
  /** Entries that no file of the project answers to, or more than one. */
  readonly unplaced: number;
}

/**
 * Finds the project's files behind the paths of a report, which may be absolute (also those of another machine, a container
 * or Windows), or relative to one of the report's own folders. The longest tail that is a file of the project counts; where
 * the report's path is the shorter one, the only file that ends so. `paths`: all files of the project.
 */
export function placeCoverage(report: CoverageReport, paths: readonly string[]): PlacedCoverage {
  const known = new Set(paths);
  const byName = new Map<string, string[]>();
  for (const path of paths) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const list = byName.get(name);
    if (list) list.push(path);
    else byName.set(name, [path]);
  }
  const roots = report.roots.map(plain).filter(Boolean);
  const files = new Map<string, { covered: number; lines: number }>();
  let unplaced = 0;
  for (const file of report.files) {
    const path = plain(file.path);
    const place =
      tailIn(path, known) ??
      roots.map(root => tailIn(`${root}/${path}`, known)).find(Boolean) ??
      onlyBelow(path);
    if (place === undefined) {
      unplaced++;
      continue;
    }
    // Two entries of one file (two runs, two spellings): what one run covered is covered.
    const before = files.get(place);
    if (!before || file.covered > before.covered)
      files.set(place, { covered: file.covered, lines: file.lines });
  }
  return { files, unplaced };

  function onlyBelow(path: string): string | undefined {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const found = (byName.get(name) ?? []).filter(other => other.endsWith(`/${path}`));
    return found.length === 1 ? found[0] : undefined;
  }
}

/** Forward slashes, no drive, no leading `./`. */
function plain(path: string): string {
  return path
    .trim()
    .replaceAll('\\', '/')
    .replace(/^[A-Za-z]:(?=\/)/, '')
    .replace(/^(?:\.\/)+/, '')
    .replace(/\/(?:\.\/)+/g, '/')
    .replace(/\/+$/, '');
}

/** A name alone says too little of an absolute path: unless it is the whole, at least one folder must stand before it. */
function tailIn(path: string, known: ReadonlySet<string>): string | undefined {
  const absolute = path.startsWith('/');
  for (let at = absolute ? 1 : 0; ; ) {
    const tail = path.slice(at);
    if (known.has(tail) && (at === 0 || tail.includes('/'))) return tail;
    const next = path.indexOf('/', at);
    if (next < 0) return undefined;
    at = next + 1;
  }
}

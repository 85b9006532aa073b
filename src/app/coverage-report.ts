import type { ReadReport, ReportFiles } from '../host/index.ts';
import { REPORT_PLACES, readCoverage } from '../plan/coverage/index.ts';
import { placeCoverage } from '../plan/coverage/places.ts';
import type { Changed, CoverageFound } from '../plan/drift/model.ts';
import { isCoverable } from '../plan/drift/roles.ts';

export interface ReportSources {
  readonly reports: ReportFiles;
}

/** A report that the person named: as it was written, and what was read of it. */
export interface GivenReport {
  readonly path: string;
  readonly read: ReadReport;
}

/** Folders of a project of many packages in which reports are looked for. */
const MOST_FOLDERS = 24;

/**
 * The first report that can be read: the one that was named, else those that tools leave at the project's root, else in the
 * folders above the planned files. Where there are only unreadable ones, why.
 */
export async function coverageFound(
  list: readonly string[],
  planned: readonly string[],
  changed: ReadonlyMap<string, Changed>,
  given: GivenReport | undefined,
  { reports }: ReportSources,
): Promise<CoverageFound> {
  let unreadable: CoverageFound | undefined;
  const folders = given ? [''] : foldersOf(planned);
  for (const folder of folders)
    for (const place of given ? [given.path] : REPORT_PLACES) {
      const path = folder === '' ? place : `${folder}/${place}`;
      const read = given?.read ?? reports.read(path);
      if (read.kind === 'absent') continue;
      const found =
        read.kind === 'unreadable'
          ? ({ kind: 'unreadable', path, why: read.why } as const)
          : judged(path, folder, read, list, changed, reports);
      if (found.kind === 'read') return found;
      unreadable ??= found;
    }
  if (given && !unreadable) return { kind: 'unreadable', path: given.path, why: 'there is no such file' };
  return unreadable ?? { kind: 'none', looked: REPORT_PLACES };
}

function judged(
  path: string,
  folder: string,
  read: Extract<ReadReport, { kind: 'read' }>,
  list: readonly string[],
  changed: ReadonlyMap<string, Changed>,
  reports: ReportFiles,
): CoverageFound {
  const parsed = readCoverage(read.text);
  if (!parsed.ok) return { kind: 'unreadable', path, why: parsed.error.message };
  const roots = folder === '' ? parsed.value.roots : [...parsed.value.roots, folder];
  const placed = placeCoverage({ ...parsed.value, roots }, list);
  const sources = [...changed].flatMap(([file, fate]) =>
    fate !== 'deleted' && isCoverable(file) ? [file] : [],
  );
  let newer: { readonly path: string; readonly at: number } | undefined;
  for (const [file, at] of reports.writtenAt(sources))
    if (at > read.madeAt && (!newer || at > newer.at)) newer = { path: file, at };
  return {
    kind: 'read',
    path,
    ...placed,
    madeAt: read.madeAt,
    ...(newer ? { newer: newer.path } : {}),
  };
}

/** The root, and the folders above these files, nearest to the root first. */
function foldersOf(paths: readonly string[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of paths) {
    // A plan is text of anybody: what leads out of the project is no folder of it.
    if (path.split('/').includes('..')) continue;
    for (let at = path.indexOf('/'); at > 0; at = path.indexOf('/', at + 1)) folders.add(path.slice(0, at));
  }
  const byDepth = [...folders].sort((a, b) => a.split('/').length - b.split('/').length || (a < b ? -1 : 1));
  return ['', ...byDepth.slice(0, MOST_FOLDERS)];
}

import type { Git, ProjectFiles, ReadFile } from '../host/port.ts';
import type { FileEntry, Skipped } from './file-entry.ts';
import { buildHistory, type History } from './history.ts';
import { basename } from './links/paths.ts';
import { type Links, resolveLinks } from './links/resolve.ts';
import { linkTests } from './links/tests.ts';
import type { MapSummary } from './port.ts';
import { buildIndex, type RankIndex } from './rank/index.ts';
import { packagesOf } from './rank/score.ts';
import { ListScan, newProgress, takeChunk } from './scan-list.ts';
import type { ScanHelp } from './scan-threads.ts';

/** The finished first tier. Files are known by their number, the place in `files` and `paths`. */
export interface Tier {
  readonly summary: MapSummary;
  readonly files: readonly FileEntry[];
  readonly paths: readonly string[];
  readonly byPath: ReadonlyMap<string, number>;
  /** Every path on the list, read or not. */
  readonly known: ReadonlySet<string>;
  readonly links: Links;
  readonly history: History | undefined;
  readonly testsOf: readonly (readonly number[])[];
  readonly index: RankIndex;
  readonly packageOf: Int32Array;
}

export const COMMITS = 5_000;
const TURN_EVERY = 50;
/** Below as many files another thread takes longer to start than to help. */
const WORTH_HELP = 400;
const MANIFEST = /^(package\.json|go\.mod|(ts|js)config[\w.-]*\.json)$/;

export interface BuildParts {
  readonly files: ProjectFiles;
  readonly git: Git;
  /** Called at once, so that threads start while the list is made. */
  readonly help?: () => ScanHelp;
}

/** Lists, scans, links and indexes the project. Rejects only where the list of files itself cannot be had. */
export async function buildTier(
  { files, git, help }: BuildParts,
  onProgress: (done: number, total: number) => void,
): Promise<Tier> {
  const began = performance.now();
  const log = git.log(COMMITS).catch(() => undefined);
  const threads = help?.();
  try {
    const [list, head] = await Promise.all([files.list(), git.head().catch(() => undefined)]);
    const scanned = await scanList(list, files, list.length < WORTH_HELP ? undefined : threads, onProgress);
    const entries = scanned.entries;
    const manifests = await readManifests(entries, files);
    const paths = entries.map(e => e.path);
    const byPath = new Map(paths.map((path, n) => [path, n]));
    const links = resolveLinks({ files: entries, byPath, manifests });
    const index = buildIndex(entries, scanned.scanner);
    const commits = await log;
    const history = commits && commits.length > 0 ? buildHistory(commits, byPath, paths) : undefined;
    const testsOf = linkTests(entries, links, history);
    return {
      summary: {
        root: files.root,
        ...(head ? { commit: head.commit } : {}),
        files: list.length,
        symbols: entries.reduce((sum, e) => sum + e.defines.length, 0),
        languages: countLanguages(entries),
        skipped: [...(await files.leftOut()), ...scanned.skipped],
        commits: history?.commits.length ?? 0,
        ms: Math.round(performance.now() - began),
      },
      files: entries,
      paths,
      byPath,
      known: new Set(list),
      links,
      history,
      testsOf,
      index,
      packageOf: packagesOf(entries),
    };
  } finally {
    threads?.close();
  }
}

/** Scans in this thread, and in others where there is help; what those could not do is done here. */
async function scanList(
  list: readonly string[],
  files: ProjectFiles,
  threads: ScanHelp | undefined,
  onProgress: (done: number, total: number) => void,
) {
  const progress = newProgress();
  const shares = threads?.scan({ paths: list, progress });
  const own = new ListScan();
  const take = async (n: number) => {
    const path = list[n] ?? '';
    if (!own.leave(n, path)) own.add(n, path, await readOrReason(files, path));
    if (Atomics.add(progress, 1, 1) % TURN_EVERY > 0) return;
    onProgress(Atomics.load(progress, 1), list.length);
    await new Promise(resolve => setImmediate(resolve));
  };
  for (let chunk = takeChunk(progress, list.length); chunk; chunk = takeChunk(progress, list.length))
    for (let n = chunk[0]; n < chunk[1]; n++) await take(n);
  for (const share of (await shares) ?? []) own.merge(share);
  const rows = new Int32Array(list.length).fill(-1);
  own.numbers.forEach((n, row) => {
    rows[n] = row;
  });
  // A thread that failed took files and gave nothing back.
  for (let n = 0; n < list.length; n++)
    if ((rows[n] ?? -1) < 0 && !own.skipped.has(n)) {
      await take(n);
      if (own.numbers.at(-1) === n) rows[n] = own.numbers.length - 1;
    }
  onProgress(list.length, list.length);
  const { table, scanner } = own.scan;
  const entries: FileEntry[] = [];
  const skipped: Skipped[] = [];
  list.forEach((path, n) => {
    const row = rows[n] ?? -1;
    if (row >= 0) entries.push(table.entry(row, path));
    skipped.push(...(own.skipped.get(n) ?? []));
  });
  return { entries, skipped, scanner };
}

/** Texts of what says how imports are resolved, by path. */
async function readManifests(
  entries: readonly FileEntry[],
  files: ProjectFiles,
): Promise<Map<string, string>> {
  const manifests = new Map<string, string>();
  for (const { path } of entries) {
    if (!MANIFEST.test(basename(path))) continue;
    const read = await readOrReason(files, path);
    if (typeof read !== 'string') manifests.set(path, read.text);
  }
  return manifests;
}

async function readOrReason(files: ProjectFiles, path: string): Promise<ReadFile | string> {
  try {
    return (await files.read(path)) ?? (await files.whyNot(path));
  } catch {
    return 'it could not be read';
  }
}

function countLanguages(entries: readonly FileEntry[]): MapSummary['languages'] {
  const counts = new Map<string, number>();
  for (const { language } of entries) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts]
    .map(([name, files]) => ({ name, files }))
    .sort((a, b) => b.files - a.files || (a.name < b.name ? -1 : 1));
}

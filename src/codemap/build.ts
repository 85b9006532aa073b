import { stampFiles } from '../host/index.ts';
import type { Git, GitCommit, ProjectFiles, ReadFile } from '../host/port.ts';
import { isPlanPath } from '../shared/plan-path.ts';
import { connect } from './connect.ts';
import type { FileEntry, Skipped } from './file-entry.ts';
import { isManifest } from './links/manifests.ts';
import type { MapSummary } from './port.ts';
import { buildIndex, type RankIndex } from './rank/index.ts';
import { ListScan, newProgress, takeChunk } from './scan-list.ts';
import type { ScanHelp } from './scan-threads.ts';
import type { KeptTier, Tier, TierSummary } from './tier.ts';
import { turn } from './turn.ts';

export const COMMITS = 5_000;
const TURN_EVERY = 50;

/** `soFar`: the files that this thread has read, a list that only grows until it is done; absent where nothing is read. */
export type OnProgress = (done: number, total: number, soFar?: () => readonly FileEntry[]) => void;

export interface BuildParts {
  readonly files: ProjectFiles;
  readonly git: Git;
  readonly help?: Help;
}

/** Other threads, and when they are worth to be started. */
export interface Help {
  readonly start: () => ScanHelp;
  /** So many files, at least. */
  readonly from: number;
  /** Whether to start them while the list is made, before it is known how many files there are. */
  readonly early: boolean;
}

/** Lists, scans, links and indexes the project. Rejects only where the list of files itself cannot be had. */
export async function buildTier({ files, git, help }: BuildParts, onProgress: OnProgress): Promise<KeptTier> {
  // The list first: everything else waits for it.
  const listed = files.list().then(withoutPlans);
  let threads = help?.early ? help.start() : undefined;
  const log = git.log(COMMITS).catch(() => undefined);
  const asked = git.head().catch(() => undefined);
  try {
    const [list, head] = await Promise.all([listed, asked]);
    // Before anything is read: a file that changes meanwhile looks changed the next time.
    const stamps = stampFiles(files.root, list);
    const worth = help !== undefined && list.length >= help.from;
    if (worth) threads ??= help.start();
    const helpers = worth ? threads : undefined;
    const { scan, entries, skipped } = await scanList(list, files, helpers, onProgress);
    const index = buildIndex(entries, scan.scanner);
    scan.table.forgetWords();
    const tier = await assemble({
      files,
      list,
      entries,
      index,
      skipped: [...(await files.leftOut()), ...skipped],
      log,
      commit: head?.commit,
    });
    return { tier, list, stamps };
  } finally {
    threads?.close();
  }
}

/** A plan repeats the words of its goal, and would rank before the code that it is about: plans are in no map. */
export function withoutPlans(list: readonly string[]): readonly string[] {
  return list.filter(path => !isPlanPath(path));
}

export interface Assembly {
  readonly files: ProjectFiles;
  /** Every path of the list, read or not. */
  readonly list: readonly string[];
  readonly entries: readonly FileEntry[];
  /** Of these entries. */
  readonly index: RankIndex;
  readonly skipped: readonly Skipped[];
  readonly log: Promise<readonly GitCommit[] | undefined>;
  readonly commit: string | undefined;
}

/** Links files that were scanned and indexed. */
export async function assemble(parts: Assembly): Promise<Tier> {
  const { entries, list, index } = parts;
  const manifests = await readManifests(entries, parts.files);
  const connected = connect({ files: entries, index, manifests, log: await parts.log });
  return {
    ...connected,
    summary: summaryOf(connected, parts.files.root, parts.commit, list, parts.skipped),
    known: new Set(list),
  };
}

/** `list`: every path, read or not. */
export function summaryOf(
  { files, history }: Pick<Tier, 'files' | 'history'>,
  root: string,
  commit: string | undefined,
  list: readonly string[],
  skipped: readonly Skipped[],
): TierSummary {
  return {
    root,
    ...(commit === undefined ? {} : { commit }),
    files: list.length,
    symbols: files.reduce((sum, e) => sum + e.defines.length, 0),
    languages: countLanguages(files),
    skipped,
    commits: history?.commits.length ?? 0,
  };
}

/** Scans in this thread, and in others where there is help; what those could not do is done here. */
async function scanList(
  list: readonly string[],
  files: ProjectFiles,
  threads: ScanHelp | undefined,
  onProgress: OnProgress,
) {
  const progress = newProgress();
  const shares = threads?.scan({ paths: list, progress });
  const own = new ListScan(list.length);
  const soFar = () => own.numbers.map((n, row) => own.scan.table.entry(row, list[n] ?? ''));
  const take = async (n: number) => {
    const path = list[n] ?? '';
    if (!own.leave(n, path)) own.add(n, path, await readOrReason(files, path));
    if (Atomics.add(progress, 1, 1) % TURN_EVERY > 0) return;
    onProgress(Atomics.load(progress, 1), list.length, soFar);
    await turn();
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
  const { table } = own.scan;
  const entries: FileEntry[] = [];
  const skipped: Skipped[] = [];
  list.forEach((path, n) => {
    const row = rows[n] ?? -1;
    if (row >= 0) entries.push(table.entry(row, path));
    skipped.push(...(own.skipped.get(n) ?? []));
  });
  return { scan: own.scan, entries, skipped };
}

/** Texts of what says how imports are resolved, by path. */
export async function readManifests(
  entries: readonly FileEntry[],
  files: ProjectFiles,
): Promise<Map<string, string>> {
  const manifests = new Map<string, string>();
  for (const { path } of entries) {
    if (!isManifest(path)) continue;
    const read = await readOrReason(files, path);
    if (typeof read !== 'string') manifests.set(path, read.text);
  }
  return manifests;
}

export async function readOrReason(files: ProjectFiles, path: string): Promise<ReadFile | string> {
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

import { sameStamp, stampFiles } from '../host/index.ts';
import type { GitCommit } from '../host/port.ts';
import {
  assemble,
  type BuildParts,
  COMMITS,
  readManifests,
  readOrReason,
  summaryOf,
  withoutPlans,
} from './build.ts';
import type { Connected } from './connect.ts';
import type { FileEntry, Skipped } from './file-entry.ts';
import { buildHistory } from './history.ts';
import { isManifest } from './links/manifests.ts';
import { linksByName, resolveLinks } from './links/resolve.ts';
import { linkTests } from './links/tests.ts';
import { packagesOf } from './rank/packages.ts';
import { type Change, moveIndex, patchIndex } from './rank/patch.ts';
import { hasRole } from './roles/roles.ts';
import { binaryByName, ProjectScan } from './scan-project.ts';
import { FileTable } from './table/files.ts';
import type { KeptTier, Tier } from './tier.ts';

/**
 * Brings a tier up to date: asks git for the list of files and the file system for their stamps, reads what looks
 * changed, and works out anew only what hangs on it. Gives the same object where nothing changed. Files that came or
 * went renumber all others: then the links are made anew.
 */
export async function refreshTier(kept: KeptTier, { files, git }: BuildParts): Promise<KeptTier> {
  const listed = files.list().then(withoutPlans);
  const asked = git.head().catch(() => undefined);
  const seen = stampFiles(files.root, kept.list);
  const [list, head] = await Promise.all([listed, asked]);
  const { tier } = kept;
  const same = sameList(list, kept.list);
  const stamps = same ? seen : stampFiles(files.root, list);
  const moved = head?.commit !== tier.summary.commit;
  const dirty = differing(kept, same ? kept.list : list, stamps);
  if (same && dirty.length === 0 && !moved) return kept;
  const { found, told, table } = await lookAt(kept, dirty, files);
  if (same && found.size === 0 && !moved) return { ...kept, stamps };
  const skipped = [...(await files.leftOut()), ...list.flatMap(path => told.get(path) ?? [])];
  const commit = head?.commit;
  const log = moved ? git.log(COMMITS).catch(() => undefined) : undefined;
  const came = [...found].some(([path, entry]) => (entry !== undefined) !== tier.byPath.has(path));
  if (same && !came) {
    const changes = [...found].flatMap(([path, after]) => {
      const n = tier.byPath.get(path);
      const before = n === undefined ? undefined : tier.files[n];
      return n === undefined || !before || !after ? [] : [{ n, before, after }];
    });
    const next = await patchTier(tier, changes, files, log && (await log));
    table?.forgetWords();
    const summary = summaryOf(next, files.root, commit, list, skipped);
    return { tier: { ...next, summary, known: tier.known }, list, stamps };
  }
  const { entries, numbers } = entriesOf(list, tier, found);
  const index = moveIndex(tier.index, entries, numbers);
  table?.forgetWords();
  const next = await assemble({
    files,
    list,
    entries,
    index,
    skipped,
    log: log ?? git.log(COMMITS).catch(() => undefined),
    commit,
  });
  return { tier: next, list, stamps };
}

/** The files of the list as they are now, and the number that each had in the tier: -1 where it is new or has changed. */
function entriesOf(
  list: readonly string[],
  tier: Tier,
  found: Look['found'],
): { readonly entries: readonly FileEntry[]; readonly numbers: Int32Array } {
  const entries: FileEntry[] = [];
  const numbers: number[] = [];
  for (const path of list) {
    const n = found.has(path) ? undefined : tier.byPath.get(path);
    const entry = n === undefined ? found.get(path) : tier.files[n];
    if (!entry) continue;
    entries.push(entry);
    numbers.push(n ?? -1);
  }
  return { entries, numbers: Int32Array.from(numbers) };
}

/** Paths of the list that are new or do not look as they did. */
function differing(kept: KeptTier, list: readonly string[], stamps: Float64Array): string[] {
  // The same list in the same order is the common case, and needs no search.
  const before = list === kept.list ? undefined : new Map(kept.list.map((path, n) => [path, n]));
  return list.filter((path, n) => {
    const known = before ? before.get(path) : n;
    return known === undefined || !sameStamp(stamps, n, kept.stamps, known);
  });
}

interface Look {
  /** What files became that are new or have another content; undefined: there is nothing to read any more. */
  readonly found: ReadonlyMap<string, FileEntry | undefined>;
  /** What is to be said of files now, by path. */
  readonly told: ReadonlyMap<string, readonly Skipped[]>;
  /** Where their words are until they are indexed. */
  readonly table: FileTable | undefined;
}

async function lookAt(kept: KeptTier, dirty: readonly string[], files: BuildParts['files']): Promise<Look> {
  const { tier } = kept;
  const before = new Set(kept.list);
  const found = new Map<string, FileEntry | undefined>();
  const told = new Map<string, Skipped[]>();
  for (const skip of tier.summary.skipped) told.set(skip.path, [...(told.get(skip.path) ?? []), skip]);
  let scan: ProjectScan | undefined;
  for (const path of dirty) {
    const read = binaryByName(path) ?? (await readOrReason(files, path));
    const old = tier.files[tier.byPath.get(path) ?? -1];
    if (typeof read === 'string') {
      told.set(path, [{ path, reason: read }]);
      if (old || !before.has(path)) found.set(path, undefined);
    } else if (read.hash !== old?.hash) {
      scan ??= scanInto(tier);
      const { row, skipped } = scan.add(read);
      found.set(path, scan.table.entry(row, path));
      told.set(path, [...skipped]);
    }
  }
  return { found, told, table: scan?.table };
}

function scanInto({ index: { scanner } }: Tier): ProjectScan {
  return new ProjectScan(scanner, new FileTable(scanner.vocabulary));
}

/** The tier after files changed that were there before; `log`: the history, where it changed too. */
async function patchTier(
  tier: Tier,
  changes: readonly Change[],
  files: BuildParts['files'],
  log: readonly GitCommit[] | undefined,
): Promise<Connected> {
  const index = changes.length === 0 ? tier.index : patchIndex(tier.index, changes);
  const entries = index.files;
  const { byPath, paths } = tier;
  const relink = changes.some(
    ({ before, after }) =>
      isManifest(after.path) || linksByName(after.language) || !sameImports(before, after),
  );
  const links = relink
    ? resolveLinks({
        files: entries,
        byPath,
        words: index.words,
        manifests: await readManifests(entries, files),
      })
    : tier.links;
  const history =
    log === undefined ? tier.history : log.length > 0 ? buildHistory(log, byPath, paths) : undefined;
  const changedRole = (role: 'test' | 'manifest') =>
    changes.some(({ before, after }) => hasRole(before.roles, role) !== hasRole(after.roles, role));
  return {
    paths,
    byPath,
    files: entries,
    index,
    links,
    history,
    testsOf:
      relink || log !== undefined || changedRole('test') ? linkTests(entries, links, history) : tier.testsOf,
    packageOf: changedRole('manifest') ? packagesOf(entries) : tier.packageOf,
  };
}

function sameList(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((path, n) => path === b[n]);
}

function sameImports(a: FileEntry, b: FileEntry): boolean {
  return a.language === b.language && JSON.stringify(a.specifiers) === JSON.stringify(b.specifiers);
}

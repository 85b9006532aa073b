import type { Git, ProjectFiles, ReadFile } from '../host/port.ts';
import type { FileEntry, Skipped } from './file-entry.ts';
import { buildHistory, type History } from './history.ts';
import { basename } from './links/paths.ts';
import { type Links, resolveLinks } from './links/resolve.ts';
import { linkTests } from './links/tests.ts';
import type { MapSummary } from './port.ts';
import { buildIndex, type RankIndex } from './rank/index.ts';
import { packagesOf } from './rank/score.ts';
import { isCodeLanguage, roleFacts } from './roles/facts.ts';
import { FileMarks } from './roles/marks.ts';
import { rolesOf } from './roles/roles.ts';
import { Scanner } from './scan/scan.ts';
import { languageOf } from './scan/syntax.ts';

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
const IMAGE =
  /\.(png|jpe?g|gif|webp|avif|ico|svg|bmp|pdf|woff2?|ttf|eot|otf|mp[34]|webm|ogg|wav|zip|gz|tgz|bz2|xz|7z|jar|war|class|so|dll|dylib|exe|bin|wasm|node|lockb|pyc|db|sqlite3?)$/i;
const MANIFEST = /^(package\.json|go\.mod|(ts|js)config[\w.-]*\.json)$/;

/** Lists, scans, links and indexes the project. Rejects only where the list of files itself cannot be had. */
export async function buildTier(
  files: ProjectFiles,
  git: Git,
  onProgress: (done: number, total: number) => void,
): Promise<Tier> {
  const began = performance.now();
  const log = git.log(COMMITS).catch(() => undefined);
  const [list, head] = await Promise.all([files.list(), git.head().catch(() => undefined)]);
  const scanner = new Scanner();
  const marks = new FileMarks(scanner.vocabulary);
  const entries: FileEntry[] = [];
  const skipped: Skipped[] = [...(await files.leftOut())];
  const manifests = new Map<string, string>();
  let done = 0;
  for (const path of list) {
    if (IMAGE.test(path)) skipped.push({ path, reason: 'binary by its name' });
    else {
      const read = await readOrReason(files, path);
      if (typeof read === 'string') skipped.push({ path, reason: read });
      else {
        if (MANIFEST.test(basename(path))) manifests.set(path, read.text);
        entries.push(scanOne(scanner, marks, read, skipped));
      }
    }
    done++;
    if (done % TURN_EVERY === 0) {
      onProgress(done, list.length);
      await new Promise(resolve => setImmediate(resolve));
    }
  }
  onProgress(list.length, list.length);
  const paths = entries.map(e => e.path);
  const byPath = new Map(paths.map((path, n) => [path, n]));
  const links = resolveLinks({ files: entries, byPath, manifests });
  const index = buildIndex(entries, scanner);
  const commits = await log;
  const history = commits && commits.length > 0 ? buildHistory(commits, byPath, paths) : undefined;
  const testsOf = linkTests(entries, links, history);
  return {
    summary: {
      root: files.root,
      ...(head ? { commit: head.commit } : {}),
      files: list.length,
      symbols: entries.reduce((sum, e) => sum + e.symbols.length, 0),
      languages: countLanguages(entries),
      skipped,
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
}

async function readOrReason(files: ProjectFiles, path: string): Promise<ReadFile | string> {
  try {
    return (await files.read(path)) ?? (await files.whyNot(path));
  } catch {
    return 'it could not be read';
  }
}

function scanOne(scanner: Scanner, marks: FileMarks, read: ReadFile, skipped: Skipped[]): FileEntry {
  const { path, text } = read;
  const language = languageOf(path);
  const scanned = scanner.scan(path, text, language);
  if (scanned.minified)
    skipped.push({
      path,
      reason: 'a line of more than 5,000 characters: its words and symbols are left out',
    });
  if (scanned.tangled)
    skipped.push({ path, reason: 'its brackets do not close: only the symbols at its beginning are known' });
  const specifiers = scanned.imports.map(i => i.specifier);
  marks.enter(scanned.words);
  const roles = rolesOf(roleFacts(path, language, text, specifiers, scanned.symbols, marks.holds));
  const aside = roles[0];
  if ((aside?.role === 'generated' || aside?.role === 'vendored') && isCodeLanguage(language))
    skipped.push({ path, reason: `${aside.role}: ${aside.reason}` });
  return {
    path,
    language,
    lines: scanned.lines,
    bytes: read.bytes,
    hash: read.hash,
    symbols: scanned.symbols,
    specifiers: scanned.imports,
    words: scanned.words,
    defines: scanned.defines,
    roles:
      scanned.minified && isCodeLanguage(language)
        ? [{ role: 'generated', reason: 'its lines are too long to be written by hand' }]
        : roles,
  };
}

function countLanguages(entries: readonly FileEntry[]): MapSummary['languages'] {
  const counts = new Map<string, number>();
  for (const { language } of entries) counts.set(language, (counts.get(language) ?? 0) + 1);
  return [...counts]
    .map(([name, files]) => ({ name, files }))
    .sort((a, b) => b.files - a.files || (a.name < b.name ? -1 : 1));
}

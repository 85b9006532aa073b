import { lstatSync, opendirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ignore, { type Ignore } from 'ignore';
import type { Git, LeftOut } from './port.ts';
import { codeOf } from './project-root.ts';

/** Folders that are never part of a project's own code, whether ignored or not. */
const SKIPPED = new Set([
  'node_modules',
  '.git',
  '.hg',
  '.svn',
  '.jj',
  '__pycache__',
  '.venv',
  '.tox',
  '.mypy_cache',
  '.pytest_cache',
  'bower_components',
]);
/** A folder without ignore rules and with more files than this is no project but a disk. */
const MOST_FILES = 200_000;

const underSkipped = (path: string) => path.split('/').some(part => SKIPPED.has(part));

/** Sorted by code unit, so that the order does not hang on the machine's language, each once. git's own is nearly so. */
function sorted(paths: readonly string[]): readonly string[] {
  if (paths.every((path, n) => n === 0 || (paths[n - 1] ?? '') < path)) return paths;
  return [...new Set(paths)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

export interface FileList {
  /** Sorted by code unit. */
  readonly paths: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

const UNTRACKED = '? ';

/**
 * A line `tag mode oid stage TAB path` of `ls-files -t -s`; the tag S is for what is left out of the work tree on
 * purpose, R for what was deleted (which stands there a second time). Undefined for any other line.
 */
function trackedIn(
  line: string,
): { readonly tag: string; readonly mode: string; readonly path: string } | undefined {
  const tab = line.indexOf('\t');
  if (tab < 0 || line[1] !== ' ' || line[8] !== ' ') return undefined;
  return { tag: line[0] ?? '', mode: line.slice(2, 8), path: line.slice(tab + 1) };
}

/**
 * The allow-list of a git work tree: tracked files that exist (links too) and untracked ones that are not ignored.
 * Undefined without git.
 */
export async function listByGit(git: Git, root: string): Promise<FileList | undefined> {
  const listed = await git.run(['ls-files', '-z', '-t', '-s', '-c', '-d', '-o', '--exclude-standard']);
  if (listed === undefined) return undefined;
  const lines = listed.split('\0');
  const gone = new Set<string>();
  for (const line of lines) if (line.startsWith('R ')) gone.add(line.slice(line.indexOf('\t') + 1));
  const paths: string[] = [];
  const leftOut: LeftOut[] = [];
  for (const line of lines) {
    if (line.startsWith(UNTRACKED)) {
      const path = line.slice(UNTRACKED.length);
      if (underSkipped(path)) continue;
      // A trailing slash is a repository inside the repository: it has rules of its own.
      if (path.endsWith('/'))
        leftOut.push({ path: path.slice(0, -1), reason: 'a repository of its own inside this one' });
      else paths.push(path);
      continue;
    }
    const tracked = trackedIn(line);
    if (!tracked) continue;
    const { tag, mode, path } = tracked;
    if (gone.has(path)) {
      // git takes what it may not look at for deleted.
      if (tag === 'R' && isClosed(join(root, path)))
        leftOut.push({ path, reason: 'in a folder that this user may not read' });
      continue;
    }
    if (mode === '160000') leftOut.push({ path, reason: 'a submodule, which is a project of its own' });
    else if (tag === 'S')
      leftOut.push({ path, reason: 'not checked out: the sparse checkout leaves it out' });
    else paths.push(path);
  }
  return { paths: sorted(paths), leftOut };
}

function isClosed(path: string): boolean {
  try {
    lstatSync(path);
    return false;
  } catch (error) {
    return codeOf(error) === 'EACCES';
  }
}

interface Rules {
  /** Folder of the rules' file with a trailing slash, '' for the root. */
  readonly base: string;
  readonly matcher: Ignore;
}

/**
 * The allow-list without git: a walk that obeys `.gitignore` and `.ignore` of every folder, follows no link and skips
 * `node_modules` and the like. Gives the event loop a turn every few folders.
 */
export async function listByWalk(root: string): Promise<FileList> {
  const paths: string[] = [];
  const leftOut: LeftOut[] = [];
  const waiting: { readonly folder: string; readonly rules: readonly Rules[] }[] = [
    { folder: '', rules: [] },
  ];
  for (let turn = 1; waiting.length > 0 && paths.length < MOST_FILES; turn++) {
    const next = waiting.pop();
    if (!next) break;
    const rules = withOwnRules(root, next.folder, next.rules);
    const unreadable = () =>
      leftOut.push({ path: next.folder.slice(0, -1), reason: 'a folder that this user may not read' });
    for (const entry of entriesOf(join(root, next.folder), unreadable)) {
      const path = next.folder + entry.name;
      const folder = entry.isDirectory();
      if ((folder && SKIPPED.has(entry.name)) || isIgnored(rules, folder ? `${path}/` : path)) continue;
      if (folder) waiting.push({ folder: `${path}/`, rules });
      else if (entry.isFile() || entry.isSymbolicLink()) paths.push(path);
    }
    if (turn % 64 === 0) await new Promise(resolve => setImmediate(resolve));
  }
  return { paths: sorted(paths), leftOut };
}

function* entriesOf(folder: string, unreadable: () => void) {
  let dir: ReturnType<typeof opendirSync> | undefined;
  try {
    dir = opendirSync(folder);
    for (let entry = dir.readSync(); entry; entry = dir.readSync()) yield entry;
  } catch {
    unreadable();
  } finally {
    dir?.closeSync();
  }
}

function withOwnRules(root: string, folder: string, rules: readonly Rules[]): readonly Rules[] {
  const own: Rules[] = [];
  for (const name of ['.gitignore', '.ignore']) {
    const path = join(root, folder, name);
    try {
      const stat = lstatSync(path);
      if (stat.isFile() && stat.size <= 1024 * 1024)
        own.push({ base: folder, matcher: ignore().add(readFileSync(path, 'utf8')) });
    } catch {
      // None here.
    }
  }
  return own.length > 0 ? [...rules, ...own] : rules;
}

/** The innermost rule that speaks of the path decides. */
function isIgnored(rules: readonly Rules[], path: string): boolean {
  for (let i = rules.length - 1; i >= 0; i--) {
    const rule = rules[i];
    if (!rule) continue;
    const verdict = rule.matcher.test(path.slice(rule.base.length));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

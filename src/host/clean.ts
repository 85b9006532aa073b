import { createHash } from 'node:crypto';
import { lstat, readFile, readlink } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { isPlanPath } from '../shared/plan-path.ts';
import type { RawGit } from './git.ts';

export interface Entry {
  readonly mode: string;
  readonly oid: string;
  readonly path: string;
  readonly mtimeS: number;
  readonly mtimeNs: number;
  readonly size: number;
  /** Left out of the work tree on purpose (sparse checkout). */
  readonly absent: boolean;
}

const SUBMODULE = '160000';
const LINK = '120000';
const SKIP_WORKTREE = 0x40000000;
/** Beyond this many bytes to hash the answer is "not known": a few seconds of work. */
const HASH_BUDGET = 512 * 1024 * 1024;

/**
 * Whether the work tree equals HEAD, saved plans aside, without `git status` or `git diff`: both run the repository's clean filters and
 * its fsmonitor. Index against HEAD and the untracked files come from git (neither looks into contents); each file of
 * the index is then compared here, by time and size as git does, else by hashing its bytes. Line-end conversion is
 * taken into account; a changed file with a filter (LFS) cannot be judged without running it: undefined, "not known".
 */
export function createCleanCheck(root: string, git: RawGit): () => Promise<boolean | undefined> {
  async function text(args: readonly string[]): Promise<string | undefined> {
    const done = await git(args);
    return done?.code === 0 ? done.stdout.toString('utf8') : undefined;
  }

  return async () => {
    const [listed, tree, indexFile] = await Promise.all([
      text([...BOTH, '--exclude-standard', '--directory', '--no-empty-directory']),
      text(['ls-tree', '-r', '-z', 'HEAD']),
      pathOfIndex(),
    ]);
    if (listed === undefined) return undefined;
    const { untracked, entries } = untrackedFirst(listed);
    if (await anyBesidePlans(untracked)) return false;
    if (tree === undefined) {
      const head = await text(['rev-parse', '--verify', '-q', 'HEAD^{commit}']);
      return head === undefined ? entries === '' : undefined;
    }
    const index = parseIndex(entries);
    if (!index) return undefined;
    const code = index.filter(entry => !isPlanPath(entry.path));
    if (!sameAsTree(code, tree)) return false;
    const written = await lstat(indexFile, { bigint: true }).catch(() => undefined);
    return compareFiles(code, written?.mtimeNs ?? 0n);
  };

  /** Where the root is that of an ordinary clone it is known; of a work tree beside it, or a folder inside, git knows it. */
  async function pathOfIndex(): Promise<string> {
    const usual = join(root, '.git', 'index');
    if (await lstat(usual).catch(() => undefined)) return usual;
    return resolve(root, (await text(['rev-parse', '--git-path', 'index']))?.trimEnd() ?? '');
  }

  /** A folder without a tracked file comes as `folder/`: of that of the plans it is asked what lies in it. */
  async function anyBesidePlans(untracked: readonly string[]): Promise<boolean> {
    const other = untracked.filter(path => !isPlanPath(path));
    if (other.length === 0 || other.some(path => path !== 'plans/')) return other.length > 0;
    const inside = await text(['ls-files', '-z', '-o', '--exclude-standard', '--', 'plans/']);
    return inside === undefined || inside.split('\0').some(path => path !== '' && !isPlanPath(path));
  }

  async function compareFiles(index: readonly Entry[], indexWritten: bigint): Promise<boolean | undefined> {
    const doubtful: Entry[] = [];
    let budget = HASH_BUDGET;
    for (const entry of index) {
      if (entry.mode === SUBMODULE || entry.absent) continue;
      const path = join(root, entry.path);
      const stat = await lstat(path, { bigint: true }).catch(() => undefined);
      if (!stat || stat.isSymbolicLink() !== (entry.mode === LINK)) return false;
      if (entry.mode !== LINK && !stat.isFile()) return false;
      const ns = BigInt(entry.mtimeS) * 1_000_000_000n + BigInt(entry.mtimeNs);
      // What was written in the same instant as the index, or later, may hide a change behind the same time.
      if (ns < indexWritten && stat.mtimeNs === ns && Number(stat.size) === entry.size) continue;
      budget -= Number(stat.size);
      if (budget < 0) return undefined;
      const bytes = await (entry.mode === LINK ? readlink(path).then(Buffer.from) : readFile(path)).catch(
        () => undefined,
      );
      if (!bytes) return undefined;
      if (!blobNames(bytes, entry.oid.length).includes(entry.oid)) doubtful.push(entry);
    }
    if (doubtful.length === 0) return true;
    return filtered(doubtful);
  }

  /** False as soon as one changed file has no filter; undefined where all of them have one. */
  async function filtered(changed: readonly Entry[]): Promise<boolean | undefined> {
    const sample = changed.slice(0, ASKED_AT_ONCE).map(entry => entry.path);
    const convertible = await convertedPaths(git, sample);
    return convertible?.size === sample.length ? undefined : convertible && false;
  }
}

/** Untracked files, and the index with what it knows of each file: in one call, as a start of git costs more than either. */
const BOTH = ['ls-files', '-z', '-t', '-o', '-s', '--debug'];
const UNTRACKED = '? ';

/** git names the untracked ones first. */
function untrackedFirst(listed: string): { readonly untracked: readonly string[]; readonly entries: string } {
  const untracked: string[] = [];
  let at = 0;
  while (listed.startsWith(UNTRACKED, at)) {
    const end = listed.indexOf('\0', at);
    untracked.push(listed.slice(at + UNTRACKED.length, end));
    at = end + 1;
  }
  return { untracked, entries: listed.slice(at) };
}

/** Paths that one call of git is asked about. */
export const ASKED_AT_ONCE = 100;

/** Those of at most `ASKED_AT_ONCE` paths that git stores in another form than they have in the work tree. */
export async function convertedPaths(
  git: RawGit,
  paths: readonly string[],
): Promise<ReadonlySet<string> | undefined> {
  const done = await git(['check-attr', '-z', 'filter', 'working-tree-encoding', 'ident', '--', ...paths]);
  if (done?.code !== 0) return undefined;
  const fields = done.stdout.toString('utf8').split('\0');
  const converted = new Set<string>();
  for (let i = 0; i + 2 < fields.length; i += 3) {
    const [path = '', , value = ''] = fields.slice(i, i + 3);
    if (value !== 'unspecified' && value !== 'unset') converted.add(path);
  }
  return converted;
}

/** `mode oid stage TAB path NUL`, with a tag before it or none, each followed by `--debug` lines of stat data. Undefined where it reads otherwise. */
export function parseIndex(output: string): Entry[] | undefined {
  const entries: Entry[] = [];
  const record =
    /(?:[A-Z] )?(\d{6}) ([0-9a-f]{40,64}) ([0-3])\t([^\0]+)\0 {2}ctime: \d+:\d+\n {2}mtime: (\d+):(\d+)\n[^\n]*\n[^\n]*\n {2}size: (\d+)\tflags: ([0-9a-f]+)\n/y;
  while (record.lastIndex < output.length) {
    const match = record.exec(output);
    if (!match) return undefined;
    const [, mode = '', oid = '', , path = '', s, ns, size, flags = ''] = match;
    entries.push({
      mode,
      oid,
      path,
      mtimeS: Number(s),
      mtimeNs: Number(ns),
      size: Number(size),
      absent: (Number.parseInt(flags, 16) & SKIP_WORKTREE) !== 0,
    });
  }
  return entries;
}

/** Whether the index holds what HEAD's tree holds (`ls-tree -r -z`: `mode type oid TAB path NUL`). */
function sameAsTree(index: readonly Entry[], tree: string): boolean {
  const lines = tree.split('\0').filter(line => line !== '' && !isPlanPath(line.replace(/^[^\t]*\t/, '')));
  if (lines.length !== index.length) return false;
  const known = new Set(index.map(entry => `${entry.mode} ${entry.oid}\t${entry.path}`));
  return lines.every(line => {
    const match = /^(\d{6}) \w+ ([0-9a-f]+)\t([\s\S]+)$/.exec(line);
    return match !== null && known.has(`${match[1]} ${match[2]}\t${match[3]}`);
  });
}

/** Object names of a file's bytes, as they are and with CRLF as LF (what `autocrlf` would store). */
export function blobNames(bytes: Buffer, digits: number): string[] {
  const algorithm = digits === 64 ? 'sha256' : 'sha1';
  const name = (content: Buffer) =>
    createHash(algorithm).update(`blob ${content.length}\0`).update(content).digest('hex');
  if (!bytes.includes('\r\n')) return [name(bytes)];
  return [name(bytes), name(Buffer.from(bytes.toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))];
}

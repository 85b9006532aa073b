import type { GitChange, GitCommit } from '../host/port.ts';
import { basename } from './links/paths.ts';

/** A file of a commit, and the present file that it became: by number, absent where it is gone. */
export interface Touched {
  readonly path: string;
  readonly file: number | undefined;
}

/**
 * Follows the files of a history, newest commit first, to what they are called today. A move is a deletion and a
 * creation in one commit of the same content, else of the same longest tail of two or more path segments; for a path
 * whose move is not among the commits (it came by a merge), a present file that is the same path below other folders,
 * where there is exactly one.
 */
export function followMoves(
  log: readonly GitCommit[],
  byPath: ReadonlyMap<string, number>,
): readonly (readonly Touched[])[] {
  /** What older commits mean by a path that a newer one moved or deleted; undefined: it is gone. */
  const became = new Map<string, number | undefined>();
  const byTail = byLastTwo(byPath.keys());
  const today = (path: string): number | undefined => {
    if (became.has(path)) return became.get(path);
    const known = byPath.get(path) ?? onlyBelow(path, byTail, byPath);
    if (known !== undefined) became.set(path, known);
    return known;
  };
  return log.map(commit => {
    const moves = movesOf(commit.files);
    const touched: Touched[] = [];
    const moved: [string, number | undefined][] = [];
    for (const { path, change } of commit.files) {
      const to = change === 'deleted' ? moves.get(path) : undefined;
      if (to !== undefined) moved.push([path, today(to)]);
      else if (change === 'deleted') {
        touched.push({ path, file: undefined });
        // Deleted and later made again: the same file, as `git log -- path` sees it.
        moved.push([path, byPath.get(path)]);
      } else touched.push({ path, file: today(path) });
    }
    for (const [path, file] of moved) became.set(path, file);
    return touched;
  });
}

/** From the old path to the new one. */
function movesOf(files: readonly GitChange[]): ReadonlyMap<string, string> {
  const moves = new Map<string, string>();
  const created = files.filter(f => f.change === 'created');
  const deleted = created.length === 0 ? [] : files.filter(f => f.change === 'deleted');
  if (deleted.length === 0) return moves;
  const taken = new Set<string>();
  const byBlob = new Map<string, GitChange[]>();
  for (const file of created) byBlob.set(file.after, [...(byBlob.get(file.after) ?? []), file]);
  const blobs = new Map<string, number>();
  for (const file of deleted) blobs.set(file.before, (blobs.get(file.before) ?? 0) + 1);
  for (const file of deleted) {
    const same = byBlob.get(file.before) ?? [];
    const [only] = same;
    if (only === undefined || same.length > 1 || blobs.get(file.before) !== 1) continue;
    moves.set(file.path, only.path);
    taken.add(only.path);
  }
  const byTail = byLastTwo(created.filter(f => !taken.has(f.path)).map(f => f.path));
  const claims = new Map<string, string[]>();
  for (const { path } of deleted) {
    if (moves.has(path)) continue;
    const to = longestTail(path, byTail.get(lastTwo(path)) ?? []);
    if (to !== undefined) claims.set(to, [...(claims.get(to) ?? []), path]);
  }
  for (const [to, [from, ...others]] of claims)
    if (from !== undefined && others.length === 0) moves.set(from, to);
  return moves;
}

/** The candidate that shares the most segments at the end; none where two share as many. */
function longestTail(path: string, candidates: readonly string[]): string | undefined {
  const parts = path.split('/').reverse();
  const shared = (other: string) => {
    const theirs = other.split('/').reverse();
    let n = 0;
    while (n < parts.length && parts[n] === theirs[n]) n++;
    return n;
  };
  const ranked = candidates.map(c => ({ c, n: shared(c) })).sort((a, b) => b.n - a.n);
  return ranked[0] && ranked[0].n !== ranked[1]?.n ? ranked[0].c : undefined;
}

/** The one present file that is this path below further folders, or this path without its first folders. */
function onlyBelow(
  path: string,
  byTail: ReadonlyMap<string, readonly string[]>,
  byPath: ReadonlyMap<string, number>,
): number | undefined {
  const alike = (byTail.get(lastTwo(path)) ?? []).filter(
    other => other.endsWith(`/${path}`) || path.endsWith(`/${other}`),
  );
  return alike.length === 1 ? byPath.get(alike[0] ?? '') : undefined;
}

/** Folder and name; a file of the top folder says too little of itself to be followed so. */
function lastTwo(path: string): string {
  const folder = path.lastIndexOf('/', path.length - basename(path).length - 2);
  return path.slice(folder + 1);
}

function byLastTwo(paths: Iterable<string>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const path of paths) {
    if (!path.includes('/')) continue;
    const key = lastTwo(path);
    const list = found.get(key);
    if (list) list.push(path);
    else found.set(key, [path]);
  }
  return found;
}

import { lstatSync } from 'node:fs';

/** Numbers to a path in what `stampFiles` gives. */
export const STAMP = 3;
/** A file that changed this shortly before it was looked at may change again without looking different (ms). */
const RACY_MS = 50;
/** Equal to no other stamp, itself included. */
const NEVER = Number.NaN;

/**
 * What the file system says of each path below `root`, so that a later call tells whether it was written meanwhile:
 * size in bytes, times of its content and of its inode in ms. -1 where there is nothing; NaN, which equals nothing,
 * where it changed just now.
 */
export function stampFiles(root: string, paths: readonly string[], now = Date.now()): Float64Array {
  const stamps = new Float64Array(paths.length * STAMP);
  paths.forEach((path, n) => {
    const at = n * STAMP;
    const stat = lstatOrNone(`${root}/${path}`);
    stamps[at] = stat ? stat.size : -1;
    stamps[at + 1] = stat ? stat.mtimeMs : -1;
    stamps[at + 2] = stat ? stat.ctimeMs : -1;
    if (stat && Math.max(stat.mtimeMs, stat.ctimeMs) > now - RACY_MS) stamps[at] = NEVER;
  });
  return stamps;
}

function lstatOrNone(path: string) {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch {
    return undefined;
  }
}

/** Whether path n of one list looks as path m of another did. */
export function sameStamp(a: Float64Array, n: number, b: Float64Array, m: number): boolean {
  for (let i = 0; i < STAMP; i++) if (a[n * STAMP + i] !== b[m * STAMP + i]) return false;
  return true;
}

import { accessSync, constants, existsSync, realpathSync, statSync } from 'node:fs';
import { delimiter, dirname, isAbsolute, join, resolve, sep } from 'node:path';

/** Whether `path` is `folder` or lies below it. Both absolute; compared as they stand, resolve links before. */
export function isInside(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The real path, or the path as it stands where it cannot be resolved. */
export function realOrSame(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

/** The topmost folder that must count as the repository: the root, or the nearest folder above it with a `.git`. */
export function repositoryTop(root: string): string {
  const start = realOrSame(root);
  for (let folder = start; ; folder = dirname(folder)) {
    if (existsSync(join(folder, '.git'))) return folder;
    if (dirname(folder) === folder) return start;
  }
}

/** Folders of PATH that are absolute and do not lie in `forbidden`, in order. */
export function trustedPath(path: string | undefined, forbidden: string): string[] {
  return (path ?? '')
    .split(delimiter)
    .filter(folder => isAbsolute(folder))
    .filter(folder => !isInside(forbidden, folder) && !isInside(forbidden, realOrSame(folder)));
}

/**
 * The absolute path of a program on PATH, never one that lies (or whose target lies) in `forbidden`: a repository
 * may hold a program of that name, and PATH may hold relative folders.
 */
export function findProgram(name: string, env: NodeJS.ProcessEnv, forbidden: string): string | undefined {
  const names = process.platform === 'win32' ? [`${name}.exe`] : [name];
  for (const folder of trustedPath(env.PATH ?? env.Path, forbidden)) {
    for (const file of names) {
      const path = join(folder, file);
      if (isProgram(path) && !isInside(forbidden, realOrSame(path))) return path;
    }
  }
  return undefined;
}

/** A program of this name that PATH leads to and that lies in `forbidden`: to say that it is not run. */
export function programInside(name: string, env: NodeJS.ProcessEnv, forbidden: string): string | undefined {
  return (env.PATH ?? env.Path ?? '')
    .split(delimiter)
    .filter(folder => folder !== '')
    .map(folder => resolve(folder, name))
    .find(path => isProgram(path) && isInside(forbidden, realOrSame(path)));
}

/** Whether there is a file that may be run. */
export function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

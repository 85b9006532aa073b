import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile, whyUnread } from './confined-read.ts';
import { isInside, realOrSame } from './find-program.ts';

/** A folder of data: the product's own (`themes/`, `playbooks/`), the user's or the project's. */
export interface DataFiles {
  /** Absolute path, for messages. */
  readonly folder: string;
  /** Names of the regular files with this ending, sorted; of folders below too, with forward slashes. None: []. */
  list(ending?: string): readonly string[];
  /** Text of one file of at most 1 MB; undefined where there is none. Links are not followed. */
  read(name: string): string | undefined;
}

/** Synchronous, because the first frame waits for a theme. */
export function createDataFiles(folder: string): DataFiles {
  const real = realOrSame(folder);
  return {
    folder,
    list(ending = '') {
      try {
        return readdirSync(real, { withFileTypes: true, recursive: true })
          .filter(entry => entry.isFile() && entry.name.endsWith(ending))
          .map(entry =>
            join(entry.parentPath, entry.name)
              .slice(real.length + 1)
              .replaceAll('\\', '/'),
          )
          .sort();
      } catch {
        return [];
      }
    },
    read: name => readTextFile(real, name)?.text,
  };
}

/** What a person, or a repository, may have put into a folder of data. */
export interface GivenFiles extends DataFiles {
  /** Why nothing at all is read of this folder; undefined where it is read, or where there is none. */
  readonly closed: string | undefined;
  /** Why `read` gave nothing for this name, in words for people. */
  why(name: string): string;
}

/**
 * Files that lie directly in a folder which is not the product's own. Of a folder of the repository (`within`: its root)
 * nothing is read that lies outside of that, through whatever links. Links and folders are listed where their names end
 * so, that `why` can say of them that they are not read. `limit` in bytes a file.
 */
export function createGivenFiles(
  folder: string,
  { within, limit }: { readonly within?: string; readonly limit: number },
): GivenFiles {
  const real = realOrSame(folder);
  const closed =
    within === undefined || isInside(realOrSame(within), real)
      ? undefined
      : 'it lies outside of the project, through a link';
  return {
    folder,
    closed,
    list(ending = '') {
      if (closed !== undefined) return [];
      try {
        return readdirSync(real)
          .filter(name => name.endsWith(ending))
          .sort();
      } catch {
        return [];
      }
    },
    read: name => (closed === undefined ? readTextFile(real, name, limit)?.text : undefined),
    why: name => whyUnread(real, name, limit),
  };
}

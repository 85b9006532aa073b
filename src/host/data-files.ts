import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { readTextFile } from './confined-read.ts';
import { realOrSame } from './find-program.ts';

/** A folder of data: the product's own (`themes/`, `playbooks/`) or the user's. */
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

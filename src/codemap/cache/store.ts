import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { endianness } from 'node:os';
import { join } from 'node:path';
import { cacheFolder, packageRoot } from '../../host/index.ts';
import type { KeptTier } from '../tier.ts';
import { openSections, writeSections } from './sections.ts';
import { packTier, unpackTier } from './tier-codec.ts';

/** Where the map of a project outlives the program. Neither ever throws or rejects: without it the map is made anew. */
export interface MapStore {
  load(): KeptTier | undefined;
  save(kept: KeptTier): Promise<void>;
}

const FILE = 'map.bin';

/**
 * A store in the project's cache folder. `build` names the program that understands it: another one scans, ranks or
 * stores otherwise. Undefined: the folder cannot be had.
 */
export function createMapStore(root: string, build: string): MapStore | undefined {
  let folder: string;
  try {
    folder = cacheFolder(root);
  } catch {
    return undefined;
  }
  const path = join(folder, FILE);
  const key = `${build} ${endianness()} ${root}`;
  return {
    load() {
      try {
        const file = openSections(path, key);
        return file && unpackTier(file);
      } catch {
        return undefined;
      }
    },
    async save(kept) {
      try {
        // Of a program that was killed while it wrote.
        for (const name of readdirSync(folder))
          if (name.startsWith(`${FILE}.`)) rmSync(join(folder, name), { force: true });
        writeSections(path, key, await packTier(kept));
      } catch {
        // A full disk or a folder that may not be written: the next start takes longer.
      }
    },
  };
}

/** What tells this build of the program from others; undefined where it runs from sources. */
export function buildStamp(): string | undefined {
  try {
    return readFileSync(join(packageRoot(), 'dist', '.stamp'), 'utf8');
  } catch {
    return undefined;
  }
}

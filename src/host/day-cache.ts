import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, replaceFile } from './private-file.ts';
import { privateFolder } from './user-folders.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

/** Answers that hold for a day, one file each. Nothing here throws: what cannot be kept is asked again. */
export interface DayCache {
  /** As it was kept, to be looked at like anything from a disk; undefined where it is older than a day. */
  load(name: string): unknown;
  save(name: string, value: unknown): void;
  forget(name: string): void;
}

/** `folder` is made when it is first needed. `now` in milliseconds since the epoch. */
export function openDayCache(folder: string, now: () => number): DayCache {
  const file = (name: string): string => join(folder, `${name}.json`);
  return {
    load(name) {
      const read = readJson(file(name));
      if (typeof read !== 'object' || read === null || !('at' in read) || !('value' in read))
        return undefined;
      const age = typeof read.at === 'number' ? now() - read.at : Number.NaN;
      return age >= 0 && age < DAY_MS ? read.value : undefined;
    },
    save(name, value) {
      try {
        privateFolder(folder);
        replaceFile(file(name), `${JSON.stringify({ at: now(), value })}\n`);
      } catch {
        // It is asked again.
      }
    },
    forget(name) {
      try {
        rmSync(file(name), { force: true });
      } catch {
        // What cannot be taken away grows old.
      }
    },
  };
}

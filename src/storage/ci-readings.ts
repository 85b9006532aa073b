import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepNewest, privateFolder, replaceFile } from '../host/index.ts';
import type { Storage } from './port.ts';

/** A reading is bounded by whoever made it; this is what is kept of all of them. */
const MOST_BYTES = 64 * 1024 * 1024;
const ID = /^[a-z0-9][a-z0-9-]{0,120}$/;

/** What was read of failing CI runs, by session: 0600, the newest 64 MB. */
export function openCiReadings(state: string): Storage['ciReadings'] {
  const folder = join(state, 'ci-logs');
  const file = (sessionId: string): string | undefined =>
    ID.test(sessionId) ? join(folder, `${sessionId}.json`) : undefined;
  return {
    load(sessionId) {
      const path = file(sessionId);
      try {
        return path === undefined ? undefined : readFileSync(path, 'utf8');
      } catch {
        return undefined;
      }
    },
    save(sessionId, text) {
      const path = file(sessionId);
      try {
        if (path === undefined) return false;
        privateFolder(folder);
        replaceFile(path, text);
        keepNewest(folder, '.json', MOST_BYTES);
        return true;
      } catch {
        return false;
      }
    },
  };
}

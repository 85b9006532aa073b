import { join } from 'node:path';
import * as z from 'zod';
import { readJson, replaceFile } from '../host/index.ts';
import type { Storage } from './port.ts';

/** Hosts to which what is read of one project may be sent, and when the person agreed (ms since the epoch). */
const Consent = z.object({ remote: z.record(z.string(), z.number()) });

/** Kept in the project's state folder, never in the project: nobody agrees for somebody else (safety.md 9a). */
export function openConsent(folder: string): Storage['consent'] {
  const file = join(folder, 'consent.json');
  const load = (): Readonly<Record<string, number>> => {
    const read = Consent.safeParse(readJson(file));
    return read.success ? read.data.remote : {};
  };
  return {
    given: host => load()[host] !== undefined,
    give(host, now) {
      try {
        replaceFile(file, `${JSON.stringify({ remote: { ...load(), [host]: now } }, null, 2)}\n`);
        return true;
      } catch {
        return false;
      }
    },
  };
}

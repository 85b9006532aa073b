import { resolve } from 'node:path';
import type { CiReading, CiSource } from '../research/ci/index.ts';
import { ok, type Result } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';

export interface CiSourceOptions {
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly kept: Storage['ciReadings'];
  /** A run by its address. */
  readonly fetch: (address: URL, signal?: AbortSignal) => Promise<Result<CiReading>>;
}

/** Reads a failing run once for a session: what was read is kept, and later revisions rest on it. */
export function createCiSource({ cwd, kept, fetch }: CiSourceOptions): CiSource {
  const held = new Map<string, Promise<Result<CiReading>>>();

  async function read(about: string, sessionId: string, signal?: AbortSignal): Promise<Result<CiReading>> {
    const { readGivenLog, readKept, keptReading } = await import('../research/ci/read.ts');
    const text = kept.load(sessionId);
    const before = text === undefined ? undefined : readKept(text);
    if (before) return ok(before);
    const found =
      /^https?:\/\//i.test(about) && URL.canParse(about)
        ? await fetch(new URL(about), signal)
        : await readGivenLog(about, resolve(cwd, about), signal);
    if (!found.ok || kept.save(sessionId, keptReading(found.value))) return found;
    const notes = [
      ...found.value.notes,
      'What was read could not be kept with the session: a later revision reads it again.',
    ];
    return ok({ ...found.value, notes });
  }

  return {
    read(about, sessionId, signal) {
      const key = `${sessionId} ${about}`;
      const known = held.get(key);
      if (known) return known;
      const reading = read(about, sessionId, signal);
      held.set(key, reading);
      // What failed, or was cancelled, is tried again when it is asked for again.
      reading.then(
        result => void (result.ok || held.delete(key)),
        () => void held.delete(key),
      );
      return reading;
    },
  };
}

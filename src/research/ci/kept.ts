import type { CiReading } from './port.ts';

/** Goes up when what is kept changes its form: what an older version kept is read anew then. */
const VERSION = 1;

/** A reading as text, to be kept with its session. It is safe and without secrets already. */
export function keptReading(reading: CiReading): string {
  return JSON.stringify({ version: VERSION, reading });
}

/** The reading of such a text; undefined where it is of another version, or damaged. */
export function readKept(text: string): CiReading | undefined {
  try {
    const { version, reading } = JSON.parse(text) as { version?: unknown; reading?: CiReading };
    return version === VERSION && Array.isArray(reading?.log?.jobs) ? reading : undefined;
  } catch {
    return undefined;
  }
}

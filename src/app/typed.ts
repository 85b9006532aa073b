import { readGivenFile } from '../host/index.ts';

const MOST_BYTES = 64 * 1024;

/** What stands on standard input, without the spaces around it; undefined where that is nothing. */
export function readTyped(): string | undefined {
  return readGivenFile('-', MOST_BYTES)?.trim() || undefined;
}

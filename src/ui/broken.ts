import { failure, type Result } from '../shared/result.ts';

/** What threw where nothing should: told like any failure. */
export function broken(what: string, error: unknown): Result<never> {
  const message = error instanceof Error ? error.message : String(error);
  return { ok: false, error: failure(`${what}-failed`, message) };
}

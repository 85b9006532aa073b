import { vi } from 'vitest';

/** Only what never comes about reaches it; the second that vitest waits is too short for a busy machine. */
const PATIENCE = { timeout: 50_000, interval: 20 };

/** Waits until this check holds. */
export function eventually<T>(check: () => T | Promise<T>): Promise<T> {
  return vi.waitFor(check, PATIENCE);
}

import { redact } from './redact.ts';
import { safeText } from './safe.ts';

export interface Cleaned<T> {
  readonly value: T;
  /** How many secrets were hidden. */
  readonly hidden: number;
}

/**
 * Makes every string of a plain value safe to print and free of secrets. It runs on what planners yield and on what the
 * person typed, before an event is made of it, so that the log, the screen and a replay hold the same text.
 */
export function clean<T>(value: T): Cleaned<T> {
  let hidden = 0;
  const walk = (item: unknown): unknown => {
    if (typeof item === 'string') {
      const { text, count } = redact(item);
      hidden += count;
      return safeText(text);
    }
    if (Array.isArray(item)) return item.map(walk);
    if (item !== null && typeof item === 'object')
      return Object.fromEntries(Object.entries(item).map(([key, member]) => [key, walk(member)]));
    return item;
  };
  // The walk keeps the shape and changes only the contents of strings.
  return { value: walk(value) as T, hidden };
}

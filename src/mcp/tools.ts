import * as z from 'zod';

/** Which folder a call is about. */
export type Opening = () => Promise<string>;

/** A text of a client: bounded before anything looks at it. */
const MOST_TEXT = 100_000;

export function given(what: string, most = MOST_TEXT) {
  return z.string().min(1).max(most).describe(what);
}

/** What a tool does that only reads. */
export const READS = { readOnlyHint: true, openWorldHint: false } as const;

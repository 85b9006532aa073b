import type { Place } from '../../../codemap/port.ts';

/** A commit as a source. */
interface Commit {
  readonly sha: string;
  readonly subject: string;
  readonly date: string;
}

/** One fact of the review in words, with where it was read. */
export interface Said {
  /** Stable while the fact is the same. */
  readonly id: string;
  readonly text: string;
  readonly places: readonly Place[];
  readonly commits?: readonly Commit[];
}

export const code = (text: string): string => `\`${text}\``;
export const place = ({ path, line }: Place): string => code(`${path}:${line}`);
export const times = (n: number): string =>
  n === 0 ? 'never' : n === 1 ? 'once' : n === 2 ? 'twice' : `${n} times`;

export function listed(items: readonly string[], most = 3): string {
  const shown = items.slice(0, most);
  const rest = items.length - shown.length;
  if (rest > 0) return `${shown.join(', ')} and ${rest} more`;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

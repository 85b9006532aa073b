import type { FileEntry } from './file-entry.ts';
import type { History } from './history.ts';
import type { Links } from './links/resolve.ts';
import type { MapSummary } from './port.ts';
import type { RankIndex } from './rank/index.ts';

export type TierSummary = Omit<MapSummary, 'ms'>;

/** The finished first tier. Files are known by their number, the place in `files` and `paths`. */
export interface Tier {
  /** All but how long it took, which hangs on how it was come by. */
  readonly summary: TierSummary;
  readonly files: readonly FileEntry[];
  readonly paths: readonly string[];
  readonly byPath: ReadonlyMap<string, number>;
  /** Every path on the list, read or not. */
  readonly known: ReadonlySet<string>;
  readonly links: Links;
  readonly history: History | undefined;
  readonly testsOf: readonly (readonly number[])[];
  readonly index: RankIndex;
  readonly packageOf: Int32Array;
}

/** A tier, and what the files looked like to the file system before they were read. */
export interface KeptTier {
  readonly tier: Tier;
  /** Every path of the list, read or not, in its order. */
  readonly list: readonly string[];
  /** Of every path of the list: see `stampFiles`. */
  readonly stamps: Float64Array;
}

import type { Line } from '../../text/line.ts';

/** A laid-out row with the 1-based line of the Markdown that it comes from. */
export interface Row {
  readonly line: Line;
  readonly source: number;
}

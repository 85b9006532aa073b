import type { Line } from './text/line.ts';

/** A bordered strip above the hints: a text field or a dialog that leaves the screen behind it in sight. */
export interface Sheet {
  readonly title: Line;
  readonly badge: Line;
  readonly lines: readonly Line[];
}

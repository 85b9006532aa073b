import { expandTabs, safeText } from '../shared/text/index.ts';

/** The one entrance of outside text into the screen (safety.md 1): safe to print, tabs as spaces, line ends kept. */
export function shown(text: string): string {
  return expandTabs(safeText(text));
}

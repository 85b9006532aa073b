import { bodyRows } from '../../chrome.ts';
import type { Model } from '../../model.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import type { Extent } from '../../widgets/scroll-view/state.ts';
import { overlayLines } from './layout.ts';

/** How much an overlay that fills the body holds, and how much of it shows. */
export function overlayExtent(model: Model): Extent {
  const inside = paneInside(model.size.columns, bodyRows(model));
  return { total: overlayLines(model, inside.columns).length, height: inside.rows };
}

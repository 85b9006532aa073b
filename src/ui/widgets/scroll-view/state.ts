/** A window over pre-laid-out rows. Only `height` of them are ever rendered. */
export interface Scroll {
  readonly top: number;
}

export interface Extent {
  readonly total: number;
  readonly height: number;
}

export const atTop: Scroll = { top: 0 };

export type ScrollAction =
  | { readonly type: 'by'; readonly rows: number }
  | { readonly type: 'page'; readonly step: -1 | 1 }
  | { readonly type: 'to'; readonly row: number }
  | { readonly type: 'end' }
  /** The least movement that shows these rows. */
  | { readonly type: 'reveal'; readonly from: number; readonly to: number };

/** The pure reducer: never leaves a window that shows less than it could. */
export function reduceScroll(state: Scroll, action: ScrollAction, extent: Extent): Scroll {
  const top = clampTop(state.top, extent);
  switch (action.type) {
    case 'by':
      return { top: clampTop(top + action.rows, extent) };
    case 'page':
      return { top: clampTop(top + action.step * Math.max(1, extent.height - 2), extent) };
    case 'to':
      return { top: clampTop(action.row, extent) };
    case 'end':
      return { top: clampTop(extent.total, extent) };
    case 'reveal': {
      if (action.from < top) return { top: clampTop(action.from, extent) };
      if (action.to >= top + extent.height)
        return { top: clampTop(Math.min(action.from, action.to - extent.height + 1), extent) };
      return { top };
    }
  }
}

export function clampTop(top: number, { total, height }: Extent): number {
  return Math.max(0, Math.min(top, total - height));
}

/** The scroll action of a pane's key action; undefined where the key is none. */
export function scrollActionOf(action: string | undefined): ScrollAction | undefined {
  switch (action) {
    case 'up':
      return { type: 'by', rows: -1 };
    case 'down':
      return { type: 'by', rows: 1 };
    case 'page-up':
      return { type: 'page', step: -1 };
    case 'page-down':
      return { type: 'page', step: 1 };
    case 'top':
      return { type: 'to', row: 0 };
    case 'bottom':
      return { type: 'end' };
    default:
      return undefined;
  }
}

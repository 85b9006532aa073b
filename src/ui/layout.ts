import type { Size } from './term/streams.ts';

/** wide: panes side by side; medium: the focused one large, the others folded; narrow: tabs; tiny: one line only. */
export type LayoutKind = 'wide' | 'medium' | 'narrow' | 'tiny';

export function layoutKind({ columns, rows }: Size): LayoutKind {
  if (columns < 40 || rows < 10) return 'tiny';
  if (columns < 80) return 'narrow';
  return columns < 120 ? 'medium' : 'wide';
}

/** Rows that a frame may have: one less than the terminal, because Ink wipes the scrollback at full height. */
export function frameRows({ rows }: Size): number {
  return Math.max(1, rows - 1);
}

/** Splits columns by weights so that they add up exactly; the last ones take what rounding leaves. */
export function share(columns: number, weights: readonly number[]): number[] {
  const total = weights.reduce((sum, w) => sum + w, 0) || 1;
  let used = 0;
  return weights.map((weight, i) => {
    const part = i === weights.length - 1 ? columns - used : Math.floor((columns * weight) / total);
    used += part;
    return part;
  });
}

import type { Hint } from './keymap.ts';
import { type Line, lineWidth, type Span, t } from './text/line.ts';

/** Keys with what they do, as many as fit whole, the way out before the others; the rest stands in the help. */
export function hintSpans(hints: readonly Hint[], columns: number): Line {
  const wayOut = hints.find(isWayOut);
  let reserved = wayOut ? GAP + lineWidth(spansOf(wayOut)) : 0;
  const out: Span[] = [];
  let used = 0;
  for (const hint of hints) {
    if (hint === wayOut) reserved = 0;
    const piece = [...(used > 0 ? [t(' '.repeat(GAP))] : []), ...spansOf(hint)];
    const size = lineWidth(piece);
    if (used + size + reserved > columns) continue;
    out.push(...piece);
    used += size;
  }
  return out;
}

const GAP = 3;

function spansOf({ key, text }: Hint): readonly Span[] {
  return [t(key, 'accent'), t(` ${text}`, 'muted')];
}

/** Whoever does not find back is lost. How the program is quit stands at the right of every screen. */
function isWayOut({ key, text }: Hint): boolean {
  return key === 'Esc' || (key === 'q' && text !== 'quit');
}

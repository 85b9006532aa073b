import type { Hint } from './keymap.ts';
import { type Line, lineWidth, type Span, t } from './text/line.ts';

/** Keys with what they do, as many as fit whole; the rest stands in the help. */
export function hintSpans(hints: readonly Hint[], columns: number): Line {
  const out: Span[] = [];
  let used = 0;
  for (const { key, text } of hints) {
    const piece = [...(used > 0 ? [t('   ')] : []), t(key, 'accent'), t(` ${text}`, 'muted')];
    const size = lineWidth(piece);
    if (used + size > columns) continue;
    out.push(...piece);
    used += size;
  }
  return out;
}

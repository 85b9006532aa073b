import { graphemes, type Line, type Span, t, width } from '../../text/line.ts';
import { chipLabel, type PromptState } from './state.ts';

/**
 * The field as lines of exactly at most `columns`, with the cursor's cell marked; at most `rows` of them, those around
 * the cursor. `placeholder` shows while nothing is typed.
 */
export function promptLines(
  state: PromptState,
  columns: number,
  rows: number,
  placeholder = '',
  focused = true,
): Line[] {
  if (!state.text) {
    const rest = graphemes(placeholder);
    const first = focused ? { ...t(rest[0] ?? ' ', 'faint'), cursor: true } : t(rest[0] ?? ' ', 'faint');
    return [[first, t(rest.slice(1).join(''), 'faint')]];
  }
  const lines: Span[][] = [[]];
  let used = 0;
  let index = 0;
  let cursorRow = 0;
  const put = (text: string, here: boolean, tone?: 'accent') => {
    const columnsOf = width(text);
    if (used + columnsOf > columns) {
      // The space between two rows hangs unseen behind the first, unless the cursor stands on it.
      if (text === ' ' && !here) return;
      used = breakLine(lines);
      if (cursorRow === lines.length - 2 && lines.at(-1)?.some(s => s.cursor)) cursorRow += 1;
    }
    if (here) cursorRow = lines.length - 1;
    lines.at(-1)?.push(here ? { ...t(text, tone), cursor: true } : t(text, tone));
    used += columnsOf;
  };
  for (const character of graphemes(state.text)) {
    const here = focused && index === state.cursor;
    index += character.length;
    if (character === '\n') {
      if (here) put(' ', true);
      lines.push([]);
      used = 0;
      continue;
    }
    const label = chipLabel(state, character);
    put(label ?? character, here, label ? 'accent' : undefined);
  }
  if (focused && state.cursor >= state.text.length) put(' ', true);
  const from = Math.max(0, Math.min(cursorRow - rows + 1, lines.length - rows));
  return lines.slice(from, from + rows).map(merge);
}

/** Begins a new row with the word that did not fit, where it began in this row; gives the columns it takes. */
function breakLine(lines: Span[][]): number {
  const row = lines.at(-1) ?? [];
  const space = row.findLastIndex(s => s.text === ' ');
  const word = space >= 0 ? row.splice(space + 1) : [];
  lines.push(word);
  return word.reduce((sum, s) => sum + width(s.text), 0);
}

/** Joins neighbours of one look, so that a long text is few spans. */
function merge(line: readonly Span[]): Line {
  const out: Span[] = [];
  for (const span of line) {
    const last = out.at(-1);
    if (last && !last.cursor && !span.cursor && last.tone === span.tone)
      out[out.length - 1] = { ...last, text: last.text + span.text };
    else out.push(span);
  }
  return out;
}

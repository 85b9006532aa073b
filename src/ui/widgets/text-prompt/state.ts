import { graphemes, width } from '../../text/line.ts';

/**
 * A multi-line text field. `cursor` is an index into `text` at a grapheme's border. A big paste is one private-use
 * character in `text` (its place in `chips`), so that the cursor passes it, and Backspace deletes it, as one.
 */
export interface PromptState {
  readonly text: string;
  readonly cursor: number;
  readonly chips: readonly string[];
  /** Deleted by a kill command, for yank. */
  readonly killed: string;
  /** Position in the history, newest first; -1 is what is being typed, kept in `typed`. */
  readonly history: number;
  readonly typed: string;
}

const CHIP_BASE = 0xe000;
const CHIP_COUNT = 0x1900;
/** A paste from these sizes on becomes a chip. */
export const CHIP_LINES = 6;
export const CHIP_CHARACTERS = 600;

export function emptyPrompt(text = ''): PromptState {
  return { text, cursor: text.length, chips: [], killed: '', history: -1, typed: '' };
}

export type PromptAction =
  | { readonly type: 'insert'; readonly text: string }
  | { readonly type: 'paste'; readonly text: string }
  | { readonly type: 'replace'; readonly text: string }
  /** Replaces what stands between `from` and the cursor. */
  | { readonly type: 'complete'; readonly from: number; readonly text: string }
  | { readonly type: 'move'; readonly to: Move }
  | { readonly type: 'erase'; readonly to: Move }
  | { readonly type: 'yank' }
  | { readonly type: 'clear' }
  | { readonly type: 'vertical'; readonly step: -1 | 1; readonly history: readonly string[] };

export type Move = 'left' | 'right' | 'word-left' | 'word-right' | 'line-start' | 'line-end';

/** The pure reducer of the field. */
export function reducePrompt(state: PromptState, action: PromptAction): PromptState {
  switch (action.type) {
    case 'insert':
      return insert(state, withoutChips(action.text));
    case 'paste':
      return paste(state, withoutChips(action.text));
    case 'replace':
      return { ...state, text: action.text, cursor: action.text.length, chips: [] };
    case 'complete': {
      const text = state.text.slice(0, action.from) + action.text + state.text.slice(state.cursor);
      return { ...state, text, cursor: action.from + action.text.length };
    }
    case 'move':
      return { ...state, cursor: target(state, action.to) };
    case 'erase':
      return erase(state, target(state, action.to), action.to !== 'left' && action.to !== 'right');
    case 'yank':
      return insert(state, state.killed);
    case 'clear':
      return { ...emptyPrompt(), killed: state.text || state.killed, chips: state.chips };
    case 'vertical':
      return vertical(state, action.step, action.history);
  }
}

/** The text with every chip opened. */
export function expanded(state: PromptState): string {
  return state.text.replace(/[\ue000-\uf8ff]/g, c => state.chips[c.charCodeAt(0) - CHIP_BASE] ?? '');
}

/** What a chip shows: `[42 lines pasted]`; undefined for any other character. */
export function chipLabel(state: PromptState, character: string): string | undefined {
  const code = character.charCodeAt(0);
  if (character.length !== 1 || code < CHIP_BASE || code >= CHIP_BASE + CHIP_COUNT) return undefined;
  const text = state.chips[code - CHIP_BASE] ?? '';
  const lines = text.split('\n').length;
  return lines > 1 ? `[${lines} lines pasted]` : `[${text.length} characters pasted]`;
}

function withoutChips(text: string): string {
  return text.replace(/[\ue000-\uf8ff]/g, '');
}

function insert(state: PromptState, text: string): PromptState {
  const next = state.text.slice(0, state.cursor) + text + state.text.slice(state.cursor);
  return { ...state, text: next, cursor: state.cursor + text.length, history: -1 };
}

function paste(state: PromptState, text: string): PromptState {
  const trimmed = text.replace(/\n+$/, '');
  if (trimmed.split('\n').length < CHIP_LINES && trimmed.length < CHIP_CHARACTERS)
    return insert(state, trimmed);
  const chips = [...state.chips, trimmed];
  return insert({ ...state, chips }, String.fromCharCode(CHIP_BASE + chips.length - 1));
}

function erase(state: PromptState, to: number, keep: boolean): PromptState {
  const from = Math.min(state.cursor, to);
  const end = Math.max(state.cursor, to);
  if (from === end) return state;
  return {
    ...state,
    text: state.text.slice(0, from) + state.text.slice(end),
    cursor: from,
    killed: keep ? state.text.slice(from, end) : state.killed,
    history: -1,
  };
}

function target(state: PromptState, move: Move): number {
  const { text, cursor } = state;
  switch (move) {
    case 'left':
      return cursor - (graphemes(text.slice(0, cursor)).at(-1)?.length ?? 0);
    case 'right':
      return cursor + (graphemes(text.slice(cursor))[0]?.length ?? 0);
    case 'word-left':
      return /(?:[^\s\p{P}]+|\p{P}+)?\s*$/u.exec(text.slice(0, cursor))?.index ?? 0;
    case 'word-right':
      return cursor + (/^\s*(?:[^\s\p{P}]+|\p{P}+)?/u.exec(text.slice(cursor))?.[0].length ?? 0);
    case 'line-start':
      return text.lastIndexOf('\n', cursor - 1) + 1;
    case 'line-end': {
      const end = text.indexOf('\n', cursor);
      return end < 0 ? text.length : end;
    }
  }
}

/** Up and down: between lines, and past the first or last one through the history. */
function vertical(state: PromptState, step: -1 | 1, history: readonly string[]): PromptState {
  const start = target(state, 'line-start');
  const column = width(state.text.slice(start, state.cursor));
  if (step < 0 && start > 0) {
    const above = state.text.lastIndexOf('\n', start - 2) + 1;
    return { ...state, cursor: above + indexAt(state.text.slice(above, start - 1), column) };
  }
  const end = target(state, 'line-end');
  if (step > 0 && end < state.text.length) {
    const below = state.text.slice(end + 1).split('\n')[0] ?? '';
    return { ...state, cursor: end + 1 + indexAt(below, column) };
  }
  const next = state.history - step;
  if (next < -1 || next >= history.length) return state;
  const typed = state.history === -1 ? state.text : state.typed;
  const text = next === -1 ? typed : (history[next] ?? '');
  return { ...state, text, cursor: text.length, history: next, typed };
}

function indexAt(line: string, column: number): number {
  let used = 0;
  let at = 0;
  for (const character of graphemes(line)) {
    if (used >= column) break;
    used += width(character);
    at += character.length;
  }
  return at;
}

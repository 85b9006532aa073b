import { actionOf } from '../../keymap.ts';
import type { Key } from '../../term/key.ts';
import { type Move, type PromptState, reducePrompt } from './state.ts';

/** What a key did to the field: changed it, or asks the owner for something. */
export type PromptOutcome =
  | { readonly type: 'edited'; readonly state: PromptState }
  | { readonly type: 'submit' | 'close' | 'complete' | 'editor' | 'eof' }
  /** Up on the first or down on the last line with no history left. */
  | { readonly type: 'edge'; readonly step: -1 | 1 }
  | { readonly type: 'none' };

const MOVES: Readonly<Record<string, Move>> = {
  left: 'left',
  right: 'right',
  'word-left': 'word-left',
  'word-right': 'word-right',
  'line-start': 'line-start',
  'line-end': 'line-end',
};
const ERASURES: Readonly<Record<string, Move>> = {
  backspace: 'left',
  delete: 'right',
  'delete-word': 'word-left',
  'delete-word-right': 'word-right',
  'kill-start': 'line-start',
  'kill-end': 'line-end',
};

/** `history`: earlier entries, newest first. */
export function promptKey(state: PromptState, key: Key, history: readonly string[] = []): PromptOutcome {
  const action = actionOf(key, ['prompt']);
  const edited = (next: PromptState): PromptOutcome => ({ type: 'edited', state: next });
  if (action === undefined)
    return key.text ? edited(reducePrompt(state, { type: 'insert', text: key.text })) : { type: 'none' };
  const move = MOVES[action];
  if (move) return edited(reducePrompt(state, { type: 'move', to: move }));
  const erasure = ERASURES[action];
  if (erasure) return edited(reducePrompt(state, { type: 'erase', to: erasure }));
  switch (action) {
    case 'submit':
    case 'close':
    case 'complete':
    case 'editor':
      return { type: action };
    case 'newline':
      return edited(reducePrompt(state, { type: 'insert', text: '\n' }));
    case 'delete-or-quit':
      return state.text === ''
        ? { type: 'eof' }
        : edited(reducePrompt(state, { type: 'erase', to: 'right' }));
    case 'yank':
      return edited(reducePrompt(state, { type: 'yank' }));
    case 'up':
    case 'down': {
      const step = action === 'up' ? -1 : 1;
      const next = reducePrompt(state, { type: 'vertical', step, history });
      return next === state ? { type: 'edge', step } : edited(next);
    }
    default:
      return { type: 'none' };
  }
}

/**
 * Every key of the app, named once: bindings, help and hints are generated from this table.
 * A screen asks for the action of a key in its contexts, innermost first.
 */
export type Context =
  | 'global'
  | 'prompt'
  | 'list'
  | 'pane'
  | 'workbench'
  | 'question'
  | 'review'
  | 'approaches'
  | 'objections'
  | 'done'
  | 'map'
  | 'card'
  | 'drift'
  | 'consent'
  | 'dialog';

export interface Binding {
  readonly action: string;
  /** Key ids as `Key.id` names them. */
  readonly keys: readonly string[];
  readonly help: string;
  /** Short words for the hint line. */
  readonly hint?: string;
}

function bind(keys: string, action: string, help: string, hint?: string): Binding {
  return { action, keys: keys.split(' '), help, ...(hint ? { hint } : {}) };
}

/** Moving in a text. */
const READING = [
  bind('up k', 'up', 'up'),
  bind('down j', 'down', 'down'),
  bind('pageup ctrl+u', 'page-up', 'page up'),
  bind('pagedown ctrl+d space', 'page-down', 'page down'),
  bind('g home', 'top', 'to the top'),
  bind('G end', 'bottom', 'to the end'),
];

export const KEYMAP = {
  global: [
    bind('ctrl+c', 'interrupt', 'interrupt; then clear; then, asked once more, quit', 'quit'),
    bind('ctrl+l', 'redraw', 'draw the screen anew'),
    bind('ctrl+z', 'suspend', 'suspend; `fg` comes back'),
    bind('f1', 'help', 'help'),
    bind('ctrl+t', 'map', 'the code map: files by importance, search by symbol; again: back', 'code map'),
  ],
  prompt: [
    bind('enter', 'submit', 'submit', 'go'),
    bind('ctrl+j alt+enter shift+enter', 'newline', 'new line'),
    bind('left ctrl+b', 'left', 'back one character'),
    bind('right ctrl+f', 'right', 'on one character'),
    bind('ctrl+left alt+left alt+b', 'word-left', 'back one word'),
    bind('ctrl+right alt+right alt+f', 'word-right', 'on one word'),
    bind('home ctrl+a', 'line-start', 'start of the line'),
    bind('end ctrl+e', 'line-end', 'end of the line'),
    bind('up ctrl+p', 'up', 'line up; on the first line the earlier goal', 'earlier goals'),
    bind('down ctrl+n', 'down', 'line down; on the last line the later goal'),
    bind('backspace ctrl+h shift+backspace', 'backspace', 'delete before the cursor'),
    bind('delete', 'delete', 'delete under the cursor'),
    bind('ctrl+d', 'delete-or-quit', 'delete under the cursor; quit when empty'),
    bind('ctrl+w alt+backspace ctrl+backspace', 'delete-word', 'delete the word before'),
    bind('alt+d', 'delete-word-right', 'delete the word after'),
    bind('ctrl+u', 'kill-start', 'delete to the start of the line'),
    bind('ctrl+k', 'kill-end', 'delete to the end of the line'),
    bind('ctrl+y', 'yank', 'put back what was deleted'),
    bind('tab', 'complete', 'take the completion', 'complete'),
    bind('ctrl+g', 'editor', 'edit in $VISUAL or $EDITOR', 'editor'),
    bind('esc', 'close', 'close', 'close'),
  ],
  list: [
    bind('up k ctrl+p', 'up', 'up'),
    bind('down j ctrl+n', 'down', 'down'),
    bind('enter', 'open', 'open', 'open'),
    bind('d', 'drift', 'of a plan: what of it is done, and what changed unplanned', 'what is done of it'),
    bind('tab', 'next-pane', 'next part'),
    bind('shift+tab', 'previous-pane', 'part before'),
    bind('esc', 'close', 'back to the prompt', 'prompt'),
    bind('ctrl+d', 'quit', 'quit'),
    bind('?', 'help', 'help', 'help'),
  ],
  pane: [
    ...READING,
    bind('tab', 'next-pane', 'next pane', 'pane'),
    bind('shift+tab', 'previous-pane', 'pane before'),
    bind('/', 'search', 'search', 'search'),
    bind('n', 'search-next', 'next match', 'next match'),
    bind('N', 'search-previous', 'match before', 'match before'),
    bind(':', 'command', 'a slash command, for example /plan with new requirements', 'command'),
    bind('m', 'map', 'the code map', 'code map'),
    bind('?', 'help', 'help', 'help'),
  ],
  workbench: [
    bind('1', 'pane-1', 'Research'),
    bind('2', 'pane-2', 'Analysis'),
    bind('3', 'pane-3', 'Plan'),
    bind('right l', 'next-pane', 'next pane'),
    bind('left h', 'previous-pane', 'pane before'),
    bind('enter', 'open', 'open the evidence of a finding; answer questions; review the plan', 'evidence'),
    bind('q', 'questions', 'answer the questions', 'questions'),
    bind('v', 'review', 'review the plan', 'review'),
    bind('r', 'regenerate', 'start the run again', 'run again'),
    bind(
      'L',
      'go-on-locally',
      'after a run with a model failed: the local planner goes on, everything is kept',
      'go on with the local planner',
    ),
    bind(
      'f i',
      'steer',
      'say something to the run under way: it is heard at the next turn of the model',
      'say something',
    ),
    bind('esc', 'stop', 'stop the run', 'stop'),
  ],
  question: [
    bind('up k', 'up', 'choice before'),
    bind('down j', 'down', 'next choice'),
    bind('1 2 3 4 5 6 7 8 9', 'digit', 'move to that choice', 'move'),
    bind('enter', 'choose', 'choose', 'choose'),
    bind('n', 'note', 'add a note to the choice', 'add a note'),
    bind('left h b', 'back', 'question before', 'back'),
    bind('right l', 'forward', 'next question'),
    bind('s', 'skip', 'skip: the question stays open in the plan', 'skip, it stays open'),
    bind('tab', 'next-pane', 'question or evidence', 'evidence'),
    bind('shift+tab', 'previous-pane', 'question or evidence'),
    bind('pageup ctrl+u', 'page-up', 'evidence up'),
    bind('pagedown ctrl+d', 'page-down', 'evidence down'),
    bind(':', 'command', 'a slash command'),
    bind('?', 'help', 'help', 'help'),
    bind('esc', 'close', 'back to the workbench', 'workbench'),
  ],
  review: [
    bind('a', 'approve', 'approve: shows what will be written, and asks', 'approve'),
    bind('c', 'comment', 'comment on this step, section or the marked lines', 'comment'),
    bind('f', 'feedback', 'feedback on the whole plan', 'feedback'),
    bind('r', 'regenerate', 'make the next revision from feedback and answers', 'regenerate'),
    bind('e', 'edit', 'edit the text in $EDITOR; it becomes the next revision', 'edit'),
    bind('v', 'revisions', 'revisions and their comparison', 'revisions'),
    bind('V', 'mark', 'mark lines from here', 'mark lines'),
    bind('w', 'withdraw', 'withdraw the newest waiting feedback', 'withdraw it'),
    bind('t', 'timeline', 'jump to the timeline', 'timeline'),
    bind('x', 'next-check', 'next failing check'),
    bind('u', 'questions', 'answer the questions'),
    bind('enter right l', 'open', 'from the outline into the plan'),
    bind('left h', 'previous-pane', 'to the outline'),
    bind(
      'o',
      'objections',
      'have a model read the plan against itself; what it holds against it',
      'objections',
    ),
    bind('b', 'approaches', 'of two approaches: both side by side', 'both approaches'),
    bind('q', 'back', 'back to the workbench', 'back'),
    bind('esc', 'close', 'drop the marked lines; end the search'),
  ],
  objections: [
    bind('a', 'accept', 'accept: it becomes feedback on the plan', 'accept'),
    bind('x', 'reject', 'reject: it is not raised again', 'reject'),
    bind('r', 'again', 'have the newest revision read again', 'read again'),
  ],
  approaches: [
    bind('left h 1', 'previous-pane', 'approach A to the front'),
    bind('right l 2', 'next-pane', 'approach B to the front'),
    bind('tab shift+tab', 'other', 'the other approach to the front', 'the other'),
    bind('enter', 'take', 'take the one in front; with the steps that are picked', 'take this one'),
    bind(
      'p',
      'pick',
      'pick steps of the other one to come along; again, or Space: mark one',
      'pick steps of the other',
    ),
    bind('f', 'facts', 'facts alone, whole; again: with the plans', 'facts'),
    bind('q', 'back', 'back; to the plan where one was taken', 'back'),
    bind('esc', 'close', 'end the picking'),
  ],
  done: [
    bind('enter', 'home', 'plan something else', 'plan something else'),
    bind('v', 'back', 'read the plan', 'read the plan'),
    bind('p', 'publish', 'try again to save', 'try again'),
    bind('o', 'edit-file', 'open the saved file in $VISUAL or $EDITOR', 'editor'),
    bind('q ctrl+d', 'quit', 'quit', 'quit'),
  ],
  map: [
    bind('up ctrl+p', 'up', 'up'),
    bind('down ctrl+n', 'down', 'down'),
    bind('pageup', 'page-up', 'page up'),
    bind('pagedown', 'page-down', 'page down'),
    bind('home', 'top', 'to the top'),
    bind('end', 'bottom', 'to the end'),
    bind('enter', 'open', 'open the card of a file; show the rest of a folder', 'open'),
    bind('tab', 'next-pane', 'to the card'),
    bind('ctrl+o', 'edit-file', 'open the file in $VISUAL or $EDITOR', 'editor'),
    bind('esc', 'close', 'end the search; back to where the map was opened', 'back'),
  ],
  card: [
    ...READING,
    bind('n', 'next', 'next file of the card'),
    bind('N', 'previous', 'file of the card before'),
    bind(
      'enter right l',
      'open',
      'go to the card of that file; read the lines of a symbol; show the rest of a part',
    ),
    bind('u', 'users', 'who uses that symbol and what it uses; again: close them', 'users'),
    bind('o ctrl+o', 'edit-file', 'open the file in $VISUAL or $EDITOR', 'editor'),
    bind('esc left h backspace', 'back', 'the card before, then the list', 'back'),
    bind('tab shift+tab /', 'list', 'to the list and its search', 'list'),
    bind('q', 'close', 'leave the map', 'leave the map'),
    bind('?', 'help', 'help', 'help'),
  ],
  drift: [
    ...READING,
    bind(
      'enter right l',
      'open',
      'into the details; there: open the file at the line in $VISUAL or $EDITOR',
      'open',
    ),
    bind('o ctrl+o', 'edit-file', 'open the file of this row, or of the next one, in the editor', 'editor'),
    bind('tab shift+tab', 'next-pane', 'steps or details', 'details'),
    bind(
      't',
      'tick',
      'tick the check boxes of finished steps in the file; it is asked first',
      'tick finished steps',
    ),
    bind('r', 'refresh', 'hold the work tree against the plan again', 'again'),
    bind('esc left h backspace', 'back', 'to the steps; from there back to where it was opened', 'back'),
    bind('q', 'close', 'leave the drift'),
    bind('?', 'help', 'help', 'help'),
  ],
  consent: [
    bind('up k', 'up', 'answer before'),
    bind('down j', 'down', 'next answer'),
    bind('1 2 3', 'digit', 'move to that answer', 'move'),
    bind('enter', 'choose', 'decide', 'decide'),
    bind('esc', 'close', 'no: the local planner works', 'no'),
  ],
  dialog: [
    bind('enter', 'confirm', 'yes', 'yes'),
    bind('esc', 'close', 'close', 'close'),
    bind('q', 'close', 'close'),
    ...READING,
    bind('c', 'compare', 'compare with the revision before', 'compare'),
    bind('r', 'restore', 'make an older revision the newest again', 'restore'),
    bind('o', 'override', 'give a reason to approve in spite of failing checks', 'approve with a reason'),
    bind('n', 'next', 'next change of a comparison; next finding', 'next'),
    bind('N', 'previous', 'change or finding before'),
    bind('tab right', 'next-pane', 'next source', 'next source'),
    bind('shift+tab left', 'previous-pane', 'source before'),
  ],
} as const satisfies Record<Context, readonly Binding[]>;

/** The action of a key: the innermost context (first in the list) that binds it wins. */
export function actionOf(key: { readonly id: string }, contexts: readonly Context[]): string | undefined {
  for (const context of [...contexts, 'global' as const]) {
    const bindings: readonly Binding[] = KEYMAP[context];
    const found = bindings.find(b => b.keys.includes(key.id));
    if (found) return found.action;
  }
  return undefined;
}

export function bindingOf(context: Context, action: string): Binding | undefined {
  const bindings: readonly Binding[] = KEYMAP[context];
  return bindings.find(b => b.action === action);
}

const NAMES: Readonly<Record<string, string>> = {
  enter: 'Enter',
  esc: 'Esc',
  tab: 'Tab',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  home: 'Home',
  end: 'End',
  space: 'Space',
  backspace: 'Backspace',
  delete: 'Del',
  f1: 'F1',
};

/** A key as it stands on keyboards: `Ctrl+C`, `↑`, `a`. */
export function keyLabel(id: string): string {
  const parts = id === '+' ? ['+'] : id.split('+');
  const last = parts.at(-1) ?? '';
  const held = parts.slice(0, -1).map(p => `${p[0]?.toUpperCase()}${p.slice(1)}`);
  const name = NAMES[last] ?? (held.length > 0 ? last.toUpperCase() : last);
  return [...held, name].join('+');
}

export interface Hint {
  readonly key: string;
  readonly text: string;
}

/** Hints of the named actions in a context, in this order; what has no hint text is left out. */
export function hints(context: Context, actions: readonly string[]): Hint[] {
  return actions.flatMap(action => {
    const binding = bindingOf(context, action);
    const key = binding?.keys[0];
    return binding?.hint && key ? [{ key: keyLabel(key), text: binding.hint }] : [];
  });
}

/** Keys bound twice in one context: always a mistake. */
export function collisions(keymap: Record<string, readonly Binding[]> = KEYMAP): string[] {
  const out: string[] = [];
  for (const [context, bindings] of Object.entries(keymap)) {
    const seen = new Map<string, string>();
    for (const { keys, action } of bindings)
      for (const key of keys) {
        const other = seen.get(key);
        if (other !== undefined) out.push(`${context}: ${key} means ${other} and ${action}`);
        seen.set(key, action);
      }
  }
  return out;
}

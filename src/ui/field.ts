import type { Completion, Field, Lookup } from './model.ts';
import { SLASH_COMMANDS } from './slash.ts';
import type { Key } from './term/key.ts';
import { type PromptOutcome, promptKey } from './widgets/text-prompt/keys.ts';
import { emptyPrompt, type PromptState, reducePrompt } from './widgets/text-prompt/state.ts';

const SHOWN = 6;

export type FieldOutcome =
  | { readonly type: 'changed'; readonly field: Field }
  | Exclude<PromptOutcome, { readonly type: 'edited' }>;

export function emptyField(text = ''): Field {
  return { prompt: emptyPrompt(text) };
}

/** A key in a text field with completion: while candidates show, arrows choose, Tab takes, Esc hides them. */
export function fieldKey(
  field: Field,
  key: Key,
  lookup: Lookup,
  history: readonly string[] = [],
): FieldOutcome {
  const open = field.completion;
  if (open) {
    if (key.id === 'up' || key.id === 'down') {
      const step = key.id === 'up' ? -1 : 1;
      const selected = (open.selected + step + open.items.length) % open.items.length;
      return { type: 'changed', field: { ...field, completion: { ...open, selected } } };
    }
    if (key.id === 'esc') return { type: 'changed', field: { prompt: field.prompt } };
    if (key.id === 'tab') return { type: 'changed', field: take(field, open) };
    // Enter on a command that is not typed out completes it; on one that is, it submits.
    if (key.id === 'enter' && !isTypedOut(field.prompt, open))
      return { type: 'changed', field: take(field, open) };
  }
  const outcome = promptKey(field.prompt, key, history);
  if (outcome.type === 'edited') return { type: 'changed', field: withCompletion(outcome.state, lookup) };
  if (outcome.type === 'complete') {
    const next = withCompletion(field.prompt, lookup);
    return next.completion ? { type: 'changed', field: take(next, next.completion) } : { type: 'none' };
  }
  return outcome;
}

/** Pasted text goes in as a block and never submits. */
export function fieldPaste(field: Field, text: string): Field {
  return { prompt: reducePrompt(field.prompt, { type: 'paste', text }) };
}

function isTypedOut(prompt: PromptState, { items, selected, from }: Completion): boolean {
  const word = prompt.text.slice(from, prompt.cursor);
  const chosen = items[selected]?.value;
  return chosen === undefined || chosen === word || items.some(i => i.value === word);
}

function take(field: Field, { items, selected, from }: Completion): Field {
  const value = items[selected]?.value;
  if (value === undefined) return { prompt: field.prompt };
  return { prompt: reducePrompt(field.prompt, { type: 'complete', from, text: `${value} ` }) };
}

function withCompletion(prompt: PromptState, lookup: Lookup): Field {
  const before = prompt.text.slice(0, prompt.cursor);
  const command = /^\/([\w:-]*)$/.exec(before);
  if (command) {
    const items = SLASH_COMMANDS.filter(c => c.name.startsWith(command[1] ?? '')).map(c => ({
      value: `/${c.name}`,
      help: c.args ? `${c.args}  ${c.help}` : c.help,
    }));
    if (items.length > 0) return { prompt, completion: { from: 0, items: items.slice(0, 12), selected: 0 } };
  }
  const file = /(?:^|\s)@([^\s@]*)$/.exec(before);
  if (file) {
    const prefix = file[1] ?? '';
    const items = lookup.complete(prefix, SHOWN).map(path => ({ value: `@${path}`, help: '' }));
    if (items.length > 0)
      return { prompt, completion: { from: before.length - prefix.length - 1, items, selected: 0 } };
  }
  return { prompt };
}

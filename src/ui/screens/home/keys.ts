import { assertNever } from '../../../shared/assert-never.ts';
import { emptyField, fieldKey } from '../../field.ts';
import { actionOf } from '../../keymap.ts';
import { type Lookup, type Model, type SetField, type Step, stay } from '../../model.ts';
import { submitText } from '../../submit.ts';
import type { Key } from '../../term/key.ts';
import { expanded } from '../../widgets/text-prompt/state.ts';
import { showDrift } from '../drift/keys.ts';
import { homeEntries } from './state.ts';

export function homeKey(model: Model, key: Key, lookup: Lookup, setField: SetField): Step {
  if (model.home.opening !== undefined) return stay(model);
  if (model.home.focus !== 'prompt') return listKey(model, model.home.focus, key);
  const { field } = model.home;
  if (key.id === '?' && field.prompt.text === '')
    return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
  const outcome = fieldKey(field, key, lookup, model.homeData.earlier);
  switch (outcome.type) {
    case 'changed':
      return setField(model, outcome.field);
    case 'submit':
      return cleared(model, expanded(field.prompt));
    case 'editor':
      return [model, [{ type: 'edit', purpose: 'field', text: expanded(field.prompt) }]];
    case 'eof':
      return [model, [{ type: 'quit' }]];
    case 'edge':
      return outcome.step > 0 ? focus(model, 0) : stay(model);
    case 'none':
      return key.id === 'tab' ? focus(model, 0) : stay(model);
    case 'close':
    case 'complete':
      return stay(model);
    default:
      return assertNever(outcome);
  }
}

function focus(model: Model, index: number): Step {
  const count = homeEntries(model.homeData).length;
  if (index < 0 || count === 0) return stay({ ...model, home: { ...model.home, focus: 'prompt' } });
  return stay({ ...model, home: { ...model.home, focus: Math.min(index, count - 1) } });
}

function listKey(model: Model, index: number, key: Key): Step {
  const entries = homeEntries(model.homeData);
  const entry = entries[index];
  const action = actionOf(key, ['list']);
  if (action === 'drift' && entry?.kind === 'plan') return showDrift(model, entry.plan.path);
  switch (action) {
    case 'up':
      return focus(model, index - 1);
    case 'down':
      return focus(model, index + 1);
    case 'next-pane': {
      const next = entries.findIndex((e, i) => i > index && e.kind !== entries[index]?.kind);
      return focus(model, next);
    }
    case 'previous-pane':
    case 'close':
      return focus(model, -1);
    case 'help':
      return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
    case 'quit':
      return [model, [{ type: 'quit' }]];
    case 'open': {
      if (entry?.kind === 'session')
        return [
          { ...model, home: { ...model.home, opening: entry.session.goal } },
          [{ type: 'resume', sessionId: entry.session.id }],
        ];
      // A suggestion is put into the prompt, so that it can be read and changed before it starts.
      const text = entry?.kind === 'suggestion' ? entry.suggestion.text : undefined;
      if (text !== undefined)
        return stay({ ...model, home: { ...model.home, focus: 'prompt', field: emptyField(text) } });
      if (entry?.kind === 'plan')
        return [
          { ...model, home: { ...model.home, opening: entry.plan.title } },
          [{ type: 'resume', sessionId: entry.plan.path }],
        ];
      return stay(model);
    }
    default:
      // Typing goes on in the prompt.
      if (key.text && key.id !== 'space') return homeTyping(model, key.text);
      return stay(model);
  }
}

function homeTyping(model: Model, text: string): Step {
  const { prompt } = model.home.field;
  const next = { ...prompt, text: prompt.text + text, cursor: prompt.text.length + text.length };
  return stay({ ...model, home: { ...model.home, focus: 'prompt', field: { prompt: next } } });
}

/** What was carried out does not stay in the prompt; what was refused does, to be mended, and so does a goal until its session is open. */
function cleared(model: Model, text: string): Step {
  const [next, cmds] = submitText(model, text);
  const refused = next.toast !== model.toast && next.toast?.tone === 'problem';
  if (refused || next.home.opening !== undefined || !text.trim().startsWith('/')) return [next, cmds];
  const home = { ...next.home, field: emptyField() };
  return [{ ...next, home }, [...cmds, { type: 'save-draft', field: 'home', text: '' }]];
}

import type { ActiveSession } from '../../../session/state.ts';
import { actionOf } from '../../keymap.ts';
import { type Model, type Step, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { copyInstruction, openHandOver } from '../hand-over/keys.ts';
import { openCommand } from '../pane-keys.ts';

/** After approval: hand over, read on, publish again where it failed, begin something new, or quit. */
export function doneKey(model: Model, session: ActiveSession, key: Key): Step {
  const action = actionOf(key, ['done', 'pane']);
  switch (action) {
    case 'home':
      return [model, [{ type: 'leave-session' }]];
    case 'back':
      return stay(goTo(model, 'review', session));
    case 'publish':
      return session.publishFailure
        ? [model, [{ type: 'dispatch', command: { type: 'publish' } }]]
        : stay(model);
    case 'edit-file':
      return session.published
        ? [model, [{ type: 'open-file', path: session.published.path, line: 1 }]]
        : stay(model);
    case 'hand-over':
    case 'next-step':
    case 'instruction':
    case 'copy': {
      const path = session.published?.path;
      if (path === undefined) return stay(model);
      if (action === 'copy') return copyInstruction(model, 'whole');
      return openHandOver(model, path, action === 'next-step' ? 'next' : 'whole', action === 'instruction');
    }
    case 'quit':
      return [model, [{ type: 'quit' }]];
    case 'command':
      return stay(openCommand(model));
    case 'help':
      return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
    default:
      return stay(model);
  }
}

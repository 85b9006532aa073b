import type { ActiveSession } from '../../../session/state.ts';
import { actionOf } from '../../keymap.ts';
import { type Model, type Step, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { openCommand } from '../workbench/keys.ts';

/** After approval: read on, publish again where it failed, begin something new, or quit. */
export function doneKey(model: Model, session: ActiveSession, key: Key): Step {
  switch (actionOf(key, ['done', 'pane'])) {
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

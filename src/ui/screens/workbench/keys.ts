import type { Phase } from '../../../domain/index.ts';
import { activeRun, latestRevision, roundQuestions } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { emptyField } from '../../field.ts';
import { actionOf } from '../../keymap.ts';
import { type Model, type Step, say, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { openEvidence } from '../overlay/evidence.ts';
import { findingsOf, PHASES, selectedFinding } from './state.ts';

export function workbenchKey(model: Model, session: ActiveSession, key: Key): Step {
  const { focus } = model.workbench;
  const action = actionOf(key, ['workbench', 'pane']);
  switch (action) {
    case 'pane-1':
    case 'pane-2':
    case 'pane-3':
      return focusOn(model, PHASES[Number(action.slice(-1)) - 1] ?? focus);
    case 'next-pane':
    case 'previous-pane': {
      const step = action === 'next-pane' ? 1 : PHASES.length - 1;
      return focusOn(model, PHASES[(PHASES.indexOf(focus) + step) % PHASES.length] ?? focus);
    }
    case 'up':
    case 'down':
    case 'page-up':
    case 'page-down':
    case 'top':
    case 'bottom':
      return select(model, session, action);
    case 'open':
      return open(model, session);
    case 'questions':
      return roundQuestions(session).length > 0
        ? stay(goTo(model, 'questions', session))
        : stay(say(model, 'info', 'Nothing is asked.'));
    case 'review':
      return latestRevision(session)
        ? stay(goTo(model, 'review', session))
        : stay(say(model, 'info', 'There is no plan yet.'));
    case 'regenerate':
      return [model, [{ type: 'dispatch', command: { type: 'regenerate' } }]];
    case 'stop':
      return activeRun(session)
        ? [
            say(model, 'info', 'Stopping …', 'What was found stays; r starts the run again.'),
            [{ type: 'dispatch', command: { type: 'cancel-run' } }],
          ]
        : stay(model);
    case 'search':
    case 'command':
      return stay(openCommand(model));
    case 'help':
      return stay({ ...model, overlay: { kind: 'help', scroll: { top: 0 } } });
    default:
      return stay(model);
  }
}

export function openCommand(model: Model): Model {
  return {
    ...model,
    overlay: { kind: 'input', purpose: { kind: 'command' }, title: 'Command', field: emptyField('/') },
  };
}

function focusOn(model: Model, focus: Phase): Step {
  return stay({ ...model, workbench: { ...model.workbench, focus } });
}

function select(model: Model, session: ActiveSession, action: string): Step {
  const { focus, selected } = model.workbench;
  const count = findingsOf(session, focus).length;
  if (count === 0) return stay(model);
  const now = selectedFinding(model, session, focus);
  const step: Readonly<Record<string, number>> = {
    up: (now ?? count) - 1,
    down: (now ?? -1) + 1,
    'page-up': (now ?? count) - 5,
    'page-down': (now ?? -1) + 5,
    top: 0,
    bottom: count - 1,
  };
  const next = Math.max(0, Math.min(step[action] ?? 0, count - 1));
  return stay({ ...model, workbench: { ...model.workbench, selected: { ...selected, [focus]: next } } });
}

/** Enter: the selected finding's evidence; else what waits for the person: questions, then the plan. */
function open(model: Model, session: ActiveSession): Step {
  const { focus } = model.workbench;
  const index = selectedFinding(model, session, focus);
  const finding = index === undefined ? undefined : findingsOf(session, focus)[index];
  if (finding) return openEvidence(model, finding.text, finding.sources);
  const waiting = roundQuestions(session).some(q => !session.answers[q.id]);
  if (waiting && !session.submitted) return stay(goTo(model, 'questions', session));
  if (latestRevision(session)) return stay(goTo(model, 'review', session));
  return stay(model);
}

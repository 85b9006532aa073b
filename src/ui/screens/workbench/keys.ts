import type { Phase } from '../../../domain/index.ts';
import { activeRun, latestRevision, offersLocal, roundQuestions } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { emptyField } from '../../field.ts';
import { actionOf } from '../../keymap.ts';
import { type Model, type Step, say, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { openEvidence } from '../overlay/evidence.ts';
import { openCommand, paneStep } from '../pane-keys.ts';
import { findingsOf, opensOf, PHASES, selectedFinding } from './state.ts';

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
    case 'go-on-locally':
      return offersLocal(session)
        ? [
            say(model, 'info', 'The local planner goes on.', 'What was found, asked and answered is kept.'),
            [
              {
                type: 'dispatch',
                command: { type: 'change-planner', planner: model.facts.localPlanner },
              },
              { type: 'dispatch', command: { type: 'regenerate' } },
            ],
          ]
        : stay(say(model, 'info', 'The local planner takes over where a run with a model has failed.'));
    case 'stop':
      return activeRun(session)
        ? [
            say(model, 'info', 'Stopping …', 'What was found stays; r starts the run again.'),
            [{ type: 'dispatch', command: { type: 'cancel-run' } }],
          ]
        : stay(model);
    case 'steer':
      return activeRun(session)
        ? stay({
            ...model,
            overlay: {
              kind: 'input',
              purpose: { kind: 'steer' },
              title: 'Say to the run',
              field: emptyField(''),
            },
          })
        : stay(
            say(
              model,
              'info',
              'Nothing is running that could hear it.',
              latestRevision(session)
                ? 'v shows the plan; f there gives feedback.'
                : 'r starts the run again.',
            ),
          );
    case 'search':
      return stay(openCommand(model));
    default:
      return paneStep(model, action) ?? stay(model);
  }
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

function open(model: Model, session: ActiveSession): Step {
  const what = opensOf(model, session);
  switch (what) {
    case 'evidence':
      return evidenceOfSelected(model, session);
    case 'questions':
    case 'review':
      return stay(goTo(model, what, session));
    case 'nothing':
      return stay(model);
  }
}

function evidenceOfSelected(model: Model, session: ActiveSession): Step {
  const { focus } = model.workbench;
  const finding = findingsOf(session, focus)[selectedFinding(model, session, focus) ?? -1];
  return finding ? openEvidence(model, finding.text, finding.sources) : stay(model);
}

/** The finding after (or before) the selected one, with its evidence opened. */
export function neighbourEvidence(model: Model, session: ActiveSession, step: 1 | -1): Step {
  const { focus, selected } = model.workbench;
  const next = (selectedFinding(model, session, focus) ?? -1) + step;
  if (next < 0 || next >= findingsOf(session, focus).length)
    return stay(say(model, 'info', step > 0 ? 'This is the last finding.' : 'This is the first finding.'));
  const moved = { ...model, workbench: { ...model.workbench, selected: { ...selected, [focus]: next } } };
  return evidenceOfSelected(moved, session);
}

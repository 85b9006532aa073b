import { activeRun } from '../session/selectors.ts';
import { assertNever } from '../shared/assert-never.ts';
import { type Failure, failure } from '../shared/result.ts';
import { fieldPaste } from './field.ts';
import { actionOf } from './keymap.ts';
import {
  type Cmd,
  complain,
  type Field,
  type HomeData,
  type Lookup,
  type Model,
  type Msg,
  type Step,
  say,
  stay,
} from './model.ts';
import { follow } from './places.ts';
import { approachesKey, askToMeasure } from './screens/approaches/keys.ts';
import { consentKey, consentSeen, decided } from './screens/consent/keys.ts';
import { doneKey } from './screens/done/keys.ts';
import { closeDrift, driftKey, takeDrift, takeTicked } from './screens/drift/keys.ts';
import { askForHandOver, takeHandedOver, takeHandOver } from './screens/hand-over/keys.ts';
import { homeKey } from './screens/home/keys.ts';
import { keptFocus } from './screens/home/state.ts';
import { takeAnswer } from './screens/map/answers.ts';
import { askForMap } from './screens/map/asks.ts';
import { closeMap, mapKey, pasteSearch, showMap } from './screens/map/keys.ts';
import { readShown } from './screens/overlay/evidence.ts';
import { overlayKey } from './screens/overlay/keys.ts';
import { modelsListed, plannerSwitched, plannersLooked } from './screens/planner/keys.ts';
import { questionsKey } from './screens/questions/keys.ts';
import { editedPlan, editTaken } from './screens/review/edit.ts';
import { reviewKey } from './screens/review/keys.ts';
import { keepPlace } from './screens/review/moves.ts';
import { askForStale } from './screens/review/stale.ts';
import { workbenchKey } from './screens/workbench/keys.ts';
import type { InputEvent, Key } from './term/key.ts';
import { emptyPrompt, expanded, reducePrompt } from './widgets/text-prompt/state.ts';

const QUIT_ASKED_MS = 3000;

/** The whole app as one pure function: what happened, and what the screen is then and which work begins. */
export function update(model: Model, msg: Msg, lookup: Lookup): Step {
  const [advanced, work] = advance(model, msg, lookup);
  const [asked, looks] = askForHandOver(advanced);
  const [mapped, asks] = askForMap(asked);
  const [next, measuring] = askToMeasure(mapped);
  const cmds = [...work, ...looks, ...asks, ...measuring, ...askForStale(model, next)];
  if (next.place === model.place && next.questions === model.questions && next.overlay === model.overlay)
    return [next, cmds];
  const [read, reads] = readShown(next);
  return [read, [...cmds, ...reads]];
}

function advance(model: Model, msg: Msg, lookup: Lookup): Step {
  switch (msg.type) {
    case 'input':
      return inputs({ ...model, now: msg.at }, msg.events, lookup);
    case 'resize':
      return stay({ ...model, size: msg.size });
    case 'tick':
      return stay(tick({ ...model, now: msg.at }));
    case 'map':
      return stay(tick({ ...model, now: msg.at, map: msg.progress, leftOut: msg.leftOut }));
    case 'map-outlined':
    case 'map-found':
    case 'map-symbol-read':
    case 'map-paged':
      return stay(takeAnswer(model, msg));
    case 'map-unanswered':
      // Where there is no map, every question fails, and the screen says so by itself.
      return stay(model.map.kind === 'failed' ? model : complain(model, unanswered(msg.message)));
    case 'drift-read':
      return stay(takeDrift(model, msg));
    case 'steps-ticked':
      return takeTicked(model, msg);
    case 'file-opened':
      return stay(msg.result.ok ? model : complain(model, msg.result.error));
    case 'hand-over-looked':
      return stay(takeHandOver(model, msg));
    case 'implementer-version': {
      const version = msg.version ?? null;
      const implementers = model.implementers?.map(one => (one.id === msg.id ? { ...one, version } : one));
      return stay({ ...model, implementers });
    }
    case 'handed-over':
      return takeHandedOver(model, msg);
    case 'seen':
      return stay(consentSeen({ ...model, now: msg.at }, msg.at));
    case 'agreed': {
      const next = { ...model, facts: { ...model.facts, planner: msg.planner } };
      return stay(msg.told === undefined ? next : say(next, 'problem', msg.told));
    }
    case 'planners-looked':
      return plannersLooked(model, msg.offer);
    case 'models-listed':
      return stay(modelsListed(model, msg.models));
    case 'planner-switched':
      return plannerSwitched(model, msg.to, msg.outcome);
    case 'home':
      return stay(withHome(model, { ...model.homeData, ...msg.data }));
    case 'session': {
      const next = { ...model, now: msg.at, session: msg.state, live: msg.live };
      const shown = msg.state === model.session ? next : keepPlace(model, follow(model, next));
      return stay(msg.live.broken && !model.live.broken ? complain(shown, msg.live.broken) : shown);
    }
    case 'opened':
      return opened(model, msg.result);
    case 'dispatched': {
      if (msg.command.type === 'edit-plan') return editTaken(model, msg.command, msg.result);
      return stay(
        msg.result.ok
          ? model
          : complain({ ...model, questions: { ...model.questions, pending: undefined } }, msg.result.error),
      );
    }
    case 'exported':
      return stay(
        msg.result.ok
          ? say(model, 'success', `Exported to ${msg.result.value}.`)
          : complain(model, msg.result.error),
      );
    case 'stale':
      return stay(keepPlace(model, { ...model, stale: { revision: msg.revision, steps: msg.steps } }));
    case 'measured': {
      const measured = { ...model.approaches.measured, [msg.key]: msg.measured };
      return stay({ ...model, approaches: { ...model.approaches, measured } });
    }
    case 'feedback-foreseen':
      return stay(foreseen(model, msg));
    case 'excerpt':
      return stay({ ...model, excerpts: { ...model.excerpts, [msg.key]: msg.excerpt ?? null } });
    case 'edited':
      if (!msg.result.ok) return stay(complain(model, msg.result.error));
      return msg.purpose === 'plan'
        ? editedPlan(model, msg.result.value)
        : setField(model, { prompt: emptyPrompt(msg.result.value.replace(/\n+$/, '')) });
    case 'themed':
      return stay(
        msg.result.ok
          ? say({ ...model, themeName: msg.result.value }, 'success', `Theme: ${msg.result.value}`)
          : complain(model, msg.result.error),
      );
    default:
      return assertNever(msg);
  }
}

/** What comes late must not move the cursor to something else. */
function withHome(model: Model, homeData: HomeData): Model {
  const focus = keptFocus(model.homeData, homeData, model.home.focus);
  return { ...model, homeData, home: focus === model.home.focus ? model.home : { ...model.home, focus } };
}

/** What feedback would do, where the field still holds the words that were asked about. */
function foreseen(model: Model, { text, result }: Extract<Msg, { type: 'feedback-foreseen' }>): Model {
  const { overlay } = model;
  if (overlay?.kind !== 'input' || overlay.foreseen?.text !== text) return model;
  return { ...model, overlay: { ...overlay, foreseen: { kind: 'told', text, result } } };
}

function tick(model: Model): Model {
  const { toast } = model;
  return toast?.until !== undefined && toast.until <= model.now ? { ...model, toast: undefined } : model;
}

function opened(model: Model, result: Extract<Msg, { type: 'opened' }>['result']): Step {
  const home = { ...model.home, opening: undefined };
  if (!result.ok) return stay(complain({ ...model, home }, result.error));
  return [
    { ...model, home: { field: { prompt: emptyPrompt() }, focus: 'prompt' } },
    [{ type: 'save-draft', field: 'home', text: '' }],
  ];
}

function inputs(model: Model, events: readonly InputEvent[], lookup: Lookup): Step {
  let next = model;
  const cmds: Cmd[] = [];
  for (const event of events) {
    const [after, more] = event.type === 'key' ? keyed(next, event.key, lookup) : pasted(next, event.text);
    next = after;
    cmds.push(...more);
  }
  return [next, cmds];
}

/** The text field that has the keys, where one has. */
export function fieldOf(model: Model): Field | undefined {
  if (model.overlay) return model.overlay.kind === 'input' ? model.overlay.field : undefined;
  if (model.mapUi) return model.mapUi.card ? undefined : model.mapUi.search;
  if (model.driftUi) return undefined;
  return model.place === 'home' && model.home.focus === 'prompt' ? model.home.field : undefined;
}

function setField(model: Model, field: Field): Step {
  const save = (name: string): Cmd => ({ type: 'save-draft', field: name, text: expanded(field.prompt) });
  if (model.overlay?.kind === 'input') {
    const { kind } = model.overlay.purpose;
    const cmds = kind === 'feedback' ? [save('feedback')] : [];
    return [{ ...model, overlay: { ...model.overlay, field } }, cmds];
  }
  if (model.mapUi) return stay({ ...model, mapUi: { ...model.mapUi, search: field } });
  if (model.place === 'home') return [{ ...model, home: { ...model.home, field } }, [save('home')]];
  return stay(model);
}

function pasted(model: Model, text: string): Step {
  if (model.mapUi && !model.overlay)
    return stay(model.mapUi.card ? model : pasteSearch(model, model.mapUi, text));
  const field = fieldOf(model);
  // Outside a text field a paste means nothing: it never presses a key (safety.md 12).
  return field ? setField(model, fieldPaste(field, text)) : stay(model);
}

/** A key; what was said before about one place does not stand in the way of the hints of the next. */
function keyed(model: Model, key: Key, lookup: Lookup): Step {
  const [next, cmds] = keyedHere(model, key, lookup);
  const moved =
    next.overlay?.kind !== model.overlay?.kind ||
    next.place !== model.place ||
    (next.mapUi === undefined) !== (model.mapUi === undefined) ||
    (next.driftUi === undefined) !== (model.driftUi === undefined);
  return moved && next.toast !== undefined && next.toast === model.toast
    ? [{ ...next, toast: undefined }, cmds]
    : [next, cmds];
}

function keyedHere(model: Model, key: Key, lookup: Lookup): Step {
  const everywhere = actionOf(key, []);
  if (everywhere === 'interrupt') return interrupt(model);
  if (everywhere === 'redraw') return [model, [{ type: 'redraw' }]];
  if (everywhere === 'suspend') return [model, [{ type: 'suspend' }]];
  const calm: Model = {
    ...model,
    quitArmed: 0,
    toast: model.toast?.tone === 'problem' || model.quitArmed > 0 ? undefined : model.toast,
  };
  if (calm.now < calm.graceUntil && !fieldOf(calm)) return stay(model);
  if (calm.overlay?.kind === 'consent') return consentKey(calm, calm.overlay, key);
  if (everywhere === 'help') return stay({ ...calm, overlay: { kind: 'help', scroll: { top: 0 } } });
  if (everywhere === 'map') return mapToggled(calm);
  if (calm.overlay) return overlayKey(calm, calm.overlay, key, lookup, setField);
  if (calm.mapUi) return mapKey(calm, calm.mapUi, key);
  if (calm.driftUi) return driftKey(calm, calm.driftUi, key);
  if (calm.place === 'home') return homeKey(calm, key, lookup, setField);
  if (calm.session.kind === 'empty') return stay(calm);
  switch (calm.place) {
    case 'workbench':
      return workbenchKey(calm, calm.session, key);
    case 'questions':
      return questionsKey(calm, calm.session, key);
    case 'approaches':
      return approachesKey(calm, calm.session, key);
    case 'review':
      return reviewKey(calm, calm.session, key, lookup);
    case 'done':
      return doneKey(calm, calm.session, key);
    default:
      return assertNever(calm.place);
  }
}

/** Opens the map, or leaves it. What is being typed or decided over a place is not thrown away for it. */
function mapToggled(model: Model): Step {
  if (model.overlay && model.overlay.kind !== 'help')
    return stay(say(model, 'info', 'The code map opens when this is closed.', 'Esc closes it.'));
  return stay(model.mapUi ? closeMap({ ...model, overlay: undefined }) : showMap(model));
}

/** Ctrl+C: interrupts, then clears, then asks once more to quit. */
function interrupt(model: Model): Step {
  if (model.quitArmed > model.now) return [model, [{ type: 'quit', code: 130 }]];
  if (
    model.session.kind === 'active' &&
    model.place !== 'home' &&
    !covered(model) &&
    activeRun(model.session)
  )
    return [
      say(model, 'info', 'Stopping …', 'What was found stays; r starts the run again.'),
      [{ type: 'dispatch', command: { type: 'cancel-run' } }],
    ];
  const field = fieldOf(model);
  if (field && field.prompt.text !== '')
    return setField(model, { prompt: reducePrompt(field.prompt, { type: 'clear' }) });
  if (model.overlay?.kind === 'consent') return decided(model, model.overlay, 'no');
  if (model.overlay) return stay({ ...model, overlay: undefined });
  if (model.mapUi) return stay(closeMap(model));
  if (model.driftUi) return stay(closeDrift(model));
  return stay({
    ...say(model, 'info', 'Press Ctrl+C again to quit.', 'Everything is kept.'),
    quitArmed: model.now + QUIT_ASKED_MS,
  });
}

/** Whether something that has nothing to do with the session's work lies over its place. */
function covered({ mapUi, driftUi }: Model): boolean {
  return mapUi !== undefined || driftUi !== undefined;
}

function unanswered(message: string): Failure {
  return failure(
    'unexpected',
    `The code map could not answer: ${message}`,
    'Leave the map by Esc and open it again.',
  );
}

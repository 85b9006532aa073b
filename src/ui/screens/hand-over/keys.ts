import { planNamed, planOfGoal } from '../../../session/find-plan.ts';
import { endWords, type HandOverWork } from '../../../session/hand-over.ts';
import { choiceKey } from '../../choice-keys.ts';
import { bodyRows } from '../../chrome.ts';
import { actionOf } from '../../keymap.ts';
import { type Cmd, complain, GRACE_MS, type Model, type Msg, type Step, say, stay } from '../../model.ts';
import type { Key } from '../../term/key.ts';
import { took } from '../../text/format.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { atTop, reduceScroll } from '../../widgets/scroll-view/state.ts';
import { showDrift } from '../drift/keys.ts';
import { handOverLines, isAllDone } from './layout.ts';
import { type CookDialog, type HandOverDialog, inOrder, type Scope } from './state.ts';

const look = (path: string, versions = false): Cmd => ({ type: 'look-hand-over', path, versions });

/** Asks who shall carry out a plan, over whatever is shown. What was known of it is looked up again. */
export function openHandOver(model: Model, path: string, scope: Scope = 'whole', atText = false): Step {
  const dialog: HandOverDialog = {
    kind: 'hand-over',
    selected: 0,
    scope,
    openedAt: model.now,
    scroll: atTop,
  };
  const handOver = model.handOver?.path === path ? model.handOver : { path };
  const next: Model = { ...model, handOver, overlay: dialog, cooking: undefined };
  const scroll = atText ? { top: handOverLines(next, dialog, insideOf(next).columns).textRow } : atTop;
  return [{ ...next, overlay: { ...dialog, scroll } }, [look(path, true)]];
}

/** What can be handed over is looked up as soon as the screen after approval is there. */
export function askForHandOver(model: Model): Step {
  const { session, place, handOver, overlay } = model;
  const path = session.kind === 'active' && place === 'done' ? session.published?.path : undefined;
  if (path === undefined || handOver?.path === path || overlay?.kind === 'hand-over') return stay(model);
  if (model.cooking) return openHandOver(model, path);
  return [{ ...model, handOver: { path } }, [look(path)]];
}

type Looked = Extract<Msg, { type: 'hand-over-looked' }>;

export function takeHandOver(model: Model, { path, whole, next, implementers }: Looked): Model {
  if (model.handOver?.path !== path) return model;
  const known = new Map(model.implementers?.map(({ id, version }) => [id, version]));
  return {
    ...model,
    handOver: { path, whole, next },
    implementers: implementers.map(one => {
      const version = known.get(one.id);
      return version === undefined ? one : { ...one, version };
    }),
  };
}

export function handOverKey(model: Model, dialog: HandOverDialog, key: Key): Step {
  const change = (next: Partial<HandOverDialog>): Step => stay({ ...model, overlay: { ...dialog, ...next } });
  const last = Math.max(0, (model.implementers?.length ?? 0) - 1);
  const action = actionOf(key, ['hand-over']);
  switch (action) {
    case 'close':
      return stay({ ...model, overlay: undefined });
    case 'up':
    case 'down': {
      const selected = Math.max(0, Math.min(last, dialog.selected + (action === 'up' ? -1 : 1)));
      return change({ selected, scroll: atTop });
    }
    case 'scope':
      return change({ scope: dialog.scope === 'whole' ? 'next' : 'whole' });
    case 'copy':
      return copyInstruction(model, dialog.scope);
    case 'page-up':
    case 'page-down': {
      const inside = insideOf(model);
      const total = handOverLines(model, dialog, inside.columns).lines.length;
      const step = action === 'page-up' ? -1 : 1;
      const scroll = reduceScroll(dialog.scroll, { type: 'page', step }, { total, height: inside.rows });
      return change({ scroll });
    }
    case 'start':
      // A key that was on its way before the dialog stood there starts nothing (safety.md 12).
      return model.now - dialog.openedAt < GRACE_MS ? stay(model) : start(model, dialog);
    default:
      return stay(model);
  }
}

function insideOf(model: Model): { readonly columns: number; readonly rows: number } {
  return paneInside(model.size.columns, bodyRows(model));
}

function start(model: Model, { selected, scope }: HandOverDialog): Step {
  const work = model.handOver?.[scope];
  const one = inOrder(model.implementers ?? [])[selected];
  if (isAllDone(model.handOver?.whole)) return showDrift(model, model.handOver?.path ?? '');
  if (work && !work.ok) return stay(complain(model, work.error));
  if (!work || !one) return stay(say(model, 'info', 'What of the plan is open is still looked up.'));
  if (one.state === 'installed')
    return [
      model,
      [{ type: 'hand-over', implementer: one.id, work: work.value, said: saidBefore(one.name, work.value) }],
    ];
  return stay(
    one.state === 'inside'
      ? say(
          model,
          'problem',
          `${one.name} is not run: it lies in the project.`,
          one.install && `Install it outside: ${one.install}`,
        )
      : say(
          model,
          'problem',
          `${one.name} is not installed.`,
          one.install ?? `${one.program} was not found; /config of your settings names it.`,
        ),
  );
}

/** What stands above the implementer's own words while it has the terminal. */
function saidBefore(name: string, { path, step, open }: HandOverWork): string {
  const what = step
    ? `step ${step.number}, ${step.id}`
    : open.length === 1
      ? 'the open step'
      : `${open.length} open steps`;
  const go = !step && open.length > 1 ? 'go' : 'goes';
  return `planner-tui: ${what} of ${path} ${go} to ${name}. When it ends, you are back.`;
}

/** The terminal is back: how it ended is said, and what it did is shown at once. */
export function takeHandedOver(model: Model, { result, at }: Extract<Msg, { type: 'handed-over' }>): Step {
  const here: Model = { ...model, now: at, graceUntil: at + GRACE_MS };
  const path = model.handOver?.path;
  if (!result.ok) return [complain(here, result.error), path === undefined ? [] : [look(path)]];
  const { implementer, end, ms, notices } = result.value;
  const words = `${implementer} ${endWords(end)} after ${took(ms)}.`;
  const clean = end.kind === 'exit' && end.code === 0 && notices.length === 0;
  const [shown, cmds] = showDrift(here, result.value.path);
  const told = say(shown, clean ? 'success' : 'problem', words, notices.join(' ') || undefined);
  return [
    clean && told.toast ? { ...told, toast: { ...told.toast, until: at + TOLD_MS } } : told,
    [...cmds, look(result.value.path)],
  ];
}

/** Who comes back from another program needs a moment to look. */
const TOLD_MS = 15_000;

export function copyInstruction(model: Model, scope: Scope): Step {
  const work = model.handOver?.[scope];
  if (!work) return stay(say(model, 'info', 'What of the plan is open is still looked up.'));
  if (!work.ok) return stay(complain(model, work.error));
  return [
    say(
      model,
      'success',
      'The instruction was given to the terminal’s clipboard.',
      'Some terminals take none.',
    ),
    [{ type: 'copy', text: work.value.instruction }],
  ];
}

/** `/code [PLAN]`: a path, words of a name; the plan of this session, else the newest that is approved. */
export function code(model: Model, words: string): Step {
  const { session } = model;
  const saved = session.kind === 'active' ? session.published?.path : undefined;
  if (words.trim() === '' && saved !== undefined) return openHandOver(model, saved);
  const found = planNamed(words, model.homeData.plans ?? []);
  return found.ok ? openHandOver(model, found.value) : stay(complain(model, found.error));
}

/** `/cook [GOAL]`: the approved plan of that goal; where there is none it is planned, and handed over once it is approved. */
export function cook(model: Model, goal: string): Step {
  const { session } = model;
  if (goal === '') {
    if (session.kind === 'active' && !session.published)
      return stay(
        say(
          { ...model, cooking: true },
          'info',
          'Approve the plan first: a in the review.',
          'Then it is asked who carries it out.',
        ),
      );
    return code(model, '');
  }
  const found = planOfGoal(goal, model.homeData.plans ?? []);
  switch (found.kind) {
    case 'found':
      return openHandOver(model, found.plan.path);
    case 'near': {
      const { plans } = found;
      return stay({ ...model, overlay: { kind: 'cook', goal, plans, selected: 0, openedAt: model.now } });
    }
    case 'none':
      return planFirst(model, goal);
  }
}

/** A session of its own: the one that is open stays on disk as it is. */
function planFirst(model: Model, goal: string): Step {
  return [
    { ...model, overlay: undefined, cooking: true, place: 'home', home: { ...model.home, opening: goal } },
    [{ type: 'start', wish: { text: goal } }],
  ];
}

export function cookKey(model: Model, dialog: CookDialog, key: Key): Step {
  const meant = choiceKey(key, dialog.selected, dialog.plans.length);
  if (meant === 'close') return stay({ ...model, overlay: undefined });
  if (meant === 'choose') {
    if (model.now - dialog.openedAt < GRACE_MS) return stay(model);
    const plan = dialog.plans[dialog.selected];
    return plan ? openHandOver(model, plan.path) : planFirst(model, dialog.goal);
  }
  return stay(meant ? { ...model, overlay: { ...dialog, selected: meant.to } } : model);
}

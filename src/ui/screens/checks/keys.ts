import type { CheckTarget } from '../../../session/ports.ts';
import type { Model, Msg, Step } from '../../model.ts';
import { say, stay } from '../../model.ts';
import { planNamed } from '../../named-plan.ts';
import { shownRevision } from '../review/shown.ts';

/** `/check`: the plan of the session as the code is now, else the newest one; with words a saved plan of that name. */
export function checkAgain(model: Model, words: string): Step {
  const session = model.session.kind === 'active' ? model.session : undefined;
  const shown = words === '' && session ? shownRevision(model, session) : undefined;
  if (shown)
    return asked(model, `revision ${shown.revision.number}`, { kind: 'revision', revision: shown.revision });
  const named = planNamed(model, words, 'check');
  return named.ok
    ? asked(model, named.value, { kind: 'file', path: named.value })
    : stay(say(model, 'problem', named.error.message, named.error.next));
}

function asked(model: Model, what: string, target: CheckTarget): Step {
  const key = `${what} ${model.now}`;
  return [
    { ...model, overlay: { kind: 'checks', key, what, scroll: { top: 0 } } },
    [{ type: 'check-again', key, target }],
  ];
}

export function takeChecks(model: Model, { key, result }: Extract<Msg, { type: 'checked-again' }>): Model {
  const { overlay } = model;
  return overlay?.kind === 'checks' && overlay.key === key
    ? { ...model, overlay: { ...overlay, result } }
    : model;
}

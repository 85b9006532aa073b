import type { ConsentAnswer } from '../../../session/ports.ts';
import { choiceKey } from '../../choice-keys.ts';
import { emptyField } from '../../field.ts';
import { type Cmd, GRACE_MS, type Model, type Overlay, type Step, stay } from '../../model.ts';
import type { Key } from '../../term/key.ts';

type Consent = Extract<Overlay, { readonly kind: 'consent' }>;

export const CONSENT_ANSWERS: readonly ConsentAnswer[] = ['folder', 'once', 'no'];

/** Opens the question before anything else; what was asked for on the command line waits for the answer. */
export function askConsent(model: Model, question: Consent['question'], then: Cmd | undefined): Model {
  // No is chosen until something else is: an Enter that was meant for something else sends nothing.
  const selected = CONSENT_ANSWERS.indexOf('no');
  // The goal of the command line is seen meanwhile; it leaves the prompt when its session is open.
  const home = then?.type === 'start' ? { ...model.home, field: emptyField(then.wish.text) } : model.home;
  return { ...model, home, overlay: { kind: 'consent', question, selected, then } };
}

/** The dialog is on the screen: its first 250 ms begin (safety.md 12). */
export function consentSeen(model: Model, at: number): Model {
  const { overlay } = model;
  return overlay?.kind === 'consent' && overlay.seenAt === undefined
    ? { ...model, overlay: { ...overlay, seenAt: at } }
    : model;
}

/** A digit moves, Enter decides; Esc is a no. Keys that were on their way before the dialog was seen mean nothing. */
export function consentKey(model: Model, overlay: Consent, key: Key): Step {
  if (overlay.seenAt === undefined || model.now - overlay.seenAt < GRACE_MS) return stay(model);
  const meant = choiceKey(key, overlay.selected, CONSENT_ANSWERS.length - 1);
  if (meant === 'close') return decided(model, overlay, 'no');
  if (meant === 'choose') return decided(model, overlay, CONSENT_ANSWERS[overlay.selected] ?? 'no');
  return stay(meant ? { ...model, overlay: { ...overlay, selected: meant.to } } : model);
}

/** What the person decided; it holds for this run, and the question does not come again. */
export function decided(model: Model, { then }: Consent, answer: ConsentAnswer): Step {
  const opening =
    then?.type === 'start' ? then.wish.text : then?.type === 'resume' ? 'the session' : model.home.opening;
  return [
    { ...model, overlay: undefined, home: { ...model.home, opening } },
    // After a no there is nothing to switch to.
    [
      { type: 'agree', answer },
      ...(then && !(answer === 'no' && then.type === 'switch-planner') ? [then] : []),
    ],
  ];
}

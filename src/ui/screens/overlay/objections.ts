import { sourceLabel } from '../../../domain/index.ts';
import { openObjections } from '../../../session/selectors.ts';
import type { ActiveSession, JudgedObjection } from '../../../session/state.ts';
import { actionOf } from '../../keymap.ts';
import { type Cmd, type Model, type Overlay, type Step, say, stay } from '../../model.ts';
import type { Key } from '../../term/key.ts';
import { sentence } from '../../text/inline.ts';
import { type Line, t, wrap } from '../../text/line.ts';
import { openEvidence } from './evidence.ts';

type Objections = Extract<Overlay, { readonly kind: 'objections' }>;

const CRITIC: Readonly<Record<JudgedObjection['critic'], string>> = {
  security: 'as an attacker',
  failure: 'where something fails',
  assumption: 'what may be false',
  scope: 'what was asked',
};

/** Shows what is held against the plan; where nothing is, has it read for that. */
export function showObjections(model: Model, session: ActiveSession): Step {
  if (session.objections.length === 0) return readAgainst(model);
  const open = session.objections.findIndex(o => o.verdict === undefined);
  return stay({ ...model, overlay: { kind: 'objections', selected: Math.max(0, open), scroll: { top: 0 } } });
}

function readAgainst(model: Model): Step {
  const cmd: Cmd = { type: 'dispatch', command: { type: 'criticise' } };
  return [{ ...model, overlay: undefined }, [cmd]];
}

export function objectionsKey(model: Model, overlay: Objections, key: Key): Step {
  const session = model.session.kind === 'active' ? model.session : undefined;
  if (!session) return stay({ ...model, overlay: undefined });
  const { objections } = session;
  const chosen = objections[overlay.selected];
  const to = (selected: number): Step => {
    const at = Math.max(0, Math.min(objections.length - 1, selected));
    return stay({
      ...model,
      overlay: { ...overlay, selected: at, scroll: { top: topOf(model, session, at) } },
    });
  };
  switch (actionOf(key, ['objections', 'dialog'])) {
    case 'close':
      return stay({ ...model, overlay: undefined });
    case 'up':
      return to(overlay.selected - 1);
    case 'down':
      return to(overlay.selected + 1);
    case 'top':
      return to(0);
    case 'bottom':
      return to(objections.length - 1);
    case 'accept':
    case 'reject': {
      if (!chosen) return stay(model);
      const verdict = actionOf(key, ['objections']) === 'accept' ? 'accepted' : 'rejected';
      const left = openObjections(session).filter(o => o.id !== chosen.id);
      const next = left[0] ? objections.indexOf(left[0]) : overlay.selected;
      const told = say(
        { ...model, overlay: { ...overlay, selected: next, scroll: { top: topOf(model, session, next) } } },
        'success',
        verdict === 'accepted' ? 'Accepted: it waits as feedback.' : 'Rejected: it is not raised again.',
        left.length === 0 ? 'Esc goes back; r there makes the next revision.' : undefined,
      );
      return [told, [{ type: 'dispatch', command: { type: 'judge', objectionId: chosen.id, verdict } }]];
    }
    case 'confirm':
      return chosen && chosen.sources.length > 0
        ? openEvidence(model, chosen.text, chosen.sources)
        : stay(say(model, 'info', 'It cites nothing: judge it by its words.'));
    case 'again':
      return readAgainst(model);
    default:
      return stay(model);
  }
}

/** Each with what it would change; what is decided is dim. */
export function objectionLines(session: ActiveSession, selected: number, columns: number): readonly Line[] {
  return session.objections.flatMap((objection, i) => [
    ...(i > 0 ? [[]] : []),
    ...linesOf(objection, i === selected, columns),
  ]);
}

function topOf({ size }: Model, session: ActiveSession, selected: number): number {
  const columns = size.columns - 4;
  const before = session.objections.slice(0, selected);
  return before.reduce((sum, o) => sum + linesOf(o, false, columns).length + 1, 0);
}

function linesOf(
  { critic, text, mend, stepId, sources, verdict, revision }: JudgedObjection,
  chosen: boolean,
  columns: number,
): readonly Line[] {
  const tone = verdict === undefined ? 'text' : 'muted';
  const state: Line =
    verdict === 'accepted'
      ? [t('✓ accepted', 'success')]
      : verdict === 'rejected'
        ? [t('✗ rejected', 'muted')]
        : [t('open', 'attention')];
  return [
    [
      t(chosen ? '❯ ' : '  ', 'accent'),
      t(CRITIC[critic], chosen ? 'accent' : 'heading', { bold: chosen }),
      t(`   revision ${revision}${stepId === undefined ? '' : ` · ${stepId}`}   `, 'muted'),
      ...state,
    ],
    ...wrap([t('    '), ...sentence(text, { tone })], columns, [t('    ')]),
    ...wrap([t('    → ', 'accent'), ...sentence(mend, { tone })], columns, [t('      ')]),
    ...(sources.length > 0
      ? wrap([t('    '), t(sources.map(sourceLabel).join(', '), 'path')], columns, [t('    ')])
      : [[t('    nothing is cited', 'assumption')]]),
  ];
}

import { quantityProblem } from '../../../domain/index.ts';
import { currentApproach } from '../../../session/selectors.ts';
import { bodyRows } from '../../chrome.ts';
import { fieldKey } from '../../field.ts';
import { actionOf } from '../../keymap.ts';
import {
  GRACE_MS,
  type Lookup,
  type Model,
  type Overlay,
  previews,
  type SetField,
  type Step,
  say,
  stay,
} from '../../model.ts';
import { submitText } from '../../submit.ts';
import type { Key } from '../../term/key.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { reduceScroll, type Scroll, scrollActionOf } from '../../widgets/scroll-view/state.ts';
import { emptyPrompt, expanded } from '../../widgets/text-prompt/state.ts';
import { consentKey } from '../consent/keys.ts';
import { cookKey, handOverKey } from '../hand-over/keys.ts';
import { plannerKey } from '../planner/keys.ts';
import { answer } from '../questions/keys.ts';
import { needsReason } from '../review/approve.ts';
import { search } from '../review/keys.ts';
import { neighbourEvidence } from '../workbench/keys.ts';
import { comparison } from './compare.ts';
import { overlayExtent } from './extent.ts';
import { foresee } from './foresee.ts';
import { objectionsKey } from './objections.ts';

type Of<K extends Overlay['kind']> = Extract<Overlay, { readonly kind: K }>;

const closed = (model: Model): Model => ({ ...model, overlay: undefined });

export function overlayKey(
  model: Model,
  overlay: Overlay,
  key: Key,
  lookup: Lookup,
  setField: SetField,
): Step {
  switch (overlay.kind) {
    case 'input':
      return inputKey(model, overlay, key, lookup, setField);
    case 'approve':
      return approveKey(model, overlay, key);
    case 'consent':
      return consentKey(model, overlay, key);
    case 'objections':
      return objectionsKey(model, overlay, key);
    case 'hand-over':
      return handOverKey(model, overlay, key);
    case 'cook':
      return cookKey(model, overlay, key);
    case 'planner':
      return plannerKey(model, overlay, key);
    case 'revisions':
      return revisionsKey(model, overlay, key);
    case 'evidence':
      return evidenceKey(model, overlay, key);
    case 'help':
    case 'compare': {
      const action = actionOf(key, ['dialog']);
      if (action === 'close' || action === 'confirm' || (overlay.kind === 'help' && key.id === '?'))
        return stay(closed(model));
      if (overlay.kind === 'compare' && (action === 'next' || action === 'previous'))
        return changeStep(model, overlay, action === 'next' ? 1 : -1);
      return stay({ ...model, overlay: { ...overlay, scroll: scrolled(model, overlay.scroll, action) } });
    }
  }
}

/** Rows of the text kept in sight above a change. */
const LEAD = 3;

/** n and N: the next change of the text below the top of the window, or the one above it. */
function changeStep(model: Model, overlay: Of<'compare'>, step: 1 | -1): Step {
  const { columns } = paneInside(model.size.columns, bodyRows(model));
  const { changes } = comparison(model, overlay.from, overlay.to, columns);
  const tops = changes.map(row => Math.max(0, row - LEAD));
  const now = overlay.scroll.top;
  const to = step > 0 ? tops.find(top => top > now) : tops.findLast(top => top < now);
  if (to === undefined) return stay(say(model, 'info', step > 0 ? 'No change below.' : 'No change above.'));
  const scroll = reduceScroll(overlay.scroll, { type: 'to', row: to }, overlayExtent(model));
  // The last changes share one window: there is nothing further down to go to.
  return scroll.top === now
    ? stay(say(model, 'info', 'Every change below is in sight.'))
    : stay({ ...model, overlay: { ...overlay, scroll } });
}

function scrolled(model: Model, scroll: Scroll, action: string | undefined): Scroll {
  const step = scrollActionOf(action);
  return step ? reduceScroll(scroll, step, overlayExtent(model)) : scroll;
}

function evidenceKey(model: Model, overlay: Of<'evidence'>, key: Key): Step {
  const action = actionOf(key, ['dialog']);
  const count = overlay.sources.length;
  switch (action) {
    case 'close':
    case 'confirm':
      return stay(closed(model));
    case 'next-pane':
    case 'previous-pane': {
      if (count === 0) return stay(model);
      const step = action === 'next-pane' ? 1 : count - 1;
      const index = (overlay.index + step) % count;
      return stay({ ...model, overlay: { ...overlay, index, scroll: { top: 0 } } });
    }
    case 'next':
    case 'previous':
      return model.place === 'workbench' && !model.mapUi && model.session.kind === 'active'
        ? neighbourEvidence(model, model.session, action === 'next' ? 1 : -1)
        : stay(model);
    default:
      return stay({ ...model, overlay: { ...overlay, scroll: scrolled(model, overlay.scroll, action) } });
  }
}

/** Approval: a key press on a focused dialog, ignored for its first 250 ms; a paste never reaches it (safety.md 12). */
function approveKey(model: Model, overlay: Of<'approve'>, key: Key): Step {
  const action = actionOf(key, ['dialog']);
  if (action === 'close') return stay(closed(model));
  if (model.now - overlay.openedAt < GRACE_MS || model.session.kind !== 'active') return stay(model);
  const reasonMissing = needsReason(model.session, overlay.override);
  if (action === 'override' || (action === 'confirm' && reasonMissing))
    return stay({
      ...model,
      overlay: {
        kind: 'input',
        purpose: { kind: 'override' },
        title: 'Why approve in spite of the failing checks?',
        field: { prompt: emptyPrompt(overlay.override ?? '') },
      },
    });
  if (action !== 'confirm') return stay(model);
  const override = overlay.override?.trim();
  return [
    closed(model),
    [{ type: 'dispatch', command: override ? { type: 'approve', override } : { type: 'approve' } }],
  ];
}

function revisionsKey(model: Model, overlay: Of<'revisions'>, key: Key): Step {
  if (model.session.kind !== 'active') return stay(closed(model));
  const revisions = currentApproach(model.session)?.revisions ?? [];
  const action = actionOf(key, ['dialog']);
  const last = revisions.length - 1;
  switch (action) {
    case 'close':
      return stay(closed(model));
    case 'up':
    case 'down': {
      const selected = Math.max(0, Math.min(last, overlay.selected + (action === 'up' ? -1 : 1)));
      return stay({ ...model, overlay: { ...overlay, selected } });
    }
    case 'confirm': {
      const number = revisions[overlay.selected]?.revision.number;
      const revision = overlay.selected === last ? undefined : number;
      return stay({ ...closed(model), review: { ...model.review, revision, cursor: 0, scroll: { top: 0 } } });
    }
    case 'restore': {
      const number = revisions[overlay.selected]?.revision.number;
      if (number === undefined || overlay.selected === last)
        return stay(say(model, 'info', 'This is the newest revision already.'));
      return [
        {
          ...say(
            closed(model),
            'success',
            `Revision ${number} is the newest again, as revision ${last + 2}.`,
            'Nothing was taken away.',
          ),
          review: { ...model.review, revision: undefined, cursor: 0, scroll: { top: 0 } },
        },
        [{ type: 'dispatch', command: { type: 'restore', revision: number } }],
      ];
    }
    case 'compare': {
      const to = revisions[overlay.selected]?.revision.number;
      const from = revisions[overlay.selected - 1]?.revision.number;
      if (to === undefined || from === undefined)
        return stay(say(model, 'info', 'The first revision has none before it.'));
      return stay({ ...model, overlay: { kind: 'compare', from, to, scroll: { top: 0 } } });
    }
    default:
      return stay(model);
  }
}

function inputKey(model: Model, overlay: Of<'input'>, key: Key, lookup: Lookup, setField: SetField): Step {
  const outcome = fieldKey(overlay.field, key, lookup);
  switch (outcome.type) {
    case 'changed':
      return setField(model, outcome.field);
    case 'close':
      return stay(closed(model));
    case 'eof':
      return stay(closed(model));
    case 'editor':
      return [model, [{ type: 'edit', purpose: 'field', text: expanded(overlay.field.prompt) }]];
    case 'submit':
      return submitInput(model, overlay, expanded(overlay.field.prompt).trim());
    default:
      return stay(model);
  }
}

function submitInput(model: Model, overlay: Of<'input'>, text: string): Step {
  const { purpose } = overlay;
  const session = model.session.kind === 'active' ? model.session : undefined;
  if (!text && purpose.kind !== 'note') return stay(closed(model));
  switch (purpose.kind) {
    case 'command': {
      const [next, cmds] = submitText(model, text);
      // A line that could not be understood stays, so that it can be mended.
      return next.toast?.tone === 'problem'
        ? [next, cmds]
        : [next.overlay === model.overlay ? closed(next) : next, cmds];
    }
    case 'search':
      return session
        ? search({ ...closed(model), review: { ...model.review, search: text } }, session, 1)
        : stay(closed(model));
    case 'feedback': {
      // A command is a command wherever it is typed.
      if (text.startsWith('/')) return submitText(model, text);
      // The first Enter shows what it would do, the second takes it; who does not wait takes it unseen.
      if (previews(model) && overlay.foreseen?.text !== text)
        return foresee(model, overlay, purpose.target, text);
      return [
        {
          ...say(closed(model), 'success', 'Feedback noted.', 'r makes the next revision.'),
          review: { ...model.review, mark: undefined },
        },
        [
          { type: 'dispatch', command: { type: 'give-feedback', text, target: purpose.target } },
          { type: 'save-draft', field: 'feedback', text: '' },
        ],
      ];
    }
    case 'steer':
      if (text.startsWith('/')) return submitText(model, text);
      return [closed(model), [{ type: 'dispatch', command: { type: 'steer', text } }]];
    case 'answer': {
      const asked = session?.questions.find(q => q.id === purpose.questionId)?.expects;
      const failure = asked && quantityProblem(asked, text);
      // It stays in the field, so that it can be mended.
      if (failure) return stay({ ...model, overlay: { ...overlay, refused: { text, failure } } });
      return session
        ? answer(model, session, { kind: 'text', questionId: purpose.questionId, text })
        : stay(model);
    }
    case 'note': {
      const { [purpose.questionId]: _, ...others } = model.questions.notes;
      const notes = text ? { ...others, [purpose.questionId]: text } : others;
      return stay({ ...closed(model), questions: { ...model.questions, notes } });
    }
    case 'override':
      return stay({ ...model, overlay: { kind: 'approve', openedAt: model.now, override: text } });
  }
}

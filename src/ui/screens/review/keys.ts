import type { FeedbackTarget } from '../../../domain/index.ts';
import { latestRevision, roundQuestions, waitingFeedback } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { emptyField } from '../../field.ts';
import { actionOf } from '../../keymap.ts';
import { type Lookup, type Model, type Overlay, type Step, say, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { holds } from '../../text/marks.ts';
import { showObjections } from '../overlay/objections.ts';
import { paneStep } from '../pane-keys.ts';
import { openApproval } from './approve.ts';
import { editPlan } from './edit.ts';
import { outlineAt, outlineOf, reviewLayout, visibleRows } from './layout.ts';
import { toLine, toRow } from './moves.ts';
import { shownRevision } from './shown.ts';

export function reviewKey(model: Model, session: ActiveSession, key: Key, lookup: Lookup): Step {
  const checked = shownRevision(model, session);
  if (!checked) return stay(goTo(model, 'workbench', session));
  const action = actionOf(key, ['review', 'pane']);
  switch (action) {
    case 'approve':
      return openApproval(model, session);
    case 'comment':
      return comment(model, session);
    case 'feedback':
      return stay(
        input(
          model,
          { kind: 'revision' },
          `Feedback on revision ${checked.revision.number}`,
          lookup.draft('feedback'),
        ),
      );
    case 'regenerate':
      return [model, [{ type: 'dispatch', command: { type: 'regenerate' } }]];
    case 'edit':
      return editPlan(model, session, lookup);
    case 'revisions':
      return stay({ ...model, overlay: { kind: 'revisions', selected: revisionIndex(model, session) } });
    case 'withdraw': {
      const last = waitingFeedback(session).at(-1);
      if (!last) return stay(say(model, 'info', 'No feedback is waiting.'));
      return [
        say(model, 'success', `Withdrawn: ${last.text}`),
        [{ type: 'dispatch', command: { type: 'withdraw-feedback', feedbackId: last.id } }],
      ];
    }
    case 'mark':
      return stay({ ...model, review: { ...model.review, focus: 'plan', mark: model.review.cursor } });
    case 'timeline':
      return jumpTo(model, session, item => /^timeline/i.test(item.title));
    case 'next-check':
      return nextCheck(model, session);
    case 'questions':
      return roundQuestions(session).length > 0
        ? stay(goTo(model, 'questions', session))
        : stay(say(model, 'info', 'Nothing was asked.'));
    case 'open':
      return stay({ ...model, review: { ...model.review, focus: 'plan' } });
    case 'previous-pane':
    case 'next-pane':
      return stay({
        ...model,
        review: { ...model.review, focus: model.review.focus === 'plan' ? 'outline' : 'plan' },
      });
    case 'close':
      return stay({
        ...model,
        review: { ...model.review, mark: undefined, revision: undefined, search: '' },
      });
    case 'objections':
      return showObjections(model, session);
    case 'approaches':
      return session.approaches.length > 1
        ? stay(goTo(model, 'approaches', session))
        : stay(say(model, 'info', 'There is one approach.', '/plan:two makes two and compares them.'));
    case 'back':
      return stay(goTo(model, 'workbench', session));
    case 'search':
      return stay({
        ...model,
        overlay: {
          kind: 'input',
          purpose: { kind: 'search' },
          title: 'Search the plan',
          field: emptyField(),
        },
      });
    case 'search-next':
    case 'search-previous':
      return search(model, session, action === 'search-next' ? 1 : -1);
    default:
      return paneStep(model, action) ?? move(model, session, action);
  }
}

function revisionIndex(model: Model, session: ActiveSession): number {
  const checked = shownRevision(model, session);
  const latest = latestRevision(session);
  return (checked?.revision.number ?? latest?.revision.number ?? 1) - 1;
}

function move(model: Model, session: ActiveSession, action: string | undefined): Step {
  const rows = visibleRows(model, session);
  const page = Math.max(1, reviewLayout(model).inside.rows - 2);
  const { cursor, focus } = model.review;
  if (focus === 'outline' && (action === 'up' || action === 'down')) {
    const checked = shownRevision(model, session);
    const items = checked ? outlineOf(session, checked) : [];
    const now = outlineAt(items, rows[cursor]?.source ?? 1);
    const next = items[Math.max(0, Math.min(items.length - 1, now + (action === 'up' ? -1 : 1)))];
    return next ? stay(toLine(model, session, next.line, true)) : stay(model);
  }
  const steps: Readonly<Record<string, number>> = {
    up: cursor - 1,
    down: cursor + 1,
    'page-up': cursor - page,
    'page-down': cursor + page,
    top: 0,
    bottom: rows.length - 1,
  };
  const next = action === undefined ? undefined : steps[action];
  return stay(next === undefined ? model : toRow(model, session, next, false));
}

function jumpTo(
  model: Model,
  session: ActiveSession,
  wanted: (item: { readonly title: string }) => boolean,
): Step {
  const checked = shownRevision(model, session);
  const item = checked && outlineOf(session, checked).find(wanted);
  return stay(item ? toLine(model, session, item.line, true) : model);
}

function nextCheck(model: Model, session: ActiveSession): Step {
  const rows = visibleRows(model, session);
  const { cursor } = model.review;
  const isFirst = (i: number) => rows[i]?.kind === 'check' && rows[i - 1]?.kind !== 'check';
  const after = rows.findIndex((_, i) => i > cursor && isFirst(i));
  const found = after >= 0 ? after : rows.findIndex((_, i) => isFirst(i));
  return found >= 0
    ? stay(toRow(model, session, found, false))
    : stay(say(model, 'info', 'No check failed.'));
}

export function search(model: Model, session: ActiveSession, step: 1 | -1): Step {
  const wanted = model.review.search;
  if (!wanted) return stay(say(model, 'info', 'Nothing is searched for: / searches.'));
  const rows = visibleRows(model, session);
  for (let i = 1; i <= rows.length; i++) {
    const at = (model.review.cursor + step * i + rows.length * 2) % rows.length;
    if (holds(rows[at]?.line ?? [], wanted)) return stay(toRow(model, session, at, false));
  }
  const ended = { ...model, review: { ...model.review, search: '' } };
  return stay(say(ended, 'info', `“${wanted}” is not in the plan.`));
}

function input(model: Model, target: FeedbackTarget, title: string, draft = ''): Model {
  const overlay: Overlay = {
    kind: 'input',
    purpose: { kind: 'feedback', target },
    title,
    field: emptyField(draft),
  };
  return { ...model, overlay };
}

/** `c`: on the marked lines, else on the step or section that the cursor stands in. */
function comment(model: Model, session: ActiveSession): Step {
  const checked = shownRevision(model, session);
  if (!checked) return stay(model);
  const rows = visibleRows(model, session);
  const { mark, cursor } = model.review;
  const line = rows[cursor]?.source ?? 1;
  if (mark !== undefined) {
    const other = rows[mark]?.source ?? line;
    const [from, to] = [Math.min(line, other), Math.max(line, other)];
    const quote = checked.revision.markdown
      .split('\n')
      .slice(from - 1, to)
      .join('\n');
    const title = from === to ? `Comment on line ${from}` : `Comment on lines ${from}–${to}`;
    return stay(input(model, { kind: 'lines', from, to, quote }, title));
  }
  const items = outlineOf(session, checked);
  const item = items[outlineAt(items, line)];
  if (!item) return stay(input(model, { kind: 'revision' }, 'Comment on the plan'));
  return stay(
    item.stepId
      ? input(model, { kind: 'step', stepId: item.stepId }, `Comment on step ${item.title}`)
      : input(model, { kind: 'section', heading: item.title }, `Comment on ${item.title}`),
  );
}

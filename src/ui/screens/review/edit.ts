import { findFrontMatter } from '../../../plan/front-matter.ts';
import { currentApproach, latestRevision } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import type { Result } from '../../../shared/result.ts';
import { diffLines } from '../../../shared/text/diff.ts';
import { type Cmd, complain, type Lookup, type Model, type Step, say, stay } from '../../model.ts';
import { toLine } from './moves.ts';
import { shownRevision } from './shown.ts';

/** Where the text is kept that could not be read as a plan, until it can. */
function draftOf(session: ActiveSession, revision: number): string {
  return `edit-${session.sessionId}-${revision}`;
}

/** Opens the shown revision in the editor; or what was written there before and could not be read. */
export function editPlan(model: Model, session: ActiveSession, lookup: Lookup): Step {
  const checked = shownRevision(model, session);
  if (!checked) return stay(model);
  const kept = lookup.draft(draftOf(session, checked.revision.number));
  return [model, [{ type: 'edit', purpose: 'plan', text: kept || checked.revision.markdown }]];
}

/** What a person made of the plan in the editor becomes the next revision. It is kept on disk before it is read. */
export function editedPlan(model: Model, after: string): Step {
  const { session } = model;
  const checked = session.kind === 'active' ? shownRevision(model, session) : undefined;
  if (session.kind !== 'active' || !checked) return stay(model);
  const { number, markdown } = checked.revision;
  if (after === markdown) return stay(say(model, 'info', 'Nothing was changed.'));
  return [
    model,
    [
      { type: 'save-draft', field: draftOf(session, number), text: after },
      { type: 'dispatch', command: { type: 'edit-plan', markdown: after, basedOn: number } },
    ],
  ];
}

/** After the edit became a revision it is that which is shown; where it could not be read, `e` opens the text again. */
export function editTaken(
  model: Model,
  command: Extract<Extract<Cmd, { type: 'dispatch' }>['command'], { type: 'edit-plan' }>,
  result: Result<void>,
): Step {
  const { session } = model;
  if (session.kind !== 'active') return stay(model);
  if (!result.ok)
    return stay(
      complain(model, {
        ...result.error,
        next: `${result.error.next ?? ''} e opens your text again; nothing of it is lost.`.trim(),
      }),
    );
  const made = latestRevision(session)?.revision;
  const shown: Model = { ...model, review: { ...model.review, revision: undefined, mark: undefined } };
  const line = made && firstEdited(session, command, made.markdown);
  const there = line === undefined ? shown : toLine(shown, session, line, true);
  return [
    say(there, 'success', `Your edit is revision ${made?.number ?? ''}.`, 'v shows what it changed.'),
    [{ type: 'save-draft', field: draftOf(session, command.basedOn), text: '' }],
  ];
}

/** 1-based line of the new text where the first edited line stands; front matter is seldom what somebody came for. */
function firstEdited(
  session: ActiveSession,
  { markdown, basedOn }: { readonly markdown: string; readonly basedOn: number },
  made: string,
): number | undefined {
  const base = currentApproach(session)?.revisions.find(r => r.revision.number === basedOn);
  if (!base) return undefined;
  const lines = made.split('\n');
  const body = made.slice(0, findFrontMatter(made)?.bodyStart ?? 0).split('\n').length - 1;
  const edited = markdown.split('\n');
  const old = base.revision.markdown.split('\n');
  for (const hunk of diffLines(old, edited)) {
    if (hunk.kind !== 'changed') continue;
    const wanted = hunk.added.find(line => line.trim() !== '') ?? old[hunk.at - 2];
    const found = wanted === undefined ? -1 : lines.indexOf(wanted, body);
    if (found >= 0) return found + 1;
  }
  return undefined;
}

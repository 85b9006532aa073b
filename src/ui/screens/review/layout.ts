import type { Feedback } from '../../../domain/index.ts';
import { outline } from '../../../plan/sections.ts';
import type { Moved, StaleStep } from '../../../plan/stale.ts';
import { failedChecks, waitingFeedback } from '../../../session/selectors.ts';
import type { ActiveSession, CheckedRevision } from '../../../session/state.ts';
import { bodyRows } from '../../chrome.ts';
import { layoutKind } from '../../layout.ts';
import { once } from '../../memo.ts';
import type { Model } from '../../model.ts';
import { sentence } from '../../text/inline.ts';
import { t, wrap } from '../../text/line.ts';
import { layoutMarkdown } from '../../widgets/markdown/layout.ts';
import type { Row } from '../../widgets/markdown/row.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { shownRevision } from './shown.ts';
import { staleIn } from './stale.ts';

export interface OutlineItem {
  readonly title: string;
  readonly depth: number;
  /** 1-based lines of the Markdown. */
  readonly line: number;
  readonly endLine: number;
  readonly stepId?: string | undefined;
  readonly estimate: string;
  readonly failed: number;
  readonly comments: number;
  /** Whether it is a step that rests on files which moved since the plan was made. */
  readonly stale: boolean;
}

/** Sections and steps with what hangs on them. The document's title is left out. */
export function outlineOf(
  session: ActiveSession,
  checked: CheckedRevision,
  stale: readonly StaleStep[] = [],
): readonly OutlineItem[] {
  const findings = checkFindings(checked);
  const comments = commentsOn(session, checked);
  const entries = headings(checked.revision.markdown).filter(
    e => e.level === 2 || (e.level === 3 && e.stepId !== undefined),
  );
  return entries.map(entry => {
    const inside = (line: number) => line >= entry.line && line <= entry.endLine;
    const own = (line: number) =>
      inside(line) &&
      !(entry.level === 2 && entries.some(e => e.level === 3 && line >= e.line && line <= e.endLine));
    const estimate = /\(([^()]*min[^()]*|[^()]* h[^()]*)\)\s*$/.exec(entry.title)?.[1] ?? '';
    return {
      title: entry.title.replace(/\s*\([^()]*\)\s*$/, estimate ? '' : '$&'),
      depth: entry.level - 2,
      line: entry.line,
      endLine: entry.endLine,
      stepId: entry.stepId,
      estimate: estimate.replace(/\s*min\b/, ''),
      failed: findings.filter(f => own(f.line)).length,
      comments: comments.filter(c => own(c.line)).length,
      stale: stale.some(step => step.id === entry.stepId),
    };
  });
}

const headings = once(outline);

interface CheckLine {
  readonly line: number;
  readonly check: number;
  readonly message: string;
  readonly mend: string;
}

export function checkFindings(checked: CheckedRevision): readonly CheckLine[] {
  return failedChecks(checked).flatMap(result =>
    result.findings.map(f => ({ line: f.line, check: result.check, message: f.message, mend: f.mend })),
  );
}

/** Waiting feedback with the line of this revision's Markdown that it stands under. */
function commentsOn(
  session: ActiveSession,
  checked: CheckedRevision,
): readonly { readonly line: number; readonly feedback: Feedback }[] {
  return waitingFeedback(session)
    .filter(f => f.revision === checked.revision.number)
    .map(feedback => ({ feedback, line: lineOf(feedback, checked) }));
}

function lineOf({ target }: Feedback, checked: CheckedRevision): number {
  const all = headings(checked.revision.markdown);
  switch (target.kind) {
    case 'revision':
      return all[0]?.line ?? 1;
    case 'section':
      return all.find(e => e.title === target.heading)?.line ?? 1;
    case 'step':
      return all.find(e => e.stepId === target.stepId)?.line ?? 1;
    case 'lines':
      return target.to;
  }
}

export interface PlanRow extends Row {
  /** What the row is: the plan itself, or something said beside it. */
  readonly kind: 'plan' | 'check' | 'comment' | 'stale';
}

const body = once((markdown: string) => once((columns: number) => layoutMarkdown(markdown, columns)));

/** The rendered plan with failing checks, comments and moved files below the lines that they are about. */
const planRows = once((session: ActiveSession) =>
  once((checked: CheckedRevision) =>
    once((stale: readonly StaleStep[]) =>
      once((columns: number) => rowsOf(session, checked, stale, columns)),
    ),
  ),
);

function rowsOf(
  session: ActiveSession,
  checked: CheckedRevision,
  stale: readonly StaleStep[],
  columns: number,
): readonly PlanRow[] {
  const rows = body(checked.revision.markdown)(columns);
  const notes = [
    ...staleNotes(checked, stale).map(({ line, text }) => ({
      line,
      kind: 'stale' as const,
      text: wrap([t('◷ ', 'attention', { bold: true }), ...sentence(text, { tone: 'attention' })], columns, [
        t('  '),
      ]),
    })),
    ...checkFindings(checked).map(f => ({
      line: f.line,
      kind: 'check' as const,
      text: wrap(
        [
          t(`⚠ check ${f.check}: `, 'warning', { bold: true }),
          ...sentence(`${f.message} — ${f.mend}`, { tone: 'warning' }),
        ],
        columns,
        [t('  ')],
      ),
    })),
    ...commentsOn(session, checked).map(({ line, feedback }) => ({
      line,
      kind: 'comment' as const,
      text: wrap([t('┃ you: ', 'user', { bold: true }), t(feedback.text, 'user')], columns, [
        t('┃ ', 'user'),
      ]),
    })),
  ];
  if (notes.length === 0) return rows.map(row => ({ ...row, kind: 'plan' }));
  const out: PlanRow[] = [];
  rows.forEach((row, i) => {
    out.push({ ...row, kind: 'plan' });
    const next = rows[i + 1]?.source ?? Number.POSITIVE_INFINITY;
    for (const note of notes)
      if (note.line >= row.source && note.line < next)
        for (const line of note.text) out.push({ line, source: row.source, kind: note.kind });
  });
  return out;
}

/** What moved, below the heading of each step that rests on it. */
function staleNotes(
  checked: CheckedRevision,
  stale: readonly StaleStep[],
): readonly { readonly line: number; readonly text: string }[] {
  return stale.flatMap(({ id, files }) => {
    const line = headings(checked.revision.markdown).find(entry => entry.stepId === id)?.line;
    if (line === undefined) return [];
    const names = (fate: Moved) => files.flatMap(file => (file.fate === fate ? [`\`${file.path}\``] : []));
    const said = [
      ...(names('changed').length > 0 ? [`${names('changed').join(', ')} changed`] : []),
      ...(names('gone').length > 0
        ? [`${names('gone').join(', ')} ${names('gone').length > 1 ? 'are' : 'is'} gone`]
        : []),
    ];
    return [{ line, text: `since this plan was made: ${said.join('; ')}` }];
  });
}

export interface ReviewLayout {
  readonly outlineColumns: number;
  readonly planColumns: number;
  readonly rows: number;
  /** Columns and rows inside the plan's pane. */
  readonly inside: { readonly columns: number; readonly rows: number };
  readonly textColumns: number;
}

/** A line of prose longer than this is hard to read back from. */
const MEASURE = 112;
/** What an outline can use when the plan has all the columns that it needs. */
const OUTLINE_MOST = 64;
/** Columns left of the plan's text for the cursor and the marked lines. */
export const GUTTER = 2;

export function reviewLayout(model: Model): ReviewLayout {
  const { columns } = model.size;
  const kind = layoutKind(model.size);
  const outlineColumns =
    kind === 'wide'
      ? Math.max(Math.floor(columns * 0.31), Math.min(OUTLINE_MOST, columns - MEASURE - GUTTER - 4))
      : kind === 'medium'
        ? Math.max(28, Math.floor(columns * 0.33))
        : columns;
  const planColumns = kind === 'narrow' ? columns : columns - outlineColumns;
  const rows = bodyRows(model) - (kind === 'narrow' ? 1 : 0);
  const inside = paneInside(planColumns, rows);
  return {
    outlineColumns,
    planColumns,
    rows,
    inside,
    textColumns: Math.min(MEASURE, inside.columns - GUTTER),
  };
}

/** The plan's rows for the present window. */
export function visibleRows(model: Model, session: ActiveSession): readonly PlanRow[] {
  const checked = shownRevision(model, session);
  return checked ? planRows(session)(checked)(staleIn(model, checked))(reviewLayout(model).textColumns) : [];
}

/** Position in the outline of what holds this line. */
export function outlineAt(items: readonly OutlineItem[], line: number): number {
  return items.findLastIndex(item => item.line <= line);
}

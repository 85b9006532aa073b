import { failedChecks, latestRevision } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import type { Tone } from '../../../theme/index.ts';
import { hintSpans } from '../../hints.ts';
import { hints } from '../../keymap.ts';
import { frameRows } from '../../layout.ts';
import type { Completion, Model, Overlay } from '../../model.ts';
import type { Sheet } from '../../sheet.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { cut, fill, type Line, t, wrap } from '../../text/line.ts';
import { expanded } from '../../widgets/text-prompt/state.ts';
import { promptLines } from '../../widgets/text-prompt/view.ts';
import { overlayLines } from './layout.ts';

type Of<K extends Overlay['kind']> = Extract<Overlay, { readonly kind: K }>;

const PLACEHOLDER: Readonly<Record<Of<'input'>['purpose']['kind'], string>> = {
  feedback: 'what should be different, in your own words',
  answer: 'your answer, in your own words',
  note: 'what the plan should heed about this choice',
  steer: 'what it should know, look at or leave out',
  command: '/plan with new requirements, /theme, /help …',
  override: 'the reason; it is written into the session',
  search: 'words to find; n and N go on',
};

/** Rows a sheet may take of this window. */
function room(model: Model): number {
  return Math.max(1, Math.floor(frameRows(model.size) / 2) - 2);
}

export function inputSheet(model: Model, overlay: Of<'input'>): Sheet {
  const columns = model.size.columns - 4;
  const most = room(model);
  const candidates = completionLines(overlay.field.completion, columns, Math.max(0, most - 1));
  const text = promptLines(
    overlay.field.prompt,
    columns,
    Math.max(1, Math.min(6, most - candidates.length)),
    PLACEHOLDER[overlay.purpose.kind],
  );
  return {
    title: sentence(overlay.title, { tone: 'accent', bold: true }),
    badge: [],
    lines: [
      ...text,
      ...foreseenLines(overlay, columns, most - text.length),
      ...refusedLines(overlay, columns, most - text.length),
      ...candidates,
    ],
  };
}

/** Why the words in the field were not taken, and what to do. */
function refusedLines({ field, refused }: Of<'input'>, columns: number, rows: number): readonly Line[] {
  if (!refused || refused.text !== expanded(field.prompt).trim()) return [];
  const { message, next } = refused.failure;
  return [
    ...wrap([t('✗ ', 'danger'), ...sentence(message, { tone: 'danger' })], columns, [t('  ')]),
    ...(next ? wrap([t('  '), ...sentence(next, { tone: 'muted' })], columns, [t('  ')]) : []),
  ].slice(0, Math.max(1, rows));
}

/** What the feedback in the field would do, under it; nothing once the field says something else. */
function foreseenLines({ field, foreseen }: Of<'input'>, columns: number, rows: number): readonly Line[] {
  if (!foreseen || foreseen.text !== expanded(field.prompt).trim() || rows <= 0) return [];
  const said = (mark: string, text: string, tone: Tone): readonly Line[] => {
    const lines = wrap([t(mark, tone, { bold: true }), ...sentence(text, { tone })], columns, [t('  ')]);
    // What does not fit is marked: the whole of it stands in the next revision.
    const last = lines[rows - 1];
    return lines.length > rows && last
      ? [...lines.slice(0, rows - 1), cut([...last, t(' …', tone)], columns)]
      : lines;
  };
  if (foreseen.kind === 'reading') return said('· ', 'looking at what this would do …', 'muted');
  const { result } = foreseen;
  if (!result.ok) return said('⚠ ', `What it would do cannot be told: ${result.error.message}`, 'warning');
  return said(
    result.value.understood ? '→ ' : '? ',
    result.value.what,
    result.value.understood ? 'success' : 'attention',
  );
}

/** Short evidence stands under the panes of the workbench and the map, so that the finding it is about stays in sight; longer takes their place. */
export function evidenceSheet(model: Model, overlay: Of<'evidence'>): Sheet | undefined {
  if (model.place !== 'workbench' && !model.mapUi) return undefined;
  const lines = overlayLines(model, model.size.columns - 4);
  if (lines.length > room(model)) return undefined;
  const count = overlay.sources.length;
  return {
    title: [t('Evidence', 'accent', { bold: true })],
    badge: count > 1 ? [t(`${count} sources`, 'muted')] : [],
    lines,
  };
}

/** Candidates of a completion, the chosen one marked; at most `rows`, around the chosen one. */
export function completionLines(
  completion: Completion | undefined,
  columns: number,
  rows: number,
): readonly Line[] {
  if (!completion || rows <= 0) return [];
  const { items, selected } = completion;
  const from = Math.max(0, Math.min(selected - rows + 1, items.length - rows));
  const valueColumns = Math.max(...items.map(i => i.value.length));
  return items.slice(from, from + rows).map((item, i) => {
    const chosen = from + i === selected;
    const line: Line = [
      t(chosen ? '❯ ' : '  ', 'accent'),
      ...fill(
        [t(item.value, chosen ? 'accent' : 'path', { bold: chosen })],
        Math.min(valueColumns, columns - 2),
      ),
      ...(item.help ? [t(`  ${item.help}`, 'muted')] : []),
    ];
    return cut(line, columns);
  });
}

/** Says what will be written and where; with failing checks it asks for the reason first. */
export function approveSheet(model: Model, overlay: Of<'approve'>, session: ActiveSession): Sheet {
  const columns = model.size.columns - 4;
  const latest = latestRevision(session);
  const slug = latest?.revision.plan.slug ?? session.goal.slug;
  const failed = latest ? failedChecks(latest) : [];
  const lines: Line[] = [
    [
      t('writes  ', 'muted'),
      t(`plans/${slug}-YYYYMMDD-HHMMSS.md`, 'path'),
      t(' with the time of approval', 'muted'),
    ],
    [t('and     ', 'muted'), t('plans/latest-plan.md', 'path'), t(' pointing at it', 'muted')],
    [t('in      ', 'muted'), t(session.project.root, 'path'), t('; nothing else is touched', 'muted')],
  ];
  for (const check of failed)
    for (const finding of check.findings.slice(0, 2))
      lines.push([
        t(`⚠ check ${check.check} `, 'warning', { bold: true }),
        ...sentence(`line ${finding.line}: ${finding.message}`, { tone: 'warning' }),
      ]);
  if (overlay.override) lines.push([t('approved in spite of that: ', 'muted'), t(overlay.override, 'user')]);
  const needs = failed.length > 0 && !overlay.override;
  const keys = hints('dialog', needs ? ['override', 'close'] : ['confirm', 'close']).map(h =>
    h.text === 'yes' ? { ...h, text: 'approve and save' } : h.key === 'Esc' ? { ...h, text: 'not yet' } : h,
  );
  const shown = lines
    .flatMap(line => wrap(line, columns, [t('        ')]))
    .slice(0, Math.max(2, room(model)));
  return {
    title: [t(`Approve revision ${latest?.revision.number ?? ''}`, 'attention')],
    badge:
      failed.length > 0
        ? [t(plural(failed.length, 'failing check'), 'warning')]
        : [t('all checks pass', 'success')],
    lines: [...shown, hintSpans(keys, columns)],
  };
}

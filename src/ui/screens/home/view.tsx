import { Box } from 'ink';
import type { ReactNode } from 'react';
import { bodyRows } from '../../chrome.ts';
import { hintSpans } from '../../hints.ts';
import { layoutKind } from '../../layout.ts';
import type { Model } from '../../model.ts';
import { ago, plural, spinner } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { between, cut, cutMiddle, fill, type Line, t, wrap } from '../../text/line.ts';
import { Lines } from '../../widgets/lines.tsx';
import { promptLines } from '../../widgets/text-prompt/view.ts';
import { completionLines } from '../overlay/sheets.ts';
import { type HomeEntry, homeEntries } from './state.ts';

const PLACEHOLDER = 'say in a sentence what should change, for example: add CSV export to the orders page';
const SHORT_PLACEHOLDER = 'say what should change';

export function HomeView({ model }: { readonly model: Model }): ReactNode {
  const { columns } = model.size;
  const rows = bodyRows(model);
  const lines = homeLines(model, columns, rows);
  return (
    <Box height={rows}>
      <Lines lines={lines} columns={columns} rows={rows} />
    </Box>
  );
}

/** The whole home screen as lines; what does not fit is left out from below, with a mark. */
export function homeLines(model: Model, columns: number, rows: number): readonly Line[] {
  const roomy = rows >= 16;
  const margin = columns >= 60 ? 2 : 0;
  const inner = columns - margin * 2;
  const pad = t(' '.repeat(margin));
  const { home } = model;
  const focused = home.focus === 'prompt' && model.overlay === undefined;
  const tone = focused ? 'borderFocus' : 'border';
  const out: Line[] = [];
  const gap = () => {
    if (roomy) out.push([]);
  };
  gap();
  if (home.opening !== undefined)
    return [...out, [pad, t(`${spinner(model.now)} `, 'accent'), t('opening ', 'muted'), t(home.opening)]];
  out.push([pad, t('What shall we plan?', undefined, { bold: true })]);
  const field = promptLines(
    home.field.prompt,
    inner - 4,
    Math.max(1, Math.min(8, rows - 8)),
    PLACEHOLDER.length <= inner - 4 ? PLACEHOLDER : SHORT_PLACEHOLDER,
    focused,
  );
  out.push([pad, t(`╭${'─'.repeat(inner - 2)}╮`, tone)]);
  for (const line of field) out.push([pad, t('│ ', tone), ...fill(line, inner - 4), t(' │', tone)]);
  out.push([pad, t(`╰${'─'.repeat(inner - 2)}╯`, tone)]);
  const candidates = completionLines(home.field.completion, inner - 2, Math.max(0, rows - out.length));
  if (candidates.length > 0) return [...out, ...candidates.map(line => [pad, t('  '), ...line])];
  out.push([
    pad,
    t('  '),
    ...between(
      hintSpans(
        [
          { key: '/', text: 'commands' },
          { key: '@', text: 'files' },
          { key: '↑', text: 'earlier goals' },
        ],
        inner - 18,
      ),
      inner >= 40 ? [t('Enter', 'accent'), t(' plan it', 'muted')] : [],
      inner - 4,
    ),
  ]);
  gap();
  out.push(...entryLines(model, columns, rows - out.length).map(line => [pad, ...line]));
  return out;
}

function entryLines(model: Model, columns: number, room: number): readonly Line[] {
  const entries = homeEntries(model.homeData);
  const margin = columns >= 60 ? 4 : 0;
  const inner = columns - margin;
  const at = (entry: HomeEntry) => model.home.focus === entries.indexOf(entry);
  const suggestions = entries.filter(e => e.kind === 'suggestion');
  const sessions = entries.filter(e => e.kind === 'session');
  const plans = entries.filter(e => e.kind === 'plan');
  const out: Line[] = [];
  const loading = model.homeData.suggestions === undefined;
  if (suggestions.length > 0 || loading) {
    out.push([t('From this repository', 'heading')]);
    if (loading) out.push([t('  looking …', 'faint')]);
    for (const entry of suggestions) out.push(...suggestionLines(entry.suggestion, inner, at(entry)));
    out.push([]);
  }
  const left = listBlock(
    'Unfinished',
    sessions.map(e => sessionCells(e.session, model.now, at(e))),
  );
  const right = listBlock(
    'Plans',
    plans.map(e => planCells(e.plan, at(e))),
  );
  if (layoutKind(model.size) !== 'narrow' && columns >= 90 && left.length > 0 && right.length > 0) {
    const half = Math.floor((inner - 4) / 2);
    const height = Math.max(left.length, right.length);
    for (let i = 0; i < height; i++)
      out.push([...row(left[i], half), t('    '), ...row(right[i], inner - 4 - half)]);
  } else {
    for (const cells of left) out.push(row(cells, inner));
    if (left.length > 0 && right.length > 0) out.push([]);
    for (const cells of right) out.push(row(cells, inner));
  }
  if (loaded(model) && sessions.length + plans.length === 0) {
    const how = beginning(inner);
    if (out.length + how.length <= room) out.push(...how);
  }
  if (out.length <= room) return out;
  const kept = out.slice(0, Math.max(0, room - 1));
  return room > 0
    ? [...kept, [t(`  … ${out.length - kept.length} more lines: Tab walks through them`, 'faint')]]
    : [];
}

function loaded({ homeData }: Model): boolean {
  return homeData.sessions !== undefined && homeData.plans !== undefined;
}

/** For somebody who has planned nothing here yet: what will happen, in the order in which it does. */
function beginning(columns: number): readonly Line[] {
  const step = (name: string, what: string) =>
    wrap([t('  '), ...fill([t(name, 'accent')], 11), t(what, 'muted')], columns, [t(' '.repeat(13))]);
  return [
    [t('How it goes', 'heading')],
    ...step('Research', 'documents, packages and git history of this project'),
    ...step('Analysis', 'the files your goal touches, each with where it was read'),
    ...step('Questions', 'what the code cannot answer, with a recommended choice'),
    ...step('Plan', 'steps, files, minutes and rollback, checked against the code'),
    ...step('Review', 'comment, ask for changes, approve; only then it is saved, to plans/'),
  ];
}

interface Cells {
  readonly left: Line;
  readonly right: Line;
}

function listBlock(title: string, rows: readonly Cells[]): readonly Cells[] {
  return rows.length === 0 ? [] : [{ left: [t(title, 'heading')], right: [] }, ...rows];
}

function row(cells: Cells | undefined, columns: number): Line {
  return cells ? between(cells.left, cells.right, columns) : fill([], columns);
}

function suggestionLines(
  { text, why }: { readonly text: string; readonly why: string },
  columns: number,
  chosen: boolean,
): Line[] {
  const mark = t(chosen ? '❯ ' : '◦ ', chosen ? 'accent' : 'muted');
  const line: Line = [
    mark,
    ...sentence(text, chosen ? { tone: 'accent' } : {}),
    t('  '),
    ...sentence(why, { tone: 'muted' }),
  ];
  const wrapped = wrap(line, columns, [t('  ')]);
  // Two rows each at most; a mark says that there is more.
  if (wrapped.length <= 2) return wrapped;
  return [wrapped[0] ?? [], [...cut(wrapped[1] ?? [], columns - 2), t(' …', 'muted')]];
}

function sessionCells(
  session: Extract<HomeEntry, { kind: 'session' }>['session'],
  now: number,
  chosen: boolean,
): Cells {
  const state =
    session.openQuestions > 0
      ? `${plural(session.openQuestions, 'question')} open`
      : session.revisions > 0
        ? `revision ${session.revisions}`
        : 'begun';
  return {
    left: [
      t(chosen ? '❯ ' : '● ', chosen ? 'accent' : 'attention'),
      t(session.goal, chosen ? 'accent' : 'text'),
    ],
    // A long goal is cut before what the session waits for.
    right: [t(`${state} · `, 'muted'), t(ago(session.updatedAt, now), 'faint')],
  };
}

function planCells(plan: Extract<HomeEntry, { kind: 'plan' }>['plan'], chosen: boolean): Cells {
  const { done, total } = plan.steps;
  const finished = total > 0 && done === total;
  const mark =
    plan.status === 'superseded'
      ? t('– ', 'muted')
      : finished
        ? t('✓ ', 'success')
        : done > 0
          ? t('◐ ', 'attention')
          : t('○ ', 'muted');
  return {
    left: [
      chosen ? t('❯ ', 'accent') : mark,
      t(`${plan.created.slice(0, 10)} `, 'muted'),
      t(cutMiddle(plan.title, 60), chosen ? 'accent' : 'text'),
    ],
    right: [
      t(total > 0 && plan.status !== 'superseded' ? `${done} of ${total} steps` : plan.status, 'muted'),
      ...(plan.stale ? [t(' · ', 'muted'), t(`${plural(plan.stale, 'step')} stale`, 'attention')] : []),
    ],
  };
}

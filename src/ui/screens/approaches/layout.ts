import { outline } from '../../../plan/sections.ts';
import { type Compared, comparisonRows } from '../../../plan/two/rows.ts';
import type { ActiveSession, ApproachState } from '../../../session/state.ts';
import { bodyRows } from '../../chrome.ts';
import { share } from '../../layout.ts';
import { once } from '../../memo.ts';
import type { Model } from '../../model.ts';
import { sentence } from '../../text/inline.ts';
import { fill, type Line, t, wrap } from '../../text/line.ts';
import { layoutMarkdown } from '../../widgets/markdown/layout.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { bothOf, measureKey, type SideIndex, sideName } from './state.ts';

/** Narrower, and one plan at a time is shown. */
const BOTH_LEAST = 100;
/** Narrower, and the facts are those of the side in front. */
const TABLE_LEAST = 70;
/** Rows that a plan needs to be read at all. */
const PLAN_LEAST = 8;

export interface ApproachesSizes {
  readonly both: boolean;
  readonly facts: readonly Line[];
  /** Columns of each pane; the same twice where one is shown at a time. */
  readonly columns: readonly [number, number];
  readonly rows: number;
  readonly inside: { readonly columns: readonly [number, number]; readonly rows: number };
}

export function approachesSizes(model: Model, session: ActiveSession): ApproachesSizes {
  const { columns } = model.size;
  const body = bodyRows(model);
  const both = columns >= BOTH_LEAST;
  const [left = columns, right = columns] = both ? share(columns, [1, 1]) : [columns, columns];
  const room = model.approaches.factsOnly
    ? body
    : Math.max(2, body - Math.max(PLAN_LEAST, Math.floor(body * 0.5)));
  const facts = factLines(model, session, room);
  const rows = Math.max(3, body - facts.length);
  return {
    both,
    facts,
    columns: [left, right],
    rows,
    inside: {
      columns: [paneInside(left, rows).columns, paneInside(right, rows).columns],
      rows: paneInside(left, rows).rows,
    },
  };
}

function comparedOf(model: Model, approach: ApproachState): Compared | undefined {
  const plan = approach.revisions.at(-1)?.revision.plan;
  return plan && { plan, measured: model.approaches.measured[measureKey(approach)] };
}

/** Axis and facts in columns; where there is no room for whole sentences, they are cut, and what is left out is counted. */
function factLines(model: Model, session: ActiveSession, room: number): readonly Line[] {
  const pair = bothOf(session);
  const [a, b] = pair ? pair.map(x => comparedOf(model, x)) : [];
  if (!pair || !a || !b) return [];
  const head = headLines(model, session, pair);
  const all = comparisonRows(a, b);
  const most = Math.max(0, room - head.length);
  const { factsOnly } = model.approaches;
  // Alone they are said in full, as long as there is room.
  for (const deep of [...(factsOnly ? [30] : []), 6, 3, 2, 1]) {
    const rows = all.map(row => factRow(model, row, row.long || factsOnly ? deep : Math.min(deep, 2)));
    const total = rows.reduce((sum, lines) => sum + lines.length, 0);
    if (total <= most || deep === 1) {
      if (total <= most) return [...head, ...rows.flat()];
      const shown: Line[] = [];
      let left = 0;
      // The last row says that there is more.
      for (const lines of rows) {
        if (left > 0 || shown.length + lines.length > most - 1) left++;
        else shown.push(...lines);
      }
      const mark: Line = [
        t(`  … ${left} more ${left === 1 ? 'fact' : 'facts'}: `, 'muted'),
        ...(factsOnly
          ? [t('a taller window shows them', 'muted')]
          : [t('f', 'accent'), t(' shows them', 'muted')]),
      ];
      return most > 0 ? [...head, ...shown, mark] : head;
    }
  }
  return head;
}

function columnsOf(model: Model): { readonly label: number; readonly cells: readonly number[] } {
  const { columns } = model.size;
  const label =
    columns >= BOTH_LEAST ? 26 : columns >= TABLE_LEAST ? 22 : Math.min(22, Math.floor(columns / 3));
  const rest = columns - label;
  return { label, cells: columns >= TABLE_LEAST ? share(rest, [1, 1]) : [rest] };
}

function headLines(
  model: Model,
  session: ActiveSession,
  pair: readonly [ApproachState, ApproachState],
): readonly Line[] {
  const { columns } = model.size;
  const question = pair[0].axis?.question;
  const axis: readonly Line[] =
    question === undefined || question === ''
      ? []
      : wrap([t('  '), ...sentence(question, { tone: 'attention', bold: true })], columns, [t('  ')]).slice(
          0,
          2,
        );
  return [...axis, ...factRowOf(model, '', titlesOf(model, session, pair), 2)];
}

function titlesOf(
  model: Model,
  session: ActiveSession,
  pair: readonly [ApproachState, ApproachState],
): readonly Line[] {
  return pair.map((approach, n) => {
    const front = model.approaches.side === n;
    const mark = session.taken === approach.id ? '✓ ' : '';
    return [
      t(`${mark}${sideName(n as SideIndex)}  `, front ? 'accent' : 'muted', { bold: true }),
      ...sentence(approach.axis?.side || approach.title, { tone: front ? 'text' : 'muted', bold: front }),
    ];
  });
}

function factRow(
  model: Model,
  { label, cells }: { readonly label: string; readonly cells: readonly [string, string] },
  deep: number,
): readonly Line[] {
  const tone = label === 'estimate' ? 'estimate' : undefined;
  return factRowOf(
    model,
    label,
    cells.map(text => sentence(text === '' ? '–' : text, tone ? { tone } : {})),
    deep,
  );
}

/** A label and two cells (or the one of the side in front), each wrapped in its own column. */
function factRowOf(model: Model, label: string, cells: readonly Line[], deep: number): readonly Line[] {
  const sizes = columnsOf(model);
  const shown = sizes.cells.length === 2 ? cells : [cells[model.approaches.side] ?? []];
  const wrapped = shown.map((cell, i) => {
    const width = (sizes.cells[i] ?? 10) - 2;
    const lines = wrap(cell, width);
    if (lines.length <= deep) return lines;
    const kept = lines.slice(0, deep);
    const last = kept.at(-1) ?? [];
    return [...kept.slice(0, -1), [...fitted(last, width - 2), t(' …', 'muted')]];
  });
  const height = Math.max(1, ...wrapped.map(lines => lines.length));
  return Array.from({ length: height }, (_, row) => [
    ...fill([t(row === 0 ? `  ${label}` : '', 'muted')], sizes.label),
    ...wrapped.flatMap((lines, i) => fill(lines[row] ?? [], sizes.cells[i] ?? 10)),
  ]);
}

function fitted(line: Line, width: number): Line {
  return wrap(line, width)[0] ?? [];
}

/** The same section of both plans begins at the same row, so that the columns scroll together; what differs stands first. */
export const alignedRows = once((a: string) =>
  once((b: string) => once((left: number) => once((right: number) => align(a, b, left, right)))),
);

function align(
  a: string,
  b: string,
  left: number,
  right: number,
): readonly [readonly Line[], readonly Line[]] {
  const [mine, its] = [partsOf(a, left), partsOf(b, right)];
  const all = [...mine.keys(), ...[...its.keys()].filter(title => !mine.has(title))];
  const titles = [...FIRST.filter(title => all.includes(title)), ...all.filter(t => !FIRST.includes(t))];
  const out: readonly [Line[], Line[]] = [[], []];
  for (const title of titles) {
    const [x, y] = [mine.get(title) ?? [], its.get(title) ?? []];
    const height = Math.max(x.length, y.length);
    const padded = (lines: readonly Line[]): readonly Line[] =>
      Array.from({ length: height }, (_, i) => lines[i] ?? []);
    out[0].push(...padded(x));
    out[1].push(...padded(y));
  }
  return out;
}

/** “Approach: from a job” is the approach, whatever it is called in the other plan. */
const nameOf = (title: string): string => title.replace(/:.*$/, '');

/** What tells two plans apart is read first; what was found is nearly the same in both. */
const FIRST: readonly string[] = ['Approach', 'Implementation Steps'];

/** Rows of each section of a plan, by its name; what stands before the first is left out. */
function partsOf(markdown: string, columns: number): ReadonlyMap<string, readonly Line[]> {
  const rows = layoutMarkdown(markdown, columns);
  const sections = outline(markdown).filter(e => e.level === 2);
  const parts = new Map<string, Line[]>();
  for (const { line, source } of rows) {
    // Front matter and head say the same of both: they stand in the facts.
    const title = sections.findLast(s => s.line <= source)?.title;
    if (title === undefined) continue;
    const part = parts.get(nameOf(title));
    if (part) part.push(line);
    else parts.set(nameOf(title), [line]);
  }
  return parts;
}

import { truncate, wrap } from '../../../shared/text/index.ts';
import type { Plan } from '../../model.ts';
import { rangeText, wholeMinutes } from '../../totals.ts';
import { rowsOf, type StepGraph } from './layout.ts';
import { type Child, h, type Markup } from './markup.ts';
import { plain, stepAnchor } from './names.ts';

/** Sizes in pixels of the drawing. */
const BOX = { width: 208, height: 66 };
const GAP = { across: 34, down: 44 };
const MARGIN = 30;
/** Between lines that pass the same gap, and between arrows at one box. */
const LANE = 8;
const PORT = 16;
/** Columns of a title in its box. */
const COLUMNS = 27;

interface Point {
  readonly x: number;
  readonly y: number;
}

interface Drawing {
  readonly width: number;
  readonly height: number;
  /** Upper left corner of each step's box, by the step's place. */
  readonly boxes: ReadonlyMap<number, Point>;
  readonly rows: readonly (readonly number[])[];
}

/** Which step comes after which, as a drawing; its boxes lead to the steps. */
export function graphFigure(plan: Plan, graph: StepGraph, done: readonly string[]): Markup {
  const drawing = place(graph);
  const { width, height } = drawing;
  const arrows = graph.before.flatMap((others, to) => others.map(from => ({ from, to })));
  const taken = drawing.rows.map((): number[] => []);
  return h(
    'figure',
    { class: 'graph' },
    h(
      'div',
      { class: 'wide', tabindex: 0, role: 'region', 'aria-label': 'Graph of the steps' },
      h(
        'svg',
        {
          class: 'steps',
          width,
          height,
          viewBox: `0 0 ${width} ${height}`,
          role: 'group',
          'aria-labelledby': 'graph-title',
          'aria-describedby': 'graph-text',
        },
        h('title', { id: 'graph-title' }, 'Which step comes after which'),
        h('desc', { id: 'graph-text' }, inWords(graph)),
        h(
          'defs',
          {},
          h(
            'marker',
            {
              id: 'arrow',
              viewBox: '0 0 8 8',
              refX: 7,
              refY: 4,
              markerWidth: 7,
              markerHeight: 7,
              orient: 'auto',
            },
            h('path', { d: 'M0 0.5 L7.5 4 L0 7.5 z' }),
          ),
        ),
        arrows.map(({ from, to }) =>
          h('path', {
            class: 'arrow',
            d: route(drawing, graph, taken, from, to),
            'marker-end': 'url(#arrow)',
          }),
        ),
        plan.steps.map((_, at) => box(plan, at, drawing.boxes.get(at) ?? { x: 0, y: 0 }, done)),
      ),
    ),
    h('figcaption', {}, 'An arrow leads from a step to those that need it. Each box leads to its step.'),
  );
}

/** The same without eyes: `Step 3 comes after step 1 and 2.` */
function inWords({ before }: StepGraph): string {
  return before
    .map((others, at) =>
      others.length === 0
        ? `Step ${at + 1} can begin at once.`
        : `Step ${at + 1} comes after ${others.length > 1 ? 'steps' : 'step'} ${others.map(other => other + 1).join(', ')}.`,
    )
    .join(' ');
}

function place(graph: StepGraph): Drawing {
  const rows = rowsOf(graph);
  const widest = Math.max(1, ...rows.map(row => row.length));
  const width = widest * BOX.width + (widest - 1) * GAP.across + 2 * MARGIN;
  const boxes = new Map<number, Point>();
  rows.forEach((row, line) => {
    const taken = row.length * BOX.width + (row.length - 1) * GAP.across;
    row.forEach((at, column) => {
      boxes.set(at, {
        x: (width - taken) / 2 + column * (BOX.width + GAP.across),
        y: 2 + line * (BOX.height + GAP.down),
      });
    });
  });
  return { width, height: rows.length * (BOX.height + GAP.down) - GAP.down + 4, boxes, rows };
}

/** From the lower edge of one box to the upper edge of another; past the boxes between them, never through one. */
function route(
  drawing: Drawing,
  graph: StepGraph,
  taken: readonly number[][],
  from: number,
  to: number,
): string {
  const start = {
    x: portOf(drawing, from, leaving(graph, from), to),
    y: (drawing.boxes.get(from)?.y ?? 0) + BOX.height,
  };
  const end = {
    x: portOf(drawing, to, graph.before[to] ?? [], from),
    y: (drawing.boxes.get(to)?.y ?? 0) - 1,
  };
  const rowOf = (at: number) => drawing.rows.findIndex(row => row.includes(at));
  let path = `M${start.x} ${start.y}`;
  let here = start;
  const rows = rowOf(to) - rowOf(from);
  for (let i = 1; i < rows; i++) {
    const row = rowOf(from) + i;
    const x = gapAt(drawing, row, taken[row] ?? [], start.x + ((end.x - start.x) * i) / rows);
    const y = 2 + row * (BOX.height + GAP.down);
    path += ` ${curve(here, { x, y })} L${x} ${y + BOX.height}`;
    here = { x, y: y + BOX.height };
  }
  return `${path} ${curve(here, end)}`;
}

function leaving({ before }: StepGraph, from: number): readonly number[] {
  return before.flatMap((others, at) => (others.includes(from) ? [at] : []));
}

/** Where an arrow meets its box: several share the edge, in the order of their other ends. */
function portOf({ boxes }: Drawing, at: number, others: readonly number[], other: number): number {
  const x = (step: number) => boxes.get(step)?.x ?? 0;
  const order = others.toSorted((a, b) => x(a) - x(b) || a - b);
  const spread = Math.min(PORT, (BOX.width - PORT) / Math.max(1, order.length));
  return Math.round(x(at) + BOX.width / 2 + (order.indexOf(other) - (order.length - 1) / 2) * spread);
}

/** The free place of a row nearest to the one wished, beside the lines that pass there already. */
function gapAt({ width, boxes, rows }: Drawing, row: number, taken: number[], wished: number): number {
  const lefts = (rows[row] ?? []).map(at => boxes.get(at)?.x ?? 0).toSorted((a, b) => a - b);
  const edges = [0, ...lefts.flatMap(x => [x, x + BOX.width]), width];
  const gaps = Array.from({ length: lefts.length + 1 }, (_, i) => ({
    from: (edges[2 * i] ?? 0) + LANE,
    to: (edges[2 * i + 1] ?? width) - LANE,
  }));
  const nearest = gaps
    .map(({ from, to }) => Math.min(Math.max(wished, from), to))
    .toSorted((a, b) => Math.abs(a - wished) - Math.abs(b - wished))[0];
  let x = Math.round(nearest ?? wished);
  const side = x > wished ? 1 : -1;
  const gap = gaps.find(({ from, to }) => x >= from && x <= to);
  while (
    gap &&
    taken.some(other => Math.abs(other - x) < LANE) &&
    x + side * LANE >= gap.from &&
    x + side * LANE <= gap.to
  )
    x += side * LANE;
  taken.push(x);
  return x;
}

function curve(from: Point, to: Point): string {
  const half = Math.round((from.y + to.y) / 2);
  return `C${from.x} ${half} ${to.x} ${half} ${to.x} ${to.y}`;
}

function box(plan: Plan, at: number, { x, y }: Point, done: readonly string[]): Child {
  const step = plan.steps[at];
  if (!step) return undefined;
  const { high } = step.estimate;
  const isDone = done.includes(step.id);
  const lines = titleLines(plain(step.title) || '(untitled)');
  return h(
    'a',
    { href: `#${stepAnchor(plan, at)}`, class: `node ${step.part}` },
    h('rect', { x, y, width: BOX.width, height: BOX.height, rx: 8 }),
    h('rect', { class: 'part', x, y: y + 10, width: 3, height: BOX.height - 20, rx: 1.5 }),
    h('text', { class: 'number', x: x + 14, y: y + 21 }, `${at + 1}${isDone ? ' ✓' : ''}`),
    high > 0 &&
      h(
        'text',
        { class: 'time', x: x + BOX.width - 12, y: y + 21, 'text-anchor': 'end' },
        rangeText(wholeMinutes(step.estimate)),
      ),
    h(
      'text',
      { x: x + 14, y: y + 39 },
      lines.map((text, i) => h('tspan', { x: x + 14, dy: i === 0 ? 0 : 16 }, text)),
    ),
  );
}

function titleLines(title: string): readonly string[] {
  const [first = '', ...rest] = wrap(title, COLUMNS);
  return rest.length === 0 ? [first] : [first, truncate(rest.join(' '), COLUMNS)];
}

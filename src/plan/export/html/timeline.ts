import type { Plan, Step } from '../../model.ts';
import { partNames } from '../../render/computed.ts';
import { durationText, type PlanTotals, rangeText, wholeMinutes } from '../../totals.ts';
import { longestChain, type StepGraph } from './layout.ts';
import { type Child, h, type Markup } from './markup.ts';
import { stepAnchor } from './names.ts';
import { type Hand, line } from './prose.ts';

/** Height of a bar's drawing, in pixels; across, everything is in percent, so that it fits any page. */
const HEIGHT = 18;

/** One bar a step, one after the other as one person does them: solid what is likely, pale up to the high estimate. */
export function timelineFigure(plan: Plan, graph: StepGraph, sums: PlanTotals, hand: Hand): Child {
  const minutes = plan.steps.map(step => wholeMinutes(step.estimate));
  const starts = minutes.map((_, at) => minutes.slice(0, at).reduce((sum, other) => sum + other.likely, 0));
  const end = Math.max(0, ...minutes.map(({ high }, at) => (starts[at] ?? 0) + high));
  if (end === 0) return undefined;
  const percent = (value: number) => `${round((value / end) * 100)}%`;
  const ticks = ticksTo(end);
  const grid = ticks.map(tick =>
    h('line', { class: 'grid', x1: percent(tick), x2: percent(tick), y1: 0, y2: HEIGHT }),
  );
  const rows = plan.steps.map((step, at) => {
    const { low, likely, high } = minutes[at] ?? { low: 0, likely: 0, high: 0 };
    const start = starts[at] ?? 0;
    return h(
      'li',
      { class: step.part },
      h(
        'div',
        { class: 'label' },
        h('a', { href: `#${stepAnchor(plan, at)}` }, `${at + 1}. `, line(step.title, hand)),
        h('span', { class: 'time' }, high === 0 ? 'no time said' : spoken(low, likely, high)),
      ),
      h(
        'svg',
        { class: 'bar', width: '100%', height: HEIGHT, 'aria-hidden': 'true' },
        grid,
        h('rect', {
          class: 'high',
          x: percent(start),
          y: 3,
          width: percent(high),
          height: HEIGHT - 6,
          rx: 3,
        }),
        h('rect', {
          class: 'likely',
          x: percent(start),
          y: 3,
          width: percent(likely),
          height: HEIGHT - 6,
          rx: 3,
        }),
        low < likely &&
          h('line', {
            class: 'low',
            x1: percent(start + low),
            x2: percent(start + low),
            y1: 4,
            y2: HEIGHT - 4,
          }),
      ),
    );
  });
  return h(
    'figure',
    { class: 'timeline' },
    h('ol', {}, rows),
    axis(ticks, percent),
    legend(plan.steps),
    h('figcaption', {}, caption(sums, graph, minutes)),
  );
}

function spoken(low: number, likely: number, high: number): string {
  return low === high ? durationText(low) : `${rangeText({ low, high })}, likely ${durationText(likely)}`;
}

function axis(ticks: readonly number[], percent: (value: number) => string): Markup {
  return h(
    'svg',
    { class: 'axis', width: '100%', height: 20, 'aria-hidden': 'true' },
    ticks.map((tick, i) =>
      h(
        'text',
        { x: percent(tick), y: 14, 'text-anchor': i === 0 ? 'start' : 'middle' },
        tick === 0 ? '0' : durationText(tick),
      ),
    ),
  );
}

/** What the colours of the bars mean: the parts of the work that there are. */
function legend(steps: readonly Step[]): Child {
  const parts = [...new Set(steps.map(step => step.part))];
  if (parts.length < 2) return undefined;
  return h(
    'ul',
    { class: 'legend' },
    parts.map(part =>
      h('li', { class: part }, h('span', { class: 'swatch', 'aria-hidden': 'true' }), partNames[part]),
    ),
  );
}

function caption(
  sums: PlanTotals,
  graph: StepGraph,
  minutes: readonly { readonly likely: number }[],
): string {
  const { low, likely, high } = sums.minutes;
  const chain = longestChain(
    graph,
    minutes.map(({ likely: one }) => one),
  );
  const whole = `By one person, one step after the other: ${spoken(low, likely, high)}.`;
  const shorter =
    chain.minutes > 0 && chain.minutes < likely && chain.steps.length > 1
      ? ` However many share the work, ${list(chain.steps)} follow each other: likely ${durationText(chain.minutes)}.`
      : '';
  return `${whole}${shorter} Solid is what is likely, pale reaches to the high estimate, the notch is the low one.`;
}

function list(steps: readonly number[]): string {
  return `steps ${steps.map(at => at + 1).join(', ')}`;
}

/** Whole steps of a scale that people count in, three to six of them. */
function ticksTo(end: number): readonly number[] {
  const STEPS = [5, 10, 15, 30, 60, 120, 240, 480, 960, 2400, 4800];
  const step = STEPS.find(one => end / one <= 5) ?? Math.ceil(end / 5 / 60) * 60;
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, i) => i * step).filter(
    tick => tick <= end * 0.96 || tick === 0,
  );
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

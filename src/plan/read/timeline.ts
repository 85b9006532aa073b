import type { RootContent } from 'mdast';
import type { Step } from '../model.ts';
import { parseDuration } from '../totals.ts';
import { splitNumbers } from './numbers.ts';
import type { ReadStep } from './steps.ts';
import { dataText } from './text.ts';

const PARTS: Readonly<Record<string, Step['part']>> = {
  'setup and configuration': 'setup',
  'core implementation': 'core',
  integration: 'integration',
  testing: 'testing',
  documentation: 'documentation',
};

/** A row of the timeline as it is written: minutes where all three columns hold some. */
export interface WrittenRow {
  readonly part: Step['part'];
  /** 1-based numbers of its steps. */
  readonly steps: readonly number[];
  readonly minutes?: { readonly low: number; readonly likely: number; readonly high: number };
}

export function timelineRows(nodes: readonly RootContent[], source: string): readonly WrittenRow[] {
  return nodes.flatMap(node => {
    if (node.type !== 'table') return [];
    return node.children.slice(1).flatMap((row): readonly WrittenRow[] => {
      const [name = '', steps = '', ...rest] = row.children.map(cell => dataText(cell.children, source));
      const part = PARTS[name.toLowerCase()];
      const [low, likely, high] = rest.map(parseDuration);
      if (!part) return [];
      const minutes =
        low === undefined || likely === undefined || high === undefined ? undefined : { low, likely, high };
      return [{ part, steps: splitNumbers(steps), ...(minutes ? { minutes } : {}) }];
    });
  });
}

/**
 * What is likely, for steps that do not say it: the middle of their range, unless their row of the timeline, whose range
 * must be the sum of theirs still, says another sum; the difference is spread over them, within their ranges.
 */
export function withLikely(
  read: readonly ReadStep[],
  numbered: readonly (ReadStep | undefined)[],
  rows: readonly WrittenRow[],
): readonly ReadStep[] {
  const likely = new Map<ReadStep, number>();
  for (const { steps: numbers, minutes } of rows) {
    const steps = numbers.flatMap(n => numbered[n - 1] ?? []);
    const sum = (key: 'low' | 'likely' | 'high') => steps.reduce((n, s) => n + s.step.estimate[key], 0);
    if (!minutes || sum('low') !== minutes.low || sum('high') !== minutes.high) continue;
    let left = minutes.likely - sum('likely');
    for (const one of steps) {
      if (one.likelySaid || left === 0) continue;
      const { low, high, likely: middle } = one.step.estimate;
      const moved = Math.min(high, Math.max(low, middle + left));
      left -= moved - middle;
      likely.set(one, moved);
    }
  }
  return read.map(one => {
    const minutes = likely.get(one);
    if (minutes === undefined) return one;
    return { ...one, step: { ...one.step, estimate: { ...one.step.estimate, likely: minutes } } };
  });
}

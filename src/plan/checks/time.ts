import { parseFrontMatter } from '../front-matter.ts';
import type { Plan } from '../model.ts';
import { type MinuteRange, parseRange } from '../read/ranges.ts';
import { durationText, parseDuration, rangeText } from '../totals.ts';
import { type Check, type CheckFinding, type CheckInput, error, warning } from './input.ts';
import { readWritten } from './lists.ts';

/** 5. Minutes of the steps add up to the timeline, its rows to its total, and the front matter says the same. */
export const timelineCheck: Check = {
  number: 5,
  name: 'Timeline',
  judge({ plan, markdown, own, outline }) {
    if (!own) return { findings: otherTimes(plan, markdown, outline), applicable: plan.steps.length > 0 };
    const { steps, timeline } = readWritten(markdown);
    const total = timeline.at(-1);
    if (timeline.length === 0 || !total) return { findings: [], applicable: false };
    const findings: CheckFinding[] = [];
    const columns = [2, 3, 4] as const;
    const numbers = timeline.map(row => columns.map(column => parseDuration(row.cells[column] ?? '')));
    timeline.forEach((row, index) => {
      if (numbers[index]?.some(value => value === undefined))
        findings.push(
          error(
            row.line,
            'A time of this row cannot be read.',
            'Write minutes or hours, as in `25 min` or `1 h 30`.',
          ),
        );
    });
    if (findings.length > 0) return { findings };
    const sums = columns.map((_, i) => numbers.slice(0, -1).reduce((sum, row) => sum + (row[i] ?? 0), 0));
    const stated = numbers.at(-1) ?? [];
    if (sums.some((sum, i) => sum !== stated[i]))
      findings.push(
        error(
          total.line,
          `The rows add up to ${sums.map(durationText).join(' / ')}, the total says ${stated.map(n => durationText(n ?? 0)).join(' / ')}.`,
          'Write the sum of the rows.',
        ),
      );
    const ranges = steps.map(step => ({
      step,
      range: step.range === undefined ? undefined : parseRange(step.range),
    }));
    for (const { step, range } of ranges)
      if (!range)
        findings.push(
          error(
            step.line,
            `“${step.title}” has no estimate.`,
            'Write a range at its end, as in `(15–25 min)`.',
          ),
        );
    if (ranges.every(entry => entry.range)) {
      const low = ranges.reduce((sum, entry) => sum + (entry.range?.low ?? 0), 0);
      const high = ranges.reduce((sum, entry) => sum + (entry.range?.high ?? 0), 0);
      if (low !== stated[0] || high !== stated[2])
        findings.push(
          error(
            total.line,
            `The steps add up to ${durationText(low)} – ${durationText(high)}, the timeline says ${durationText(stated[0] ?? 0)} – ${durationText(stated[2] ?? 0)}.`,
            'Write the steps’ sum into the timeline.',
          ),
        );
    }
    const front = parseFrontMatter(markdown);
    if (front.ok) {
      const { low, likely, high } = front.value.minutes;
      if ([low, likely, high].some((value, i) => value !== stated[i]))
        findings.push(
          error(
            total.line,
            `The front matter says ${low} / ${likely} / ${high} minutes, the timeline does not.`,
            'Write the timeline’s total into `minutes`.',
          ),
        );
      if (front.value.steps !== steps.length)
        findings.push(
          error(
            1,
            `The front matter counts ${front.value.steps} steps, the plan has ${steps.length}.`,
            `Write \`steps: ${steps.length}\`.`,
          ),
        );
    }
    return { findings };
  },
};

/**
 * A timeline by other hands: a table with one column of times, or several. The rows above the total add up to it, and so do
 * the steps, where each says how long it takes.
 */
function otherTimes(plan: Plan, markdown: string, outline: CheckInput['outline']): readonly CheckFinding[] {
  const { timeline } = readWritten(markdown);
  const findings: CheckFinding[] = [];
  const rows = timeline.map(({ cells, line }) => ({
    line,
    total: /\btotal\b/i.test(cells[0] ?? ''),
    range: cells.slice(1).map(parseRange).findLast(Boolean),
  }));
  const total = rows.find(row => row.total && row.range);
  const add = (ranges: readonly (MinuteRange | undefined)[]) =>
    ranges.reduce<MinuteRange>(
      (sum, range) => ({ low: sum.low + (range?.low ?? 0), high: sum.high + (range?.high ?? 0) }),
      { low: 0, high: 0 },
    );
  const parts = rows.filter(row => row !== total && row.range);
  const sum = add(parts.map(row => row.range));
  const said = ({ low, high }: MinuteRange) => rangeText({ low, high });
  if (total?.range && parts.length > 0 && (sum.low !== total.range.low || sum.high !== total.range.high))
    findings.push(
      error(
        total.line,
        `The rows add up to ${said(sum)}, the total says ${said(total.range)}.`,
        'Write the sum of the rows.',
      ),
    );
  const timed = plan.steps.filter(step => step.estimate.high > 0);
  const some = timed.length > 0 && timed.length < plan.steps.length;
  for (const step of plan.steps)
    if (some && step.estimate.high === 0)
      findings.push(
        warning(
          outline.find(entry => entry.stepId === step.id)?.line ?? 1,
          `“${step.title}” has no estimate, others have.`,
          'Write a range at its end, as in `(15–25 min)`.',
        ),
      );
  const steps = add(timed.map(step => step.estimate));
  const overall = total?.range ?? (parts.length > 0 ? sum : undefined);
  if (overall && timed.length > 0 && !some && (steps.low !== overall.low || steps.high !== overall.high))
    findings.push(
      error(
        total?.line ?? parts[0]?.line ?? 1,
        `The steps add up to ${said(steps)}, the timeline says ${said(overall)}.`,
        'Write the steps’ sum into the timeline.',
      ),
    );
  return findings;
}

import { parseFrontMatter } from '../front-matter.ts';
import { durationText, parseDuration } from '../totals.ts';
import { type Check, type CheckFinding, error } from './input.ts';
import { readWritten } from './lists.ts';

/** `25–40 min`, `5 min`, `1 h 30 – 2 h` as low and high minutes; undefined where it is no range. */
export function parseRange(text: string): readonly [number, number] | undefined {
  const parts = text.split(/\s*[–—]\s*|\s*-\s*/);
  const last = parts.at(-1) ?? '';
  const high = parseDuration(last);
  if (high === undefined || parts.length > 2) return undefined;
  if (parts.length === 1) return [high, high];
  const first = parts[0] ?? '';
  // In "25–40 min" the first number takes the unit of the second.
  const low = /[a-z]/i.test(first)
    ? parseDuration(first)
    : parseDuration(`${first} ${last.replace(/[\d.\s]+/, '')}`);
  return low === undefined ? undefined : [low, high];
}

/** 5. Minutes of the steps add up to the timeline, its rows to its total, and the front matter says the same. */
export const timelineCheck: Check = {
  number: 5,
  name: 'Timeline',
  judge({ markdown }) {
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
      const low = ranges.reduce((sum, entry) => sum + (entry.range?.[0] ?? 0), 0);
      const high = ranges.reduce((sum, entry) => sum + (entry.range?.[1] ?? 0), 0);
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

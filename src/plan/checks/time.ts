import { parseFrontMatter } from '../front-matter.ts';
import { splitNumbers } from '../read/numbers.ts';
import { type MinuteRange, parseRange, titleAndRange } from '../read/ranges.ts';
import { durationText, parseDuration, rangeText } from '../totals.ts';
import { type Check, type CheckFinding, type CheckInput, error, warning } from './input.ts';
import { readWritten } from './lists.ts';

/** 5. Minutes of the steps add up to the timeline, its rows to its total, and the front matter says the same. */
export const timelineCheck: Check = {
  number: 5,
  name: 'Timeline',
  judge(input) {
    const { markdown, own } = input;
    const reversed = reversedRanges(input);
    if (!own)
      return { findings: [...reversed, ...otherTimes(input)], applicable: input.plan.steps.length > 0 };
    const { steps, timeline } = readWritten(markdown);
    const total = timeline.at(-1);
    if (timeline.length === 0 || !total) return { findings: reversed, applicable: reversed.length > 0 };
    const findings: CheckFinding[] = [...reversed];
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
    if (findings.length > reversed.length) return { findings };
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
    timeline.slice(0, -1).forEach((row, index) => {
      const [low, likely, high] = numbers[index] ?? [];
      const counted = splitNumbers(row.cells[1] ?? '').map(n => ranges[n - 1]?.range);
      const sum = addRanges(counted);
      if (likely !== undefined && ((low ?? 0) > likely || likely > (high ?? 0)))
        findings.push(
          error(row.line, 'Low, likely and high of this row are not in that order.', 'Write them in order.'),
        );
      if (counted.length > 0 && counted.every(Boolean) && (sum.low !== low || sum.high !== high))
        findings.push(
          error(
            row.line,
            `Its steps add up to ${rangeText(sum)}, the row says ${rangeText({ low: low ?? 0, high: high ?? 0 })}.`,
            'Write the sum of its steps, or name the steps that count in it.',
          ),
        );
    });
    const named = timeline.slice(0, -1).flatMap(row => splitNumbers(row.cells[1] ?? ''));
    const uncounted = steps.flatMap((_, i) => (named.includes(i + 1) ? [] : [i + 1]));
    if (named.length > 0 && uncounted.length > 0)
      findings.push(
        error(
          total.line,
          `No row counts step ${uncounted.join(', ')}.`,
          'Name it in the row that it belongs to.',
        ),
      );
    findings.push(...headTime(input, stated));
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

function addRanges(ranges: readonly (MinuteRange | undefined)[]): MinuteRange {
  return ranges.reduce<MinuteRange>(
    (sum, range) => ({ low: sum.low + (range?.low ?? 0), high: sum.high + (range?.high ?? 0) }),
    { low: 0, high: 0 },
  );
}

/** Ranges at the end of a step's heading that begin with their higher number. */
function reversedRanges({ outline, lines }: CheckInput): readonly CheckFinding[] {
  return outline.flatMap(entry => {
    if (entry.stepId === undefined) return [];
    const all = lines.slice(entry.line - 1, Math.max(entry.line, entry.endLine));
    const at = all.findIndex((text, i) => (i === 0 ? headTimeOf(text) : labelledTime(text))?.reversed);
    const range = at === 0 ? headTimeOf(all[0] ?? '') : labelledTime(all[at] ?? '');
    return range?.reversed
      ? [
          error(
            entry.line + at,
            'The estimate begins with its higher number.',
            `Write \`(${rangeText(range)})\`.`,
          ),
        ]
      : [];
  });
}

function headTimeOf(line: string): MinuteRange | undefined {
  const text = line.replace(/\s+#*\s*$/, '');
  return titleAndRange(text).range ?? timeCell(text);
}

/** `**Time:** 20–30 min`, `*Estimate:* 1 h`. */
function labelledTime(line: string): MinuteRange | undefined {
  const said = /^\W*(?:estimated )?(?:time|effort|duration|estimate)s?(?: estimate)?\W*[:*_]\W*\s(.*)$/i.exec(
    line,
  )?.[1];
  return said === undefined ? undefined : parseRange(said);
}

/** The time in a row of a table of steps. */
function timeCell(line: string): MinuteRange | undefined {
  return /^\s*\|/.test(line) ? line.split('|').map(parseRange).find(Boolean) : undefined;
}

/** The time in the line of totals below the title: `… · 1 h 30 – 2 h 30, likely 1 h 50 · …`. */
function headTime({ lines }: CheckInput, stated: readonly (number | undefined)[]): readonly CheckFinding[] {
  const at = lines.findIndex(line => /^\d+ steps? · /.test(line));
  const part = (lines[at] ?? '').split(' · ').find(text => parseRange(text.replace(/, likely .*$/, '')));
  if (part === undefined) return [];
  const range = parseRange(part.replace(/, likely .*$/, ''));
  const likely = parseDuration(/, likely (.*)$/.exec(part)?.[1] ?? '');
  const [low, middle, high] = stated;
  if (range?.low === low && range?.high === high && (likely === undefined || likely === middle)) return [];
  return [
    error(
      at + 1,
      `The line of totals says ${part.trim()}, the timeline does not.`,
      'Write the timeline’s total into it.',
    ),
  ];
}

/**
 * A timeline by other hands: a table with one column of times, or several, or a list. The rows above the total add up to
 * it, and so do the steps, where each says how long it takes. "Total: 75 min" in a line of its own counts as a total.
 */
function otherTimes({ plan, markdown, outline }: CheckInput): readonly CheckFinding[] {
  const written = readWritten(markdown, false);
  const findings: CheckFinding[] = [];
  const rows = written.timeline.map(({ cells, line }) => ({
    line,
    total: /\btotal\b/i.test(cells[0] ?? ''),
    range: cells.slice(1).map(parseRange).findLast(Boolean),
  }));
  const alone = written.total && parseRange(written.total.text);
  const total =
    rows.find(row => row.total && row.range) ??
    (alone && written.total ? { line: written.total.line, range: alone } : undefined);
  const parts = rows.filter(row => !row.total && row.range);
  const sum = addRanges(parts.map(row => row.range));
  if (total?.range && parts.length > 0 && (sum.low !== total.range.low || sum.high !== total.range.high))
    findings.push(
      error(
        total.line,
        `The rows add up to ${rangeText(sum)}, the total says ${rangeText(total.range)}.`,
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
  const steps = addRanges(timed.map(step => step.estimate));
  // "About two hours" is as near as it says.
  const near = (a: number, b: number) =>
    written.total?.about === true && total?.line === written.total.line
      ? Math.abs(a - b) <= 0.15 * Math.max(a, b)
      : a === b;
  const overall = total?.range ?? (parts.length > 0 ? sum : undefined);
  if (
    overall &&
    timed.length > 0 &&
    !some &&
    !(near(steps.low, overall.low) && near(steps.high, overall.high))
  )
    findings.push(
      error(
        total?.line ?? parts[0]?.line ?? 1,
        `The steps add up to ${rangeText(steps)}, the timeline says ${rangeText(overall)}.`,
        'Write the steps’ sum into the timeline.',
      ),
    );
  return findings;
}

import { type Pace, paceText } from '../../domain/index.ts';
import type { Step } from '../model.ts';
import { durationText, type FileTotal, type PlanTotals } from '../totals.ts';
import { type Block, list, paragraph, stepWords, table } from './blocks.ts';
import { codeSpan } from './inline.ts';
import { withSources } from './sources.ts';

/** The rows of the timeline. */
export const partNames: Readonly<Record<Step['part'], string>> = {
  setup: 'Setup and configuration',
  core: 'Core implementation',
  integration: 'Integration',
  testing: 'Testing',
  documentation: 'Documentation',
};

/** Files of all steps by net action, each with its steps; the count stands in the label. */
export function fileSummary(sums: PlanTotals): readonly Block[] {
  const of = (label: string, entries: readonly FileTotal[]) =>
    list(
      entries.map(total => `${codeSpan(total.path)} (${stepWords(total.steps)})`),
      `${label}: ${entries.length}`,
    );
  return [
    ...of('Files to create', sums.files.create),
    ...of('Files to modify', sums.files.modify),
    ...of('Files to delete', sums.files.delete),
  ];
}

/** One row a part that has steps, and the total of all rows; minutes below an hour, then hours. */
export function timelineTable(sums: PlanTotals): readonly Block[] {
  if (sums.timeline.length === 0) return [];
  const rows = sums.timeline.map(row => [
    partNames[row.part],
    row.steps.join(', '),
    durationText(row.low),
    durationText(row.likely),
    durationText(row.high),
  ]);
  const { low, likely, high } = sums.minutes;
  const strong = (minutes: number) => `**${durationText(minutes)}**`;
  rows.push([
    '**Total**',
    `**${sums.steps} ${sums.steps === 1 ? 'step' : 'steps'}**`,
    strong(low),
    strong(likely),
    strong(high),
  ]);
  return [table(['Part', 'Steps', 'Low', 'Likely', 'High'], rows, 'llrrr')];
}

/** By what the minutes of the table were corrected, and why; nothing where they were not. */
export function paceNote(pace: Pace | undefined, sums: PlanTotals): readonly Block[] {
  if (pace === undefined || sums.timeline.length === 0) return [];
  const said = paceText(pace);
  const text = `${said.charAt(0).toUpperCase()}${said.slice(1)}, so the minutes above are ${pace.factor.toFixed(1)}× those that the code alone suggests.`;
  return paragraph(withSources(text, [{ kind: 'user', what: 'your record of steps' }]));
}

import type { FileNote } from '../app/plan-marks.ts';
import type { EndedSitting, RunningStep, StepStarted, StepStopped, StepTimed } from '../app/step-port.ts';
import type { StepRow, StepStatus } from '../app/step-status.ts';
import { durationText, type Minutes, rangeText } from '../plan/totals.ts';
import { pad, wrap } from '../shared/text/index.ts';

const LEAST = 50;

export function startedText(found: StepStarted, now: number): string {
  const { isNew, since, step, plan, stopped, file } = found;
  const name = `${step.number}. ${step.title} (${step.id})`;
  if (!isNew)
    return lines([
      `${name} has run since ${moment(Date.parse(since), now)}: it goes on, nothing was recorded.`,
    ]);
  return lines([
    ...(stopped ? stoppedLines(stopped, now) : []),
    `Started ${name} of “${plan.title}”, estimated at ${estimateText(step.estimate)}.`,
    ...fileLines(file),
  ]);
}

export function stoppedText(found: StepStopped, now: number): string {
  const { sitting, minutes, uncounted, estimate, file, finished } = found;
  const { step, plan } = sitting;
  const all = [
    `${step} has taken ${recorded(minutes)}`,
    estimate ? `, estimated at ${estimateText(estimate)}` : '',
    uncounted > 0 ? `; ${sittings(uncounted)} not counted` : '',
  ];
  return lines([
    ...stoppedLines(sitting, now),
    ...(minutes > 0 ? [`${all.join('')}.`] : []),
    ...fileLines(file),
    ...(finished ? [`Every step of “${plan.title}” is done: planner-tui metrics says how it went.`] : []),
  ]);
}

export function timedText({ step, minutes, plan }: StepTimed): string {
  return lines([
    `${step.id} of “${plan.title}” took ${recorded(minutes)} in all, estimated at ${estimateText(step.estimate)}.`,
  ]);
}

/** Below the list of plans; empty where no step runs. */
export function runningLine(running: RunningStep | undefined, now: number): string {
  if (!running) return '';
  const { step, plan, since } = running;
  const from = Date.parse(since);
  return `▶ ${step} of ${plan.path || `“${plan.title}”`} has run since ${moment(from, now)} (${recorded((now - from) / 60_000)}); planner-tui step stop stops it.`;
}

/** A plan's steps, each with its mark, and what is recorded of it against its estimate. */
export function statusText(status: StepStatus | null, now: number, columns: number): string {
  if (!status) return 'No step runs. planner-tui step status PLAN shows the times of a plan.\n';
  const width = Math.max(LEAST, columns);
  const { path, title, steps, gone, measured } = status;
  const ids = Math.max(0, ...steps.map(({ id }) => id.length));
  return lines([
    ...wrap(`“${title}” (${path})`, width),
    '',
    ...steps.flatMap(row => rowLines(row, Math.min(ids, 24), now, width)),
    ...(gone.length > 0
      ? [
          '',
          `No longer in the plan: ${gone.map(({ id, minutes }) => `${id} (${recorded(minutes)})`).join(', ')}`,
        ]
      : []),
    ...(measured
      ? [
          '',
          ...wrap(
            `${recorded(measured.actual)} recorded of the steps that are done or left, estimated at ${estimateText(measured)}; they make up ${Math.round(measured.share * 100)} % of the plan.`,
            width,
          ),
        ]
      : []),
  ]);
}

function rowLines(row: StepRow, ids: number, now: number, width: number): readonly string[] {
  const { number, id, title, minutes, uncounted, done, running } = row;
  const mark = running ? '▶' : done ? '✓' : '○';
  const said = [
    running
      ? `runs since ${moment(Date.parse(running.since), now)} (${recorded(running.minutes)})${running.forgotten ? ', too long to be counted: step stop --minutes says how long it took' : ''}`
      : '',
    minutes > 0 ? `${recorded(minutes)} recorded` : '',
    uncounted > 0 ? `${sittings(uncounted)} not counted: step time says what the step took` : '',
    `estimated at ${estimateText(row.estimate)}`,
  ];
  const indent = 7;
  return [
    ...wrap(`${pad(id, ids)}  ${title}`, width - indent).map((line, i) =>
      i === 0 ? `${mark} ${String(number).padStart(3)}. ${line}` : ' '.repeat(indent + ids + 2) + line,
    ),
    ...wrap(said.filter(Boolean).join(' · '), width - indent - ids - 2).map(
      line => ' '.repeat(indent + ids + 2) + line,
    ),
  ];
}

function stoppedLines({ plan, step, since, until, minutes }: EndedSitting, now: number): readonly string[] {
  const name = plan.title === '' ? step : `${step} of “${plan.title}”`;
  if (minutes !== undefined)
    return [`Stopped ${name} after ${minutes < 1 ? 'less than a minute' : recorded(minutes)}.`];
  const [from, to] = [Date.parse(since), Date.parse(until)];
  const why =
    to < from
      ? 'the clock was set back meanwhile'
      : `it ran for ${recorded((to - from) / 60_000)}, since ${moment(from, now)}`;
  return [
    `Stopped ${name}, but this sitting is not counted: ${why}.`,
    `  Say what the step took in all: planner-tui step time ${plan.path || 'PLAN'} ${step} MINUTES`,
  ];
}

function fileLines({ path, changes, unchanged }: FileNote): readonly string[] {
  return [
    ...(changes.length > 0 ? [`${path}: ${changes.join(', ')}.`] : []),
    ...(unchanged === undefined ? [] : [unchanged]),
  ];
}

function sittings(count: number): string {
  return count === 1 ? 'one sitting' : `${count} sittings`;
}

export function recorded(minutes: number): string {
  return minutes > 0 && minutes < 1 ? 'less than a minute' : durationText(Math.round(minutes));
}

/** `15–25 min (likely 20 min)`. */
export function estimateText({ low, likely, high }: Minutes): string {
  return low === high ? durationText(low) : `${rangeText({ low, high })} (likely ${durationText(likely)})`;
}

/** Local time: `14:02` today, else with its day. */
function moment(ms: number, now: number): string {
  const two = (n: number) => String(n).padStart(2, '0');
  const date = new Date(ms);
  const time = `${two(date.getHours())}:${two(date.getMinutes())}`;
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return date.toDateString() === new Date(now).toDateString() ? time : `${day} ${time}`;
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

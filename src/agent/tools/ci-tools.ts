import * as z from 'zod';
import { type CiReading, firstErrors, type LogStep } from '../../research/ci/index.ts';
import { bounded, type Tool, tool } from './tool.ts';

const MOST_LINES = 200;
const AROUND = 20;
const WIDEST = 400;

/** Readings of the log of a failing CI run. */
export const CI_TOOLS: readonly Tool[] = [
  tool({
    name: 'read_ci_log',
    description:
      'The log of the failing CI run that the goal is about: without arguments its jobs, steps and the lines around the first error of each job; with a job (and step) its lines, from and to by number. At most 200 lines; where numbers leap, lines were not kept.',
    input: z.strictObject({
      job: z.string().optional().describe('Name of a job, as the overview gives it'),
      step: z.string().optional().describe('Name of a step of that job, or a part of it'),
      from: z.int().min(1).optional(),
      to: z.int().min(1).optional(),
    }),
    activity: ({ job, step }) => ({
      verb: 'Reading',
      object: `the CI log${job === undefined ? '' : ` of ${job}`}${step === undefined ? '' : `, ${step}`}`,
    }),
    async run({ job, step, from, to }, { ciRun }) {
      const reading = await ciRun?.();
      if (!reading) return 'The goal is about no CI run.';
      if (job === undefined) return overview(reading);
      const found = reading.log.jobs.find(one => one.name === job);
      if (!found)
        return `There is no job “${job}”. There are: ${reading.log.jobs.map(one => one.name).join(', ')}.`;
      const steps = step === undefined ? found.steps : found.steps.filter(one => one.name.includes(step));
      const lines = steps
        .flatMap(one => one.lines)
        .filter(line => (from === undefined || line.n >= from) && (to === undefined || line.n <= to));
      return lines.length === 0
        ? `Nothing of that was kept. Steps: ${found.steps.map(stepLine).join('; ')}`
        : bounded(lines.map(numbered), MOST_LINES, 'lines');
    },
  }),
];

function overview(reading: CiReading): string {
  const errors = firstErrors(reading.log);
  return reading.log.jobs
    .flatMap(job => {
      const error = errors.find(one => one.job === job.name);
      const at = error?.step.lines.findIndex(line => line.n === error.line.n) ?? 0;
      return [
        `Job ${job.name}`,
        ...job.steps.map(step => `- ${stepLine(step)}`),
        ...(error
          ? [
              `First error by rules: ${error.family} (${error.category})`,
              ...error.step.lines.slice(Math.max(0, at - AROUND), at + AROUND).map(numbered),
            ]
          : []),
      ];
    })
    .join('\n');
}

function stepLine({ name, lines, failed, exitCode }: LogStep): string {
  const ended = failed ? `, failed${exitCode === undefined ? '' : ` with exit code ${exitCode}`}` : '';
  return `${name}: lines ${lines[0]?.n ?? 0}–${lines.at(-1)?.n ?? 0}${ended}`;
}

const numbered = ({ n, text }: { readonly n: number; readonly text: string }): string =>
  `${n}\t${text.length > WIDEST ? `${text.slice(0, WIDEST)}…` : text}`;

import type { Excerpt, Source } from '../../../domain/index.ts';
import { sha16 } from '../../../host/index.ts';
import type { FirstError, LogLine } from '../../../research/ci/index.ts';
import { fileSource } from '../excerpt.ts';
import type { Survey } from '../survey.ts';
import type { CiCase } from './case.ts';

const MOST_LINES = 20;

/** A place of the log, with the lines around it as they were kept. */
export function logSource(
  { reading }: CiCase,
  error: Pick<FirstError, 'job' | 'file' | 'line' | 'excerpt'>,
): Source {
  const whole = run(error.excerpt, error.line.n);
  const text = whole.map(line => line.text).join('\n');
  const excerpt: Excerpt | undefined = whole[0] && { text, startLine: whole[0].n, hash: sha16(text) };
  return { kind: 'log', name: nameOf(reading, error), line: error.line.n, ...(excerpt ? { excerpt } : {}) };
}

/** The file that a line is counted in: of one log its name, of a run with many the job's. */
function nameOf(reading: CiCase['reading'], { job, file }: Pick<FirstError, 'job' | 'file'>): string {
  return reading.kind === 'url' ? job : file;
}

/** Lines without a gap around one: an excerpt counts on from its first. */
function run(lines: readonly LogLine[], n: number): readonly LogLine[] {
  const at = lines.findIndex(line => line.n === n);
  let [from, to] = [at, at];
  while (from > 0 && lines[from - 1]?.n === (lines[from]?.n ?? 0) - 1) from--;
  while (to + 1 < lines.length && lines[to + 1]?.n === (lines[to]?.n ?? 0) + 1) to++;
  return lines.slice(Math.max(0, from), to + 1).slice(0, MOST_LINES);
}

/** A place of the workflow. */
export function workflowSource(survey: Survey, path: string, line: number, end = line): Source | undefined {
  const file = survey.texts.get(path);
  return file && fileSource(file, line, end, survey.commit);
}

/** The page of the run, where it was asked. */
export function runSource({ reading: { run } }: CiCase): readonly Source[] {
  return run ? [{ kind: 'url', url: run.url, title: `run ${run.id} of ${run.name}` }] : [];
}

import type { FirstError } from '../../../research/ci/index.ts';
import { frameThatMatters, pathIndex, placeTrace, readTraces } from '../../../research/trace/index.ts';
import { isTest } from '../draft/tests.ts';
import type { Survey } from '../survey.ts';

/** How far below an error its stack may begin, and how long it may be. */
const BELOW = 120;
const BEGINS = 12;

export interface TracedPlace {
  readonly path: string;
  readonly line?: number;
  /** The test that the stack began in. */
  readonly test?: string;
}

/** Where the stack below a failing test leads: the innermost call in the code of this project, tests aside. */
export function tracedPlace({ category, step, line }: FirstError, survey: Survey): TracedPlace | undefined {
  if (category !== 'test') return undefined;
  const from = step.lines.findIndex(one => one.n === line.n);
  const text = step.lines
    .slice(from, from + BELOW)
    .map(one => one.text)
    .join('\n');
  const trace = readTraces(text).find(one => one.from <= BEGINS);
  if (!trace) return undefined;
  const test = (path: string): boolean => isTest(survey, path);
  const placed = placeTrace(pathIndex(survey.paths), trace);
  const frame = frameThatMatters(placed, test);
  if (frame?.path === undefined || test(frame.path)) return undefined;
  const began = placed.errors
    .flatMap(error => error.frames)
    .find(one => one.path !== undefined && test(one.path))?.path;
  return {
    path: frame.path,
    // Of what was built, the line is another one.
    ...(frame.built ? {} : { line: frame.line }),
    ...(began === undefined ? {} : { test: began }),
  };
}

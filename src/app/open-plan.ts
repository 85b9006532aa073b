import { basename, dirname, join, relative, sep } from 'node:path';
import { isInside, namedPlan, readGivenFile, realOrSame } from '../host/index.ts';
import type { Plan } from '../plan/model.ts';
import { readPlan } from '../plan/read/index.ts';
import { type TimedPlan, timedPlan } from '../plan/times.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import { copiedPlan } from '../storage/index.ts';
import { MOST_OF_A_PLAN } from './plan-files.ts';

/** A plan's file, with what its record knows it by. */
export interface OpenPlan {
  /** Absolute, links followed. */
  readonly file: string;
  /** With `\n` at its line ends. */
  readonly markdown: string;
  readonly plan: Plan;
  /** Whether it has planner-tui's own front matter. */
  readonly own: boolean;
  /** Line of each step's heading, by step id. */
  readonly stepLines: ReadonlyMap<string, number>;
  /** Its path is that of the project where it lies inside, else the absolute one. */
  readonly timed: TimedPlan;
}

/**
 * Opens a plan that a person names, whoever wrote it. `latest-plan.md` is the plan that it leads to, as a link and as a
 * copy. Failures: `no-file`, and those of `readPlan`.
 */
export function openPlan(root: string, cwd: string, path: string): Result<OpenPlan> {
  const given = realOrSame(namedPlan(root, cwd, path));
  const text = path === '-' ? undefined : readGivenFile(given, MOST_OF_A_PLAN);
  if (text === undefined)
    return err(
      failure(
        'no-file',
        path === '-'
          ? 'The file of a plan was expected: standard input has no name to keep a record by.'
          : `${path} cannot be read.`,
        'planner-tui plans lists the plans of this project.',
      ),
    );
  const original = copiedPlan(text);
  if (original !== undefined && original !== basename(given))
    return openPlan(root, cwd, join(dirname(given), original));
  const read = readPlan(text);
  if (!read.ok) return read;
  const { plan, own, stepLines } = read.value;
  const top = realOrSame(root);
  const name = isInside(top, given) ? relative(top, given).split(sep).join('/') : given;
  // What is recorded is free of secrets and safe to print, as everything that is stored.
  const { value } = clean(timedPlan(plan, name, own));
  return ok({ file: given, markdown: text.replace(/\r\n?/g, '\n'), plan, own, stepLines, timed: value });
}

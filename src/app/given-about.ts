import { resolve } from 'node:path';
import { numbersSaid } from '../agent/local/cro/said-numbers.ts';
import type { GoalWish } from '../session/verbs.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { safeLine } from '../shared/text/index.ts';

interface Where {
  /** Where relative paths begin. */
  readonly cwd: string;
  readonly offline: boolean;
}

const ADDRESS = /^[a-z][a-z\d+.-]*:\/\//i;

/**
 * What a wish is about, as far as it can be told before a session is begun: a path that leads to no log and an address that
 * is none of a run or page are refused while nothing is written yet.
 */
export async function withAboutChecked(wish: GoalWish, where: Where): Promise<Result<GoalWish>> {
  const problem =
    wish.kind === 'ci-fix'
      ? await runProblem(wish.about, where)
      : wish.kind === 'cro'
        ? ((await pageProblem(wish.about)) ?? numbersProblem(wish.text))
        : undefined;
  return problem ? err(problem) : ok(wish);
}

async function runProblem(about: string | undefined, { cwd, offline }: Where): Promise<Failure | undefined> {
  if (about === undefined) return undefined;
  if (ADDRESS.test(about)) {
    const { addressOfRun } = await import('../research/ci/address.ts');
    const address = addressOfRun(about);
    if (!address.ok) return address.error;
    return offline ? offlineRun(address.value.host) : undefined;
  }
  const { givenLogProblem } = await import('../research/ci/read.ts');
  return givenLogProblem(about, resolve(cwd, about));
}

/** `--offline` forbids what the address asks for. */
export function offlineRun(host: string): Failure {
  return failure(
    'ci-offline',
    `The run at ${safeLine(host)} was not fetched: --offline.`,
    'Download its log, and name the file: planner-tui plan:ci build.log',
  );
}

async function pageProblem(about: string | undefined): Promise<Failure | undefined> {
  if (about === undefined) return undefined;
  const shown = safeLine(about).slice(0, 120);
  const { addressProblem } = await import('../host/http/index.ts');
  const problem = URL.canParse(about) ? addressProblem(new URL(about)) : 'it cannot be read as an address';
  return problem === undefined
    ? undefined
    : failure(
        'cro-no-page',
        `The address of a public page was expected, but ${shown} is none: ${problem}.`,
        'A page of this project is named by its route or file, and read without a server: planner-tui plan:cro "more sign-ups on /pricing"',
      );
}

/** A number in the goal that cannot be one: a rate of 150 %. */
function numbersProblem(text: string): Failure | undefined {
  const wrong = numbersSaid(text).said.find(s => s.problem !== undefined);
  return wrong?.problem === undefined
    ? undefined
    : failure(
        'not-a-quantity',
        wrong.problem,
        'Say it again with one number, or leave it out: it is asked then, or assumed.',
      );
}

import { escapeRegExp } from '../../shared/text/index.ts';
import { SLOT } from './workflow.ts';

/** How a job of a run ended. */
export interface JobEnd {
  readonly name: string;
  readonly failed: boolean;
}

/** Legs of one job that ended differently: what they differ in. */
export interface MatrixSplit {
  /** `test` of `test (20, windows-latest)`. */
  readonly job: string;
  readonly failed: readonly string[];
  readonly passed: readonly string[];
  /** Values that every failed leg has and no passed one: `windows-latest`. */
  readonly only: readonly string[];
}

/** The job and the values of a leg, by the name that its workflow gives it, else by the form of GitHub. */
function legOf(
  name: string,
  written: readonly string[],
): readonly [job: string, values: readonly string[]] | undefined {
  for (const template of written) {
    const parts = template.split(SLOT).map(part => escapeRegExp(part));
    const found = parts.length > 1 ? new RegExp(`^${parts.join('(.+?)')}$`).exec(name) : null;
    if (found) return [template, found.slice(1).map(value => value.trim())];
  }
  const found = LEG.exec(name);
  return found?.[1] && found[2] ? [found[1], found[2].split(', ').map(value => value.trim())] : undefined;
}

const LEG = /^(.*) \(([^()]+)\)$/;

/** Of every job with several legs of which some failed and some passed, what the failed ones have alone. */
export function matrixSplits(
  ends: readonly JobEnd[],
  /** Names of jobs as the workflows write them. */
  written: readonly string[] = [],
): readonly MatrixSplit[] {
  const jobs = new Map<string, { readonly values: readonly string[]; readonly end: JobEnd }[]>();
  for (const end of ends) {
    const leg = legOf(end.name, written);
    if (!leg) continue;
    const [job, values] = leg;
    jobs.set(job, [...(jobs.get(job) ?? []), { values, end }]);
  }
  return [...jobs].flatMap(([job, legs]) => {
    const failed = legs.filter(leg => leg.end.failed);
    const passed = legs.filter(leg => !leg.end.failed);
    if (failed.length === 0 || passed.length === 0) return [];
    const [first] = failed;
    const only = (first?.values ?? []).filter(
      value =>
        failed.every(leg => leg.values.includes(value)) && passed.every(leg => !leg.values.includes(value)),
    );
    return [{ job, failed: failed.map(leg => leg.end.name), passed: passed.map(leg => leg.end.name), only }];
  });
}

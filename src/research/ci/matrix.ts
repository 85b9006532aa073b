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

const LEG = /^(.*) \(([^()]+)\)$/;

/** Of every job with several legs of which some failed and some passed, what the failed ones have alone. */
export function matrixSplits(ends: readonly JobEnd[]): readonly MatrixSplit[] {
  const jobs = new Map<string, { readonly values: readonly string[]; readonly end: JobEnd }[]>();
  for (const end of ends) {
    const found = LEG.exec(end.name);
    if (!found?.[1] || !found[2]) continue;
    const values = found[2].split(', ').map(value => value.trim());
    jobs.set(found[1], [...(jobs.get(found[1]) ?? []), { values, end }]);
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

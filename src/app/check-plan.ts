import { failing, check as judge, needs, reportGroups } from '../plan/checks/index.ts';
import { elsewhere } from '../plan/elsewhere.ts';
import type { CheckReport, CheckResult, Plan } from '../plan/model.ts';
import { readPlan } from '../plan/read/index.ts';
import type { CheckedAgain, CheckTarget } from '../session/ports.ts';
import { err, type Failure, ok, type Result } from '../shared/result.ts';
import { type FactSources, gatherFacts } from './facts.ts';

/** What the checks say of one file. */
export interface CheckedPlan {
  /** As it was given. */
  readonly path: string;
  /** Absent where the file could not be read as a plan. */
  readonly title?: string;
  readonly own?: boolean;
  readonly steps?: number;
  readonly passed: boolean;
  /** Said before all findings: the plan seems to be for another repository. */
  readonly elsewhere?: string;
  /** All fifteen; none where the file is no plan. */
  readonly results: readonly CheckResult[];
  /** Why the file could not be read as a plan. */
  readonly failure?: Failure;
}

/** Runs all checks on a plan's Markdown, whoever wrote it. The file is not touched. */
export async function checkPlan(
  path: string,
  text: Result<string>,
  sources: FactSources,
): Promise<CheckedPlan> {
  const read = text.ok ? readAs(text.value) : text;
  if (!read.ok) return { path, passed: false, results: [], failure: read.error };
  const { markdown, plan, own, stepLines } = read.value;
  const facts = await gatherFacts(needs(plan, markdown), sources);
  const report = judge(plan, markdown, facts, stepLines);
  const foreign = elsewhere(plan, facts);
  return {
    path,
    title: plan.title,
    own,
    steps: plan.steps.length,
    passed: failing(report).length === 0,
    ...(foreign === undefined ? {} : { elsewhere: foreign }),
    results: report.results,
  };
}

/** The same for who looks at the plan already: a revision with what `checked` says of it, or a file. */
export async function checkAgain(
  target: CheckTarget,
  checked: (plan: Plan, markdown: string) => Promise<CheckReport>,
  files: { check(path: string): Promise<CheckedPlan> },
): Promise<Result<CheckedAgain>> {
  if (target.kind === 'revision') {
    const { plan, markdown } = target.revision;
    return ok({ title: plan.title, results: (await checked(plan, markdown)).results });
  }
  const { path, title = path, results, elsewhere, failure } = await files.check(target.path);
  return failure ? err(failure) : ok({ title, results, elsewhere });
}

function readAs(text: string) {
  const markdown = text.replace(/\r\n?/g, '\n');
  const read = readPlan(markdown);
  return read.ok ? ok({ markdown, ...read.value }) : err(read.error);
}

/** `check --format json`, as documented in docs/cli.md. */
export function checkListing({ path, title, own, steps, passed, elsewhere, results, failure }: CheckedPlan) {
  const groups = reportGroups({ results: [...results] });
  const headings = new Map(groups.flatMap(group => group.results.map(r => [r.check, group.title] as const)));
  return {
    path,
    passed,
    ...(title === undefined ? {} : { title, own, steps }),
    ...(elsewhere === undefined ? {} : { elsewhere }),
    ...(failure ? { failure } : {}),
    checks: results.map(({ check, name, verdict, notes }) => ({
      check,
      name,
      heading: headings.get(check),
      verdict,
      ...(notes ? { notes } : {}),
    })),
    findings: results.flatMap(({ check, findings }) => findings.map(finding => ({ check, ...finding }))),
  };
}

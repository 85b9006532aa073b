import type { Git } from '../host/port.ts';
import { FROM_NOTHING, type PlanDrift } from '../plan/drift/model.ts';
import { drift } from '../plan/drift.ts';
import type { Plan } from '../plan/model.ts';
import { readPlan } from '../plan/read/index.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { type DriftSources, driftFacts, type GivenReport } from './drift-facts.ts';

export interface DriftOptions {
  /** Another commit than the plan's own. */
  readonly since?: string | undefined;
  /** A coverage report that the person named, instead of those that tools leave in the project. */
  readonly report?: GivenReport | undefined;
}

/**
 * Holds a plan against the work tree: what changed since the commit it was made at, or since another; a new project's plan
 * that has none, against an empty folder. Failures: those of
 * `readPlan`; `no-base` where the plan names no commit, or none that is here; `no-repository`; `bad-coverage` for a report that
 * was named and cannot be read.
 */
export async function driftOf(
  path: string,
  text: string,
  { since, report }: DriftOptions,
  sources: DriftSources,
): Promise<Result<PlanDrift>> {
  const read = readPlan(text);
  if (!read.ok) return err(read.error);
  const { plan, frontMatter, sections } = read.value;
  const base = await baseOf(plan, since, sources.git);
  if (!base.ok) return base;
  const facts = await driftFacts(base.value, plan, report, sources);
  if (!facts) return err(noBase(base.value));
  if (report && facts.coverage.kind === 'unreadable')
    return err(
      failure('bad-coverage', `The coverage report ${report.path} could not be read: ${facts.coverage.why}`),
    );
  const own = (changed: string) => /(?:^|\/)plans\/[^/]+\.md$/.test(changed) || path.endsWith(changed);
  const unclean = since === undefined && plan.clean === false ? { unclean: true } : {};
  return ok({
    path,
    title: plan.title,
    since: base.value,
    ...unclean,
    ...drift(plan, facts, own, { frontMatter, sections }),
  });
}

async function baseOf(plan: Plan, since: string | undefined, git: Git): Promise<Result<string>> {
  const wanted = since ?? plan.commit;
  // A new project was planned before there was any commit: all that is there has come since.
  if (wanted === undefined && plan.kind === 'bootstrap') return ok(FROM_NOTHING);
  if (wanted === undefined)
    return err(
      failure(
        'no-base',
        'The plan does not say which commit it was made at.',
        'Name one: planner-tui drift PLAN --since REV',
      ),
    );
  const found =
    /^[\w./@^~{}-]+$/.test(wanted) && !wanted.startsWith('-')
      ? (await git.run(['rev-parse', '--verify', '-q', `${wanted}^{commit}`]))?.trim()
      : undefined;
  if (found) return ok(found);
  if ((await git.head()) === undefined)
    return err(
      failure(
        'no-repository',
        'What changed is read from git, but here is no repository with a commit, or git refuses it.',
        'Where another user owns the folder, as in a container of CI: git config --global --add safe.directory "$PWD"',
      ),
    );
  return err(noBase(wanted, since));
}

function noBase(commit: string, since?: string): Failure {
  return failure(
    'no-base',
    since === undefined
      ? `The commit ${commit.slice(0, 7)}, which the plan was made at, is not here.`
      : `“${since}” is no commit here.`,
    'Is this the plan’s repository? A shallow clone lacks it: git fetch --unshallow. Another commit: --since REV.',
  );
}

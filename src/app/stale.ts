import type { ProjectFiles } from '../host/port.ts';
import type { Revision } from '../plan/model.ts';
import { readPlan } from '../plan/read/index.ts';
import { tickedSteps } from '../plan/seal.ts';
import { type StaleStep, staleSteps } from '../plan/stale.ts';
import type { PlanListing } from '../session/ports.ts';

/** Newest plans that are looked into for a list; older ones are rarely what is worked on. */
const MOST_LOOKED_INTO = 12;

/** The plans that somebody may be working by, each with how many of its steps are stale. */
export async function withStale(
  plans: readonly PlanListing[],
  read: (path: string) => Promise<string | undefined>,
  files: ProjectFiles,
): Promise<readonly PlanListing[]> {
  let left = MOST_LOOKED_INTO;
  const out: PlanListing[] = [];
  for (const plan of plans) {
    const works = plan.status === 'approved' || plan.status === 'implementing';
    const markdown = works && left-- > 0 ? await read(plan.path) : undefined;
    const found = markdown === undefined ? undefined : readPlan(markdown);
    out.push(
      markdown !== undefined && found?.ok
        ? { ...plan, stale: (await staleOf({ plan: found.value.plan, markdown }, files)).length }
        : plan,
    );
  }
  return out;
}

/** Holds the files that a plan relies on against what they are now. */
export async function staleOf(
  { plan, markdown }: Pick<Revision, 'plan' | 'markdown'>,
  files: ProjectFiles,
): Promise<readonly StaleStep[]> {
  const now = new Map<string, string | undefined>();
  for (const path of Object.keys(plan.reliesOn)) {
    const read = await files.read(path);
    // What is there but cannot be read as text (too large by now, binary) is not called gone.
    if (read || !(await files.has(path))) now.set(path, read?.hash);
  }
  return staleSteps(plan, now, tickedSteps(markdown).done);
}

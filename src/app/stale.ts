import type { ProjectFiles } from '../host/port.ts';
import { parseFrontMatter } from '../plan/front-matter.ts';
import type { Plan, Revision } from '../plan/model.ts';
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
    const stale = markdown === undefined ? undefined : await staleInFile(markdown, files);
    out.push(stale === undefined ? plan : { ...plan, stale });
  }
  return out;
}

/**
 * How many steps of a plan's file are stale; undefined where it doesn't read as a plan. Its steps are read only where a
 * file moved: the front matter says what the plan relies on, and most plans of a list rest on nothing that did.
 */
async function staleInFile(markdown: string, files: ProjectFiles): Promise<number | undefined> {
  const head = parseFrontMatter(markdown);
  if (head.ok && !(await movedFiles(head.value.relies_on ?? {}, files)).size) return 0;
  const read = readPlan(markdown);
  return read.ok ? (await staleOf({ plan: read.value.plan, markdown }, files)).length : undefined;
}

/** Holds the files that a plan relies on against what they are now. */
export async function staleOf(
  { plan, markdown }: Pick<Revision, 'plan' | 'markdown'>,
  files: ProjectFiles,
): Promise<readonly StaleStep[]> {
  return staleSteps(plan, await movedFiles(plan.reliesOn, files), tickedSteps(markdown).done);
}

/** Of `reliesOn` (hashes by path), the files that have another hash now, or none because they are gone. */
async function movedFiles(
  reliesOn: Plan['reliesOn'],
  files: ProjectFiles,
): Promise<ReadonlyMap<string, string | undefined>> {
  const moved = new Map<string, string | undefined>();
  for (const [path, was] of Object.entries(reliesOn)) {
    const hash = (await files.read(path))?.hash;
    // What is there but cannot be read as text (too large by now, binary) is not called gone.
    if (hash !== was && (hash !== undefined || !(await files.has(path)))) moved.set(path, hash);
  }
  return moved;
}

import { join } from 'node:path';
import type { Revision } from '../plan/model.ts';
import { markSuperseded, sealMarkdown } from '../plan/seal.ts';
import { sameWords } from '../session/find-plan.ts';
import type { PlanListing } from '../session/ports.ts';
import { failedChecks } from '../session/selectors.ts';
import type { ActiveSession } from '../session/state.ts';
import { ok, type Result } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';

/** What publishing came to. */
export interface Publication {
  readonly path: string;
  readonly latest: string;
  /** The plan that this one replaces. */
  readonly supersedes?: string;
  /** What did not go as it should beside it, one sentence each. */
  readonly notices: readonly string[];
}

/**
 * Seals the approved revision for the path it gets and writes it to `plans/`. An earlier plan for the same goal is named in
 * it, and says in its own front matter that it was replaced; nothing else of it changes. Failures: those of `publishPlan`.
 */
export async function publish(
  storage: Storage,
  session: ActiveSession,
  revision: Revision,
  now: number,
): Promise<Result<Publication>> {
  const { commit } = session.project;
  const { approval } = session;
  const supersedes = supersededBy(session, await storage.plans());
  const override = overrideOf(session, revision);
  const written = await storage.publishPlan({
    slug: revision.plan.slug,
    now,
    markdown: path =>
      sealMarkdown(revision.markdown, {
        approved: new Date(approval?.at ?? now).toISOString(),
        path,
        ...(commit === undefined ? {} : { commit }),
        ...(override ? { override } : {}),
        ...(supersedes === undefined ? {} : { supersedes }),
      }),
  });
  if (!written.ok) return written;
  const notices: string[] = [];
  if (supersedes !== undefined) {
    const marked = await storage.changePlan(
      join(session.project.root, supersedes),
      text => markSuperseded(text, written.value.path) ?? text,
    );
    if (!marked.ok)
      notices.push(
        `${supersedes} could not be marked as replaced: ${marked.error.message} The new plan names it.`,
      );
  }
  return ok({ ...written.value, ...(supersedes === undefined ? {} : { supersedes }), notices });
}

/** The checks that failed, and the reason for which they were passed over. */
function overrideOf(session: ActiveSession, revision: Revision) {
  const reason = session.approval?.override;
  if (reason === undefined) return undefined;
  const checked = session.approaches
    .find(a => a.id === session.approval?.approachId)
    ?.revisions.find(r => r.revision.number === revision.number);
  return { reason, checks: checked ? failedChecks(checked).map(result => result.check) : [] };
}

/** The plan that this session published before, else the newest one for the same goal that nothing replaced yet. */
export function supersededBy(session: ActiveSession, plans: readonly PlanListing[]): string | undefined {
  const open = plans.filter(plan => plan.status === 'approved' || plan.status === 'implementing');
  const before = session.published?.path;
  if (before !== undefined && open.some(plan => plan.path === before)) return before;
  return open.find(plan => sameWords(plan.goal, session.goal.text))?.path;
}

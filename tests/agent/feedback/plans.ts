import type { ActiveSession } from '../../../src/session/state.ts';
import { type FixtureName, type FixtureRepo, makeFixtureRepo } from '../../helpers/fixture-repo.ts';
import { once } from '../../helpers/once.ts';
import { feedBack, firstDraft, lastPlan } from '../loop.ts';
import { realProject } from '../real.ts';
import type { Outcome, PlanName, Said } from './effects.ts';

/** The plans that feedback is given on: two from playbooks, two that no playbook knows, and a fix. */
const PLANS: Readonly<Record<PlanName, { readonly fixture: FixtureName; readonly goal: string }>> = {
  notifications: { fixture: 'shop-api', goal: 'add real-time notifications with WebSocket' },
  limits: { fixture: 'ledger-py', goal: 'rate limiting for the api' },
  loyalty: { fixture: 'shop-api', goal: 'add a loyalty points balance to users' },
  archive: { fixture: 'ledger-py', goal: 'let accounts be archived' },
  'double-charge': {
    fixture: 'shop-api',
    goal: 'fix: orders are charged twice when the payment webhook is retried',
  },
};

type Project = Awaited<ReturnType<typeof realProject>>;

/** First drafts of the plans, each made once, and what feedback makes of them. */
export function feedbackPlans() {
  const repos: FixtureRepo[] = [];
  const projects = new Map<FixtureName, Promise<Project>>();
  const drafts = new Map<PlanName, Promise<ActiveSession>>();
  const project = (name: FixtureName): Promise<Project> =>
    once(projects, name, async () => {
      const repo = await makeFixtureRepo(name);
      repos.push(repo);
      return realProject(repo.root);
    });
  const draft = (name: PlanName): Promise<ActiveSession> =>
    once(drafts, name, async () => {
      const { planner, start } = await project(PLANS[name].fixture);
      return firstDraft(planner, await start(PLANS[name].goal));
    });
  return {
    project: (name: PlanName) => project(PLANS[name].fixture),
    draft,
    async outcome(said: Said): Promise<Outcome & { readonly session: ActiveSession }> {
      const { planner } = await project(PLANS[said.plan].fixture);
      const first = await draft(said.plan);
      let session = first;
      for (const text of said.says) session = await feedBack(planner, session, text);
      return { before: lastPlan(first).plan, now: lastPlan(session).plan, session };
    },
    async close(): Promise<void> {
      for (const open of projects.values()) await (await open).close();
      for (const repo of repos) await repo.cleanup();
    },
  };
}

import { afterAll, describe, expect, it } from 'vitest';
import { gatherFacts } from '../../src/app/facts.ts';
import { check, failing, needs } from '../../src/plan/checks/index.ts';
import { development } from './feedback/development.ts';
import { feedbackPlans } from './feedback/plans.ts';
import { lastPlan } from './loop.ts';

const plans = feedbackPlans();
afterAll(plans.close);

describe('feedback as people type it', () => {
  it.each(development.map(said => [said.says.join(' | '), said] as const))(
    '%s',
    { timeout: 120_000 },
    async (_, said) => {
      const outcome = await plans.outcome(said);
      const notes = outcome.now.changes.map(c => c.what).join(' / ');
      expect(said.holds(outcome), notes).toBe(true);
      // Every word is answered, and what comes of it is a plan that can be approved.
      expect(outcome.now.changes.map(c => c.because)).toEqual([`“${said.says.at(-1)}”`]);
      const { plan, markdown } = lastPlan(outcome.session);
      const facts = await gatherFacts(needs(plan, markdown), (await plans.project(said.plan)).ports);
      const faults = failing(check(plan, markdown, facts)).flatMap(r =>
        r.findings.map(f => `check ${r.check}, line ${f.line}: ${f.message}`),
      );
      expect(faults).toEqual([]);
    },
  );
});

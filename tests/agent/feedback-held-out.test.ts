import { afterAll, expect, it } from 'vitest';
import { heldOut } from './feedback/held-out.ts';
import { feedbackPlans } from './feedback/plans.ts';

const plans = feedbackPlans();
afterAll(plans.close);

/** How many of the sentences do what they say. Raised when the reader gets better, never lowered by editing one. */
const REACHED = 41;

it('understands sentences that were not used while it was built', { timeout: 1_200_000 }, async () => {
  const outcomes = [];
  for (const said of heldOut) outcomes.push({ said, outcome: await plans.outcome(said) });
  const missed = outcomes.filter(({ said, outcome }) => !said.holds(outcome));
  // Which ones are missed is not told: who knows them would build for them.
  expect(outcomes.length - missed.length).toBeGreaterThanOrEqual(REACHED);
});

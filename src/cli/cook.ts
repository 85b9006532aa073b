import { resolve } from 'node:path';
import type { App } from '../app/app.ts';
import { type PlanOfGoal, planOfGoal } from '../session/find-plan.ts';
import type { PlanListing } from '../session/ports.ts';
import { failure } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import { canAsk, choose } from './ask.ts';
import type { CookCall } from './calls.ts';
import { code, handOver } from './code.ts';
import { EXIT, failureLine, type Output } from './output.ts';

/**
 * `planner-tui cook [GOAL]`: hands over the approved plan of a goal. Where there is none, the app plans it first and hands
 * over after approval; without a terminal nothing is approved by the way, and it is said how to.
 */
export async function cook(call: CookCall, app: App, output: Output): Promise<number> {
  const { wish, goal, options } = call;
  if (goal === undefined) return code({ kind: 'code', wish, options }, app, output);
  const found = planOfGoal(goal.text, await app.workspace.home.plans());
  if (found.kind === 'found') return given(found.plan, call, app, output);
  if (wish.print || wish.json || !canAsk()) return refused(goal.text, found, output);
  if (found.kind === 'near') {
    const chosen = await choose(
      `No approved plan says “${goal.text}”. Is it one of these?`,
      [...found.plans.map(plan => `${plan.title}  (${plan.path})`), 'None of them: plan it first'],
      output,
    );
    if (chosen === undefined) return EXIT.interrupted;
    const plan = found.plans[chosen];
    if (plan) return given(plan, call, app, output);
  }
  const { interactive } = await import('./interactive.ts');
  return interactive({ kind: 'plan', wish: goal, cook: true, options }, app, output);
}

function given(plan: PlanListing, { wish }: CookCall, app: App, output: Output): Promise<number> {
  if (!wish.print && !wish.json)
    output.err(safeText(`planner-tui: the plan is there: “${plan.title}”, ${plan.path}.\n`));
  return handOver(resolve(app.workspace.project.root, plan.path), wish, app, output);
}

function refused(goal: string, found: Exclude<PlanOfGoal, { kind: 'found' }>, output: Output): number {
  const words = JSON.stringify(goal);
  const next =
    found.kind === 'near'
      ? `Nearest: ${found.plans.map(plan => `“${plan.title}” (planner-tui code ${plan.path})`).join(', ')}. Or plan it: planner-tui plan ${words} --approve`
      : `${found.other ? `${found.other.path} is of that goal, but it is ${found.other.status}. ` : ''}Without a screen a plan is approved by saying so: planner-tui plan ${words} --approve; then call this again.`;
  output.err(failureLine(failure('no-plan-file', `No approved plan says “${goal}”.`, next)));
  return EXIT.usage;
}

import { relative, resolve } from 'node:path';
import type { App } from '../app/app.ts';
import { planNamed } from '../session/find-plan.ts';
import { ok, type Result } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import { EXIT, type ExitCode, failureLine, type Output } from './output.ts';

/**
 * The plan that is meant where none is named: the one that `plans/latest-plan.md` leads to, else the newest that is approved
 * and open. Which one it is stands on stderr, so that nobody takes it for another.
 */
async function latestPlan(app: App, output: Output): Promise<Result<string>> {
  const latest = app.planFiles.latest();
  const found = latest === undefined ? planNamed('', await app.workspace.home.plans()) : ok(latest);
  if (found.ok) output.err(safeText(`planner-tui: no plan was named, so ${found.value} is taken.\n`));
  return found;
}

/** Goes on with the plan that was named, else with the latest; without any it is a usage error. */
export async function withPlan(
  named: string | undefined,
  app: App,
  output: Output,
  next: (file: string) => Promise<ExitCode>,
): Promise<ExitCode> {
  if (named !== undefined) return next(named);
  const found = await latestPlan(app, output);
  // As the person would have typed it from where they stand.
  if (found.ok) return next(relative(process.cwd(), resolve(app.workspace.project.root, found.value)));
  output.err(failureLine(found.error));
  return EXIT.usage;
}

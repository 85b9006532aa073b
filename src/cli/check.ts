import type { App } from '../app/app.ts';
import { type CheckedPlan, checkListing } from '../app/check-plan.ts';
import { version } from '../app/version.ts';
import { safeText } from '../shared/text/index.ts';
import type { Call } from './calls.ts';
import { checkText } from './check-text.ts';
import { columnsOfOutput, EXIT, type ExitCode, type Output } from './output.ts';
import { sarif } from './sarif.ts';

/** `planner-tui check FILE…`. One of the plans has a failing check, or cannot be read as one: exit code 3. */
export async function checkPlans(
  call: Extract<Call, { kind: 'check' }>,
  app: App,
  output: Output,
): Promise<ExitCode> {
  const checked: CheckedPlan[] = [];
  for (const path of app.planFiles.distinct(call.files)) checked.push(await app.planFiles.check(path));
  const columns = columnsOfOutput();
  switch (call.format) {
    case 'json':
      output.out(`${JSON.stringify({ files: checked.map(checkListing) }, null, 2)}\n`);
      break;
    case 'sarif':
      output.out(`${JSON.stringify(sarif(checked, version()), null, 2)}\n`);
      break;
    case 'text':
      output.out(safeText(checked.map(one => checkText(one, columns)).join('\n')));
      break;
  }
  if (checked.some(one => one.failure?.kind === 'no-file')) return EXIT.usage;
  return checked.every(one => one.passed) ? EXIT.done : EXIT.checks;
}

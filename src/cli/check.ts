import type { App } from '../app/app.ts';
import { type CheckedPlan, checkListing } from '../app/check-plan.ts';
import { version } from '../app/version.ts';
import { safeText } from '../shared/text/index.ts';
import type { Call } from './calls.ts';
import { checkText } from './check-text.ts';
import { withPlan } from './latest-plan.ts';
import { columnsOfOutput, EXIT, type ExitCode, type Output } from './output.ts';
import { sarif } from './sarif.ts';

type CheckCall = Extract<Call, { kind: 'check' }>;

/** `planner-tui check [FILE…]`. One of the plans has a failing check, or cannot be read as one: exit code 3. */
export async function checkPlans(call: CheckCall, app: App, output: Output): Promise<ExitCode> {
  const [first, ...more] = call.files;
  return withPlan(first, app, output, file => checkFiles([file, ...more], call, app, output));
}

async function checkFiles(
  files: readonly string[],
  call: CheckCall,
  app: App,
  output: Output,
): Promise<ExitCode> {
  const checked: CheckedPlan[] = [];
  for (const path of app.planFiles.distinct(files)) checked.push(await app.planFiles.check(path));
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

import type { App } from '../app/app.ts';
import { safeText } from '../shared/text/index.ts';
import type { Call } from './calls.ts';
import { driftText } from './drift-text.ts';
import { columnsOfOutput, EXIT, type ExitCode, exitCodeOf, failureLine, type Output } from './output.ts';

/** `planner-tui drift PLAN`. Below `--least` percent of match: exit code 3. */
export async function showDrift(
  call: Extract<Call, { kind: 'drift' }>,
  app: App,
  output: Output,
): Promise<ExitCode> {
  const found = await app.planFiles.drift(call.file, call.since);
  if (!found.ok) {
    output.err(failureLine(found.error));
    return found.error.kind === 'no-file' || found.error.kind === 'no-base'
      ? EXIT.usage
      : exitCodeOf(found.error);
  }
  const enough = found.value.match * 100 >= call.least;
  const columns = columnsOfOutput();
  output.out(
    call.options.json
      ? `${JSON.stringify({ ...found.value, least: call.least / 100, enough }, null, 2)}\n`
      : safeText(driftText(found.value, call.least, columns)),
  );
  return enough ? EXIT.done : EXIT.checks;
}

import type { App } from '../app/app.ts';
import { safeText } from '../shared/text/index.ts';
import { driftText } from './drift-text.ts';
import { EXIT, type ExitCode, exitCodeOf, failureLine, type Output } from './output.ts';
import type { Call } from './program.ts';

/** `planner-tui drift PLAN`. Below `--least` percent of match: exit code 3. */
export async function showDrift(
  call: Extract<Call, { kind: 'drift' }>,
  app: App,
  output: Output,
): Promise<ExitCode> {
  const found = await app.drift(call.file, call.since);
  if (!found.ok) {
    output.err(failureLine(found.error));
    return found.error.kind === 'no-file' || found.error.kind === 'no-base'
      ? EXIT.usage
      : exitCodeOf(found.error);
  }
  const enough = found.value.match * 100 >= call.least;
  const columns = process.stdout.isTTY ? process.stdout.columns : WITHOUT_TERMINAL;
  output.out(
    call.options.json
      ? `${JSON.stringify({ ...found.value, least: call.least / 100, enough }, null, 2)}\n`
      : safeText(driftText(found.value, call.least, columns)),
  );
  return enough ? EXIT.done : EXIT.checks;
}

const WITHOUT_TERMINAL = 100;

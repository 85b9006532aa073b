import type { App } from '../app/app.ts';
import type { Call } from './calls.ts';
import { metricsText } from './metrics-text.ts';
import { columnsOfOutput, type ExitCode, type Output, print, warn } from './output.ts';

/** `planner-tui metrics`. */
export async function showMetrics(
  call: Extract<Call, { kind: 'metrics' }>,
  app: App,
  output: Output,
): Promise<ExitCode> {
  warn(app.steps, output);
  const columns = columnsOfOutput();
  return print(output, call.options, await app.metrics(), found => metricsText(found, columns));
}

import type { App } from '../app/app.ts';
import type { Result } from '../shared/result.ts';
import type { StepCall } from './calls.ts';
import { withPlan } from './latest-plan.ts';
import {
  columnsOfOutput,
  EXIT,
  type ExitCode,
  exitCodeOf,
  failureLine,
  type Output,
  print,
  warn,
} from './output.ts';
import { startedText, statusText, stoppedText, timedText } from './step-text.ts';

/** What was named wrongly on the command line, rather than failed. */
const USAGE: ReadonlySet<string> = new Set(['no-file', 'unknown-step', 'ambiguous-step', 'no-steps']);

/** `planner-tui step start|stop|time|status`. */
export async function step(call: StepCall, app: App, output: Output): Promise<ExitCode> {
  const { steps } = app;
  const now = Date.now();
  switch (call.verb) {
    case 'start': {
      const { write } = call;
      return withPlan(call.file, app, output, async file =>
        told(call, await steps.start(file, call.step, { write }), output, found => startedText(found, now)),
      );
    }
    case 'stop': {
      const { file: path, step, minutes, done, write } = call;
      return told(call, await steps.stop({ path, step, minutes, done, write }), output, found =>
        stoppedText(found, now),
      );
    }
    case 'time':
      return told(call, await steps.time(call.file, call.step, call.minutes), output, timedText);
    case 'status': {
      warn(steps, output);
      const found = await steps.status(call.file);
      if (!found.ok) return failed(found.error, output);
      const columns = columnsOfOutput();
      return print(output, call.options, found.value ?? null, status => statusText(status, now, columns));
    }
  }
}

function told<T extends { readonly notices: readonly string[] }>(
  call: StepCall,
  result: Result<T>,
  output: Output,
  text: (value: T) => string,
): ExitCode {
  if (!result.ok) return failed(result.error, output);
  const { notices, ...value } = result.value;
  warn({ notices: () => notices }, output);
  return print(output, call.options, value, () => text(result.value));
}

function failed(error: Parameters<typeof failureLine>[0], output: Output): ExitCode {
  output.err(failureLine(error));
  return USAGE.has(error.kind) ? EXIT.usage : exitCodeOf(error);
}

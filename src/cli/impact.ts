import type { App } from '../app/app.ts';
import { assertNever } from '../shared/assert-never.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { calibrationText } from './calibration-text.ts';
import type { Call, GoalText } from './calls.ts';
import { EXIT, exitCodeOf, failureLine, type Output, print, warn } from './output.ts';
import { impactText } from './views.ts';

/** `planner-tui impact GOAL`, `--file F`, `-`. */
export async function impact(
  call: Extract<Call, { kind: 'impact' }>,
  app: App,
  output: Output,
): Promise<number> {
  const goal = goalOf(call.from, app);
  if (!goal.ok) {
    output.err(failureLine(goal.error));
    return exitCodeOf(goal.error);
  }
  return print(output, call.options, await app.impact(goal.value, call.limit), impactText);
}

function goalOf(from: GoalText, app: App): Result<string> {
  switch (from.kind) {
    case 'words':
      return ok(from.text);
    case 'file': {
      const read = app.readUserFile(from.path);
      if (!read.ok)
        return err(
          failure('usage', read.error.message, 'A text of at most 1 MB that holds the goal was expected.'),
        );
      return read.value.trim() === ''
        ? err(
            failure(
              'empty-goal',
              `The goal is empty: ${from.path === '-' ? 'standard input' : from.path} holds no text.`,
            ),
          )
        : read;
    }
    default:
      return assertNever(from);
  }
}

/** `planner-tui impact --calibrate`. Ctrl+C keeps and shows what was replayed so far. */
export async function calibrate(
  call: Extract<Call, { kind: 'calibrate' }>,
  app: App,
  output: Output,
): Promise<number> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal).once('SIGTERM', onSignal);
  let shown = -1;
  try {
    const found = await app.calibrate({
      commits: call.commits,
      timeMs: call.seconds * 1000,
      signal: stop.signal,
      onProgress(done, total) {
        const tenth = Math.floor((done / Math.max(1, total)) * 10);
        if (tenth === shown) return;
        shown = tenth;
        output.err(`planner-tui: ${done} of ${total} past changes replayed\n`);
      },
    });
    warn(app, output);
    if (!found.ok) {
      output.err(failureLine(found.error));
      return stop.signal.aborted ? EXIT.interrupted : exitCodeOf(found.error);
    }
    print(output, call.options, found.value, calibrationText);
    return stop.signal.aborted ? EXIT.interrupted : EXIT.done;
  } finally {
    process.removeListener('SIGINT', onSignal).removeListener('SIGTERM', onSignal);
  }
}

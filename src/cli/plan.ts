import type { App } from '../app/app.ts';
import {
  AnswersFile,
  comparisonText,
  failedLines,
  type HeadlessResult,
  runHeadless,
} from '../app/headless.ts';
import type { SessionStore } from '../session/ports.ts';
import { currentApproach, latestRevision, offersLocal, openObjections, stage } from '../session/selectors.ts';
import { spentWords } from '../session/spent-words.ts';
import type { ActiveSession } from '../session/state.ts';
import { failure, ok, type Result } from '../shared/result.ts';
import type { Call, PlanOptions } from './calls.ts';
import { EXIT, exitCodeOf, failureLine, type Output, warn } from './output.ts';

type PlanCall = Extract<Call, { kind: 'plan' | 'resume' }>;

/** `--print`, `--json`, `--stream-json`, or no terminal to draw on. */
export async function planWithoutScreen(call: PlanCall, app: App, output: Output): Promise<number> {
  const { options } = call;
  if (options.feedback.some(text => !text.trim()))
    return fail(
      output,
      failure('empty-feedback', '--feedback was given without text.', 'Say what should change in the plan.'),
    );
  if (options.redTeam && options.approve)
    return fail(
      output,
      failure(
        'usage',
        'What --red-team finds is for you to judge, and --approve waits for nobody.',
        'Leave one of them out: planner-tui resume --last --approve approves later.',
      ),
    );
  const answers = await readAnswers(app, options);
  if (!answers.ok) return fail(output, answers.error);
  const opened = await open(call, app, output);
  if (!opened.ok) return fail(output, opened.error);
  const store = opened.value;
  const interrupted = stopOnSignal(store);
  try {
    const begun = store.state();
    const { why } = begun.kind === 'active' ? begun.planner : app.workspace.planner;
    output.err(`planner-tui: ${why}\n`);
    const notices = await app.playbooks.notices();
    warn({ notices: () => notices }, output);
    const outcome = await Promise.race([
      runHeadless(store, {
        ...options,
        feedback:
          options.feedback.length > 0
            ? options.feedback.map(text => ({ text }))
            : (app.replayed?.feedback ?? []),
        answers: answers.value,
        redTeam: app.redTeam,
        measure: app.workspace.measure,
      }),
      interrupted.stopped,
    ]);
    // Also when the cancelled Run came to its end first.
    if (interrupted.asked() || outcome === 'interrupted') {
      await interrupted.stopped;
      output.err('planner-tui: interrupted; planner-tui resume --last goes on from here.\n');
      return EXIT.interrupted;
    }
    if (!outcome.ok) {
      const state = store.state();
      output.err(failureLine(outcome.error));
      if (state.kind === 'active' && offersLocal(state))
        output.err(
          `  planner-tui resume ${state.sessionId} --planner local goes on without a model; everything is kept.\n`,
        );
      if (outcome.error.kind === 'checks-failed' && state.kind === 'active')
        output.err(`${failedLines(state).join('\n')}\n  Nothing was saved.\n`);
      return exitCodeOf(outcome.error);
    }
    report(outcome.value, options, output, store);
    return EXIT.done;
  } finally {
    await store.close();
  }
}

function report(result: HeadlessResult, options: PlanOptions, output: Output, store: SessionStore): void {
  if (options.json) output.out(`${JSON.stringify(result, null, 2)}\n`);
  else if (!options.streamJson) output.out(comparisonText(result) ?? result.markdown);
  const state = store.state();
  if (state.kind === 'active' && options.feedback.length > 0)
    for (const { because, what } of (currentApproach(state)?.revisions ?? [])
      .slice(-options.feedback.length)
      .flatMap(r => r.revision.plan.changes))
      output.err(`planner-tui: ${because}: ${what}\n`);
  if (state.kind === 'active') output.err(objectionText(state));
  if (state.kind === 'active' && state.spent) output.err(`planner-tui: ${spentWords(state.spent)}\n`);
  const failed = state.kind === 'active' ? failedLines(state) : [];
  if (failed.length > 0) output.err(`planner-tui: checks that failed:\n${failed.join('\n')}\n`);
  if (result.path)
    output.err(
      `planner-tui: plan saved: ${result.path}${result.latest === result.path ? '' : ` (${result.latest} points at it)`}\n`,
    );
  else if (state.kind === 'active' && stage(state).kind === 'comparing')
    output.err(
      'planner-tui: two approaches; --take a or --take b goes on with one (resume --last --take a), --with STEP,STEP takes steps of the other along.\n',
    );
  else if (state.kind === 'active' && stage(state).kind === 'reviewing')
    output.err('planner-tui: nothing was written; --approve writes the plan to plans/.\n');
}

/** What was held against the newest revision; empty where nothing was. */
function objectionText(state: ActiveSession): string {
  const newest = latestRevision(state)?.revision.number;
  const open = openObjections(state).filter(o => o.revision === newest);
  if (open.length === 0) return '';
  const lines = open.map(
    o => `  ${o.critic}${o.stepId === undefined ? '' : `, ${o.stepId}`}: ${o.text}\n    Instead: ${o.mend}\n`,
  );
  return `planner-tui: held against revision ${newest}:\n${lines.join('')}  Judge them with planner-tui resume ${state.sessionId}, key o.\n`;
}

async function open(call: PlanCall, app: App, output: Output): Promise<Result<SessionStore>> {
  const listen = call.options.streamJson
    ? (event: unknown) => output.out(`${JSON.stringify(event)}\n`)
    : undefined;
  if (call.kind === 'resume') return app.sessions.resume(call.last ? undefined : call.id, listen);
  const wish = call.wish ?? app.replayed?.wish;
  if (!wish)
    return {
      ok: false,
      error: failure(
        'usage',
        'A goal was expected, and there is no terminal to ask on.',
        'For example: planner-tui plan "add rate limiting to the public API" --print',
      ),
    };
  return app.sessions.start(wish, listen);
}

async function readAnswers(app: App, options: PlanOptions): Promise<Result<AnswersFile>> {
  if (!options.answers) return ok(app.replayed?.answers ?? {});
  const form = 'It is JSON like {"question-id": "choice-id or your own words"}; --json prints the ids.';
  const text = app.readUserFile(options.answers);
  if (!text.ok) return { ok: false, error: failure('bad-answers', text.error.message, form) };
  try {
    const parsed = AnswersFile.safeParse(JSON.parse(text.value));
    if (parsed.success) return ok(parsed.data);
    const first = parsed.error.issues[0];
    return {
      ok: false,
      error: failure(
        'bad-answers',
        `${options.answers}: ${first?.path.join('.') ?? ''} ${first?.message ?? 'is no answers file'}.`,
        form,
      ),
    };
  } catch (error) {
    return {
      ok: false,
      error: failure(
        'bad-answers',
        `${options.answers} is no JSON: ${error instanceof Error ? error.message : String(error)}.`,
        form,
      ),
    };
  }
}

/** Ctrl+C, SIGTERM and a terminal that goes away end the Run, keep the session and give 130. */
function stopOnSignal(store: SessionStore): {
  readonly stopped: Promise<'interrupted'>;
  asked(): boolean;
} {
  let asked = false;
  const stopped = new Promise<'interrupted'>(resolve => {
    const stop = () => {
      asked = true;
      void store.dispatch({ type: 'cancel-run' }).then(() => resolve('interrupted'));
    };
    // Once each: whoever asks a second time does not want to wait.
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, stop);
  });
  return { stopped, asked: () => asked };
}

function fail(output: Output, error: Parameters<typeof failureLine>[0]): number {
  output.err(failureLine(error));
  return exitCodeOf(error);
}

import { resolve } from 'node:path';
import type { App } from '../app/app.ts';
import { planNamed } from '../session/find-plan.ts';
import { endWords, type HandOverWork, type ImplementerListing } from '../session/hand-over.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import { AFTER_ANOTHER_PROGRAM } from '../ui/term/after-another.ts';
import { took } from '../ui/text/format.ts';
import { canAsk, choose } from './ask.ts';
import type { CodeCall, HandOverWish } from './calls.ts';
import { showDrift } from './drift.ts';
import { EXIT, type ExitCode, exitCodeOf, failureLine, type Output, warn } from './output.ts';

/** What was named wrongly on the command line, rather than failed. */
const USAGE: ReadonlySet<string> = new Set([
  'no-file',
  'no-plan-file',
  'no-steps',
  'plan-outside',
  'unknown-step',
  'ambiguous-step',
  'unknown-implementer',
]);
const LATEST = 'plans/latest-plan.md';
/** Percent of match that is enough, as `drift` has it. */
const LEAST = 90;

/** `planner-tui code [PLAN]`. */
export async function code(call: CodeCall, app: App, output: Output): Promise<ExitCode> {
  const path = await pathOf(call.plan, app);
  return path.ok ? handOver(path.value, call.wish, app, output) : failed(path.error, output);
}

/** Hands a plan over, or prints what would be said; then how far the code follows it. */
export async function handOver(
  path: string,
  wish: HandOverWish,
  app: App,
  output: Output,
): Promise<ExitCode> {
  const looked = await app.handOver.work(path, wish.step);
  if (!looked.ok) return failed(looked.error, output);
  const work = looked.value;
  warn({ notices: () => work.notices }, output);
  const known = wish.with === undefined ? undefined : app.handOver.call(wish.with, work);
  if (known && !known.ok) return failed(known.error, output);
  if (wish.json) return printJson(work, wish, app, output);
  if (wish.print || !canAsk()) {
    if (!wish.print)
      output.err(
        'planner-tui: there is no terminal here, so nothing is started; this is what would be said.\n',
      );
    output.out(safeText(`${work.instruction}\n`));
    return EXIT.done;
  }
  const chosen = await implementerFor(wish.with, app, output);
  if (!chosen.ok) return failed(chosen.error, output);
  if (chosen.value === undefined) return EXIT.interrupted;
  const { id, name, path: program, note } = chosen.value;
  output.err(
    safeText(
      `planner-tui: ${what(work)} of ${work.path} goes to ${name} (${program ?? id}). When it ends, you are back here.\n${note ? `  ${note}\n` : ''}`,
    ),
  );
  const signals = heardSignals();
  const done = await app.handOver.start(id, work);
  // Whatever it left behind: the screen it drew on, the mouse, a hidden cursor.
  output.out(AFTER_ANOTHER_PROGRAM);
  if (!done.ok) return failed(done.error, output);
  const { end, ms, notices, step } = done.value;
  output.err(safeText(`\nplanner-tui: ${name} ${endWords(end)} after ${took(ms)}.\n`));
  warn({ notices: () => notices }, output);
  if (signals()) return EXIT.interrupted;
  const file = resolve(app.workspace.project.root, work.path);
  const options = { project: '.', json: false };
  const verdict = await showDrift(
    { kind: 'drift', file, step: step?.id, least: LEAST, tick: false, options },
    app,
    output,
  );
  if (step) {
    const said = verdict === EXIT.done ? 'is done, by the code' : 'is not done yet, by the code';
    output.err(safeText(`planner-tui: step ${step.number}, ${step.id}, ${said}.\n`));
  }
  return verdict;
}

/** `3 open steps`, `step 2, S-push,`. */
function what({ step, open }: HandOverWork): string {
  if (step) return `step ${step.number}, ${step.id},`;
  return open.length === 1 ? 'the one open step' : `${open.length} open steps`;
}

/** Whether this program itself was told to end meanwhile: the implementer was passed it. */
function heardSignals(): () => boolean {
  let heard = false;
  for (const signal of ['SIGTERM', 'SIGHUP'] as const)
    process.once(signal, () => {
      heard = true;
    });
  return () => heard;
}

async function pathOf(named: string | undefined, app: App): Promise<Result<string>> {
  const { root } = app.workspace.project;
  const latest = resolve(root, LATEST);
  if (named === undefined && (await app.workspace.handOver.work(latest)).ok) return ok(latest);
  const plans = await app.workspace.home.plans();
  // The latest is what was meant, also where it is not to be handed over: why is said then.
  if (named === undefined) return plans.length > 0 ? ok(latest) : planNamed('', plans);
  const typed = named.replace(/^@/, '');
  if (/[/\\]/.test(typed) || typed.endsWith('.md')) return ok(typed);
  const found = planNamed(typed, plans);
  return found.ok ? ok(resolve(root, found.value)) : found;
}

/** The one that was named, the only one there is, or the one that the person chooses. */
async function implementerFor(
  named: string | undefined,
  app: App,
  output: Output,
): Promise<Result<ImplementerListing | undefined>> {
  const all = app.handOver.implementers();
  if (named !== undefined) {
    const is = (text: string) => text.toLowerCase() === named.trim().toLowerCase();
    return ok(all.find(({ id, name }) => is(id) || is(name)));
  }
  const installed = all.filter(({ state }) => state === 'installed');
  const [first, second] = installed;
  for (const { name, path, state } of all)
    if (state === 'inside' && path !== undefined)
      output.err(safeText(`planner-tui: ${path} lies in the project, so ${name} is not run from there.\n`));
  if (!first) return err(nobody(all));
  if (!second) return ok(first);
  const chosen = await choose(
    'Who carries it out? (--with NAME says it at once)',
    installed.map(({ name, path }) => `${name}  ${path ?? ''}`),
    output,
  );
  return ok(chosen === undefined ? undefined : installed[chosen]);
}

function nobody(all: readonly ImplementerListing[]): Failure {
  const ways = all.flatMap(({ name, install }) => (install ? [`${name}: ${install}`] : []));
  return failure(
    'not-installed',
    'No implementer is installed.',
    [
      ...ways,
      'One of your own: planner-tui config set implementers \'{"mine": ["my-agent", "{instruction}"]}\'',
      'By hand: planner-tui code --print prints what to tell it.',
    ].join('\n  '),
  );
}

function printJson(work: HandOverWork, wish: HandOverWish, app: App, output: Output): ExitCode {
  const asked = wish.with;
  const implementers = app.handOver
    .implementers()
    .filter(
      ({ id, name }) => asked === undefined || [id, name].some(n => n.toLowerCase() === asked.toLowerCase()),
    )
    .map(one => {
      const call = app.handOver.call(one.id, work);
      return { ...one, ...(call.ok ? call.value : {}) };
    });
  const { seal: _, ...told } = work;
  output.out(`${JSON.stringify({ ...told, implementers }, null, 2)}\n`);
  return EXIT.done;
}

function failed(error: Failure, output: Output): ExitCode {
  output.err(failureLine(error));
  return USAGE.has(error.kind) ? EXIT.usage : exitCodeOf(error);
}

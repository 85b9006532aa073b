import type { App } from '../app/app.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import { isEnough } from '../plan/drift/words.ts';
import { failure, ok, type Result } from '../shared/result.ts';
import { safeText } from '../shared/text/index.ts';
import type { Call } from './calls.ts';
import { driftText, type Ticking } from './drift-text.ts';
import { withPlan } from './latest-plan.ts';
import { columnsOfOutput, EXIT, type ExitCode, exitCodeOf, failureLine, type Output } from './output.ts';

type DriftCall = Extract<Call, { kind: 'drift' }>;

/** What a person can mend by calling otherwise. */
const USAGE = new Set(['no-file', 'no-base', 'bad-coverage', 'link-outside', 'not-utf8']);

/**
 * `planner-tui drift [PLAN]`. Exit code 3 below `--least` percent of match, and where the coverage is below what the plan itself
 * asks for.
 */
export async function showDrift(call: DriftCall, app: App, output: Output): Promise<ExitCode> {
  return withPlan(call.file, app, output, file => held(file, call, app, output));
}

async function held(file: string, call: DriftCall, app: App, output: Output): Promise<ExitCode> {
  const { coverage, since, least } = call;
  const found = await app.planFiles.drift(file, { since, coverage: coverage || undefined });
  const ticked = found.ok ? await tick(file, call, found.value, app) : found;
  const failed = !found.ok ? found.error : !ticked.ok ? ticked.error : undefined;
  if (!found.ok || failed) {
    const error = failed ?? failure('unexpected', 'Nothing was found.');
    output.err(failureLine(error));
    return USAGE.has(error.kind) ? EXIT.usage : exitCodeOf(error);
  }
  const boxes = ticked.ok ? ticked.value : undefined;
  const enough = isEnough(found.value.match, least);
  const covered =
    coverage === false || !('enough' in found.value.coverage) || found.value.coverage.enough !== false;
  output.out(
    call.options.json
      ? `${JSON.stringify({ ...found.value, least: least / 100, enough: enough && covered, ...(boxes ? { ticked: boxes } : {}) }, null, 2)}\n`
      : safeText(
          driftText(found.value, { least, coverage: coverage !== false, ticked: boxes }, columnsOfOutput()),
        ),
  );
  const { step } = call;
  const holds =
    step === undefined
      ? enough && covered
      : found.value.steps.some(({ id, verdict }) => id === step && verdict === 'done');
  return holds ? EXIT.done : EXIT.checks;
}

async function tick(
  file: string,
  { tick }: DriftCall,
  found: PlanDrift,
  app: App,
): Promise<Result<Ticking | undefined>> {
  if (!tick) return ok(undefined);
  return app.planFiles.tick(
    file,
    found.steps.filter(step => step.verdict === 'done').map(step => step.id),
  );
}

import type { PlanDrift } from '../plan/drift/model.ts';
import { contentHash } from '../plan/seal.ts';
import type { Result } from '../shared/result.ts';
import { safeLine } from '../shared/text/index.ts';
import type { Storage } from '../storage/port.ts';
import { type OpenPlan, openPlan } from './open-plan.ts';
import { isTicked, noteStart } from './plan-marks.ts';
import type { StepTimes } from './step-port.ts';

/** What a hand-over keeps beside it: the clock of a step, the plan's own file. */
export interface RecordSources {
  readonly root: string;
  readonly storage: Pick<Storage, 'changePlan'>;
  readonly steps: Pick<StepTimes, 'start' | 'stop' | 'running'>;
  /** How far the code follows a plan, by its absolute path. */
  drift(file: string): Promise<Result<PlanDrift>>;
}

interface Begun {
  /** Whether the clock of the step runs. */
  readonly clock: boolean;
  /** Whether the file says now that work has begun, and did not before. */
  readonly marked: boolean;
  readonly notices: readonly string[];
}

/** Starts the clock of one step, and says in the file that work has begun. What fails of it costs no more than itself. */
export async function begin(
  { steps, storage }: RecordSources,
  opened: OpenPlan,
  step: string | undefined,
  by: string,
): Promise<Begun> {
  if (step === undefined) {
    const { unchanged, changes } = await noteStart(opened, storage.changePlan);
    return { clock: false, marked: changes.length > 0, notices: unchanged === undefined ? [] : [unchanged] };
  }
  const started = await steps.start(opened.file, step, { write: true, by });
  if (!started.ok)
    return {
      clock: false,
      marked: false,
      notices: [`The time of ${step} is not recorded: ${started.error.message}`],
    };
  const { stopped, file } = started.value;
  return {
    clock: true,
    marked: file.changes.length > 0,
    notices: [
      ...(stopped ? [`The clock of ${stopped.step} was stopped for it.`] : []),
      ...(file.unchanged === undefined ? [] : [file.unchanged]),
    ],
  };
}

/** Stops the clock, and says what became of the plan's file. */
export async function finish(
  { root, steps, drift }: RecordSources,
  before: OpenPlan,
  step: string | undefined,
  clock: boolean,
): Promise<readonly string[]> {
  const { path } = before.timed;
  const now = openPlan(root, root, before.file);
  const notices: string[] = [];
  if (!now.ok) notices.push(`${path} cannot be read as a plan any more: ${now.error.message}`);
  else if (contentHash(now.value.markdown) !== contentHash(before.markdown))
    notices.push(`${path} itself was changed meanwhile, not only its boxes: git diff shows how.`);
  const ticked = now.ok
    ? now.value.plan.steps.map(({ id }) => id).filter(id => isTicked(now.value, id) && !isTicked(before, id))
    : [];
  // What the implementer ticked counts where the code does not speak against it.
  const found = ticked.length > 0 ? await drift(before.file) : undefined;
  const verdicts = found?.ok ? found.value.steps : [];
  const untrue = ticked.filter(id =>
    verdicts.some(one => one.id === id && one.items.some(item => !item.done)),
  );
  if (untrue.length > 0)
    notices.push(`${safeLine(untrue.join(', '))}: ticked in the plan, but not all of it is in the code.`);
  if (!clock || step === undefined) return notices;
  const done = ticked.includes(step) && !untrue.includes(step);
  // By a file that is gone it cannot be named any more, and whatever runs is only stopped where it is this one.
  const mine = () => steps.running()?.step === step && steps.running()?.plan.path === path;
  const stopped = now.ok
    ? await steps.stop({ path: before.file, step, done, write: true })
    : mine()
      ? await steps.stop({ done: false, write: false })
      : undefined;
  // Whoever worked on it may have stopped the clock himself.
  if (stopped && !stopped.ok && stopped.error.kind !== 'no-step-runs')
    notices.push(`The time of ${step} is not recorded: ${stopped.error.message}`);
  return notices;
}

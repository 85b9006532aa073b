import { findStep } from '../plan/find-step.ts';
import type { Step } from '../plan/model.ts';
import { type Sitting, type StopWish, startStep, stopStep, timeStep } from '../plan/step-clock.ts';
import { foldTimes, type Outcome, type TimedPlan, type Times } from '../plan/times.ts';
import { wholeMinutes } from '../plan/totals.ts';
import type { Clock } from '../shared/clock.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import type { Storage } from '../storage/port.ts';
import { type OpenPlan, openPlan } from './open-plan.ts';
import { type FileNote, findPlan, isDone, isFinished, noteDone, noteStart } from './plan-marks.ts';
import type { EndedSitting, NamedPlan, NamedStep, StepStopped, StepTimes } from './step-port.ts';
import { statusOf, tenth } from './step-status.ts';

export interface StepSources {
  readonly root: string;
  readonly cwd: string;
  readonly storage: Pick<Storage, 'times' | 'changePlan' | 'plans'>;
  readonly clock: Clock;
  /** How far the code follows a plan now; undefined where it cannot be said. */
  outcome(file: string): Promise<Outcome | undefined>;
}

export function createStepTimes(sources: StepSources): StepTimes {
  const { root, cwd, storage, clock } = sources;
  const open = (path: string) => openPlan(root, cwd, path);
  const recorded = () => foldTimes(storage.times.read().events);

  async function ofRunning(times: Times): Promise<Result<OpenPlan>> {
    const { plan = '', step = '' } = times.running ?? {};
    const { path, title } = planName(times.plans.get(plan)?.plan);
    const found = await findPlan(root, storage.plans, plan, path);
    return found
      ? ok(found)
      : err(
          failure(
            'no-file',
            `${step} of “${title}” runs, but the plan was not found at ${path}.`,
            'planner-tui step stop stops it all the same.',
          ),
        );
  }

  /** One word that is no file is a step of the plan that runs. */
  async function wishFor(path: string | undefined, step: string | undefined) {
    const opened = path === undefined ? undefined : open(path);
    if (path === undefined || !opened || opened.ok || step !== undefined || /[/\\]|\.md$/i.test(path))
      return wishOf(opened, step);
    const times = recorded();
    return times.running ? wishOf(await ofRunning(times), path) : ok({});
  }

  return {
    async start(path, wanted, { write, by }) {
      const opened = open(path);
      if (!opened.ok) return opened;
      const { timed } = opened.value;
      const found =
        wanted === undefined ? firstOpen(opened.value, recorded()) : findStep(opened.value.plan, wanted);
      if (!found.ok) return found;
      const step = named(opened.value, found.value);
      const now = clock.now();
      const started = await storage.times.record(events => {
        const times = foldTimes(events);
        const { events: next, told } = startStep(times, timed, step.id, now, by && clean(by).value);
        return ok({ events: next, told: { began: told, times } });
      });
      if (!started.ok) return started;
      const { told, notices } = started.value;
      const { began, times } = told;
      return ok({
        plan: planName(timed),
        step,
        since: iso(began.kind === 'runs' ? began.since : now),
        isNew: began.kind === 'started',
        ...(began.kind === 'started' && began.stopped ? { stopped: ended(times, began.stopped) } : {}),
        file: write ? await noteStart(opened.value, storage.changePlan) : NOTHING,
        notices,
      });
    },

    async stop({ path, step, minutes, done, write }) {
      const wished = await wishFor(path, step);
      if (!wished.ok) return wished;
      const wish: StopWish = { ...wished.value, minutes, done };
      const stopped = await storage.times.record(events => {
        const ticked = stopStep(foldTimes(events), wish, clock.now());
        if (!ticked.ok) return ticked;
        const { events: next, told } = ticked.value;
        return ok({ events: next, told: { sitting: told, times: foldTimes([...events, ...next]) } });
      });
      if (!stopped.ok) return stopped;
      const { told, notices } = stopped.value;
      const { sitting, times } = told;
      const plan = times.plans.get(sitting.plan);
      const time = plan?.steps.get(sitting.step);
      const estimate = plan?.plan.steps.find(({ id }) => id === sitting.step);
      return ok({
        sitting: ended(times, sitting),
        minutes: tenth(time?.minutes ?? 0),
        uncounted: time?.uncounted ?? 0,
        ...(estimate ? { estimate: wholeMinutes(estimate) } : {}),
        ...(done ? await finishStep(sources, sitting, times, write) : { file: NOTHING, finished: false }),
        notices,
      });
    },

    async time(path, wanted, minutes) {
      const opened = open(path);
      if (!opened.ok) return opened;
      const found = findStep(opened.value.plan, wanted);
      if (!found.ok) return found;
      const { timed } = opened.value;
      const step = named(opened.value, found.value);
      const said = await storage.times.record(events =>
        ok({ events: timeStep(foldTimes(events), timed, step.id, minutes, clock.now()), told: undefined }),
      );
      if (!said.ok) return said;
      return ok({ plan: planName(timed), step, minutes, notices: said.value.notices });
    },

    async status(path) {
      const times = recorded();
      const { running } = times;
      if (path === undefined && running === undefined) return ok(undefined);
      const opened = path === undefined ? await ofRunning(times) : open(path);
      return opened.ok ? ok(statusOf(opened.value, times, clock.now())) : opened;
    },

    running() {
      const times = recorded();
      if (!times.running) return undefined;
      const { plan, step, since } = times.running;
      return { plan: planName(times.plans.get(plan)?.plan), step, since: iso(since) };
    },

    notices: () => storage.times.read().notices,
  };
}

const NOTHING: FileNote = { changes: [] };

function iso(ms: number): string {
  return new Date(ms).toISOString();
}

function planName(plan: TimedPlan | undefined): NamedPlan {
  return { path: plan?.path ?? '', title: plan?.title ?? '' };
}

function named({ plan }: OpenPlan, step: Step): NamedStep {
  const { id, title } = clean({ id: step.id, title: step.title }).value;
  return { id, number: plan.steps.indexOf(step) + 1, title, estimate: wholeMinutes(step.estimate) };
}

function ended(times: Times, { plan, step, since, until, minutes }: Sitting): EndedSitting {
  return {
    plan: planName(times.plans.get(plan)?.plan),
    step,
    since: iso(since),
    until: iso(until),
    ...(minutes === undefined ? {} : { minutes: tenth(minutes) }),
  };
}

function wishOf(
  opened: Result<OpenPlan> | undefined,
  step: string | undefined,
): Result<Pick<StopWish, 'plan' | 'step'>> {
  if (!opened) return ok({});
  if (!opened.ok) return opened;
  const { plan, timed } = opened.value;
  if (step === undefined) return ok({ plan: timed });
  const found = findStep(plan, step);
  return found.ok ? ok({ plan: timed, step: clean(found.value.id).value }) : found;
}

/** The first step that is neither ticked nor said to be done. */
function firstOpen(opened: OpenPlan, times: Times): Result<Step> {
  const { steps } = opened.plan;
  const open = steps.find(({ id }) => !isDone(opened, times, id));
  if (open) return ok(open);
  return err(
    steps.length === 0
      ? failure('no-steps', 'A plan with steps was expected, but this one has none.')
      : failure(
          'all-steps-done',
          'A step that is not done was expected, but all of this plan are.',
          'Name the step to start it all the same.',
        ),
  );
}

/** Ticks the step in its file; after the last one, keeps how far the code followed the plan. */
async function finishStep(
  { root, storage, clock, outcome }: StepSources,
  { plan: key, step }: Sitting,
  times: Times,
  write: boolean,
): Promise<Pick<StepStopped, 'file' | 'finished'>> {
  const path = times.plans.get(key)?.plan.path ?? '';
  const opened = await findPlan(root, storage.plans, key, path);
  if (!opened) {
    const unchanged = `The plan’s file was not found${path === '' ? '' : ` at ${path}`}, so no box was ticked.`;
    return { file: { changes: [], unchanged }, finished: false };
  }
  const file = write ? await noteDone(opened, step, storage.changePlan) : NOTHING;
  const now = openPlan(root, root, opened.file);
  const finished = now.ok && isFinished(now.value, times);
  const found = finished ? await outcome(opened.file) : undefined;
  if (found)
    await storage.times.record(() =>
      ok({
        events: [{ type: 'PlanFinished', at: clock.now(), plan: key, outcome: found }],
        told: undefined,
      }),
    );
  return { file, finished };
}

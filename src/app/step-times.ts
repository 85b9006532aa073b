import { resolve } from 'node:path';
import { findStep } from '../plan/find-step.ts';
import type { Step } from '../plan/model.ts';
import {
  type Sitting,
  type Started,
  type StopWish,
  startStep,
  stopStep,
  timeStep,
} from '../plan/step-clock.ts';
import { foldTimes, type Outcome, type StepTime, type TimedPlan, type Times } from '../plan/times.ts';
import type { Clock } from '../shared/clock.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';
import type { Storage } from '../storage/port.ts';
import { clean } from './clean.ts';
import { type OpenPlan, openPlan } from './open-plan.ts';
import { type FileNote, findPlan, isFinished, isTicked, noteDone, noteStart } from './plan-marks.ts';
import { type StepStatus, statusOf } from './step-status.ts';

/** The clock of a plan's steps, for the command line and for whoever hands steps to an implementer. */
export interface StepTimes {
  /** Starts a step, by default the first that is not done. */
  start(path: string, step: string | undefined, options: Writing): Promise<Result<StepStarted>>;
  /** Stops the step that runs; of the plan and step named, where they are. */
  stop(request: StopRequest): Promise<Result<StepStopped>>;
  /** Says what a step took in all, in minutes. */
  time(path: string, step: string, minutes: number): Promise<Result<StepTimed>>;
  /** All steps of a plan with their times; without a path, of the plan whose step runs. */
  status(path: string | undefined): Result<StepStatus | undefined>;
  /** The step that runs now. */
  running(): RunningStep | undefined;
  /** What of the record could not be read, one sentence each. */
  notices(): readonly string[];
}

interface Writing {
  /** Whether the plan's file is to say it too: its status, its boxes. */
  readonly write: boolean;
}

export interface StopRequest extends Writing {
  readonly path?: string | undefined;
  readonly step?: string | undefined;
  readonly minutes?: number | undefined;
  readonly done: boolean;
}

interface Told {
  readonly plan: Pick<TimedPlan, 'path' | 'title'>;
  readonly file: FileNote;
  readonly notices: readonly string[];
}

export interface StepStarted extends Told {
  readonly step: Step;
  readonly number: number;
  readonly began: Started;
  /** Of the step that was stopped for it. */
  readonly stopped?: { readonly plan: string; readonly title: string };
}

export interface StepStopped extends Told {
  readonly sitting: Sitting;
  /** Of the whole step, this sitting included. */
  readonly time: StepTime;
  readonly estimate?: TimedPlan['steps'][number];
  /** Every step of the plan is done now. */
  readonly finished: boolean;
}

export interface StepTimed {
  readonly plan: Pick<TimedPlan, 'path' | 'title'>;
  readonly step: Step;
  readonly minutes: number;
  readonly notices: readonly string[];
}

export interface RunningStep {
  readonly step: string;
  readonly path: string;
  readonly title: string;
  /** ISO time. */
  readonly since: string;
}

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
  const recordedTimes = () => foldTimes(storage.times.read().events);

  return {
    async start(path, wanted, { write }) {
      const opened = open(path);
      if (!opened.ok) return opened;
      const { plan, timed } = opened.value;
      const step = wanted === undefined ? firstOpen(opened.value) : findStep(plan, wanted);
      if (!step.ok) return step;
      const id = clean(step.value.id).value;
      const recorded = await storage.times.record(events => {
        const times = foldTimes(events);
        const { events: next, told } = startStep(times, timed, id, clock.now());
        const ended = told.kind === 'started' ? told.stopped : undefined;
        const other = ended && times.plans.get(ended.plan)?.plan;
        return ok({
          events: next,
          told: {
            began: told,
            ...(ended ? { stopped: { plan: other?.path ?? '', title: other?.title ?? '' } } : {}),
          },
        });
      });
      if (!recorded.ok) return recorded;
      return ok({
        plan: timed,
        step: step.value,
        number: plan.steps.indexOf(step.value) + 1,
        ...recorded.value.told,
        file: write ? await noteStart(opened.value, storage.changePlan) : NOTHING,
        notices: recorded.value.notices,
      });
    },

    async stop(request) {
      const named = request.path === undefined ? undefined : open(request.path);
      if (named && !named.ok) return named;
      const step = named && request.step !== undefined ? findStep(named.value.plan, request.step) : undefined;
      if (step && !step.ok) return step;
      const wish: StopWish = {
        plan: named?.value.timed,
        step: step ? clean(step.value.id).value : undefined,
        minutes: request.minutes,
        done: request.done,
      };
      const recorded = await storage.times.record(events => {
        const ticked = stopStep(foldTimes(events), wish, clock.now());
        if (!ticked.ok) return ticked;
        const { events: next, told } = ticked.value;
        return ok({ events: next, told: { sitting: told, times: foldTimes([...events, ...next]) } });
      });
      if (!recorded.ok) return recorded;
      const { sitting, times } = recorded.value.told;
      const known = times.plans.get(sitting.plan);
      const plan = known?.plan ?? { path: '', title: '', steps: [] };
      const estimate = plan.steps.find(({ id }) => id === sitting.step);
      const file = named?.value.file;
      const ended = request.done
        ? await finishStep(sources, sitting, file ?? plan.path, times, request.write)
        : { file: NOTHING, finished: false };
      return ok({
        plan: { path: plan.path, title: plan.title },
        sitting,
        time: known?.steps.get(sitting.step) ?? { minutes: 0, uncounted: 0, over: false },
        ...(estimate ? { estimate } : {}),
        ...ended,
        notices: recorded.value.notices,
      });
    },

    async time(path, wanted, minutes) {
      const opened = open(path);
      if (!opened.ok) return opened;
      const step = findStep(opened.value.plan, wanted);
      if (!step.ok) return step;
      const { timed } = opened.value;
      const recorded = await storage.times.record(events =>
        ok({
          events: timeStep(foldTimes(events), timed, clean(step.value.id).value, minutes, clock.now()),
          told: undefined,
        }),
      );
      if (!recorded.ok) return recorded;
      return ok({ plan: timed, step: step.value, minutes, notices: recorded.value.notices });
    },

    status(path) {
      const times = recordedTimes();
      const { running } = times;
      const known = running && times.plans.get(running.plan)?.plan;
      const wanted = path ?? (known?.path ? resolve(root, known.path) : undefined);
      if (wanted === undefined) return ok(undefined);
      const opened = open(wanted);
      return opened.ok ? ok(statusOf(opened.value, times, clock.now())) : opened;
    },

    running() {
      const times = recordedTimes();
      if (!times.running) return undefined;
      const { plan, step, since } = times.running;
      const known = times.plans.get(plan)?.plan;
      return {
        step,
        path: known?.path ?? '',
        title: known?.title ?? '',
        since: new Date(since).toISOString(),
      };
    },

    notices: () => storage.times.read().notices,
  };
}

const NOTHING: FileNote = { changes: [] };

/** The first step that has an empty box, or none to tick. */
function firstOpen(opened: OpenPlan): Result<Step> {
  const { steps } = opened.plan;
  const open = steps.find(({ id }) => !isTicked(opened, id));
  if (open) return ok(open);
  return err(
    steps.length === 0
      ? failure('no-steps', 'A plan with steps was expected, but this one has none.')
      : failure(
          'all-steps-done',
          'A step that is not done was expected, but every box of this plan is ticked.',
          'Name the step to start it all the same.',
        ),
  );
}

/** Ticks the step in its file; after the last one, keeps how far the code followed the plan. */
async function finishStep(
  { root, storage, clock, outcome }: StepSources,
  { plan: key, step }: Sitting,
  path: string,
  times: Times,
  write: boolean,
): Promise<Pick<StepStopped, 'file' | 'finished'>> {
  const opened = await findPlan(root, storage.plans, key, path);
  if (!opened)
    return {
      file: { changes: [], unchanged: `The plan’s file was not found at ${path}, so no box was ticked.` },
      finished: false,
    };
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

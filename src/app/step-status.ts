import { measuredPlan } from '../plan/pace.ts';
import type { PlanTimes, TimedPlan, Times } from '../plan/times.ts';
import { isForgotten } from '../plan/times.ts';
import { clean } from '../shared/text/index.ts';
import type { OpenPlan } from './open-plan.ts';
import { isDone } from './plan-marks.ts';

/** The times of a plan's steps, as `step status --json` gives them. */
export interface StepStatus {
  readonly path: string;
  readonly title: string;
  readonly status: string;
  readonly steps: readonly StepRow[];
  /** Steps with recorded time that the plan no longer has. */
  readonly gone: readonly { readonly id: string; readonly minutes: number }[];
  /** Minutes of the steps that are left or done and wholly recorded, against what the plan gave them. */
  readonly measured?: {
    readonly actual: number;
    readonly low: number;
    readonly likely: number;
    readonly high: number;
    /** Share of the plan's likely minutes that these steps make up, 0 to 1. */
    readonly share: number;
  };
}

export interface StepRow {
  readonly number: number;
  readonly id: string;
  readonly title: string;
  readonly estimate: { readonly low: number; readonly likely: number; readonly high: number };
  /** Recorded, without a sitting that still runs. */
  readonly minutes: number;
  /** Sittings that are not counted until the person says how long the step took. */
  readonly uncounted: number;
  /** Every box is ticked, or the person said that it is done. */
  readonly done: boolean;
  readonly running?: {
    /** ISO time. */
    readonly since: string;
    readonly minutes: number;
    /** It has run too long to be believed, and will not be counted. */
    readonly forgotten: boolean;
  };
}

export function statusOf(opened: OpenPlan, times: Times, now: number): StepStatus {
  const { plan, timed } = opened;
  const recorded = times.plans.get(timed.key);
  const rows = plan.steps.map((step, i): StepRow => {
    const id = clean(step.id).value;
    const time = recorded?.steps.get(id);
    const { low, likely, high } = timed.steps[i] ?? { low: 0, likely: 0, high: 0 };
    const { running } = times;
    const runs = running?.plan === timed.key && running.step === id ? running : undefined;
    return {
      number: i + 1,
      id,
      title: clean(step.title).value,
      estimate: { low, likely, high },
      minutes: tenth(time?.minutes ?? 0),
      uncounted: time?.uncounted ?? 0,
      done: !runs && isDone(opened, times, step.id),
      ...(runs
        ? {
            running: {
              since: new Date(runs.since).toISOString(),
              minutes: tenth(Math.max(0, now - runs.since) / 60_000),
              forgotten: isForgotten(runs.since, now),
            },
          }
        : {}),
    };
  });
  const measured = recorded && measuredPlan(recorded);
  return {
    path: timed.path,
    title: timed.title,
    status: plan.status,
    steps: rows,
    gone: goneSteps(recorded, timed),
    ...(measured
      ? {
          measured: {
            actual: tenth(measured.actual),
            ...measured.estimated,
            share: measured.share,
          },
        }
      : {}),
  };
}

function goneSteps(recorded: PlanTimes | undefined, timed: TimedPlan): StepStatus['gone'] {
  const there = new Set(timed.steps.map(({ id }) => id));
  return [...(recorded?.steps ?? [])]
    .filter(([id]) => !there.has(id))
    .map(([id, { minutes }]) => ({ id, minutes: tenth(minutes) }));
}

/** Minutes as they are told: to six seconds. */
export function tenth(minutes: number): number {
  return Math.round(minutes * 10) / 10;
}

import { err, failure, ok, type Result } from '../shared/result.ts';
import { isForgotten, type Running, type TimedPlan, type TimeEvent, type Times } from './times.ts';

/** A sitting that ended. */
export interface Sitting extends Running {
  readonly until: number;
  /** Undefined where it is not counted: the person has to say how long it took. */
  readonly minutes: number | undefined;
}

/** What a start or stop came to: the events to record, and what to tell of them. */
export interface Ticked<T> {
  readonly events: readonly TimeEvent[];
  readonly told: T;
}

export type Started =
  | { readonly kind: 'started'; readonly stopped?: Sitting }
  /** It ran already; nothing is recorded. */
  | { readonly kind: 'runs'; readonly since: number };

/** Starts a step; one that runs is stopped. One that has run too long to be believed begins anew. */
export function startStep(
  times: Times,
  plan: TimedPlan,
  step: string,
  now: number,
  by?: string,
): Ticked<Started> {
  const { running } = times;
  const same = running?.plan === plan.key && running.step === step;
  if (running && same && !isForgotten(running.since, now))
    return { events: [], told: { kind: 'runs', since: running.since } };
  const stopped = running && endOf(running, now, undefined);
  return {
    events: [
      ...(stopped ? [stopOf(stopped)] : []),
      ...estimated(times, plan, now),
      { type: 'StepStarted', at: now, plan: plan.key, step, ...(by === undefined ? {} : { by }) },
    ],
    told: { kind: 'started', ...(stopped ? { stopped } : {}) },
  };
}

export interface StopWish {
  /** Stops whatever runs where absent. */
  readonly plan?: TimedPlan | undefined;
  readonly step?: string | undefined;
  /** What the sitting took, instead of what the clock says. */
  readonly minutes?: number | undefined;
  readonly done: boolean;
}

/** Stops the step that runs. Failures: `no-step-runs`, `other-step-runs`. */
export function stopStep(times: Times, wish: StopWish, now: number): Result<Ticked<Sitting>> {
  const { running } = times;
  if (!running)
    return err(
      failure(
        'no-step-runs',
        'A running step was expected, but none runs.',
        'planner-tui step start PLAN STEP starts one; step time PLAN STEP MINUTES says how long one took without the clock.',
      ),
    );
  if ((wish.plan && wish.plan.key !== running.plan) || (wish.step && wish.step !== running.step))
    return err(
      failure(
        'other-step-runs',
        `${wish.step ?? 'A step of that plan'} was expected to run, but ${runningText(times, running)} does.`,
        'planner-tui step stop stops it, whatever it is.',
      ),
    );
  const ended = endOf(running, now, wish.minutes);
  return ok({
    events: [...(wish.plan ? estimated(times, wish.plan, now) : []), stopOf(ended, wish)],
    told: ended,
  });
}

/** Says what a step took in all, instead of whatever is recorded of it. Ends its sitting where it runs. */
export function timeStep(
  times: Times,
  plan: TimedPlan,
  step: string,
  minutes: number,
  now: number,
): readonly TimeEvent[] {
  return [...estimated(times, plan, now), { type: 'StepTimed', at: now, plan: plan.key, step, minutes }];
}

/** `S-push of “Push messages”`. */
export function runningText(times: Times, { plan, step }: Pick<Running, 'plan' | 'step'>): string {
  const title = times.plans.get(plan)?.plan.title;
  return title ? `${step} of “${title}”` : step;
}

function endOf(running: Running, until: number, said: number | undefined): Sitting {
  const minutes = said ?? (isForgotten(running.since, until) ? undefined : (until - running.since) / 60_000);
  return { ...running, until, minutes };
}

function stopOf(ended: Sitting, wish?: StopWish): TimeEvent {
  return {
    type: 'StepStopped',
    at: ended.until,
    plan: ended.plan,
    step: ended.step,
    ...(wish?.minutes === undefined ? {} : { minutes: wish.minutes }),
    ...(wish?.done ? { done: true } : {}),
  };
}

/** What the plan says now, where the record does not say the same. */
function estimated(times: Times, plan: TimedPlan, now: number): readonly TimeEvent[] {
  const known = times.plans.get(plan.key)?.plan;
  if (known && JSON.stringify(known) === JSON.stringify(plan)) return [];
  return [{ type: 'PlanEstimated', at: now, plan }];
}

import * as z from 'zod';
import type { Plan } from './model.ts';
import { wholeMinutes } from './totals.ts';

/** ms since the epoch. */
const at = z.number().int();
const minutes = z.number().nonnegative();

/** Minutes that a plan gives a step. */
const StepEstimate = z.object({ id: z.string(), low: minutes, likely: minutes, high: minutes });
export type StepEstimate = z.infer<typeof StepEstimate>;

/** A plan as its record knows it: by a key that outlives a new name of its file. */
export const TimedPlan = z.object({
  key: z.string(),
  /** Where its file was last. */
  path: z.string(),
  title: z.string(),
  steps: z.array(StepEstimate),
  /** What its estimates were multiplied by when they were made; 1 where nothing was. */
  factor: z.number().positive(),
});
export type TimedPlan = z.infer<typeof TimedPlan>;

/** How far the code had followed a plan when its last step was done; later work is no part of it. */
export const Outcome = z.object({
  /** 0 to 1, as drift says it. */
  match: z.number(),
  /** Files and symbols that changed unplanned. */
  files: z.number().int(),
  symbols: z.number().int(),
  security: z.object({ withEvidence: z.number().int(), of: z.number().int() }),
});
export type Outcome = z.infer<typeof Outcome>;

/**
 * What is recorded of a person's work. `PlanEstimated` stands before the first sitting of a plan, and again where its
 * estimates, name or place changed, so that the record needs no plan file to be read.
 */
export const TimeEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('PlanEstimated'), at, plan: TimedPlan }),
  z.object({
    type: z.literal('StepStarted'),
    at,
    plan: z.string(),
    step: z.string(),
    /** The implementer that works on it; absent where the person does. */
    by: z.string().optional(),
  }),
  z.object({
    type: z.literal('StepStopped'),
    at,
    plan: z.string(),
    step: z.string(),
    /** What the sitting took, where the person says so instead of the clock. */
    minutes: minutes.optional(),
    /** The person says that the step is done. */
    done: z.boolean().optional(),
  }),
  /** What the step took in all, as the person says: replaces whatever was recorded of it. */
  z.object({ type: z.literal('StepTimed'), at, plan: z.string(), step: z.string(), minutes }),
  z.object({ type: z.literal('PlanFinished'), at, plan: z.string(), outcome: Outcome }),
]);
export type TimeEvent = z.infer<typeof TimeEvent>;

/** Nobody works on one step for longer at a time: such a sitting was forgotten, and counts once the person says how long. */
export const LONGEST_SITTING_MS = 8 * 3_600_000;
const MS_A_MINUTE = 60_000;
/** Minutes below which a step that was left for another one was started by mistake. */
const WORTH_COUNTING = 1;

export interface StepTime {
  readonly minutes: number;
  /** Sittings of which is not known how long they were: forgotten, or the clock was set back meanwhile. */
  readonly uncounted: number;
  /** `left`: for another step after a minute at least, or timed by the person. `done`: the person said so. */
  readonly end: 'open' | 'left' | 'done';
  /** An implementer worked on it: its time says nothing of the person's. */
  readonly byOthers?: true;
}

export interface Running {
  readonly plan: string;
  readonly step: string;
  /** ms since the epoch. */
  readonly since: number;
}

export interface PlanTimes {
  /** As it was last estimated. */
  readonly plan: TimedPlan;
  /** Each step as it was first estimated, with the likely minutes before any correction. */
  readonly first: ReadonlyMap<string, StepEstimate & { readonly plain: number }>;
  readonly steps: ReadonlyMap<string, StepTime>;
  /** Absent before its last step was done, and after one was started again. */
  readonly finished?: { readonly at: number; readonly outcome: Outcome };
  /** Of its latest event, in ms since the epoch. */
  readonly last: number;
}

/** A person's record of one project, folded. One step runs at a time, whatever plan it belongs to. */
export interface Times {
  readonly plans: ReadonlyMap<string, PlanTimes>;
  readonly running?: Running;
}

/** Times of the planner's own files; of others the path alone tells one plan from another. */
export function timedPlan(plan: Plan, path: string, own: boolean): TimedPlan {
  return {
    key: own ? `${plan.created} ${plan.slug}` : path,
    path,
    title: plan.title,
    steps: plan.steps.map(({ id, estimate }) => ({ id, ...wholeMinutes(estimate) })),
    factor: plan.pace?.factor ?? 1,
  };
}

interface Folding {
  plan: TimedPlan;
  readonly first: Map<string, StepEstimate & { readonly plain: number }>;
  readonly steps: Map<string, StepTime>;
  finished?: { readonly at: number; readonly outcome: Outcome };
  last: number;
}

/**
 * Folds a record, oldest event first. No minute is counted twice, also where the clock was set back between sittings;
 * a sitting whose end is missing in the record is not counted.
 */
export function foldTimes(events: readonly TimeEvent[]): Times {
  const plans = new Map<string, Folding>();
  const counted = new Spans();
  let running: Running | undefined;
  let touched: { readonly plan: string; readonly step: string } | undefined;

  const planOf = (key: string): Folding => {
    let found = plans.get(key);
    if (!found) {
      // The record that told its estimates is damaged.
      const plan = { key, path: '', title: '', steps: [], factor: 1 };
      found = { plan, first: new Map(), steps: new Map(), last: 0 };
      plans.set(key, found);
    }
    return found;
  };
  const change = (plan: string, step: string, next: (was: StepTime) => Partial<StepTime>) => {
    const { steps } = planOf(plan);
    const was = steps.get(step) ?? NO_TIME;
    steps.set(step, { ...was, ...next(was) });
  };
  const endUncounted = () => {
    if (running) change(running.plan, running.step, was => ({ uncounted: was.uncounted + 1 }));
    running = undefined;
  };

  for (const event of events) {
    if (event.type === 'PlanEstimated') {
      const found = planOf(event.plan.key);
      found.plan = event.plan;
      found.last = event.at;
      for (const step of event.plan.steps)
        if (!found.first.has(step.id))
          found.first.set(step.id, { ...step, plain: step.likely / event.plan.factor });
      continue;
    }
    if (event.type === 'PlanFinished') {
      planOf(event.plan).finished = { at: event.at, outcome: event.outcome };
      continue;
    }
    const { plan, step } = event;
    const isRunning = running?.plan === plan && running.step === step;
    planOf(plan).last = event.at;
    switch (event.type) {
      case 'StepStarted':
        endUncounted();
        if (touched && (touched.plan !== plan || touched.step !== step))
          change(touched.plan, touched.step, was => ({
            end: was.end === 'open' && was.minutes >= WORTH_COUNTING ? 'left' : was.end,
          }));
        change(plan, step, () => ({ end: 'open', ...(event.by === undefined ? {} : { byOthers: true }) }));
        delete planOf(plan).finished;
        running = { plan, step, since: event.at };
        break;
      case 'StepStopped': {
        if (!running || !isRunning) continue;
        const took = event.minutes ?? counted.add(running.since, event.at);
        running = undefined;
        change(plan, step, was => ({
          ...(took === undefined ? { uncounted: was.uncounted + 1 } : { minutes: was.minutes + took }),
          end: event.done ? 'done' : 'open',
        }));
        break;
      }
      case 'StepTimed':
        if (isRunning) running = undefined;
        change(plan, step, ({ end }) => ({
          minutes: event.minutes,
          uncounted: 0,
          end: end === 'open' ? 'left' : end,
        }));
        break;
    }
    touched = { plan, step };
  }
  return { plans, ...(running ? { running } : {}) };
}

const NO_TIME: StepTime = { minutes: 0, uncounted: 0, end: 'open' };

/** Whether a sitting of these two moments can be believed. */
export function isForgotten(since: number, until: number): boolean {
  return until < since || until - since > LONGEST_SITTING_MS;
}

/** Stretches of time that were counted. */
class Spans {
  private readonly spans: (readonly [number, number])[] = [];
  private latest = Number.NEGATIVE_INFINITY;

  /** Minutes of a sitting that no earlier one covers; undefined where it cannot be believed. */
  add(since: number, until: number): number | undefined {
    if (isForgotten(since, until)) return undefined;
    const free = since >= this.latest ? until - since : this.uncovered(since, until);
    this.spans.push([since, until]);
    this.latest = Math.max(this.latest, until);
    return free / MS_A_MINUTE;
  }

  /** Only after the clock was set back. */
  private uncovered(since: number, until: number): number {
    let free = 0;
    let from = since;
    for (const [start, end] of [...this.spans].sort((a, b) => a[0] - b[0])) {
      if (end <= from) continue;
      if (start >= until) break;
      if (start > from) free += start - from;
      from = end;
    }
    return free + Math.max(0, until - from);
  }
}

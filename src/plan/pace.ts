import type { Pace } from '../domain/index.ts';
import { median } from '../shared/median.ts';
import type { PlanTimes, Times } from './times.ts';
import type { Minutes } from './totals.ts';

/** Newer plans say more of how somebody works now than older ones. */
const LAST_PLANS = 12;
/** Fewer say nothing that chance could not say. */
const FEWEST_PLANS = 3;
/**
 * Bühlmann's credibility: n plans weigh n / (n + 3) against the assumption that the estimates are right. Three count half,
 * twelve four fifths.
 */
const WEIGHT_OF_NO_RECORD = 3;
/** Beyond that the record is more likely wrong than the person that slow or fast. */
const FACTORS = { least: 0.5, most: 3 };
/** Share of a plan's likely minutes whose steps are recorded, from which on the plan counts. */
const ENOUGH = 0.5;

/** What was recorded of a plan, against what it gave the same steps. Minutes. */
export interface MeasuredPlan {
  readonly actual: number;
  /** As the plan says it. */
  readonly estimated: Minutes;
  /** Likely minutes of the same steps before any correction. */
  readonly plain: number;
  /** Share of the plan's likely minutes that these steps make up. */
  readonly share: number;
}

/**
 * The steps of a plan that are left or done and wholly recorded, held against their first estimates. Undefined where no step is,
 * or the steps are estimated at nothing.
 */
export function measuredPlan(
  { plan, first, steps }: PlanTimes,
  whose: 'anybody' | 'own' = 'anybody',
): MeasuredPlan | undefined {
  const rows = [...steps].flatMap(([id, time]) => {
    const estimate = whose === 'own' && time.byOthers ? undefined : first.get(id);
    return estimate && time.end !== 'open' && time.uncounted === 0 ? [{ time, estimate }] : [];
  });
  const sum = (of: (row: (typeof rows)[number]) => number) => rows.reduce((n, row) => n + of(row), 0);
  const likely = sum(row => row.estimate.likely);
  const all = plan.steps.reduce((n, step) => n + (first.get(step.id)?.likely ?? step.likely), 0);
  if (likely === 0) return undefined;
  return {
    actual: sum(row => row.time.minutes),
    estimated: { low: sum(row => row.estimate.low), likely, high: sum(row => row.estimate.high) },
    plain: sum(row => row.estimate.plain),
    share: all === 0 ? 1 : Math.min(1, likely / all),
  };
}

/** Whether enough of a plan is recorded, and more than a clock that was started and stopped again. */
export function isMeasured(plan: MeasuredPlan | undefined): plan is MeasuredPlan {
  return plan !== undefined && plan.share >= ENOUGH && plan.actual >= 1;
}

/**
 * Reference-class forecasting with the person's own plans as the class: the median of recorded over estimated minutes, in
 * logarithms (half as long and twice as long are equally far off), drawn towards 1 where plans are few. It is taken against
 * the estimates before correction, so that a correction that works does not argue itself away; steps that an implementer did
 * are left out, because estimates are minutes of a person. Undefined where fewer than
 * three plans are measured.
 */
export function paceOf(times: Times): Pace | undefined {
  const measured = [...times.plans.values()]
    .sort((a, b) => a.last - b.last)
    .map(plan => measuredPlan(plan, 'own'))
    .filter(isMeasured)
    .slice(-LAST_PLANS);
  const middle = median(measured.map(plan => Math.log(plan.actual / plan.plain)));
  if (middle === undefined || measured.length < FEWEST_PLANS) return undefined;
  const weight = measured.length / (measured.length + WEIGHT_OF_NO_RECORD);
  const factor = Math.exp(middle * weight);
  return {
    plans: measured.length,
    took: Math.max(0.1, oneDecimal(Math.exp(middle))),
    factor: oneDecimal(Math.min(FACTORS.most, Math.max(FACTORS.least, factor))),
  };
}

function oneDecimal(value: number): number {
  return Math.round(value * 10) / 10;
}

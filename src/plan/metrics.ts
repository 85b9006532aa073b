import { median } from '../shared/median.ts';
import type { MeasuredPlan } from './pace.ts';
import type { SignOff } from './sign-off.ts';
import type { Outcome } from './times.ts';

/** What is known of one plan, for the five measures of a good plan. */
export interface PlanStanding {
  readonly path: string;
  readonly title: string;
  readonly status: string;
  /** Whether work on it began: by its status, a ticked box or a recorded step. */
  readonly begun: boolean;
  /** Whether it is done, by its status, its boxes or its recorded steps. */
  readonly finished: boolean;
  /** How far the code followed it; absent where it was not begun, or `missing` says why. */
  readonly outcome?: Outcome & {
    /** ISO time at which it was measured when the plan was finished; absent: against the work tree as it is. */
    readonly at?: string;
  };
  /** Its recorded steps against their estimates; absent where too little is recorded. */
  readonly time?: MeasuredPlan;
  readonly signOffs: readonly SignOff[];
  /** What is not known, and what to do, one sentence each. */
  readonly missing: readonly string[];
}

/** One measure over all plans that can be measured. */
export type Metric<F> = {
  /** As a good plan should come out. */
  readonly goal: string;
  /** Plans that were measured. */
  readonly plans: number;
} & ({ readonly reached: number; readonly figures: F } | { readonly missing: string });

export interface Metrics {
  readonly match: Metric<{ readonly median: number }>;
  readonly surprises: Metric<{ readonly files: number; readonly symbols: number }>;
  readonly time: Metric<{ readonly inRange: number; readonly median: number }>;
  readonly security: Metric<{ readonly withEvidence: number; readonly of: number }>;
  readonly understanding: Metric<{ readonly reviewers: readonly string[] }>;
}

/** Goals of a good plan. */
export const GOALS = { match: 0.9, time: 0.2 } as const;

/**
 * The five measures; each says how many plans it speaks of, and what is missing where it can say nothing. How code and time
 * came out is asked of finished plans alone: one that is half done matches by half, whoever wrote it.
 */
export function metricsOf(plans: readonly PlanStanding[]): Metrics {
  const finished = plans.filter(plan => plan.finished);
  const outcomes = finished.flatMap(plan => plan.outcome ?? []);
  const noOutcome = whyNoOutcome(plans, finished.length);
  const secured = outcomes.filter(({ security }) => security.of > 0);
  const timed = finished.flatMap(({ time }) => time ?? []);
  const middle = (of: (outcome: Outcome) => number) => median(outcomes.map(of)) ?? 0;
  return {
    match: metric(
      'at least 90 %',
      outcomes,
      ({ match }) => match >= GOALS.match,
      { median: middle(({ match }) => match) },
      noOutcome,
    ),
    surprises: metric(
      'none that matter',
      outcomes,
      ({ files, symbols }) => files + symbols === 0,
      { files: middle(({ files }) => files), symbols: middle(({ symbols }) => symbols) },
      noOutcome,
    ),
    time: metric(
      'within ±20 % of the likely time',
      timed,
      ({ actual, estimated }) =>
        Math.abs(actual - estimated.likely) <= GOALS.time * estimated.likely + ROUNDING,
      {
        inRange: timed.filter(({ actual, estimated: { low, high } }) => actual >= low && actual <= high)
          .length,
        median: median(timed.map(({ actual, estimated }) => actual / estimated.likely)) ?? 0,
      },
      'No finished plan has half of its minutes recorded: planner-tui step start and step stop record them.',
    ),
    security: metric(
      'evidence for every item',
      secured,
      ({ security }) => security.withEvidence === security.of,
      {
        withEvidence: secured.reduce((n, { security }) => n + security.withEvidence, 0),
        of: secured.reduce((n, { security }) => n + security.of, 0),
      },
      outcomes.length === 0 ? noOutcome : 'No finished plan names a security item as implemented.',
    ),
    understanding: metric(
      'signed by a reviewer',
      plans.filter(({ status }) => status !== 'superseded'),
      ({ signOffs }) => signOffs.length > 0,
      { reviewers: [...new Set(plans.flatMap(({ signOffs }) => signOffs.map(({ name }) => name)))].sort() },
      'There is no plan here that somebody could sign.',
    ),
  };
}

function whyNoOutcome(plans: readonly PlanStanding[], finished: number): string {
  if (finished > 0) return 'No finished plan can be held against the code; each says why below.';
  const begun = plans.filter(plan => plan.begun).length;
  return begun === 0
    ? 'No plan here was begun: planner-tui step start PLAN begins one.'
    : 'No plan here is finished: step stop --done, ticked boxes or `status: done` say when one is.';
}

/** So that a fifth of 15 minutes, which no binary number is, counts as a fifth. */
const ROUNDING = 1e-9;

function metric<P, F>(
  goal: string,
  plans: readonly P[],
  reaches: (plan: P) => boolean,
  figures: F,
  missing: string,
): Metric<F> {
  return plans.length === 0
    ? { goal, plans: 0, missing }
    : { goal, plans: plans.length, reached: plans.filter(reaches).length, figures };
}

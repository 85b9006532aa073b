import type { Pace } from '../domain/index.ts';
import type { PlanDrift } from '../plan/drift/model.ts';
import { type Metrics, metricsOf, type PlanStanding } from '../plan/metrics.ts';
import { isMeasured, measuredPlan, paceOf } from '../plan/pace.ts';
import { signOffs } from '../plan/sign-off.ts';
import { foldTimes, type Outcome, type PlanTimes, type Times } from '../plan/times.ts';
import type { Result } from '../shared/result.ts';
import { clean } from '../shared/text/index.ts';
import type { Storage } from '../storage/port.ts';
import { type OpenPlan, openPlan } from './open-plan.ts';
import { isFinished, isTicked } from './plan-marks.ts';

/** `metrics --json`, as documented in docs/cli.md. */
export interface MetricsListing extends Metrics {
  /** What the record says of estimates; absent where it holds too little. */
  readonly pace?: Pace & { readonly applied: boolean };
  readonly plans: readonly PlanStanding[];
  /** Files in plans/ of which nothing can be said, each with why. */
  readonly passedOver: readonly { readonly path: string; readonly reason: string }[];
}

export interface MetricsSources {
  readonly root: string;
  readonly storage: Pick<Storage, 'plans' | 'times' | 'settings'>;
  drift(path: string): Promise<Result<PlanDrift>>;
}

/** The five measures of a good plan, over the plans in `plans/`. */
export async function planMetrics({ root, storage, drift }: MetricsSources): Promise<MetricsListing> {
  const times = foldTimes(storage.times.read().events);
  const plans: PlanStanding[] = [];
  const passedOver: { path: string; reason: string }[] = [];
  const keys = new Map<string, string>();
  for (const { path } of await storage.plans()) {
    const opened = openPlan(root, root, path);
    if (!opened.ok) {
      passedOver.push({ path, reason: opened.error.message });
      continue;
    }
    const { own, timed } = opened.value;
    const twin = keys.get(timed.key);
    if (!own) passedOver.push({ path, reason: 'It was written by other hands: it has no front matter.' });
    else if (twin !== undefined) passedOver.push({ path, reason: `It is a copy of ${twin}.` });
    else {
      keys.set(timed.key, path);
      plans.push(await factsOf(opened.value, times, drift));
    }
  }
  const pace = paceOf(times);
  return {
    ...metricsOf(plans),
    ...(pace ? { pace: { ...pace, applied: storage.settings.pace() === 'on' } } : {}),
    plans,
    passedOver,
  };
}

async function factsOf(
  opened: OpenPlan,
  times: Times,
  drift: MetricsSources['drift'],
): Promise<PlanStanding> {
  const { plan, timed, file, markdown } = opened;
  const recorded = times.plans.get(timed.key);
  const begun =
    plan.status === 'implementing' ||
    plan.status === 'done' ||
    (recorded?.steps.size ?? 0) > 0 ||
    plan.steps.some(({ id }) => isTicked(opened, id));
  const finished = plan.status === 'done' || isFinished(opened, times);
  const { outcome, why } = begun ? await outcomeOf(file, recorded, drift) : NOTHING;
  const measured = recorded && measuredPlan(recorded);
  const time = isMeasured(measured) ? measured : undefined;
  return {
    path: timed.path,
    title: timed.title,
    status: plan.status,
    begun,
    finished,
    ...(outcome ? { outcome } : {}),
    ...(time ? { time } : {}),
    signOffs: clean(signOffs(markdown)).value,
    missing: [...(why === undefined ? [] : [why]), ...(begun && !time ? [timeMissing(measured?.share)] : [])],
  };
}

const NOTHING: { readonly outcome?: PlanStanding['outcome']; readonly why?: string } = {};

/** As it was kept when the plan was finished, else how the work tree stands to it now. */
async function outcomeOf(
  file: string,
  recorded: PlanTimes | undefined,
  drift: MetricsSources['drift'],
): Promise<typeof NOTHING> {
  if (recorded?.finished) {
    const { at, outcome } = recorded.finished;
    return { outcome: { ...outcome, at: new Date(at).toISOString() } };
  }
  const found = await drift(file);
  return found.ok ? { outcome: outcomeIn(found.value) } : { why: found.error.message };
}

export function outcomeIn({ match, unplanned, alsoChanged, security }: PlanDrift): Outcome {
  return {
    match,
    files: unplanned.length,
    symbols: alsoChanged.reduce((n, { symbols }) => n + symbols.length, 0),
    security: {
      withEvidence: security.filter(one => one.verdict === 'done' && one.evidence.length > 0).length,
      of: security.length,
    },
  };
}

function timeMissing(share: number | undefined): string {
  return share === undefined
    ? 'No step of it was timed to its end.'
    : `Only ${Math.round(share * 100)} % of its minutes were timed; half of them say something.`;
}

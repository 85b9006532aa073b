/** What an experiment on two shares is to be able to tell. */
export interface Wanted {
  /** The share today and the one that would matter, as parts of 1. */
  readonly base: number;
  readonly target: number;
  /** Pages that are compared, the one of today among them. */
  readonly variants: number;
}

/** Chance to see a difference that is not there, on both sides together; and to see one that is. */
export const ALPHA = 0.05;
export const POWER = 0.8;

/** As the plan names it. */
export const FORMULA =
  'two-sided test of two proportions, normal approximation, pooled variance under “no difference” and separate variances under the alternative (Fleiss, Levin and Paik, “Statistical Methods for Rates and Proportions”; the same as `power.prop.test` of R)';

/**
 * Visitors that each variant needs: the two-sided test of two proportions by the normal approximation without continuity
 * correction, the variance pooled under "no difference" and separate under the alternative, as in Fleiss, Levin and Paik,
 * "Statistical Methods for Rates and Proportions", chapter on sample sizes, and in R's `power.prop.test`:
 *
 *     n = (z(1 − α/2) · √(2 p̄ (1 − p̄)) + z(power) · √(p₁(1 − p₁) + p₂(1 − p₂)))² / (p₂ − p₁)²
 *
 * With more than one challenger each is compared with today's page, and α is divided by their number (Bonferroni).
 */
export function visitorsNeeded({ base, target, variants }: Wanted, power = POWER): number {
  return Math.ceil(exactNeeded(base, target, ALPHA / Math.max(1, variants - 1), power));
}

export function exactNeeded(p1: number, p2: number, alpha: number, power: number): number {
  const mean = (p1 + p2) / 2;
  const apart = quantile(1 - alpha / 2) * Math.sqrt(2 * mean * (1 - mean));
  const near = quantile(power) * Math.sqrt(p1 * (1 - p1) + p2 * (1 - p2));
  return ((apart + near) / (p2 - p1)) ** 2;
}

/** The smallest share above the base that so many visitors a variant can tell from it; undefined where none can. */
export function shareFound(base: number, visitors: number, variants: number): number | undefined {
  let [low, high] = [base, 1];
  if (visitorsNeeded({ base, target: 1 - EDGE, variants }) > visitors) return undefined;
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (visitorsNeeded({ base, target: middle, variants }) > visitors) low = middle;
    else high = middle;
  }
  return high;
}

const EDGE = 1e-9;
const STEPS = 60;

/** Days of the week differ, so whole weeks; one week alone may be a special one. */
const FEWEST_WEEKS = 2;
/** After this time visitors have deleted what tells them apart, and the season is another. */
export const MOST_WEEKS = 8;
export const FEWEST_CONVERSIONS = 100;
const SHORT_WEEKS = 4;

export interface RunTime {
  readonly visitors: number;
  readonly weeks: number;
  /** Conversions that a variant has at the end if nothing changes. */
  readonly conversions: number;
  readonly tooLong: boolean;
  readonly tooFew: boolean;
  /** What four weeks could tell from the base; absent where the run is no longer than that, or nothing could be told. */
  readonly inFourWeeks?: number | undefined;
}

/** How long an experiment runs with so many visitors a week, all variants together. */
export function runTime(wanted: Wanted, weekly: number): RunTime {
  const visitors = visitorsNeeded(wanted);
  const weeks = Math.max(FEWEST_WEEKS, Math.ceil((visitors * wanted.variants) / weekly));
  const conversions = Math.floor(visitors * wanted.base);
  const [tooLong, tooFew] = [weeks > MOST_WEEKS, conversions < FEWEST_CONVERSIONS];
  const short = Math.floor((weekly * SHORT_WEEKS) / wanted.variants);
  return {
    visitors,
    weeks,
    conversions,
    tooLong,
    tooFew,
    ...(weeks > SHORT_WEEKS ? { inFourWeeks: shareFound(wanted.base, short, wanted.variants) } : {}),
  };
}

/**
 * The standard normal quantile, by halving: the distribution itself is the series of its density
 * (φ(x) · (x + x³/3 + x⁵/(3·5) + …), Marsaglia, "Evaluating the Normal Distribution", 2004).
 */
export function quantile(p: number): number {
  let [low, high] = [-8, 8];
  for (let i = 0; i < STEPS; i++) {
    const middle = (low + high) / 2;
    if (below(middle) < p) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

function below(x: number): number {
  let [sum, term] = [x, x];
  for (let i = 3; Math.abs(term) > 1e-17 * Math.abs(sum) && i < 1_000; i += 2) {
    term *= (x * x) / i;
    sum += term;
  }
  return 0.5 + (sum * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI);
}

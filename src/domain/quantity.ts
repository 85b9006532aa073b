import { err, failure, ok, type Result } from '../shared/result.ts';

/** What an answer in own words has to hold, where a number is computed with. */
export const QUANTITIES = ['count', 'share', 'effect'] as const;
export type Quantity = (typeof QUANTITIES)[number];

/** By how much something is to become better: of what it is today (`0.2`: a fifth), in points, or to a share. */
export type Effect = { readonly kind: 'relative' | 'points' | 'to'; readonly value: number };

/** `12,000`, `12.000` and `12 000` are twelve thousand, `2,5` and `2.5` two and a half. */
const NUMBER = /(?<![\w.,])(?:[-–−]\s?)?\d+(?:(?:[ ,.'’]\d{3})+(?!\d)|[.,]\d+)?/g;
const GROUPED = /^[1-9]\d{0,2}(?:[ ,.'’]\d{3})+$/;
const TIMES: Readonly<Record<string, number>> = { k: 1e3, thousand: 1e3, m: 1e6, million: 1e6, hundred: 100 };
const MULTIPLE = /^\s?(?:([km])(?![a-z])|(thousand|hundred|million)\b)/i;
const PERCENT = /^\s?(?:%|percent\b|per cent\b|pct\b)/i;
const POINTS = /^\s?(?:%[- ]?|percent(?:age)?[- ]?)?(?:points?\b|pp\b|pts?\b)/i;
/** How many of these a week has. */
const SPANS: readonly (readonly [RegExp, number])[] = [
  [/(?:\b(?:a|per|each|every)\s+|\/\s?)day\b|\bdaily\b/i, 7],
  [/(?:\b(?:a|per|each|every)\s+|\/\s?)month\b|\bmonthly\b/i, 12 / 52],
  [/(?:\b(?:a|per|each|every)\s+|\/\s?)year\b|\b(?:yearly|annually)\b/i, 1 / 52],
];

interface Found {
  readonly value: number;
  readonly at: number;
  /** Where the number ends, its multiple too. */
  readonly end: number;
  readonly is: 'percent' | 'points' | 'bare';
}

function numbersIn(text: string): readonly Found[] {
  const found = [...text.matchAll(NUMBER)].filter(m => !/^e\d/i.test(text.slice(m.index + m[0].length)));
  return found.map(match => {
    // "3–4 %" is a range and no negative number.
    const negative = /^[-–−]/.test(match[0]) && !/\d\s*%?\s*$/.test(text.slice(0, match.index));
    const digits = match[0].replace(/^[-–−]\s?/, '');
    const plain = GROUPED.test(digits) ? digits.replace(/[ ,.'’]/g, '') : digits.replace(',', '.');
    const end = match.index + match[0].length;
    const multiple = MULTIPLE.exec(text.slice(end));
    const times = TIMES[(multiple?.[1] ?? multiple?.[2] ?? '').toLowerCase()] ?? 1;
    const after = text.slice(end + (multiple?.[0].length ?? 0));
    return {
      value: Number(plain) * times * (negative ? -1 : 1),
      at: match.index,
      end: end + (multiple?.[0].length ?? 0),
      is: POINTS.test(after) ? 'points' : PERCENT.test(after) ? 'percent' : 'bare',
    };
  });
}

const EXPECTED: Readonly<Record<Quantity, string>> = {
  count: 'A number of people a week, at least 1, was expected: “12,000”, “about 12k a week” or “50k a month”',
  share: 'A share above 0 % and below 100 % was expected: “2.5 %”, “0.025” or “30 of 1,000”',
  effect: 'A change to look for was expected: “20 %” (of the rate today), “0.5 points” or “from 3 % to 4 %”',
};

function refused(quantity: Quantity, text: string): Result<never> {
  return err(
    failure(
      'not-a-quantity',
      `${EXPECTED[quantity]}; but “${text.trim().slice(0, 60)}” came.`,
      'Say it again with one number, or leave the question open: the plan then computes with its assumption.',
    ),
  );
}

/** People a week, in words: per day, month or year is made a week of; of a range the lower end is taken. */
export function readCount(text: string): Result<number> {
  const [first] = numbersIn(text);
  const times = SPANS.find(([words]) => words.test(text))?.[1] ?? 1;
  const value = first?.is === 'bare' ? Math.round(first.value * times) : 0;
  return value >= 1 && value <= 1e10 ? ok(value) : refused('count', text);
}

/** A share as a part of 1. A bare number below 1 is one already, from 1 on it is percent: "0.025" is "2.5 %". */
export function readShare(text: string): Result<number> {
  const [one, two, more] = numbersIn(text);
  if (!one || more || one.is === 'points') return refused('share', text);
  if (two) {
    const between = text.slice(one.end, two.at);
    const counted = /(?:\b(?:in|of|from|per)\b|\/)/i.test(between) && one.is === 'bare' && two.is === 'bare';
    return counted ? part(one.value / two.value, text) : refused('share', text);
  }
  return part(one.is === 'bare' && one.value < 1 ? one.value : one.value / 100, text);
}

function part(share: number, text: string): Result<number> {
  return share > 0 && share < 1 ? ok(share) : refused('share', text);
}

/** The smallest change that is worth finding. A bare percentage is one of the rate today. */
export function readEffect(text: string): Result<Effect> {
  const [one, two, more] = numbersIn(text);
  if (!one || more) return refused('effect', text);
  const aimed = two ?? (/\bto\s*$/i.test(text.slice(0, one.at)) ? one : undefined);
  if (aimed) {
    const between = two ? text.slice(one.end, two.at) : 'to';
    const to = asShare(aimed);
    return /\bto\b|[-–→]/i.test(between) && to > 0 && to < 1
      ? ok({ kind: 'to', value: to })
      : refused('effect', text);
  }
  const value = one.is === 'points' ? one.value / 100 : asShare(one);
  // A rate that is to become ten times as high is a typing mistake more often than a hope.
  if (!(value > 0) || value > (one.is === 'points' ? 0.99 : 9)) return refused('effect', text);
  return ok({ kind: one.is === 'points' ? 'points' : 'relative', value });
}

function asShare(found: Found): number {
  return found.is === 'bare' && found.value < 1 ? found.value : found.value / 100;
}

/** Why an answer in own words does not hold what it has to; undefined where it does. */
export function quantityProblem(quantity: Quantity, text: string) {
  const read = { count: readCount, share: readShare, effect: readEffect }[quantity](text);
  return read.ok ? undefined : read.error;
}

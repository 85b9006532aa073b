import { parseDuration } from '../totals.ts';

/** Whole minutes. */
export interface MinuteRange {
  readonly low: number;
  readonly high: number;
  /** Written with the higher number first. */
  readonly reversed?: true;
}

/** `25–40 min`, `1 h 30 – 2 h 10`, `2-3 hours`, `about 15 minutes`. Undefined for what is no time. */
export function parseRange(text: string): MinuteRange | undefined {
  const said = text.replace(/^(?:about|approx\.?|approximately|est\.?|estimate:?|ca\.?|~|≈)\s*/i, '').trim();
  const whole = parseDuration(said);
  if (whole !== undefined) return { low: whole, high: whole };
  const [from, to, ...more] = said.split(/\s*(?:–|—|-|\bto\b)\s*/);
  if (from === undefined || to === undefined || more.length > 0) return undefined;
  const high = parseDuration(to);
  // Of `25–40 min` the unit stands behind the second number only.
  const unit = /[a-z].*$/i.exec(to)?.[0] ?? '';
  const low = parseDuration(from) ?? parseDuration(`${from} ${unit}`);
  return low === undefined || high === undefined
    ? undefined
    : { low: Math.min(low, high), high: Math.max(low, high), ...(low > high ? { reversed: true } : {}) };
}

/** A heading without the time in its last brackets or behind a dash, and that time. */
export function titleAndRange(heading: string): { readonly title: string; readonly range?: MinuteRange } {
  const match =
    /^(.*?)\s*[([]([^()[\]]*)[)\]]\s*$/.exec(heading) ??
    /^(.*\S)\s+[-–—]\s+(\D{0,8}\d[^-–—]*)$/.exec(heading);
  const range = match?.[2] === undefined ? undefined : parseRange(match[2]);
  return range && match?.[1] !== undefined ? { title: match[1], range } : { title: heading };
}

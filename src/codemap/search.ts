import { escapeRegExp } from '../shared/text/escape-regexp.ts';
import type { TextHit } from './port.ts';
import type { Texts } from './texts.ts';
import type { Tier } from './tier.ts';
import { OutOfTime, withinTime } from './time-limit.ts';

const LONGEST_LINE = 300;

export interface SearchOptions {
  /** `i` at most. */
  readonly flags?: string;
  readonly under?: string;
  readonly limit?: number;
  /** Most milliseconds of matching, for a pattern that somebody else wrote: some never end. Absent: no limit. */
  readonly withinMs?: number;
}

/** Texts that are matched at once where there is a time limit, which costs something for each. */
const MOST_AT_ONCE = 64;

/**
 * Lines that match. A pattern that is no regular expression is sought as it stands. Rejects, and says so in words for
 * whoever wrote the pattern, when it takes longer than `withinMs`.
 */
export async function searchTexts(
  pattern: string,
  options: SearchOptions,
  tier: Tier,
  texts: Texts,
): Promise<readonly TextHit[]> {
  const limit = options.limit ?? 50;
  const expression = compile(pattern, options.flags?.includes('i') === true);
  const under = options.under?.replace(/^\.?\/+|\/+$/g, '');
  // A quick look at the whole text before its lines; anchors mean lines, so they are matched as such.
  const anywhere = new RegExp(expression.source, `${expression.flags}m`);
  const hits: TextHit[] = [];
  const match = ({ path, text }: Held): void => {
    if (hits.length >= limit || !anywhere.test(text)) return;
    for (const [n, line] of text.split('\n').entries()) {
      if (hits.length >= limit) break;
      if (line.length <= LONGEST_LINE * 10 && expression.test(line))
        hits.push({ path, line: n + 1, text: clip(line) });
    }
  };
  const look = options.withinMs === undefined ? matchFreely(match) : matchWithin(options.withinMs, match);
  let held: Held[] = [];
  let atOnce = options.withinMs === undefined ? 1 : 4;
  for (const path of tier.paths) {
    if (hits.length >= limit) break;
    if (under && path !== under && !path.startsWith(`${under}/`)) continue;
    const text = await (under ? texts.read(path) : texts.glance(path));
    if (text === undefined) continue;
    held.push({ path, text });
    if (held.length < atOnce) continue;
    look(held);
    held = [];
    if (atOnce > 1) atOnce = Math.min(MOST_AT_ONCE, atOnce * 2);
  }
  look(held);
  return hits;
}

interface Held {
  readonly path: string;
  readonly text: string;
}

const matchFreely =
  (match: (held: Held) => void) =>
  (held: readonly Held[]): void =>
    held.forEach(match);

/** All calls together take no longer than this. */
function matchWithin(ms: number, match: (held: Held) => void): (held: readonly Held[]) => void {
  let left = ms;
  return held => {
    if (held.length === 0) return;
    const begun = performance.now();
    try {
      withinTime(left, () => held.forEach(match));
    } catch (error) {
      if (!(error instanceof OutOfTime)) throw error;
      throw new Error(
        `the pattern was given up after ${ms / 1000} s: say it without a repetition inside a repetition, or search under a folder`,
      );
    }
    left -= performance.now() - begun;
  };
}

function compile(pattern: string, ignoreCase: boolean): RegExp {
  const flags = ignoreCase ? 'i' : '';
  try {
    return new RegExp(pattern, flags);
  } catch {
    return new RegExp(escapeRegExp(pattern), flags);
  }
}

/** Lines that hold an identifier, but for those that define it. Only files whose words hold it are read; where a
 * parser has read them, comments and strings do not count. */
export async function usesOf(
  name: string,
  tier: Tier,
  definedIn: (file: number) => readonly { readonly line: number }[],
  texts: Texts,
  limit: number,
  parsedLines: (path: string) => readonly number[] | undefined = () => undefined,
): Promise<readonly TextHit[]> {
  const { index } = tier;
  const id = index.scanner.vocabulary.find(name);
  if (id < 0) return [];
  const word = wordOf(name);
  const hits: TextHit[] = [];
  const { count, file } = index.words.list(id);
  for (const n of file.slice(0, count)) {
    if (hits.length >= limit) break;
    const path = tier.paths[n] ?? '';
    const text = await texts.read(path);
    // Asked file by file: every class has a constructor, and the first few dozen uses are all that is wanted.
    const defined = new Set(definedIn(n).map(({ line }) => line));
    const known = parsedLines(path);
    for (const [i, line] of (text ?? '').split('\n').entries()) {
      if (hits.length >= limit) break;
      if (known && !known.includes(i + 1)) continue;
      if (word.test(line) && !defined.has(i + 1)) hits.push({ path, line: i + 1, text: clip(line) });
    }
  }
  return hits;
}

/** Lines of a text on which the name stands, 1-based, be it as code or not. */
export function linesWith(name: string, text: string | undefined): readonly number[] {
  const word = wordOf(name);
  return (text ?? '').split('\n').flatMap((line, i) => (word.test(line) ? [i + 1] : []));
}

function wordOf(name: string): RegExp {
  return new RegExp(`(?<![\\w$])${escapeRegExp(name)}(?![\\w$])`);
}

function clip(line: string): string {
  const trimmed = line.trim();
  return trimmed.length > LONGEST_LINE ? `${trimmed.slice(0, LONGEST_LINE - 1)}…` : trimmed;
}

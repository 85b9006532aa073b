/** Characters of one answer: some 8,000 tokens, which clients pass on without cutting or asking. */
export const MOST_CHARS = 32_000;
/** A single text inside a result, once all of it is too long. */
const MOST_TEXT = 1_000;
/** Entries that a list keeps, tried in this order. */
const LENGTHS = [200, 100, 50, 25, 12, 6, 3, 1];
/** For saying what was cut. */
const NOTE_CHARS = 2_000;
const MOST_NOTES = 20;

interface Cut {
  shown: number;
  total: number;
}

/**
 * A value as JSON of at most `most` characters. What is too long loses the ends of its lists first; `cut` then says of which
 * lists how much is shown, and `rest` how to get all of it.
 */
export function boundedJson(value: object, rest: string, most = MOST_CHARS): string {
  const whole = JSON.stringify(value);
  if (whole.length <= most) return whole;
  for (const length of LENGTHS) {
    const cuts = new Map<string, Cut>();
    const shown = shorten(value, length, '', cuts);
    const said = [...cuts].filter(([, { shown, total }]) => shown < total);
    const cut = {
      lists: said.slice(0, MOST_NOTES).map(([name, one]) => `${name}: ${one.shown} of ${one.total}`),
      rest,
    };
    const text = JSON.stringify({ cut, ...(isRecord(shown) ? shown : { value: shown }) });
    if (text.length <= most) return text;
  }
  const left = Math.max(0, Math.floor((most - NOTE_CHARS) / 2));
  // Quoting may double what is quoted.
  return JSON.stringify({ cut: { lists: [], rest }, beginning: whole.slice(0, left) });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function shorten(value: unknown, most: number, name: string, cuts: Map<string, Cut>): unknown {
  if (typeof value === 'string') return value.length > MOST_TEXT ? `${value.slice(0, MOST_TEXT)} …` : value;
  if (Array.isArray(value)) {
    const cut = cuts.get(name) ?? { shown: 0, total: 0 };
    cut.shown += Math.min(most, value.length);
    cut.total += value.length;
    cuts.set(name, cut);
    return value.slice(0, most).map(one => shorten(one, most, name, cuts));
  }
  if (!isRecord(value)) return value;
  const inside = (key: string) => (name === '' ? key : `${name}.${key}`);
  return Object.fromEntries(
    Object.entries(value).map(([key, one]) => [key, shorten(one, most, inside(key), cuts)]),
  );
}

/** Whole lines of a text from one on, as many as fit. Lines are counted from 1. */
export interface TextPage {
  readonly text: string;
  readonly from: number;
  readonly to: number;
  readonly of: number;
}

/** A single line that is longer than a page is cut. `from` beyond the end gives an empty page. */
export function pageOf(text: string, from = 1, most = MOST_CHARS): TextPage {
  const lines = text.replace(/\n$/, '').split('\n');
  const taken: string[] = [];
  let size = 0;
  for (const line of lines.slice(from - 1)) {
    const kept = line.length > most ? `${line.slice(0, most - 1)}…` : line;
    if (taken.length > 0 && size + kept.length + 1 > most) break;
    taken.push(kept);
    size += kept.length + 1;
  }
  return { text: taken.join('\n'), from, to: from + taken.length - 1, of: lines.length };
}

/** A text in prose; what is too long ends in what was left out. */
export function boundedText(text: string, most = MOST_CHARS): string {
  if (text.length <= most) return text;
  const page = pageOf(text, 1, most - 100);
  return `${page.text}\n… ${page.of - page.to} more lines are left out here.`;
}

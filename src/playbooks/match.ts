import type { Playbook } from './model.ts';

export interface MatchedPlaybook {
  readonly playbook: Playbook;
  /** The trigger that the goal's words meet, as it is written in the playbook; absent where another one brought it. */
  readonly because: string | undefined;
}

/**
 * Playbooks that a goal calls for, those with the longest trigger first, then those that come along.
 * `stems` turns a text into the stems of its words, in order.
 */
export function matchPlaybooks(
  playbooks: readonly Playbook[],
  goal: string,
  stems: (text: string) => readonly string[],
): readonly MatchedPlaybook[] {
  // "TypeScript" and "GitHub" are one word to a reader and two to whoever splits identifiers: both readings count.
  const words = [goal, goal.toLowerCase()].map(text => stems(text).slice(0, MOST_WORDS));
  const all = playbooks.flatMap(playbook => {
    if (playbook.unless.some(phrase => says(words, phrase, stems))) return [];
    const found = playbook.triggers
      .filter(trigger => says(words, trigger, stems) && isCalledFor(words, trigger, stems))
      .map(trigger => ({ trigger, words: stems(trigger) }))
      .sort((a, b) => b.words.length - a.words.length)[0];
    return found ? [{ playbook, because: found.trigger, said: found.words, weight: found.words.length }] : [];
  });
  // "extract payments into its own service" is about what leaves, whatever that is.
  const takers = all.filter(hit => hit.playbook.takes);
  const left = takers.reduce<readonly (readonly string[])[]>(
    (rest, { because }) => rest.map(reading => withoutSpan(reading, because, stems)),
    words,
  );
  const own = all.filter(
    hit =>
      hit.playbook.takes ||
      hit.playbook.triggers.some(trigger => says(left, trigger, stems) && isCalledFor(words, trigger, stems)),
  );
  // "audit log" is not also logging: words that a longer trigger takes are not a topic of their own.
  const hits = own.filter(
    hit => !own.some(o => o.weight > hit.weight && hit.said.every(word => o.said.includes(word))),
  );
  hits.sort((a, b) => b.weight - a.weight || a.playbook.name.localeCompare(b.playbook.name));
  const taken = hits.slice(0, MOST_PLAYBOOKS);
  const out: MatchedPlaybook[] = taken.map(({ playbook, because }) => ({ playbook, because }));
  for (const { playbook } of taken)
    for (const name of playbook.with) {
      const other = playbooks.find(p => p.name === name);
      if (other && !out.some(m => m.playbook === other)) out.push({ playbook: other, because: undefined });
    }
  return out;
}

/** Goals that begin so show, count or order what is there: a topic of one word ("payment") only says of what. */
const OF_WHAT_IS_THERE =
  'show display hide list print log count sum sort round trim shorten mark highlight disable exclude ignore redirect remember test';
/** Goals that begin so leave what is there as it is, but for its name or a word on it: no topic is called for. */
const ONLY_ITS_NAME: readonly string[] = [
  'rename',
  ...['text', 'label', 'title', 'wording', 'name', 'icon', 'colour', 'color', 'time', 'place', 'size'].map(
    what => `change ${what}`,
  ),
  'fix typo',
  'correct typo',
  'correct spelling',
];

/** Whether a trigger that stands in a goal is what the goal wants, and not only the thing that it does something small to. */
function isCalledFor(
  [words = []]: readonly (readonly string[])[],
  trigger: string,
  stems: (text: string) => readonly string[],
): boolean {
  const [first = ''] = words;
  const wanted = wordsOf(trigger, stems);
  if (wanted.some(({ word }) => word === first)) return true;
  if (ONLY_ITS_NAME.some(phrase => spanIn(words, phrase, stems)?.[0] === 0)) return false;
  return wanted.length > 1 || !stems(OF_WHAT_IS_THERE).includes(first);
}

/** What a long goal is about it says at its beginning; further on every topic is mentioned. */
const MOST_WORDS = 80;
/** A plan of more topics than this is several plans. */
const MOST_PLAYBOOKS = 4;
/** Words that may stand at a `…` of a trigger. */
const WIDEST = 8;

/**
 * Whether the words of a trigger stand in the goal, in order, with at most one word between neighbours, and at most
 * eight where the trigger says `…`: "cover … with tests".
 */
function says(
  readings: readonly (readonly string[])[],
  trigger: string,
  stems: (text: string) => readonly string[],
): boolean {
  return [trigger, trigger.toLowerCase()].some((text, i) => saysIn(readings[i] ?? [], text, stems));
}

function saysIn(
  words: readonly string[],
  trigger: string,
  stems: (text: string) => readonly string[],
): boolean {
  return spanIn(words, trigger, stems) !== undefined;
}

/** Where the words of a trigger stand: the first of them, and behind the last. */
function spanIn(
  words: readonly string[],
  trigger: string,
  stems: (text: string) => readonly string[],
): readonly [number, number] | undefined {
  const wanted = wordsOf(trigger, stems);
  if (wanted.length === 0) return undefined;
  for (const start of words.keys()) {
    let at = start - 1;
    const fits = wanted.every(({ word, far }, i) => {
      const next = words.slice(at + 1, at + (i === 0 ? 2 : far ? WIDEST + 2 : 3)).indexOf(word);
      at += next + 1;
      return next >= 0;
    });
    if (fits) return [start, at + 1];
  }
  return undefined;
}

/** Words behind which another wish begins: "a health check of Redis and structured logs". */
const ANOTHER: ReadonlySet<string> = new Set(['and', 'then', 'but', 'plus', 'also']);

/** The words without those from the first to the last of a trigger, and behind a `…` at its end up to the next wish. */
function withoutSpan(
  words: readonly string[],
  trigger: string,
  stems: (text: string) => readonly string[],
): readonly string[] {
  const span = spanIn(words, trigger, stems) ?? spanIn(words, trigger.toLowerCase(), stems);
  if (span === undefined) return words;
  const behind = words.slice(span[1]);
  const next = behind.findIndex(word => ANOTHER.has(word));
  const taken = trigger.endsWith('…') ? Math.min(next < 0 ? behind.length : next, WIDEST) : 0;
  return [...words.slice(0, span[0]), ...behind.slice(taken)];
}

interface TriggerWord {
  readonly word: string;
  /** Up to eight words may stand before it. */
  readonly far: boolean;
}

/** The words of triggers that were read, by what reads them: a thousand triggers meet every goal several times. */
const read = new WeakMap<(text: string) => readonly string[], Map<string, readonly TriggerWord[]>>();

function wordsOf(trigger: string, stems: (text: string) => readonly string[]): readonly TriggerWord[] {
  const known = read.get(stems) ?? new Map<string, readonly TriggerWord[]>();
  read.set(stems, known);
  const found =
    known.get(trigger) ??
    trigger.split('…').flatMap((part, p) => stems(part).map((word, i) => ({ word, far: p > 0 && i === 0 })));
  known.set(trigger, found);
  return found;
}

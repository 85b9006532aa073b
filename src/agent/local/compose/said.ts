/** Something that words can ask for, by any of these names. */
export interface Sayable {
  readonly id: string;
  readonly names: readonly string[];
}

interface Hit {
  readonly id: string;
  readonly name: string;
  readonly start: number;
  readonly end: number;
}

/** What a text asks for, and what it only names to rule it out. */
export interface Said {
  readonly asked: readonly { readonly id: string; readonly name: string }[];
  readonly refused: readonly string[];
}

/** Words that rule out what follows them, with those that may stand between. */
const RULED_OUT =
  /(?:\b(?:no|not|never|without|avoid(?:ing)?|except|nor|neither|cannot|instead of|rather than|better than|in place of|away from|drop(?:ping)?|replac(?:e|ing)|skip(?:ping)?)|n[’']t)(?:\s+(?:to|be|a|an|the|any|our|your|my|this|in|by|with|on|of|as|from|for|use|using|want|need|like|take|have|keep|add|adding|plain|new|existing))*\s*$/i;
/** "PostgreSQL over Redis": only behind another name; "HTTP over TLS" would be none. */
const OVER = /\bover\s+(?:a |an |the )?$/i;
/** What follows a name to rule it out. */
const RULED_OUT_AFTER =
  /^\s+(?:(?:is|are|was|would be|seems?)\s+(?:not\b|no\b|out\b|overkill|too )|isn[’']t|aren[’']t|won[’']t)/i;
/** "not Redis or Kafka": what rules out the first rules out the second. */
const GOES_ON = /^\s*,?\s*(?:or|nor|and)\s+(?:a |an |the )?$/i;

/**
 * Which of several things a text asks for, by whole words and in its order. A name inside a longer one ("table" in
 * "outbox table") counts as the longer one alone.
 */
export function saidIn(text: string, things: readonly Sayable[]): Said {
  const lower = text.toLowerCase();
  const all = things.flatMap(({ id, names }) =>
    [...new Set(names.map(n => n.toLowerCase().trim()).filter(Boolean))].flatMap(name =>
      placesOf(lower, name).map((start): Hit => ({ id, name, start, end: start + name.length })),
    ),
  );
  const hits = all
    .filter(h => !all.some(o => o.start <= h.start && h.end <= o.end && o.end - o.start > h.end - h.start))
    .sort((a, b) => a.start - b.start);
  const asked = new Map<string, string>();
  const refused = new Set<string>();
  let last: { readonly end: number; readonly out: boolean } | undefined;
  for (const hit of hits) {
    const before = lower.slice(last?.end ?? 0, hit.start);
    const carried = last?.out === true && GOES_ON.test(before);
    const out =
      carried ||
      RULED_OUT.test(before) ||
      (last !== undefined && OVER.test(before)) ||
      RULED_OUT_AFTER.test(lower.slice(hit.end));
    if (out) refused.add(hit.id);
    else if (!asked.has(hit.id)) asked.set(hit.id, hit.name);
    last = { end: hit.end, out };
  }
  return {
    asked: [...asked].map(([id, name]) => ({ id, name })),
    refused: [...refused].filter(id => !asked.has(id)),
  };
}

/** Whether `words` stand in `text` as whole words. */
export function hasWords(text: string, words: string): boolean {
  return placesOf(text, words).length > 0;
}

function placesOf(text: string, words: string): readonly number[] {
  const places: number[] = [];
  for (let at = text.indexOf(words); at >= 0 && words !== ''; at = text.indexOf(words, at + 1)) {
    const before = text[at - 1] ?? ' ';
    const after = text[at + words.length] ?? ' ';
    if (!/[a-z0-9]/.test(before) && !/[a-z0-9]/.test(after)) places.push(at);
  }
  return places;
}

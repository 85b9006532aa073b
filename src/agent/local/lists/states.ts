import type { CodeSymbol, FileCard } from '../../../domain/index.ts';
import { at } from '../excerpt.ts';
import { stemOf } from '../naming.ts';
import { type Asking, type Entry, type Found, found, isOwnSource, NOTHING, placeOf } from './entry.ts';

/** A piece of state that a component or hook keeps. */
const KEEPS = String.raw`\buse(?:State|Reducer)\s*[<(]`;
/** A value that is handed to every component below. */
const HANDS_DOWN = String.raw`\bcreateContext\s*[<(]`;
const SCRIPT = /\.[cm]?[jt]sx?$/;
const MOST_HITS = 5_000;
/** So many pieces of state in one component, or readers of one context, are many. */
const MANY = 15;

interface Held {
  readonly card: FileCard;
  readonly lines: readonly number[];
}

async function heldBy({ map }: Asking, pattern: string): Promise<readonly Held[]> {
  const lines = new Map<string, number[]>();
  for (const { path, line, text } of await map.search(pattern, { limit: MOST_HITS }))
    if (SCRIPT.test(path) && !/^\s*(?:\/\/|\*|import\b)/.test(text))
      lines.set(path, [...(lines.get(path) ?? []), line]);
  const cards = (await map.cards([...lines.keys()])).filter(isOwnSource);
  return cards.map(card => ({ card, lines: lines.get(card.path) ?? [] }));
}

/** Components and hooks that keep state, those with the most first: `states`, and `many` where these are many, `test` where it has its own. */
export async function holdersOf(asking: Asking): Promise<Found> {
  const held = await heldBy(asking, KEEPS);
  if (held.length === 0) return NOTHING;
  const entries = held.map(({ card, lines }): Entry => {
    const symbol = keeperOf(card.symbols, lines);
    return {
      ...(symbol ? placeOf(symbol) : { line: String(lines[0]), at: `${card.path}:${lines[0]}` }),
      path: card.path,
      states: String(lines.length),
      ...testOf(card),
      ...(lines.length >= MANY ? { many: 'yes' } : {}),
    };
  });
  const sorted = [...entries].sort(
    (a, b) => Number(b.states) - Number(a.states) || ((a.path ?? '') < (b.path ?? '') ? -1 : 1),
  );
  return { ...found(sorted), sums: { states: held.reduce((n, h) => n + h.lines.length, 0) } };
}

/** The test of the file itself: many a test reaches a file that half of the program imports. */
function testOf(card: FileCard): Entry {
  const test = card.tests.find(t => stemOf(t).startsWith(stemOf(card.path)));
  return test === undefined ? {} : { test };
}

/** The outermost function that holds most of the lines. */
function keeperOf(symbols: readonly CodeSymbol[], lines: readonly number[]): CodeSymbol | undefined {
  const holds = (s: CodeSymbol): number => lines.filter(l => s.line <= l && l <= s.endLine).length;
  return symbols
    .filter(s => s.kind !== 'section' && s.kind !== 'property' && holds(s) > 0)
    .sort((a, b) => holds(b) - holds(a) || b.endLine - b.line - (a.endLine - a.line))[0];
}

/** Contexts that are there, those with the most readers first: `readers`, `hook` that reads it, `many` where these are many. */
export async function contextsOf(asking: Asking): Promise<Found> {
  const held = await heldBy(asking, HANDS_DOWN);
  if (held.length === 0) return NOTHING;
  const own = new Set(
    (await asking.map.cards([...new Set(held.flatMap(h => h.card.importedBy))]))
      .filter(isOwnSource)
      .map(c => c.path),
  );
  const entries = held.map(({ card, lines }): Entry => {
    const symbol =
      card.symbols.find(s => s.line === lines[0]) ?? card.symbols.find(s => /Context$/.test(s.name));
    const hook = card.symbols.find(s => /^use[A-Z]/.test(s.name));
    const readers = card.importedBy.filter(p => own.has(p)).length;
    return {
      ...(symbol ? placeOf(symbol) : { line: String(lines[0]), at: `${card.path}:${lines[0]}` }),
      path: card.path,
      readers: String(readers),
      ...(hook ? { hook: hook.name, hookAt: at(hook) } : {}),
      ...(readers >= MANY ? { many: 'yes' } : {}),
    };
  });
  return found(
    [...entries].sort(
      (a, b) => Number(b.readers) - Number(a.readers) || ((a.path ?? '') < (b.path ?? '') ? -1 : 1),
    ),
  );
}

import type { CodeMap, FilePatch } from '../../codemap/port.ts';
import type { Precedent } from '../../domain/index.ts';
import {
  contentWords,
  type GoalReading,
  isMaking,
  kindAndPurpose,
  overlap,
  readGoal,
  stem,
  tokens,
} from './words.ts';

/** One file of a trail, with the lines (1-based) on which its name stands today. */
export interface TrailPlace {
  readonly path: string;
  /** As this file writes it first. */
  readonly name: string;
  readonly lines: readonly number[];
}

/**
 * A name that a precedent brought in, and every place where it stands today. Whoever adds a further thing of the same
 * kind passes the same places, wherever files were moved since.
 */
export interface Trail {
  readonly precedent: Precedent;
  /** As the code writes it most often. */
  readonly name: string;
  /** All its spellings: `markReadOnView`, `mark_read_on_view`. */
  readonly spellings: readonly string[];
  readonly places: readonly TrailPlace[];
}

interface Candidate {
  readonly precedent: Precedent;
  /** The words of the name. */
  readonly key: string;
  readonly spellings: readonly string[];
  /** Files that the precedent brought it into. */
  readonly files: number;
}

const MOST_PRECEDENTS = 5;
const NAMES_EACH = 6;
/** A name in more files than this belongs to everything. */
const MOST_FILES = 60;
const FEWEST_SOURCES = 2;
const FEWEST_FILES = 4;
/** More lines than this are not read to the end, and half a trail is none. */
const MOST_HITS = 5_000;

const ADDING =
  /^(?:feat\b|(?:\w+(?:\([^)]*\))?!?:\s*)?(?:add|introduce|support|allow|implement|new|create|provide|expose|enable)s?\b)/i;
const NO_SOURCE =
  /(?:^|\/)(?:tests?|spec|__tests__|docs?|vendor|dist|build|changelog[^/]*)\/|\.(?:md|mdx|rst|txt|lock|snap|map)$|[._-](?:test|spec)\.|(?:^|\/)(?:CHANGE|HISTORY|package-lock|go\.sum)/i;

/** The noun that says what kind of thing is wanted: "setting" of "setting to hide read entries". */
export function headOf(goal: GoalReading): string | undefined {
  const phrase = goal.object.split(/\s(?:to|of|for|that|which|in|on|by)\s/i)[0] ?? '';
  return contentWords(phrase).at(-1);
}

/**
 * The trail to follow, or undefined where the history holds no addition of that kind whose name is still threaded
 * through at least four files, two of them sources. Reads at most five commits and searches the project once.
 */
export async function findTrail(
  map: Pick<CodeMap, 'precedents' | 'patch' | 'search'>,
  goal: GoalReading,
  stop: () => boolean = () => false,
): Promise<Trail | undefined> {
  const head = headOf(goal);
  if (head === undefined || !isMaking(goal.verb)) return undefined;
  const found = [
    ...(await map.precedents(goal.text, 12)),
    ...(await map.precedents(`add ${goal.object.split(/\s(?:to|that|which)\s/i)[0]}`, 12)),
  ];
  const candidates: Candidate[] = [];
  for (const precedent of ofKind(found, head, goal)) {
    if (stop()) return undefined;
    const patch = await map.patch(precedent.sha);
    if (patch) candidates.push(...namesIn(patch, precedent).filter(c => isOneOf(c.key, goal)));
  }
  return candidates.length === 0 ? undefined : standing(map, candidates, goal);
}

/** Things that are one more of their kind: each is declared, read, offered and described where its like are. */
const THREADED =
  /^(?:settings?|options?|flags?|preferences?|toggles?|switch(?:es)?|parameters?|arguments?|commands?|subcommands?|integrations?|providers?|fields?|columns?)$/;
/** Of so many best ranked sources, */
const LOOKED_AT = 3;
/** so many lie on a trail that is the goal's own. */
const ON_IT = 2;

/**
 * Whether a trail is to be followed: where the goal wants one more of a kind that is threaded through the code, or where
 * the ranking, which knows nothing of it, puts its places first. Else the commit only shares words with the goal.
 */
export function isProven(trail: Trail, goal: GoalReading, ranked: readonly string[]): boolean {
  const passed = new Set(trail.places.map(p => p.path));
  const first = ranked.filter(p => !NO_SOURCE.test(p)).slice(0, LOOKED_AT);
  const subject = trail.precedent.subject.replace(/^\w+(?:\([^)]*\))?!?:\s*/, '');
  // "CSV export of orders" is nothing like "tracking number of orders": what is shared has to be the thing, not its place.
  const place = new Set(contentWords(goal.target).map(stem));
  const thing = new Set([...contentWords(goal.object).map(stem)].filter(w => !place.has(w)));
  if (first.filter(p => passed.has(p)).length >= ON_IT && overlap(subject, thing) > 0) return true;
  const head = headOf(goal);
  const kind = new Set(head === undefined ? [] : [stem(head)]);
  return (
    head !== undefined &&
    THREADED.test(head) &&
    (overlap(subject, kind) > 0 || first.some(p => passed.has(p)) || /--[a-z]/.test(subject))
  );
}

/** Whether a name is that of one thing of the kind ("hide footer" for a setting), not of the kind ("user settings"). */
function isOneOf(key: string, goal: GoalReading): boolean {
  const { kind, purpose } = kindAndPurpose(goal.object);
  if (purpose === undefined) return true;
  const kinds = new Set(contentWords(kind).map(stem));
  return key.split(' ').some(word => word.length > 2 && !kinds.has(stem(word)));
}

/**
 * Commits that added a thing of this kind, the most alike first: what their subject adds is called so ("add … setting"),
 * or two words of what is wanted stand in it, not only those of the kind; or their scope is a word of it.
 */
function ofKind(found: readonly Precedent[], head: string, goal: GoalReading): readonly Precedent[] {
  const { kind: phrase, purpose } = kindAndPurpose(goal.object);
  // "config option to …": a commit that adds config adds one as well.
  const kind = new Set([stem(head), ...(purpose === undefined ? [] : contentWords(phrase).map(stem))]);
  const words = new Set(contentWords(goal.object).map(stem));
  const beyond = new Set([...words].filter(w => !kind.has(w)));
  const once = [...new Map(found.map(p => [p.sha, p])).values()];
  return once
    .filter(p => ADDING.test(p.subject) && p.files.length > 1)
    .filter(p => {
      const scope = /^\w+\(([^)]*)\)/.exec(p.subject)?.[1] ?? '';
      const subject = p.subject.replace(/^\w+(?:\([^)]*\))?!?:\s*/, '').replace(/\s*\(#\d+\)/g, '');
      // "Add server options `a` and `b`" adds options, whatever they are called.
      const added = headOf(readGoal(subject.replace(/`[^`]*`/g, '')));
      return (
        (added !== undefined && overlap(added, kind) > 0) ||
        (kind.size > 1 && overlap(subject, kind) >= kind.size) ||
        (overlap(subject, words) > 1 && overlap(subject, beyond) > 0) ||
        overlap(scope, words) > 0
      );
    })
    .sort((a, b) => alike(b, goal) - alike(a, goal) || (a.date < b.date ? 1 : -1))
    .slice(0, MOST_PRECEDENTS);
}

const alike = (p: Precedent, goal: GoalReading): number => overlap(p.subject, goal.stems);

/**
 * Names that the commit brought into several files and that its subject speaks of, most widely spread first: whole
 * identifiers of several words, and the single word that a new file or folder is called by (`linktaco`), wherever it
 * is part of an identifier.
 */
export function namesIn(patch: readonly FilePatch[], precedent: Precedent): readonly Candidate[] {
  const subject = new Set(contentWords(precedent.subject).map(stem));
  const said = lettersOf(precedent.subject.toLowerCase());
  const about = (key: string): boolean =>
    2 * overlap(key, subject) >= key.split(' ').length ||
    (key.includes(' ') && said.includes(lettersOf(key)));
  const modules = new Set(
    patch.filter(f => f.created && !NO_SOURCE.test(f.path)).flatMap(f => tokens(f.path)),
  );
  const known = new Set(patch.flatMap(f => f.removed.flatMap(namesOf)).map(n => n.key));
  const added = patch
    .filter(file => !NO_SOURCE.test(file.path))
    .map(file => ({ path: file.path, names: file.added.flatMap(namesOf) }));
  const finest = finestOf(added.flatMap(f => f.names.map(n => n.key)));
  const files = new Map<string, Set<string>>();
  const spellings = new Map<string, Set<string>>();
  for (const file of added) {
    for (const { key: written, spelling } of file.names) {
      const key = finest(written);
      if (known.has(key) || !about(key) || (!key.includes(' ') && !modules.has(key))) continue;
      files.set(key, (files.get(key) ?? new Set<string>()).add(file.path));
      spellings.set(key, (spellings.get(key) ?? new Set<string>()).add(spelling));
    }
  }
  return [...files]
    .map(([key, at]) => ({ precedent, key, files: at.size, spellings: [...(spellings.get(key) ?? [])] }))
    .filter(c => c.files >= 2)
    .sort((a, b) => b.files - a.files || b.key.length - a.key.length || (a.key < b.key ? -1 : 1))
    .slice(0, NAMES_EACH);
}

const lettersOf = (text: string): string => text.replace(/[^a-z0-9]/g, '');

/** `keepalive_idle` and `KeepAliveIdle` are one name: that of the most words. */
function finestOf(keys: readonly string[]): (key: string) => string {
  const finest = new Map<string, string>();
  for (const key of keys.filter(k => k.includes(' '))) {
    const before = finest.get(lettersOf(key));
    if (before === undefined || before.length < key.length) finest.set(lettersOf(key), key);
  }
  return key => (key.includes(' ') ? (finest.get(lettersOf(key)) ?? key) : key);
}

interface Spelt {
  readonly key: string;
  readonly spelling: string;
}

/** Identifiers of several words, and each long word of any identifier by itself. */
function namesOf(line: string): readonly Spelt[] {
  if (line.length > 400) return [];
  return (line.match(/[A-Za-z][A-Za-z0-9_]{4,49}/g) ?? []).flatMap(name => {
    const words = tokens(name);
    const single = words
      .filter(w => w.length >= 5 && stem(w) === w)
      .map(word => ({
        key: word,
        spelling: name.slice(name.toLowerCase().indexOf(word)).slice(0, word.length),
      }));
    return words.length > 1 ? [{ key: words.join(' '), spelling: name }, ...single] : single;
  });
}

async function standing(
  map: Pick<CodeMap, 'search'>,
  candidates: readonly Candidate[],
  goal: GoalReading,
): Promise<Trail | undefined> {
  const patterns = candidates.map(c => ({ c, pattern: patternOf(c), count: new Map<string, number>() }));
  const pattern = [...new Set(patterns.map(p => p.pattern))].join('|');
  const hits = await map.search(pattern, { limit: MOST_HITS });
  if (hits.length >= MOST_HITS) return undefined;
  const places = new Map<Candidate, ReadonlyMap<string, TrailPlace>>();
  for (const { c, pattern, count } of patterns) {
    const each = new RegExp(pattern, 'g');
    const files = new Map<string, TrailPlace>();
    places.set(c, files);
    for (const hit of hits) {
      const names = hit.text.match(each) ?? [];
      const name = names[0];
      if (name === undefined) continue;
      for (const n of names) count.set(n, (count.get(n) ?? 0) + 1);
      const known = files.get(hit.path);
      files.set(hit.path, {
        path: hit.path,
        name: known?.name ?? name,
        lines: [...(known?.lines ?? []), hit.line],
      });
    }
  }
  const ranked = patterns.flatMap(({ c, count }) => {
    const files = [...(places.get(c)?.values() ?? [])];
    const sources = files.filter(f => !NO_SOURCE.test(f.path)).length;
    // A name in far more files than it came into was there before, or means something else.
    const known = sources > 2 * c.files + 4;
    if (sources < FEWEST_SOURCES || files.length < FEWEST_FILES || files.length > MOST_FILES || known)
      return [];
    return [{ c, count, files, worth: 2 * alike(c.precedent, goal) + Math.min(10, sources) / 2 }];
  });
  const best = ranked.sort((a, b) => b.worth - a.worth)[0];
  if (!best) return undefined;
  const spellings = [...best.count]
    .sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))
    .map(([name]) => name);
  return {
    precedent: best.c.precedent,
    name: spellings[0] ?? best.c.key,
    spellings,
    places: best.files,
  };
}

/** Whole identifiers, or a single word anywhere in one. Names are letters, digits and underscores: nothing to escape. */
function patternOf(c: Candidate): string {
  const names = [...c.spellings].sort().join('|');
  return c.key.includes(' ') ? `(?<![A-Za-z0-9_])(?:${names})(?![A-Za-z0-9_])` : `(?:${names})`;
}

import type { FileCard } from '../../../domain/index.ts';
import { baseOf, folderOf } from '../naming.ts';
import { overlap } from '../words.ts';
import {
  type Asking,
  type Entry,
  type Found,
  found,
  mainSymbol,
  NOTHING,
  ownSources,
  placeOf,
} from './entry.ts';

/** An area of fewer files is a helper, one of more than this share of all is the monolith itself. */
const LEAST_FILES = 2;
const MOST_SHARE = 0.6;

/**
 * Areas of the program that could stand by themselves, the one first that the goal names, then those with the fewest
 * imports over their border for their size: `folder`, `files`, `lines`, `out`, `in`, `border`, `to` and `from` (folders
 * or files most of it goes to and comes from), `path` (the file that most others import).
 */
export async function areasOf(asking: Asking): Promise<Found> {
  const cards = await ownSources(asking);
  const all = groupsOf(cards);
  const areas = all.flatMap(([folder, own]) => {
    if (own.length < LEAST_FILES || own.length > cards.length * MOST_SHARE) return [];
    const entry = areaOf(folder, own, cards);
    return entry ? [entry] : [];
  });
  if (areas.length < 2) return NOTHING;
  const wanted = asking.survey.goal.stems;
  const named = (e: Entry): number => overlap(baseOf(e.folder ?? ''), wanted);
  const ease = (e: Entry): number => Number(e.files) / (1 + Number(e.border));
  return found(
    [...areas]
      .sort(
        (a, b) => named(b) - named(a) || ease(b) - ease(a) || (a.folder ?? '').localeCompare(b.folder ?? ''),
      )
      .map(e => (named(e) > 0 ? { ...e, named: 'yes' } : e)),
    8,
  );
}

/** Files by the folder below the one that they all lie in; by their topic where folders are layers (`order.service.ts`). */
function groupsOf(cards: readonly FileCard[]): readonly (readonly [string, readonly FileCard[]])[] {
  const by = new Map<string, FileCard[]>();
  for (const card of cards) {
    const parts = folderOf(card.path).split('/');
    for (const depth of [1, 2, 3]) {
      if (parts.length < depth || parts[0] === '') break;
      const folder = parts.slice(0, depth).join('/');
      by.set(folder, [...(by.get(folder) ?? []), card]);
    }
  }
  // A folder that holds one other and nothing else says the same twice.
  return [...by].filter(
    ([folder, own]) => ![...by].some(([f, o]) => f.startsWith(`${folder}/`) && o.length === own.length),
  );
}

function areaOf(folder: string, own: readonly FileCard[], cards: readonly FileCard[]): Entry | undefined {
  const inside = new Set(own.map(c => c.path));
  const source = new Set(cards.map(c => c.path));
  const out = own.flatMap(c => c.imports.filter(p => source.has(p) && !inside.has(p)));
  const back = own.flatMap(c =>
    c.importedBy.filter(p => source.has(p) && !inside.has(p)).map(p => ({ p, c })),
  );
  const face = [...own].sort(
    (a, b) =>
      back.filter(x => x.c === b).length - back.filter(x => x.c === a).length || (a.path < b.path ? -1 : 1),
  )[0];
  if (!face) return undefined;
  const symbol = mainSymbol(face);
  const to = most(out);
  const from = most(back.map(x => x.p));
  return {
    ...(symbol ? placeOf(symbol) : { line: '1', at: `${face.path}:1` }),
    path: face.path,
    folder,
    name: baseOf(folder),
    files: String(own.length),
    lines: String(own.reduce((n, c) => n + c.lines, 0)),
    out: String(out.length),
    in: String(back.length),
    border: String(out.length + back.length),
    ...(to === undefined ? {} : { to }),
    ...(from === undefined ? {} : { from }),
    ...(face.tests[0] === undefined ? {} : { test: face.tests[0] }),
  };
}

/** The file that stands most often in a list. */
function most(paths: readonly string[]): string | undefined {
  const counts = new Map<string, number>();
  for (const p of paths) counts.set(p, (counts.get(p) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1))[0]?.[0];
}

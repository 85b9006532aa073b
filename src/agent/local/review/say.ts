import type { FolderDependency, Place, Review, ReviewedFile } from '../../../codemap/port.ts';
import { count } from '../draft/estimate.ts';
import { code, listed, place, type Said, times } from './phrase.ts';
import { sayApi } from './say-api.ts';
import { sayProposed } from './say-imports.ts';

/** Facts of one kind that are told; the rest would bury what matters. */
const MOST = 2;
/** From as many importers on a file is one that others rest on. */
const MANY = 5;
/** A direction is clear from as many times the imports of the other way. */
const RATIO = 3;
/** Languages whose files run while they are loaded, so that a circle of imports can find a name missing. */
const LOADS = /\.(?:[cm]?[jt]sx?|vue|svelte|py|rb|php)$/;

/** What matters of a review, in the order of its weight; nothing where nothing is to be said. */
export function sayReview(review: Review): readonly Said[] {
  return [
    ...sayProposed(review),
    ...sayApi(review),
    ...cycles(review).slice(0, MOST),
    ...against(review).slice(0, MOST),
    ...crossings(review),
    ...hot(review),
    ...dependents(review).slice(0, 1),
    ...owners(review).slice(0, MOST),
    ...authors(review).slice(0, 1),
  ];
}

function cycles({ files }: Review): readonly Said[] {
  const told = new Set<string>();
  return files.flatMap(({ path, cycle }) => {
    if (cycle?.kind !== 'load' || !LOADS.test(path)) return [];
    const key = cycle.files.join(' ');
    const places = cycle.path.map(e => ({ path: e.from, line: e.line }));
    if (told.has(key) || places.length === 0) return [];
    told.add(key);
    const [a, b] = cycle.path;
    const pair = cycle.path.length === 2 && a && b;
    const way = pair
      ? `${code(a.from)} and ${code(b.from)} import each other (${places.map(place).join(', ')})`
      : `${code(path)} comes back to itself by imports: ${places.map(place).join(' → ')} → ${code(path)}`;
    const more = cycle.files.length > cycle.path.length ? `, in a circle of ${cycle.files.length} files` : '';
    return [
      {
        id: `cycle-${cycle.files[0]}`,
        text: `${way}${more}: what ${code(path)} does while it is loaded may find a name of the others still missing.`,
        places,
      },
    ];
  });
}

function against(review: Review): readonly Said[] {
  const pairs = new Map<string, Review['against'][number][]>();
  for (const found of review.against) {
    const key = `${found.folders.from} ${found.folders.to}`;
    pairs.set(key, [...(pairs.get(key) ?? []), found]);
  }
  return [...pairs.values()].flatMap(found => {
    const first = found[0];
    if (!first) return [];
    const { edge, folders } = first;
    const what = edge.soft === 'types' ? 'takes types from' : 'imports';
    return [
      {
        id: `against-${edge.from}-${edge.to}`,
        text: `${place({ path: edge.from, line: edge.line })} ${what} ${code(edge.to)} against the direction of the folders: ${code(folders.from)} imports ${code(folders.to)} ${times(folders.imports)}, the other way ${times(folders.back)}.`,
        places: found.map(f => ({ path: f.edge.from, line: f.edge.line })).slice(0, 3),
      },
    ];
  });
}

/** Imports between the folders of the plan: one sentence for those with a direction, one for the widest pair without. */
function crossings({ crossings: all }: Review): readonly Said[] {
  const main = all.filter(d => d.imports > d.back || (d.imports === d.back && d.from < d.to));
  const directed = main.filter(d => d.imports >= RATIO * d.back).slice(0, 3);
  const mutual = main.find(d => d.imports < RATIO * d.back && d.imports + d.back >= MANY);
  const at = (d: FolderDependency): Place[] =>
    d.examples.slice(0, 1).map(e => ({ path: e.from, line: e.line }));
  const said: Said[] = [];
  if (directed.length > 0)
    said.push({
      id: `folders-${directed.map(d => `${d.from}-${d.to}`).join('-')}`,
      text: `Between the folders of this plan imports run ${directed.map(d => oneWay(d, at(d)[0])).join(', ')}: a new import the other way would turn the layers round.`,
      places: directed.flatMap(at),
    });
  if (mutual)
    said.push({
      id: `folders-${mutual.from}-${mutual.to}`,
      text: `${code(mutual.from)} and ${code(mutual.to)} import each other, ${times(mutual.imports)} and ${times(mutual.back)}, so that no direction tells in which of the two new code belongs.`,
      places: at(mutual),
    });
  return said;
}

function oneWay(d: FolderDependency, at: Place | undefined): string {
  const back = d.back === 0 ? '' : `, ${times(d.back)} back`;
  return `from ${code(d.from)} to ${code(d.to)} (${times(d.imports)}${at ? `, ${place(at)}` : ''}${back})`;
}

function hot({ files, sources }: Review): readonly Said[] {
  const hottest = files.flatMap(f => (f.hot ? [f.hot] : [])).sort((a, b) => a.rank - b.rank);
  const shown = hottest.slice(0, MOST);
  if (shown.length === 0) return [];
  const each = shown.map(
    h =>
      `${code(h.path)} (number ${h.rank}: ${count(h.commits, 'commit')} in a year, ${count(h.lines, 'line')})`,
  );
  return [
    {
      id: `hot-${shown[0]?.path}`,
      text: `Of the ${sources} sources ${listed(each)} ${shown.length === 1 ? 'is' : 'are'} among the hottest by change and size.`,
      places: [],
      commits: shown.map(h => h.last),
    },
  ];
}

function dependents({ files, sources }: Review): readonly Said[] {
  const weighty = files.filter(f => f.dependents.direct.length >= MANY && f.dependents.example);
  return [...weighty]
    .sort((a, b) => b.dependents.all - a.dependents.all || (a.path < b.path ? -1 : 1))
    .flatMap(f => {
      const { direct, all, tests, example } = f.dependents;
      if (!example) return [];
      const at = { path: example.from, line: example.line };
      const name = f.path.endsWith('.go') ? `The package of ${code(f.path)}` : code(f.path);
      const tested = tests > 0 ? ` and ${count(tests, 'test')}` : '';
      const through =
        all > direct.length
          ? `; ${Math.round((100 * all) / sources)} % of the ${sources} sources reach it through them`
          : '';
      return [
        {
          id: `dependents-${f.path}`,
          text: `${name} is imported by ${count(direct.length, 'source')}${tested} (${place(at)} is one)${through}.`,
          places: [at],
        },
      ];
    });
}

function owners({ files }: Review): readonly Said[] {
  const rules = new Map<string, ReviewedFile[]>();
  for (const f of files) {
    const { source, everything } = f.owners;
    if (source && !everything) rules.set(place(source), [...(rules.get(place(source)) ?? []), f]);
  }
  return [...rules.values()].flatMap(owned => {
    const first = owned[0]?.owners;
    if (!first?.source) return [];
    const people = [
      ...first.owners.map(code),
      ...(first.hidden > 0 ? [`${first.hidden} named by e-mail`] : []),
    ];
    return [
      {
        id: `owners-${first.source.path}:${first.source.line}`,
        text: `${place(first.source)} makes ${listed(people)} the owner of ${listed(owned.map(f => code(f.path)))}: their review is asked for.`,
        places: [first.source],
      },
    ];
  });
}

/** Where no file names owners: who knows the code. */
function authors({ files }: Review): readonly Said[] {
  const known = files.flatMap(({ owners: o, path }) =>
    o.author && (!o.source || o.everything) ? [{ ...o.author, path }] : [],
  );
  const best = [...known].sort((a, b) => b.commits - a.commits || (a.path < b.path ? -1 : 1))[0];
  if (!best) return [];
  return [
    {
      id: `author-${best.path}`,
      text: `${best.name} made ${best.commits} of the ${best.of} commits of two years to ${code(best.path)}: the one to ask before it changes.`,
      places: [],
      commits: [best.last],
    },
  ];
}

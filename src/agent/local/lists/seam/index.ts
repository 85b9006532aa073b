import type { FileCard, Role } from '../../../../domain/index.ts';
import { hasRole } from '../../survey.ts';
import { type Asking, type Entry, type Found, found, mainSymbol, NOTHING, placeOf } from '../entry.ts';
import { type Crossing, inWords, inwardOf, outwardOf } from './crossing.ts';
import { newPlaces } from './new-places.ts';
import { type Part, partOf, sourcesOf } from './part.ts';
import { partsOf } from './parts.ts';
import { pureOf } from './pure.ts';
import { type Ties, tiesOf } from './ties.ts';

/** A part of the project, and all that ties it to the rest. */
interface Seam {
  readonly part: Part;
  /** Files of the part that others use and that need nothing stored; see `pureOf`. */
  readonly pure: readonly string[];
  readonly inward: readonly Crossing[];
  readonly outward: readonly Crossing[];
  readonly ties: Ties;
}

/** Several lists tell of one seam: it is looked for once. */
const looked = new WeakMap<Asking, Promise<Seam | undefined>>();

function seamOf(asking: Asking): Promise<Seam | undefined> {
  const known = looked.get(asking) ?? look(asking);
  looked.set(asking, known);
  return known;
}

async function look(asking: Asking): Promise<Seam | undefined> {
  const part = await partOf(asking);
  if (!part) return undefined;
  const sources = sourcesOf(await asking.map.cards([...asking.survey.paths]));
  const pure = await pureOf(asking, part, sources);
  return {
    part,
    pure,
    inward: await inwardOf(asking, part, sources, new Set(pure)),
    outward: await outwardOf(asking, part, sources),
    ties: await tiesOf(asking, part, sources),
  };
}

/** What the file is to the part, the first that fits. */
const IS: readonly (readonly [Role, string])[] = [
  ['router', 'routes'],
  ['controller', 'requests'],
  ['job', 'background work'],
  ['mailer', 'mail'],
  ['model', 'stored data'],
  ['schema', 'stored data'],
  ['repository', 'reads and writes stored data'],
  ['service', 'the work itself'],
  ['middleware', 'middleware'],
  ['page', 'a page'],
  ['ui-component', 'drawn'],
];
const ANSWERS: readonly Role[] = ['router', 'controller', 'http-entry'];

/** How code of many projects asks who is signed in. */
const SIGNED_IN =
  /\bcurrent_user\b|\breq(?:uest)?\.user\b|\brequire_logged_in\w*|\bauthenticate_user!|\blogin_required\b|\brequest\.UserID\(|\bsession\[|\bgetServerSession\(|\brequireUser\b|\bg\.user\b|\bctx\.user\b/;

/**
 * The files of the part that the goal names, those that answer first. The first tells of all: `name`, `files`, `all` (lines),
 * `folder`, `grown`, `others`, `models`, `store`, `signedIn`, `route`, `background`, `manifest`, and where new files go.
 */
export async function leavingOf(asking: Asking): Promise<Found> {
  const seam = await seamOf(asking);
  if (!seam) return NOTHING;
  const { part } = seam;
  const own = new Set(part.files.map(f => f.path));
  const users = (card: FileCard): number =>
    card.importedBy.filter(p => !own.has(p) && !card.tests.includes(p)).length;
  const entries = [...part.files]
    .sort((a, b) => rank(a) - rank(b) || users(b) - users(a) || b.lines - a.lines)
    .map(entryOf);
  const [first, ...rest] = entries;
  return first ? found([{ ...first, ...(await summary(asking, seam)) }, ...rest]) : NOTHING;
}

function rank(card: FileCard): number {
  const i = IS.findIndex(([role]) => hasRole(card, role));
  return i < 0 ? IS.length : i;
}

function entryOf(card: FileCard): Entry {
  const symbol = mainSymbol(card);
  const test = card.tests[0];
  return {
    ...(symbol ? placeOf(symbol) : { line: '1', at: `${card.path}:1` }),
    path: card.path,
    lines: String(card.lines),
    is: IS[rank(card)]?.[1] ?? 'code',
    ...(test === undefined ? {} : { test }),
  };
}

/** Files that work without a request waiting for them, by their folder or name. */
const BACKGROUND = /(?:^|\/)(?:jobs?|workers?|tasks?|schedulers?|cron|queues?)(?:\/|[._-]|\.\w+$)|_job\.rb$/i;

async function summary(asking: Asking, { part, pure, inward, outward, ties }: Seam): Promise<Entry> {
  const models = [...ties.stored.ours.values()];
  const store = outward.find(o => o.entry['store'] !== undefined)?.entry['path'];
  const reads = [
    ...new Set(borrowedFrom(outward).flatMap(o => (o.entry['store'] ? [] : (o.names[0] ?? [])))),
  ];
  const route = ANSWERS.flatMap(role => part.files.filter(f => hasRole(f, role)))[0]?.path;
  const manifest =
    part.folder && MANIFESTS.map(m => `${part.folder}/${m}`).find(p => asking.survey.paths.has(p));
  const signedIn = await firstLine(asking, part, SIGNED_IN);
  const near = [...part.files.map(f => f.path), ...inward.map(i => i.entry['path'] ?? '')];
  const background = near.find(path => BACKGROUND.test(path));
  const count = part.files.length;
  const tests = new Set(part.files.flatMap(f => f.tests)).size;
  return {
    name: part.name,
    files: count === 1 ? '1 source' : `${count} sources`,
    all: String(part.files.reduce((n, f) => n + f.lines, 0)),
    tests: tests === 1 ? '1 test file' : `${tests} test files`,
    ...(part.templates.length === 0 ? {} : { templates: String(part.templates.length) }),
    ...(part.folder === undefined ? {} : { folder: part.folder }),
    ...(part.grownFrom === undefined ? {} : { grown: part.grownFrom }),
    ...(part.others.length === 0 ? {} : { others: inWords(part.others) }),
    ...(models.length === 0 ? {} : { models: inWords(models) }),
    ...(store === undefined ? {} : { store }),
    ...(reads.length === 0 ? {} : { reads: inWords(reads) }),
    ...(pure.length === 0 ? {} : { pure: inWords(pure) }),
    ...(route === undefined ? {} : { route }),
    ...(signedIn === undefined ? {} : { signedIn }),
    ...(background === undefined ? {} : { background }),
    ...(manifest ? { manifest } : {}),
    ...(tests === 0 ? { untested: 'yes' } : {}),
    ...deployed(asking, part),
    ...newPlaces(asking.survey, part),
  };
}

/** Where a process of this name is started already: a service that runs beside the others, or a program of its own. */
function deployed({ survey }: Asking, part: Part): Entry {
  const names = [part.name, part.name.replaceAll(' ', '-'), part.name.replaceAll(' ', '_')];
  const program = names.flatMap(n => [
    `cmd/${n}/main.go`,
    `services/${n}/package.json`,
    `services/${n}/Dockerfile`,
    `${n}/Dockerfile`,
  ]);
  const own = program.find(p => survey.paths.has(p));
  const compose = [...survey.texts].find(
    ([path, { text }]) =>
      /(?:^|\/)(?:docker-)?compose[^/]*\.ya?ml$/.test(path) &&
      names.some(n => new RegExp(`^  ${n.replace(/[^\w-]/g, '.')}(?:-service)?:\\s*$`, 'm').test(text)),
  )?.[0];
  const found = own ?? compose;
  return found === undefined ? {} : { deployed: found };
}

const MANIFESTS = [
  'package.json',
  'go.mod',
  'pyproject.toml',
  'Cargo.toml',
  'pom.xml',
  'build.gradle',
  'build.gradle.kts',
  'package.yml',
];

/** `path:line` of the first line of the part in which this stands. */
async function firstLine(asking: Asking, part: Part, pattern: RegExp): Promise<string | undefined> {
  for (const { path } of [...part.files].sort((a, b) => rank(a) - rank(b))) {
    const lines = (await asking.read(path))?.split('\n') ?? [];
    const i = lines.findIndex(text => pattern.test(text) && !/^\s*(?:#|\/\/|\*|import\b|from\b)/.test(text));
    if (i >= 0) return `${path}:${i + 1}`;
  }
  return undefined;
}

/** Names that the face of a part is told by. */
const MOST_FACES = 6;

const entries = (crossings: readonly Crossing[]): Found => {
  const [first, ...rest] = crossings.map(c => c.entry);
  const lines = crossings.reduce((n, c) => n + c.lines, 0);
  const users = new Map<string, number>();
  for (const name of crossings.flatMap(c => c.names)) users.set(name, (users.get(name) ?? 0) + 1);
  const names = [...users].sort((a, b) => b[1] - a[1]).map(([name]) => name);
  return first
    ? found([
        {
          ...first,
          lines: String(lines),
          ...(names.length === 0 ? {} : { names: inWords(names, MOST_FACES), width: String(names.length) }),
        },
        ...rest,
      ])
    : NOTHING;
};

/** Files of the rest that use the part, with the names they use and where. */
export async function inwardList(asking: Asking): Promise<Found> {
  return entries((await seamOf(asking))?.inward ?? []);
}

/** Files of the rest that the part uses. */
export async function outwardList(asking: Asking): Promise<Found> {
  return entries((await seamOf(asking))?.outward ?? []);
}

/** Files of the rest that the part uses and that use the part. */
export async function circlesOf(asking: Asking): Promise<Found> {
  const seam = await seamOf(asking);
  const out = new Map(seam?.outward.map(o => [o.entry['path'], o.entry]) ?? []);
  return found(
    (seam?.inward ?? []).flatMap(({ entry }) => {
      const back = out.get(entry['path']);
      return back
        ? [
            {
              ...entry,
              from: back['from'] ?? '',
              fromAt: back['fromAt'] ?? '',
              ...(back['uses'] ? { taken: back['uses'] } : {}),
            },
          ]
        : [];
    }),
  );
}

/** Files of the rest that hold stored data, or use the part themselves, once for each file of the part that uses them. */
export async function borrowedOf(asking: Asking): Promise<Found> {
  const all = (await seamOf(asking))?.outward ?? [];
  const taken = borrowedFrom(all);
  const beside = all.filter(o => !taken.includes(o)).flatMap(o => o.entry['path'] ?? []);
  const [first, ...rest] = taken.flatMap(o => o.by ?? []);
  return first
    ? found([beside.length === 0 ? first : { ...first, beside: inWords(beside) }, ...rest])
    : NOTHING;
}

/** Where a project reads and writes through stores of their own, its models are plain values that both sides may know. */
function borrowedFrom(outward: readonly Crossing[]): readonly Crossing[] {
  const key = outward.some(o => o.entry['store'] !== undefined) ? 'store' : 'data';
  return outward.filter(
    o =>
      o.entry['back'] !== undefined ||
      (o.entry[key] !== undefined && o.by?.some(use => use['base'] === undefined) !== false),
  );
}

/** Foreign keys between tables of the part and of the rest. */
export async function keysOf(asking: Asking): Promise<Found> {
  return found((await seamOf(asking))?.ties.data.filter(e => e['what'] === 'foreign key') ?? []);
}

/** Joins and associations in code between data of the part and of the rest. */
export async function joinsOf(asking: Asking): Promise<Found> {
  const all = (await seamOf(asking))?.ties.data ?? [];
  return found(all.filter(e => e['what'] !== 'foreign key' || IN_CODE.test(e['path'] ?? '')));
}

/** Where models are code, a foreign key is read as an association too; a migration is history. */
const IN_CODE = /^(?!.*(?:^|\/)(?:migrations?|migrate|alembic)\/).*\.(?:py|[cm]?[jt]s|java|kt|cs)$/;

/** Functions that change data of the part and of the rest in one transaction. */
export async function transactionsList(asking: Asking): Promise<Found> {
  return found((await seamOf(asking))?.ties.transactions ?? []);
}

/** The parts that the program seems to have; only asked for where the goal names none. */
export async function partsList(asking: Asking): Promise<Found> {
  return (await seamOf(asking)) ? NOTHING : found(await partsOf(asking));
}

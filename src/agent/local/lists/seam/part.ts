import type { FileCard } from '../../../../domain/index.ts';
import { baseOf, commonest, folderOf, stemOf } from '../../naming.ts';
import { isMarkup } from '../../slots/seen.ts';
import { hasRole } from '../../survey.ts';
import { stem, tokens } from '../../words.ts';
import { type Asking, isOwnSource } from '../entry.ts';
import { type AskedPart, partsAsked, wantsSeveral } from './asked.ts';

/** The part of a project that a goal wants to leave it. */
export interface Part {
  /** As the goal names it, or its folder: `billing`. */
  readonly name: string;
  /** Stems of each of its names: `[['messag'], ['inbox']]`. */
  readonly names: readonly (readonly string[])[];
  readonly files: readonly FileCard[];
  /** Templates that belong to it: they hold no definitions, and nothing imports them. */
  readonly templates: readonly string[];
  /** The one folder that holds all of it, where there is one. */
  readonly folder?: string;
  /** The folder that the goal names, where most of its users lie beside it and the cut was drawn around them. */
  readonly grownFrom?: string;
  /** Other parts that the goal names: they leave later. */
  readonly others: readonly string[];
}

/** Words in the names of files that say what they are for, not what about. */
const KIND_OF_FILE = new Set(
  (
    'controller controllers model models view views service services job jobs worker workers mailer mailers helper helpers ' +
    'handler handlers route routes router routers repository repositories repo store stores storage api serializer serializers ' +
    'schema schemas type types dto dtos entity entities module client util utils index admin task tasks urls policy component ' +
    'page channel decorator presenter query queries resolver resolvers mailbox concern manager impl'
  )
    .split(' ')
    .map(stem),
);

const NO_FILE = /^db\/|(?:^|\/)(?:migrations?|old_migrations)\/|\.d\.[cm]?ts$/;

/** Sources of the program itself, migrations apart. */
export function sourcesOf(cards: readonly FileCard[]): readonly FileCard[] {
  return cards.filter(c => isOwnSource(c) && !hasRole(c, 'migration') && !NO_FILE.test(c.path));
}

/** What the goal wants to leave, and which files that is; undefined where it names nothing that was found. */
export async function partOf({ map, survey }: Asking): Promise<Part | undefined> {
  const paths = [...survey.paths];
  const all = await map.cards(paths);
  const sources = sourcesOf(all);
  const folder = folderNamed(survey.goal.text, paths);
  if (folder !== undefined) {
    const files = sources.filter(c => c.path.startsWith(`${folder}/`));
    if (files.length > 0)
      return made(baseOf(folder), [wordsOf(baseOf(folder))], files, templatesIn(paths, folder), [], folder);
  }
  const asked = partsAsked(survey.goal.text);
  const entities = entityWords(sources);
  const found = asked.flatMap(one => {
    const hit = filesNamed(one, sources, entities);
    return hit ? [{ one, ...hit }] : [];
  });
  const [first] = found;
  if (!first) return undefined;
  // "orders, billing and users services" are three plans; "messages and inbox into a service" is one part.
  const several = found.length > 1 && wantsSeveral(survey.goal.text);
  const taken = several ? [first] : found;
  const files = [...new Set(taken.flatMap(t => t.files))];
  const templates = paths.filter(
    p =>
      isTemplate(p) && !files.some(f => f.path === p) && taken.some(t => ofFolder(p, t.names) !== undefined),
  );
  const others = several ? found.slice(1).map(f => f.one.name) : [];
  const part = made(
    taken.map(t => t.one.name).join(' and '),
    taken.map(t => t.names),
    files,
    templates,
    others,
    ownFolder(files, sources),
  );
  return grown(part, sources, paths);
}

function made(
  name: string,
  names: Part['names'],
  files: readonly FileCard[],
  templates: readonly string[],
  others: readonly string[],
  folder: string | undefined,
): Part {
  return { name, names, files, templates, others, ...(folder === undefined ? {} : { folder }) };
}

/** `internal/reader` of “extract internal/reader into …”: a folder of the project that the goal writes as it is. */
function folderNamed(goal: string, paths: readonly string[]): string | undefined {
  const said = (goal.match(/[\w@.-]+(?:\/[\w@.-]+)+/g) ?? []).map(s => s.replace(/\/$/, ''));
  return said.find(s => paths.some(p => p.startsWith(`${s}/`)));
}

const templatesIn = (paths: readonly string[], folder: string): readonly string[] =>
  paths.filter(p => isTemplate(p) && p.startsWith(`${folder}/`));

const isTemplate = (path: string): boolean =>
  isMarkup(path) && !/(?:^|\/)(?:tests?|__tests__|specs?|fixtures?|testdata|examples?)\//.test(path);

export function wordsOf(name: string): readonly string[] {
  return tokens(name).map(stem);
}

/** Words of what each file of stored data describes: `mod_mail_message.rb` is a thing of its own beside `message.rb`. */
export function entityWords(sources: readonly FileCard[]): readonly (readonly string[])[] {
  const models = sources.filter(c => hasRole(c, 'model', 'schema'));
  return models.flatMap(c => [
    wordsOf(stemOf(c.path)),
    ...c.symbols
      .filter(s => s.container === undefined && /^(?:class|model|interface|type)$/.test(s.kind))
      .map(s => wordsOf(s.name)),
  ]);
}

const holdsRun = (words: readonly string[], run: readonly string[]): boolean =>
  run.length > 0 && words.some((_, i) => run.every((w, j) => words[i + j] === w));

/**
 * The files of a name: all of a folder that is called so, and files whose own name holds it; one that is named after a
 * longer thing is none. Where nothing bears the whole name, its last word counts ("feed fetching": `fetcher/`), else the first.
 */
function filesNamed(
  { stems }: AskedPart,
  sources: readonly FileCard[],
  entities: readonly (readonly string[])[],
): { readonly names: readonly string[]; readonly files: readonly FileCard[] } | undefined {
  const ways = [stems, stems.slice(-1), stems.slice(0, 1)].filter((_, i) => i === 0 || stems.length > 1);
  for (const names of ways) {
    const files = membersOf(names, sources, entities);
    if (files.length > 0) return { names, files };
  }
  return undefined;
}

/** The files of a name among these; see `filesNamed`. */
export function membersOf(
  names: readonly string[],
  sources: readonly FileCard[],
  entities: readonly (readonly string[])[],
): readonly FileCard[] {
  const longer = entities.filter(e => e.length > names.length && holdsRun(e, names));
  return sources.filter(({ path }) => {
    // `mod/mail_messages_controller.rb` is about `mod_mail_message.rb`.
    const near = wordsOf(
      path
        .split('/')
        .slice(-2)
        .join(' ')
        .replace(/\.\w+$/, ''),
    );
    if (longer.some(e => holdsRun(near, e))) return false;
    const about = names.length > 1 ? near : aboutOf(path);
    return ofFolder(path, names) !== undefined || holdsRun(about, names);
  });
}

/** The words of a file's name without those at its end that say what kind of file it is. */
function aboutOf(path: string): readonly string[] {
  const words = wordsOf(stemOf(path));
  const end = words.findLastIndex(w => !KIND_OF_FILE.has(w));
  return end < 0 ? words : words.slice(0, end + 1);
}

/** The folder above a file that is called so; undefined where none is. */
function ofFolder(path: string, names: readonly string[]): string | undefined {
  const parts = folderOf(path).split('/');
  const i = parts.findIndex(part => wordsOf(part).join(' ') === names.join(' '));
  return i < 0 ? undefined : parts.slice(0, i + 1).join('/');
}

/** The deepest folder that holds all files; undefined for the root and for folders that hold kinds of file. */
function commonFolder(files: readonly FileCard[]): string | undefined {
  const [first, ...rest] = files.map(f => folderOf(f.path).split('/'));
  if (!first) return undefined;
  const same = first.filter(
    (part, i) => rest.every(r => r.slice(0, i + 1).join('/') === first.slice(0, i + 1).join('/')) && part,
  );
  const folder = same.join('/');
  return folder === '' || isContainer(folder) ? undefined : folder;
}

/** The folder of a part: one that holds all of it, and hardly anything else. */
function ownFolder(files: readonly FileCard[], sources: readonly FileCard[]): string | undefined {
  const folder = commonFolder(files);
  const within = sources.filter(c => c.path.startsWith(`${folder}/`)).length;
  return folder !== undefined && files.length * 2 >= within ? folder : undefined;
}

/** Folders of many parts, or of one kind of file. */
function isContainer(folder: string): boolean {
  const last = wordsOf(baseOf(folder));
  return CONTAINERS.has(baseOf(folder)) || (last.length === 1 && KIND_OF_FILE.has(last[0] ?? ''));
}
const CONTAINERS: ReadonlySet<string> = new Set(
  'src app apps lib libs internal pkg packages cmd server backend web main java kotlin modules features domains domain contexts services core'.split(
    ' ',
  ),
);

/** Most of all sources that a part may be: what is larger is the whole. */
const MOST_OF_ALL = 0.5;

/**
 * Draws the cut around the folder above where at least half of those who use the part lie there: a cut between files
 * that call each other all day is in the wrong place. At most two folders up, and never around half of the program.
 */
function grown(part: Part, sources: readonly FileCard[], paths: readonly string[]): Part {
  let now = part;
  for (let up = 0; up < 2; up++) {
    const own = now.folder;
    const parent = own === undefined ? '' : folderOf(own);
    if (own === undefined || parent === '' || isContainer(parent)) break;
    const users = usersOf(now.files, sources);
    const beside = users.filter(c => c.path.startsWith(`${parent}/`));
    const files = sources.filter(c => c.path.startsWith(`${parent}/`));
    if (beside.length * 2 < users.length || beside.length === 0) break;
    if (files.length > sources.length * MOST_OF_ALL) break;
    now = {
      ...now,
      name: baseOf(parent),
      names: [wordsOf(baseOf(parent))],
      files,
      folder: parent,
      templates: templatesIn(paths, parent),
      grownFrom: part.folder ?? own,
    };
  }
  return now;
}

function usersOf(files: readonly FileCard[], sources: readonly FileCard[]): readonly FileCard[] {
  const own = new Set(files.map(f => f.path));
  return sources.filter(c => !own.has(c.path) && c.imports.some(p => own.has(p)));
}

/** The folder that most files lie in. */
export function mainFolder(part: Part): string {
  return part.folder ?? commonest(part.files.map(f => folderOf(f.path))) ?? '';
}

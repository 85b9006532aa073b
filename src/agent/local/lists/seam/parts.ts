import type { FileCard } from '../../../../domain/index.ts';
import { folderOf } from '../../naming.ts';
import { hasRole } from '../../survey.ts';
import { type Asking, type Entry, mainSymbol, placeOf } from '../entry.ts';
import { entityWords, membersOf, sourcesOf, wordsOf } from './part.ts';

/** Fewest sources of a program that has parts to divide. */
const LEAST_SOURCES = 10;
/** Folders of what all parts use, or of one kind of file: they are no part. */
const SHARED =
  /^(?:utils?|helpers?|libs?|common|shared|core|config|settings|types?|constants|middlewares?|errors?|models?|controllers?|services?|routes?|routers?|repositor(?:y|ies)|views?|templates?|jobs?|mailers?|components?|hooks?|pages?|db|database|storage|migrations?|scripts?|bin|cmd|cli|version|concerns|serializers|schemas?|assets|styles|i18n|locale|tests?|vendor|channels|policies|validators?|crypto|logger|logging|mailboxes|javascript|ui|api|web|http|public|static|frontend|client|server)$/i;
/** Folders of Kotlin and Gradle that say for what they are built. */
const SOURCE_SET = /(?:Main|Test|Android|JvmMain)$|^(?:common|jvm|native)[A-Z]/;
const FACE = ['router', 'controller', 'job', 'service', 'http-entry'] as const;

interface Group {
  readonly name: string;
  readonly files: readonly FileCard[];
}

/**
 * The parts that a program seems to have, those first that the fewest imports tie to the rest for each line they hold: by the folders of its
 * features, else by what its models and controllers are named after. `name`, `files`, `lines`, `users`, `uses`.
 */
export async function partsOf({ map, survey }: Asking): Promise<readonly Entry[]> {
  const sources = sourcesOf(await map.cards([...survey.paths]));
  if (sources.length < LEAST_SOURCES) return [];
  const byFolder = folders(sources);
  const byThing = things(sources);
  const layered = sources.filter(c => /(?:^|\/)(?:controllers|models|routes|services)\//.test(c.path)).length;
  const byKind = byThing.length > 2 && layered * 3 > sources.length;
  const groups = (byFolder.length > 1 && !byKind ? byFolder : byThing).filter(
    g => g.files.length * 2 <= sources.length,
  );
  return groups
    .map(group => ({ group, ...edgesOf(group, sources) }))
    .filter(g => g.users > 0 || g.group.files.some(f => hasRole(f, ...FACE)))
    .sort((a, b) => a.tied - b.tied || a.group.name.localeCompare(b.group.name))
    .map(({ group, users, uses }) => {
      const main = [...group.files].sort((a, b) => b.lines - a.lines)[0];
      const symbol = main && mainSymbol(main);
      return {
        ...(symbol ? placeOf(symbol) : { line: '1', at: `${main?.path ?? ''}:1` }),
        path: main?.path ?? '',
        name: group.name,
        files: filesOf(group.files.length),
        lines: String(group.files.reduce((n, f) => n + f.lines, 0)),
        users: String(users),
        uses: String(uses),
      };
    });
}

const filesOf = (n: number): string => (n === 1 ? '1 file' : `${n} files`);

function edgesOf(
  { files }: Group,
  sources: readonly FileCard[],
): { readonly users: number; readonly uses: number; readonly tied: number } {
  const own = new Set(files.map(f => f.path));
  const known = new Set(sources.map(s => s.path));
  const taken = new Set(files.flatMap(f => f.imports).filter(p => known.has(p) && !own.has(p)));
  const users = sources.filter(c => !own.has(c.path) && c.imports.some(p => own.has(p))).length;
  const lines = files.reduce((n, f) => n + f.lines, 0);
  return { users, uses: taken.size, tied: (users + taken.size) / Math.max(lines, 1) };
}

/** Children of the folder in which the program divides itself, that hold two sources or more. */
function folders(sources: readonly FileCard[]): readonly Group[] {
  let root = '';
  for (;;) {
    const counts = childrenOf(root, sources);
    const [first] = [...counts].sort((a, b) => b[1].length - a[1].length);
    if (!first || first[1].length < sources.length * 0.6) break;
    root = root === '' ? first[0] : `${root}/${first[0]}`;
  }
  const groups = [...childrenOf(root, sources)];
  // Where features have a folder of their own beside `shared`, one folder holds all of them.
  const nested = groups.find(([name]) =>
    /^(?:modules|features|domains?|contexts|apps|engines|packs)$/.test(name),
  );
  const from = nested
    ? childrenOf(root === '' ? nested[0] : `${root}/${nested[0]}`, sources)
    : new Map(groups);
  return [...from]
    .filter(([name, files]) => !SHARED.test(name) && !SOURCE_SET.test(name) && files.length > 1)
    .map(([name, files]) => ({ name, files }));
}

function childrenOf(root: string, sources: readonly FileCard[]): ReadonlyMap<string, readonly FileCard[]> {
  const out = new Map<string, FileCard[]>();
  const depth = root === '' ? 0 : root.split('/').length;
  for (const card of sources) {
    if (root !== '' && !card.path.startsWith(`${root}/`)) continue;
    const name = folderOf(card.path).split('/')[depth];
    if (!name) continue;
    out.set(name, [...(out.get(name) ?? []), card]);
  }
  return out;
}

/** Files that are named after one stored thing, where it has a model and something that answers for it. */
function things(sources: readonly FileCard[]): readonly Group[] {
  const entities = entityWords(sources);
  const names = new Map<string, string>();
  for (const card of sources.filter(c => hasRole(c, ...FACE))) {
    const base = (card.path.split('/').at(-1) ?? '').replace(/\.[a-z]+$/i, '');
    const name = base.replace(
      /[._-]?(?:controller|routes?|router|service|job|handler|repository|views?|api)s?$/i,
      '',
    );
    const words = wordsOf(name);
    if (words.length > 0 && entities.some(e => e.join(' ') === words.join(' ')))
      names.set(words.join(' '), name);
  }
  return [...names].flatMap(([key, name]) => {
    const files = membersOf(key.split(' '), sources, entities);
    return files.length > 1 ? [{ name, files }] : [];
  });
}

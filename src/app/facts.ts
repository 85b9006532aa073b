import type { CodeMap } from '../codemap/port.ts';
import type { ProjectFiles } from '../host/port.ts';
import type { FactNeeds, FileFact, PlanFacts, SymbolFact, SymbolNeed, Truth } from '../plan/facts.ts';
import { quoteKey, symbolKey } from '../plan/facts.ts';
import { isNearFolder } from '../plan/paths.ts';
import type { Research } from '../research/port.ts';
import { commandFact } from './command-facts.ts';
import type { LookUps } from './look-ups.ts';
import { packageFacts } from './package-facts.ts';
import type { Pages } from './pages.ts';
import type { CommittedSince } from './since.ts';

export interface FactSources {
  /** What was committed since the plan was made; absent: the files are taken as they are. */
  committedSince?(base: string): Promise<CommittedSince | undefined>;
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  readonly research: Research;
  /** What the npm registry says; absent: nobody is asked. */
  readonly lookUps?: LookUps;
  /** Pages as they are kept; absent: no quote is compared. */
  readonly pages?: Pick<Pages, 'stands'>;
}

/** Gathers what the checks of a plan want to know; what cannot be reached is `not-checked`. */
export async function gatherFacts(needs: FactNeeds, sources: FactSources): Promise<PlanFacts> {
  const { map, files, research, lookUps, pages } = sources;
  const brief = await research.brief();
  const paths = await files.list();
  const known = new Set(paths);
  const folders = foldersOf(paths);
  const created = new Set(needs.created);
  return {
    files: await withCarriedOut(
      await collect(
        needs.files,
        path => path,
        async path => fileFact(path, known, created, map),
      ),
      needs,
      sources,
    ),
    folders: await collect(
      needs.folders,
      folder => folder,
      async (folder): Promise<Truth> =>
        folder === '' || folders.has(folder.replace(/\/$/, '')) ? 'yes' : 'no',
    ),
    nearFolders: Object.fromEntries(
      needs.folders.flatMap(folder => {
        if (folder === '' || folders.has(folder)) return [];
        return [
          [
            folder,
            [...folders]
              .filter(other => isNearFolder(folder, other))
              .sort()
              .slice(0, 2),
          ],
        ];
      }),
    ),
    symbols: await collect(needs.symbols, symbolKey, need => symbolFact(need, map)),
    commands: await collect(
      needs.commands,
      command => command,
      async command => commandFact(command, brief),
    ),
    ...(await packageFacts(needs, { files, brief, paths, lookUps })),
    quotes: await collect(
      needs.quotes ?? [],
      quoteKey,
      async need => (await pages?.stands(need)) ?? { stands: 'not-checked' },
    ),
  };
}

/** All at once: the map answers from another thread. */
async function collect<N, F>(
  needs: readonly N[],
  key: (need: N) => string,
  fact: (need: N) => Promise<F>,
): Promise<Record<string, F>> {
  return Object.fromEntries(
    await Promise.all(needs.map(async need => [key(need), await fact(need)] as const)),
  );
}

function foldersOf(paths: readonly string[]): ReadonlySet<string> {
  const folders = new Set<string>();
  for (const path of paths)
    for (let at = path.lastIndexOf('/'); at > 0; at = path.lastIndexOf('/', at - 1)) {
      const folder = path.slice(0, at);
      if (folders.has(folder)) break;
      folders.add(folder);
    }
  return folders;
}

async function fileFact(
  path: string,
  known: ReadonlySet<string>,
  created: ReadonlySet<string>,
  map: CodeMap,
): Promise<FileFact> {
  if (known.has(path)) {
    const lines = (await map.card(path))?.lines;
    return { exists: 'yes', nearest: [], ...(lines === undefined ? {} : { lines }) };
  }
  // Of what is to be created only a name that differs in nothing but case is of interest.
  if (created.has(path)) {
    const lower = path.toLowerCase();
    return { exists: 'no', nearest: [...known].filter(other => other.toLowerCase() === lower).slice(0, 1) };
  }
  return { exists: 'no', nearest: await map.nearest(path, 3) };
}

/** What contradicts the plan may be its own work, which was committed since. */
async function withCarriedOut(
  facts: Record<string, FileFact>,
  { base, created = [], deleted = [] }: FactNeeds,
  { committedSince }: FactSources,
): Promise<Record<string, FileFact>> {
  const there = created.filter(path => facts[path]?.exists === 'yes');
  const gone = deleted.filter(path => facts[path]?.exists === 'no');
  if (base === undefined || !committedSince || there.length + gone.length === 0) return facts;
  const since = await committedSince(base);
  const told = (path: string, paths: ReadonlySet<string> | undefined): Truth =>
    paths ? (paths.has(path) ? 'yes' : 'no') : 'not-checked';
  const out = { ...facts };
  for (const [paths, done] of [
    [there, since?.created],
    [gone, since?.deleted],
  ] as const)
    for (const path of paths) {
      const fact = facts[path];
      if (fact) out[path] = { ...fact, carriedOut: told(path, done) };
    }
  return out;
}

/** A name counts as there when it is defined, or (properties, keys) stands as an identifier in the named file. */
async function symbolFact(need: SymbolNeed, map: CodeMap): Promise<SymbolFact> {
  const defined = await map.define(need.name);
  const here = need.path === undefined ? defined : defined.filter(s => s.path === need.path);
  if (here.length > 0) return { found: 'yes', at: here.map(s => `${s.path}:${s.line}`), nearest: [] };
  const uses = (await map.references(need.name, 50)).filter(hit => !isComment(hit.text));
  const used = need.path === undefined ? uses : uses.filter(hit => hit.path === need.path);
  if (used.length > 0)
    return { found: 'yes', at: used.slice(0, 3).map(hit => `${hit.path}:${hit.line}`), nearest: [] };
  const card = need.path === undefined ? undefined : await map.card(need.path);
  if (need.path !== undefined && (!card || card.symbols.length === 0))
    return { found: 'not-checked', at: [], nearest: [] };
  const elsewhere = defined.map(s => `${s.name} (${s.path}:${s.line})`);
  return {
    found: 'no',
    at: [],
    nearest: [...elsewhere, ...likeNames(need.name, card?.symbols.map(s => s.name) ?? [])].slice(0, 3),
  };
}

/** A line that is a comment as a whole: a word there names nothing. */
function isComment(text: string): boolean {
  return /^\s*(?:\/\/|\/\*|\*|#(?!include|define|\[|!)|--\s|<!--|""")/.test(text);
}

function likeNames(name: string, names: readonly string[]): readonly string[] {
  const lower = name.toLowerCase();
  return [...new Set(names)].filter(n => n.toLowerCase().includes(lower) || lower.includes(n.toLowerCase()));
}

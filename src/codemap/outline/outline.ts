import type {
  CardPage,
  CodeOutline,
  CodeSymbol,
  FileHistory,
  OutlineFile,
  OutlineFolder,
  OutlineQuery,
  OutlineSymbol,
  Role,
} from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import { type History, recentChanges } from '../history.ts';
import type { Links } from '../links/resolve.ts';
import type { RankIndex } from '../rank/index.ts';
import { hasRole } from '../roles/roles.ts';
import { folderOf, type Importance, importanceOf, isTop, joined, shelfOf } from './importance.ts';
import { countUsers, importsByFile, NOBODY, type Users } from './users.ts';

/** What the outline is made of: a finished tier, or the files that were read so far. */
export interface OutlineInput {
  readonly files: readonly FileEntry[];
  readonly links?: Links;
  readonly history?: History | undefined;
  readonly index?: RankIndex;
}

/** The order of a whole project, and what its answers are made from. */
export interface Ordered extends OutlineInput {
  readonly importance: Importance;
  readonly users: Users;
  readonly partial: boolean;
}

const MAIN_SYMBOLS = 8;
const LATEST_COMMITS = 8;

export function orderProject(input: OutlineInput): Ordered {
  const { files, links, history, index } = input;
  const voter = (n: number) => {
    const roles = files[n]?.roles ?? [];
    return !hasRole(roles, 'test') && !hasRole(roles, 'fixture');
  };
  const users = index && links ? countUsers({ files, links, index, voter }) : NOBODY;
  const spokenOf = files.map((_, n) => users.ofFile(n));
  const importance = importanceOf({ files, history, spokenOf, ...links });
  return {
    files,
    ...(links ? { links } : {}),
    ...(index ? { index } : {}),
    history,
    importance,
    users,
    partial: links === undefined,
  };
}

/** The most important files under their folders; see OutlineQuery. */
export function outlineOf(ordered: Ordered, { shelf, limit, whole }: OutlineQuery): CodeOutline {
  const { files, importance } = ordered;
  const order = importance.order[shelf];
  const inFolder = new Map<string, number>();
  for (const n of order) {
    const folder = folderOf(files[n]?.path ?? '');
    inFolder.set(folder, (inFolder.get(folder) ?? 0) + 1);
  }
  const places = new Map(order.map((n, i) => [n, i + 1]));
  const chosen = new Map<string, number[]>();
  const everything = new Set(whole);
  order.forEach((n, place) => {
    const folder = folderOf(files[n]?.path ?? '');
    if (place >= limit && !everything.has(folder)) return;
    const list = chosen.get(folder);
    if (list) list.push(n);
    else chosen.set(folder, [n]);
  });
  // Where one file alone would be left, it takes no more room than the line that says so.
  for (const n of order) {
    const list = chosen.get(folderOf(files[n]?.path ?? ''));
    if (list && inFolder.get(folderOf(files[n]?.path ?? '')) === list.length + 1 && !list.includes(n))
      list.push(n);
  }
  const folders = [...chosen].map(
    ([path, numbers]): OutlineFolder => ({
      path,
      files: numbers.map(n => fileOf(ordered, n, places.get(n) ?? 0)),
      more: (inFolder.get(path) ?? 0) - numbers.length,
    }),
  );
  const listed = folders.reduce((sum, f) => sum + f.files.length + f.more, 0);
  return {
    folders,
    files: order.length,
    unlisted: { files: order.length - listed, folders: inFolder.size - chosen.size },
    shelves: { sources: importance.order.sources.length, aside: importance.order.aside.length },
    partial: ordered.partial,
  };
}

/** What a card's page says beyond the card. */
export function pageOf(
  ordered: Ordered,
  n: number,
  card: CardPage['card'],
  paths: readonly string[],
): CardPage {
  const shelf = ordered.importance.shelf[n] ?? 'aside';
  const order = ordered.importance.order[shelf];
  const history = historyOf(ordered.history, n);
  return {
    card,
    shelf,
    place: order.indexOf(n) + 1,
    of: order.length,
    why: whyOf(ordered, n),
    users: card.symbols.map(symbolUsers(ordered, n)),
    usedBy: importersOf(ordered, n).map(i => paths[i] ?? ''),
    ...(history ? { history } : {}),
    partial: false,
  };
}

/** What a file says by itself, before the others were read. */
export function earlyPage(file: FileEntry): CardPage {
  const { path, language, lines, bytes, hash, roles, symbols } = file;
  return {
    card: {
      path,
      language,
      lines,
      bytes,
      hash,
      roles: [...roles],
      symbols: symbols.map(s => ({ ...s, path })),
      imports: [],
      importedBy: [],
      packages: [],
      tests: [],
      commits: 0,
    },
    shelf: shelfOf(file),
    place: 0,
    of: 0,
    why: '',
    users: [],
    usedBy: [],
    partial: true,
  };
}

function fileOf(ordered: Ordered, n: number, place: number): OutlineFile {
  const file = ordered.files[n];
  if (!file) throw new Error(`file ${n} of ${ordered.files.length} was asked for`);
  return {
    path: file.path,
    place,
    language: file.language,
    lines: file.lines,
    role: file.roles[0]?.role ?? 'other',
    why: whyOf(ordered, n),
    symbols: mainSymbols(file, n, ordered.users),
  };
}

/** Most used first, what others may use before the file's own; members stand for a file that has nothing else. */
function mainSymbols(file: FileEntry, n: number, users: Users): readonly OutlineSymbol[] {
  const all = file.symbols.map((symbol, k) => ({ symbol, users: users.of(n, k) }));
  const outer = all.filter(({ symbol }) => symbol.container === undefined && symbol.kind !== 'section');
  const weight = ({ symbol, users }: (typeof all)[number]) =>
    (symbol.exported ? 1_000_000 : 0) + users * 1_000 + Math.min(999, symbol.endLine - symbol.line);
  const seen = new Set<string>();
  return (outer.length > 0 ? outer : all)
    .filter(({ symbol: { name } }) => !seen.has(name) && seen.add(name))
    .sort((a, b) => weight(b) - weight(a) || a.symbol.line - b.symbol.line)
    .slice(0, MAIN_SYMBOLS)
    .map(({ symbol: { name, kind, line }, users }) => ({ name, kind, line, users }));
}

/** Users of a symbol as the card has it: a parser may know more symbols than the scan that the counts are of. */
function symbolUsers({ files, users }: Ordered, n: number): (symbol: CodeSymbol) => number {
  const scanned = new Map(files[n]?.symbols.map((s, k) => [`${s.container ?? ''} ${s.name}`, k]));
  return ({ container, name }) => {
    const k = scanned.get(`${container ?? ''} ${name}`);
    return k === undefined ? 0 : users.of(n, k);
  };
}

/** Files that import this one and are no tests, the most important first. */
function importersOf({ files, links, importance }: Ordered, n: number): readonly number[] {
  return (links?.importedBy[n] ?? [])
    .filter(i => !hasRole(files[i]?.roles ?? [], 'test'))
    .sort((a, b) => (importance.score[b] ?? 0) - (importance.score[a] ?? 0) || a - b);
}

/** Roles that say by themselves why a file should be read early. */
const TELLING: Readonly<Partial<Record<Role, string>>> = {
  'http-entry': 'starts the server',
  'cli-entry': 'entry of the command line',
  entry: 'entry point',
  router: 'routes',
  controller: 'controller',
  service: 'service',
  model: 'model',
  schema: 'schema',
  repository: 'repository',
  middleware: 'middleware',
  auth: 'authentication',
  page: 'page',
  job: 'job',
};

function whyOf(ordered: Ordered, n: number): string {
  const { files, links, history, importance } = ordered;
  const file = files[n];
  const importers = importersOf(ordered, n).length;
  const recent = recentChanges(history, n);
  const roles = (file?.roles ?? []).flatMap(r => TELLING[r.role] ?? []).slice(0, 2);
  const graph = { files, ...links };
  const top = isTop(graph, importance.shelf, n);
  const parts = [
    ...(importers > 0 ? [`imported by ${counted(importers, 'file')}`] : []),
    ...(top
      ? [
          `imports ${counted(joined(graph, n), importsByFile(file?.language ?? '') ? 'file' : 'package')}, nothing imports it`,
        ]
      : []),
    ...roles,
    ...mostUsed(ordered, n, importers),
    ...(recent > 0 ? [`${counted(recent, 'change')} in 90 days`] : []),
  ];
  if (parts.length > 0) return parts.join('; ');
  if (ordered.partial) return '';
  const all = history?.ofFile[n]?.length ?? 0;
  return all > 0 ? `${counted(all, 'change')}, none in 90 days` : 'nothing imports it';
}

/** Where a package is imported as a whole, its importers say little of one of its files; who uses its symbols does. */
function mostUsed({ files, users }: Ordered, n: number, importers: number): readonly string[] {
  let best = { name: '', users: Math.max(1, importers) };
  files[n]?.symbols.forEach((symbol, k) => {
    const count = symbol.container === undefined ? users.of(n, k) : 0;
    if (count > best.users) best = { name: symbol.name, users: count };
  });
  return best.name === '' ? [] : [`${best.name} is used in ${counted(best.users, 'file')}`];
}

function counted(n: number, word: string): string {
  return `${n} ${word}${n === 1 ? '' : 's'}`;
}

function historyOf(history: History | undefined, n: number): FileHistory | undefined {
  if (!history) return undefined;
  const commits = history.ofFile[n] ?? [];
  return {
    commits: commits.length,
    recent: recentChanges(history, n),
    latest: commits.slice(0, LATEST_COMMITS).flatMap(c => {
      const commit = history.commits[c]?.commit;
      return commit ? [{ sha: commit.sha, date: commit.date, subject: commit.subject }] : [];
    }),
  };
}

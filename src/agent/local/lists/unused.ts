import type { GraphFacts } from '../../../codemap/port.ts';
import type { CodeSymbol, FileCard } from '../../../domain/index.ts';
import { hasRole } from '../survey.ts';
import { overlap } from '../words.ts';
import { type Asking, type Entry, type Found, found, mainSymbol, ownSources, placeOf } from './entry.ts';

/** Names asked of the map for one plan, and what they take at about two milliseconds each. */
const MOST_ASKED = 500;
/** Uses that a definition may have of itself before one outside is missed. */
const MOST_USES = 40;
/** A constant or a type of one line is no work to keep. */
const LEAST_LINES = 3;
const KINDS: ReadonlySet<CodeSymbol['kind']> = new Set([
  'function',
  'class',
  'component',
  'const',
  'interface',
  'type',
  'enum',
]);
/** What frameworks and runners call by where it stands, not by name. */
const CALLED_BY_PLACE = [
  'cli-entry',
  'http-entry',
  'entry',
  'router',
  'page',
  'config',
  'migration',
  'job',
  'script',
  'controller',
  'middleware',
] as const;
/** Languages in which every file of a folder sees the others: that nobody imports a file says nothing. */
const SEES_ITS_FOLDER = /\.(?:go|java|kt|cs|swift|scala|rb|php|rs|c|h|cc|cpp|hpp)$/;
const NAMED_BY_OTHERS =
  /(?:^|\/)(?:index|main|mod|lib|__init__|__main__|setup|manage|conftest|vite|vitest|jest|eslint|webpack|rollup|babel|tailwind|postcss|next)\b[^/]*$/;

/**
 * What nothing in the project names: whole files that nobody imports (`whole`), then names that stand nowhere but in
 * their definition. Left out are what manifests start, what the package offers to others, what a decorator or an
 * annotation hands to a framework, and tests. `lines`, `commits`, `last` (date of the newest commit of its file).
 */
export async function unusedOf(asking: Asking): Promise<Found> {
  const { survey, map } = asking;
  const cards = await ownSources(asking);
  const graph = await map.graph();
  const open = new Set(
    graph.publicApi.flatMap(p => (p.published ? p.symbols.map(s => `${s.path} ${s.name}`) : [])),
  );
  const starts = new Set(graph.entryPoints.map(e => e.path));
  const orphans = cards.filter(c => isOrphan(c, starts, graph));
  const gone = new Set<string>();
  const out: { readonly entry: Entry; readonly score: number }[] = [];
  const near = (path: string): number =>
    overlap(path, survey.goal.stems) + (survey.named.includes(path) ? 5 : 0);
  for (const card of orphans) {
    const base = card.path.slice(card.path.lastIndexOf('/') + 1).replace(/\.[a-z]+$/i, '');
    const mentions = await map.search(`\\b${base.replace(/[^\w-]/g, '.')}\\b`, { limit: 12 });
    if (mentions.some(m => m.path !== card.path && !/\.(?:md|rst|txt)$/.test(m.path) && BY_PATH.test(m.text)))
      continue;
    gone.add(card.path);
    out.push({
      entry: entryOf(card, mainSymbol(card), true),
      score: 100 * near(card.path) + card.lines + 20,
    });
  }
  const candidates = cards
    .filter(c => !gone.has(c.path) && !NAMED_BY_OTHERS.test(c.path))
    .sort((a, b) => near(b.path) - near(a.path) || b.lines - a.lines)
    .flatMap(card => card.symbols.filter(s => mayBeUnused(s, card, open)).map(symbol => ({ card, symbol })))
    .slice(0, MOST_ASKED);
  for (const { card, symbol } of candidates) {
    if (asking.stop()) break;
    const uses = await map.references(symbol.name, MOST_USES);
    if (uses.some(u => u.path !== symbol.path || u.line < symbol.line || u.line > symbol.endLine)) continue;
    if (await handedOver(asking, symbol)) continue;
    out.push({
      entry: entryOf(card, symbol, false),
      score: 100 * near(card.path) + symbol.endLine - symbol.line,
    });
  }
  return found([...out].sort((a, b) => b.score - a.score).map(x => x.entry));
}

/** A line that names a file: in quotes, or in a manifest. */
const BY_PATH = /['"`][^'"`]*[/.][^'"`]*['"`]|^\s*[\w-]+\s*[:=]/;

function isOrphan(card: FileCard, starts: ReadonlySet<string>, graph: GraphFacts): boolean {
  return (
    card.importedBy.length === 0 &&
    card.tests.length === 0 &&
    card.path.includes('/') &&
    !SEES_ITS_FOLDER.test(card.path) &&
    !NAMED_BY_OTHERS.test(card.path) &&
    !/\.d\.[cm]?ts$/.test(card.path) &&
    !starts.has(card.path) &&
    !hasRole(card, ...CALLED_BY_PLACE) &&
    !graph.publicApi.some(p => p.symbols.some(s => s.path === card.path))
  );
}

function mayBeUnused(symbol: CodeSymbol, card: FileCard, open: ReadonlySet<string>): boolean {
  return (
    KINDS.has(symbol.kind) &&
    symbol.container === undefined &&
    symbol.name.length > 3 &&
    symbol.endLine - symbol.line + 1 >= LEAST_LINES &&
    !/^(?:main|init|setup|default|handler|register|_.*__|test.*|Test.*|on[A-Z].*|use[A-Z].*)$/.test(
      symbol.name,
    ) &&
    !/\.d\.[cm]?ts$/.test(card.path) &&
    !hasRole(card, 'page', 'config', 'router', 'cli-entry', 'controller') &&
    !open.has(`${symbol.path} ${symbol.name}`)
  );
}

/** Whether a decorator, an attribute, or the text itself gives the name to somebody who does not write it. */
async function handedOver({ read }: Asking, symbol: CodeSymbol): Promise<boolean> {
  const lines = (await read(symbol.path))?.split('\n') ?? [];
  const above = lines[symbol.line - 2]?.trim() ?? '';
  const own = lines[symbol.line - 1] ?? '';
  return (
    /^(?:@|#\[|\)|\/\/go:|\/\/export)/.test(above) ||
    /^\s*(?:@|#\[)/.test(own) ||
    /export\s+default\b|module\.exports\s*=|extern\s+"C"/.test(own)
  );
}

function entryOf(card: FileCard, symbol: CodeSymbol | undefined, whole: boolean): Entry {
  return {
    ...(symbol ? placeOf(symbol) : { at: `${card.path}:1`, line: '1' }),
    path: card.path,
    lines: String(whole || !symbol ? card.lines : symbol.endLine - symbol.line + 1),
    commits: String(card.commits),
    ...(card.lastCommit === undefined ? {} : { last: card.lastCommit.slice(0, 10) }),
    ...(whole ? { whole: 'yes' } : {}),
  };
}

import type { CodeMap } from '../../codemap/port.ts';
import type { CodeSymbol, FileCard } from '../../domain/index.ts';
import { extOf } from './naming.ts';

export interface SymbolUses {
  readonly count: number;
  /** Whether counting stopped at the limit. */
  readonly more: boolean;
  readonly files: readonly string[];
}

/** Uses are counted up to here. */
const USES_LIMIT = 40;

/** Files in which a use can only mean this symbol: its own, those that import it (also through a barrel), its package's. */
function reach(
  symbol: CodeSymbol,
  card: FileCard | undefined,
  cards: CardOf,
): ReadonlySet<string> | undefined {
  if (!card || PACKAGE_WIDE.test(symbol.path)) return undefined;
  const behind = card.importedBy.filter(p => BARREL.test(p)).flatMap(p => cards.get(p)?.importedBy ?? []);
  return new Set([symbol.path, ...card.importedBy, ...behind]);
}

type CardOf = Pick<ReadonlyMap<string, FileCard>, 'get'>;

/** Languages whose files see each other without an import. */
const PACKAGE_WIDE = /\.(?:go|java|kt|cs|swift|scala|rb|php)$/;
const BARREL = /(?:^|\/)(?:index|mod|lib|__init__)\.[a-z]+$/;
const SCRIPT = /\.(?:[cm]?[jt]sx?|vue|svelte)$/;

/**
 * Where a symbol is used, counted by the map in files of its language that can see it. Undefined where the name alone
 * cannot tell: a member whose name others have too, or a common name in a language without imports.
 */
export async function usesOf(
  map: CodeMap,
  symbol: CodeSymbol,
  card: FileCard | undefined,
  cards: CardOf,
): Promise<SymbolUses | undefined> {
  const seenBy = symbol.container === undefined ? reach(symbol, card, cards) : undefined;
  if (seenBy === undefined && (await map.define(symbol.name)).length > 1) return undefined;
  const hits = await map.references(symbol.name, USES_LIMIT);
  const same = (path: string): boolean =>
    SCRIPT.test(symbol.path) ? SCRIPT.test(path) : extOf(path) === extOf(symbol.path);
  const code = hits.filter(h => same(h.path) && (seenBy?.has(h.path) ?? true));
  const outside = code.filter(h => h.path !== symbol.path || h.line < symbol.line || h.line > symbol.endLine);
  return {
    count: outside.length,
    more: hits.length >= USES_LIMIT,
    files: [...new Set(outside.map(h => h.path))],
  };
}

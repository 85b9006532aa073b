import type { CodeMap } from '../codemap/port.ts';
import type { CodeSymbol, SymbolPage } from '../domain/index.ts';
import { redact } from '../shared/text/index.ts';

/** What `map --symbol` prints: the definitions that were meant, each with its place in the graph of symbols. */
export interface SymbolListing {
  readonly symbol: string;
  readonly definitions: readonly SymbolPage[];
  /** Further definitions of that name. */
  readonly more: number;
}

/** `placeOrder`, `Order.total` (also with `#` or `::`), either with `path:` or `path:line:` before it. */
export async function symbolListing(map: CodeMap, text: string, limit: number): Promise<SymbolListing> {
  await map.build();
  const { name, container, place } = parsed(text);
  const meant = (s: CodeSymbol) =>
    (container === undefined || s.container?.split(/[.:#]+/).at(-1) === container) &&
    (place === undefined || s.path === place || s.path.endsWith(`/${place}`));
  const found = (await map.define(name)).filter(meant);
  const definitions: SymbolPage[] = [];
  for (const { path, line } of found.slice(0, limit)) {
    const page = await map.symbol(path, line, name);
    if (page) definitions.push(withoutSecrets(page));
  }
  return { symbol: text, definitions, more: Math.max(0, found.length - limit) };
}

/** The signature of a constant may hold a token. */
export function withoutSecrets(page: SymbolPage): SymbolPage {
  return { ...page, symbol: { ...page.symbol, signature: redact(page.symbol.signature).text } };
}

function parsed(text: string): {
  readonly name: string;
  readonly container?: string;
  readonly place?: string;
} {
  const [, place, words = text] = /^(?:(.+\.\w+):)?([^:/].*)$/.exec(text) ?? [];
  const parts = words.split(/\.|#|::/).filter(part => part !== '');
  const container = parts.at(-2);
  return {
    name: parts.at(-1) ?? words,
    ...(container === undefined ? {} : { container }),
    ...(place === undefined ? {} : { place }),
  };
}

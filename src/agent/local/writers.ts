import type { CodeSymbol, FileCard, Role } from '../../domain/index.ts';
import { overlap, stem, tokens } from './words.ts';

/** First words of functions that change what is stored. */
const WRITING: ReadonlySet<string> = new Set(
  (
    'create add insert save store update edit modify change set upsert patch delete remove destroy archive restore move ' +
    'rename merge toggle mark assign attach detach approve cancel refund publish import'
  ).split(' '),
);

/** Where rows are changed, the nearest to them first. */
const KEEPERS: readonly Role[] = ['repository', 'service', 'model', 'controller'];

/**
 * Functions that change stored things of these kinds (stems: "feed"), those nearest to the rows first: `CreateFeed`,
 * `orders.cancel`, `StoriesController#update`. Of one role only: a change is recorded once on its way down.
 */
export function writersOf(
  cards: ReadonlyMap<string, FileCard>,
  roles: ReadonlyMap<Role, readonly string[]>,
  about: ReadonlySet<string>,
): readonly CodeSymbol[] {
  if (about.size === 0) return [];
  for (const role of KEEPERS) {
    const found = (roles.get(role) ?? []).flatMap(path => {
      const card = cards.get(path);
      return card && !card.roles.some(r => r.role === 'test')
        ? card.symbols.flatMap(s => asWriter(s, about))
        : [];
    });
    if (found.length > 0)
      return found.sort((a, b) => b.fits - a.fits || a.words - b.words).map(({ symbol }) => symbol);
  }
  return [];
}

/** How exactly a function's name says that it changes such a thing; the fewer other words, the nearer. */
function asWriter(
  symbol: CodeSymbol,
  about: ReadonlySet<string>,
): readonly { readonly symbol: CodeSymbol; readonly fits: number; readonly words: number }[] {
  if (symbol.kind !== 'function' && symbol.kind !== 'method') return [];
  const [verb = '', ...rest] = tokens(symbol.name);
  if (!WRITING.has(verb)) return [];
  const things = rest.filter(word => about.has(stem(word)));
  if (rest.length > 0 && things.length === 0) return [];
  const owner = `${symbol.container ?? ''} ${symbol.path.split('/').slice(-2).join(' ')}`;
  const home = overlap(owner, about);
  if (rest.length === 0 && home === 0) return [];
  return [{ symbol, fits: Math.min(home, 1), words: rest.length - things.length }];
}

/** What a function does as one writes it into a record: `CreateFeed` is `feed.create`. */
export function actionOf(symbol: Pick<CodeSymbol, 'name' | 'container' | 'path'>): string {
  const [verb = '', ...rest] = tokens(symbol.name);
  const thing =
    rest.length > 0
      ? rest
      : tokens(
          symbol.container ??
            symbol.path
              .split('/')
              .at(-1)
              ?.replace(/\.\w+$/, '') ??
            '',
        );
  return `${thing.join('_')}.${verb}`;
}

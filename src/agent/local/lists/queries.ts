import type { CodeSymbol } from '../../../domain/index.ts';
import { count } from '../draft/estimate.ts';
import { at } from '../excerpt.ts';
import { extOf } from '../naming.ts';
import { type Asking, type Entry, type Found, found, isOwnSource, NOTHING, placeOf } from './entry.ts';

/** How a statement to the database looks, by the endings of the files that hold it. */
const WAYS: readonly (readonly [endings: RegExp, statement: RegExp])[] = [
  [
    /^\.go$/,
    /\b(?:db|tx|conn|stmt|pool|database)\.(?:Query|QueryRow|Exec|Prepare|NamedExec|NamedQuery|Where|Find|First|Create|Save|Raw|Preload)\w*\(/i,
  ],
  [
    /^\.[cm]?[jt]sx?$/,
    /\bprisma\.(?:\$\w+|\w+\.(?:find|create|update|delete|upsert|count|aggregate|groupBy)\w*)\(|\b(?:db|pool|knex|tx|trx|sequelize|connection|conn)\.(?:query|execute|raw|select|insert|update|delete)\w*[(<]|\.createQueryBuilder\(|\.(?:findByPk|findAndCountAll|findOneAnd\w+|countDocuments)\(/,
  ],
  [
    /^\.py$/,
    /\.objects\.\w+|\b(?:session|db|conn|connection|cursor|cur)\.(?:query|execute|executemany|scalars?|add|add_all|delete|merge)\(/,
  ],
  [
    /^\.rb$/,
    /\.(?:where|find_by!?|find_or_create_by!?|joins|left_outer_joins|pluck|update_all|delete_all|find_by_sql|exists\?)[ (]|\b[A-Z]\w+\.(?:find|create!?|order|count)\b/,
  ],
  [
    /^\.php$/,
    /\bDB::\w+\(|::(?:where|find|create|query)\w*\(|->(?:prepare|executeQuery|createQueryBuilder)\(/,
  ],
  [
    /^\.(?:java|kt)$/,
    /\b(?:jdbcTemplate|entityManager|em|jdbi|dsl)\.\w+\(|@Query\(|\.(?:prepareStatement|executeQuery|executeUpdate)\(/,
  ],
];
/** Paths and functions that change tables: they ask for no rows of anybody. */
const CHANGES_SCHEMA = /migrat|schema/i;
const MOST_HITS = 5_000;
/** Files that are named: a plan of one line each can still be read. */
const MOST_FILES = 24;

/**
 * Own sources that ask the database, those with the most statements first: `functions` and `statements` of each. In
 * `sums`: those of all of them, `importers`, how many other sources import one, and `unnamed`, how many are no entry;
 * absent where all are.
 */
export async function queriesOf({ map, survey, stop }: Asking): Promise<Found> {
  const pattern = WAYS.map(([, statement]) => statement.source).join('|');
  const hits = await map.search(pattern, { flags: 'i', limit: MOST_HITS });
  const lines = new Map<string, number[]>();
  for (const { path, line, text } of hits) {
    const way = WAYS.find(([endings]) => endings.test(extOf(path)));
    if (!way?.[1].test(text) || /^\s*(?:\/\/|#|\*)/.test(text)) continue;
    lines.set(path, [...(lines.get(path) ?? []), line]);
  }
  if (lines.size === 0 || stop()) return NOTHING;
  const cards = (await map.cards([...lines.keys()])).filter(
    c => isOwnSource(c) && !CHANGES_SCHEMA.test(c.path),
  );
  const all = cards.flatMap(card => {
    const callable = card.symbols.filter(s => s.kind === 'function' || s.kind === 'method');
    const held = (lines.get(card.path) ?? [])
      .map(line => ({ line, by: innermost(callable, line) }))
      .filter(({ by }) => by === undefined || !CHANGES_SCHEMA.test(by.name));
    const [statement] = held;
    if (statement === undefined) return [];
    const by = new Map<string, { readonly symbol: CodeSymbol | undefined; n: number }>();
    for (const { line, by: symbol } of held) {
      const key = symbol ? at(symbol) : `line ${line}`;
      const known = by.get(key);
      if (known) known.n++;
      else by.set(key, { symbol, n: 1 });
    }
    const functions = by.size;
    const fullest = [...by.values()].sort((a, b) => b.n - a.n).find(x => x.symbol !== undefined)?.symbol;
    const noun = held.every(x => x.by !== undefined) ? 'function' : 'place';
    const entry: Entry = {
      ...(fullest
        ? placeOf(fullest)
        : { line: String(statement.line), at: `${card.path}:${statement.line}` }),
      path: card.path,
      functions: count(functions, noun),
      statements: count(held.length, 'statement'),
    };
    return [{ card, entry, functions, statements: held.length }];
  });
  const own = new Set(all.map(x => x.card.path));
  const importers = new Set(all.flatMap(x => x.card.importedBy.filter(p => !own.has(p))));
  const code = (await map.cards([...importers].filter(p => survey.paths.has(p)))).filter(isOwnSource);
  const sum = (of: (x: (typeof all)[number]) => number): number => all.reduce((n, x) => n + of(x), 0);
  const sorted = [...all].sort((a, b) => b.statements - a.statements || (a.card.path < b.card.path ? -1 : 1));
  return {
    ...found(
      sorted.map(x => x.entry),
      MOST_FILES,
    ),
    sums: {
      functions: sum(x => x.functions),
      statements: sum(x => x.statements),
      importers: code.length,
      ...(sorted.length > MOST_FILES ? { unnamed: sorted.length - MOST_FILES } : {}),
    },
  };
}

function innermost(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  return symbols
    .filter(s => s.line <= line && line <= s.endLine)
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

import type { TextHit } from '../../../../codemap/port.ts';
import type { CodeSymbol, FileCard } from '../../../../domain/index.ts';
import { stemOf } from '../../naming.ts';
import { singularOf } from '../../resource.ts';
import { hasRole } from '../../survey.ts';
import { tokens } from '../../words.ts';
import type { Asking, Entry } from '../entry.ts';
import { around } from './crossing.ts';
import { type Part, wordsOf } from './part.ts';

/** Stored things of a project, by their key (`message` for `Message` and `messages`). */
export interface Stored {
  /** Of the part: key → how it is called in code. */
  readonly ours: ReadonlyMap<string, string>;
  /** Of the rest. */
  readonly theirs: ReadonlyMap<string, string>;
}

export interface Ties {
  /** Foreign keys, associations and joins that hold data on both sides: `what`, `code`, `ours`, `theirs`, `inward`. */
  readonly data: readonly Entry[];
  /** Functions that change both sides in one transaction: `ours`, `theirs`, `code`. */
  readonly transactions: readonly Entry[];
  readonly stored: Stored;
}

type What = 'foreign key' | 'association' | 'join';

/** How code ties stored data, by what it is. Groups: the other side; with two, the first is the own side. */
const WAYS: readonly (readonly [What, RegExp])[] = [
  ['foreign key', /add_foreign_key\s+[:"'](\w+)["']?,\s*[:"'](\w+)/],
  ['foreign key', /\breferences\s+["'`]?(?:public\.)?(\w+)["'`]?\s*\(/i],
  ['foreign key', /^\s*\w+\s+(\w+)\??\s+@relation\([^)]*fields/],
  ['foreign key', /\b(?:ForeignKey|OneToOneField|ManyToManyField)\(\s*(?:to\s*=\s*)?["']?([\w.]*)/],
  ['foreign key', /\.references\(\s*\(\)[^=]*=>\s*(\w+)\./],
  ['foreign key', /@(?:ManyToOne|OneToMany|OneToOne|ManyToMany)\(\s*(?:\(\w*\)|\w+)\s*=>\s*(\w+)/],
  ['association', /^\s*(?:belongs_to|has_many|has_one|has_and_belongs_to_many)\s+:(\w+)/],
  ['association', /\b(\w+)\.(?:belongsTo|hasMany|hasOne|belongsToMany)\(\s*(?:models\.)?(\w+)/],
  ['association', /\brelationship\(\s*["']?(\w+)/],
  ['join', /\.(?:joins|includes|preload|eager_load|left_joins|left_outer_joins)\(\s*:(\w+)/],
  ['join', /\bjoin\s+["'`]?(?:public\.)?(\w+)["'`]?\s+(?:as\s+)?(?:\w+\s+)?(?:on|using)\b/i],
];
const TABLE =
  /\bcreate_table\s+[:"'](\w+)|\bcreate\s+table\s+(?:if\s+not\s+exists\s+)?["'`]?(?:public\.)?(\w+)/i;
const ALTERED = /\balter\s+table\s+(?:only\s+)?["'`]?(?:public\.)?(\w+)/i;
const TRANSACTION =
  /\.transaction\b|\$transaction\(|\btransaction\.atomic\b|\bBegin(?:Tx)?\(|@Transactional\b|\bwith_transaction\b|\bsession\.begin\(/;
const ASIDE =
  /(?:^|\/)(?:tests?|__tests__|specs?|e2e|examples?|docs?|fixtures?|testdata|third_party|vendor|node_modules|old_migrations)\/|(?:_test\.\w+|[._-](?:test|spec)\.\w+)$|\.(?:md|rst|txt|json|lock)$/i;
const DUMP = /(?:^|\/)(?:schema\.rb|structure\.sql|schema\.prisma)$/;
const MIGRATION = /(?:^|\/)(?:migrations?|migrate|alembic)\//;
const MOST_HITS = 600;

export function keyOf(name: string): string {
  const words = tokens(name);
  return words.map((w, i) => (i === words.length - 1 ? singularOf(w) : w)).join(' ');
}

const joined = (patterns: readonly RegExp[]): string => patterns.map(p => `(?:${p.source})`).join('|');

/** Whatever ties the data of a part to that of the rest. */
export async function tiesOf(asking: Asking, part: Part, sources: readonly FileCard[]): Promise<Ties> {
  const { map, survey } = asking;
  const dumped = [...survey.paths].some(p => DUMP.test(p));
  const own = (h: TextHit): boolean => !ASIDE.test(h.path) && !(dumped && MIGRATION.test(h.path));
  const search = async (patterns: readonly RegExp[]): Promise<readonly TextHit[]> =>
    (await map.search(joined(patterns), { flags: 'i', limit: MOST_HITS })).filter(own);
  const hits = await search(WAYS.map(([, p]) => p));
  const stored = storedOf(part, sources, await search([TABLE]));
  const texts = new Map<string, readonly string[]>();
  const linesOf = async (path: string): Promise<readonly string[]> => {
    const known = texts.get(path) ?? (await asking.read(path))?.split('\n') ?? [];
    texts.set(path, known);
    return known;
  };
  const cards = new Map((await map.cards([...new Set(hits.map(h => h.path))])).map(c => [c.path, c]));
  const inPart = new Set(part.files.map(f => f.path));
  const data = new Map<string, Entry>();
  for (const hit of hits) {
    if (asking.stop()) break;
    const way = WAYS.map(([what, p]) => ({ what, said: p.exec(hit.text) })).find(w => w.said !== null);
    const groups = way?.said?.slice(1).filter(g => g !== undefined) ?? [];
    if (!way || groups.length === 0) continue;
    const lines = await linesOf(hit.path);
    const target = keyOf(targetOf(groups.at(-1) ?? '', lines, hit.line));
    const symbols = cards.get(hit.path)?.symbols ?? [];
    const owner =
      groups.length > 1
        ? keyOf(groups[0] ?? '')
        : way.what === 'join'
          ? undefined
          : ownerOf(lines, symbols, hit.line);
    const side =
      sideOf(stored, owner) ?? (inPart.has(hit.path) ? 'ours' : way.what === 'join' ? 'theirs' : undefined);
    const other = sideOf(stored, target);
    if (side === undefined || other === undefined || side === other) continue;
    const [ours, theirs] = side === 'ours' ? [owner, target] : [target, owner];
    const names = {
      ours: nameOf(stored.ours, ours) ?? part.name,
      theirs: nameOf(stored.theirs, theirs) ?? hit.path,
    };
    const key = `${way.what} ${names.ours} ${names.theirs} ${way.what === 'join' ? hit.path : side}`;
    if (data.has(key)) continue;
    const symbol = around(symbols, hit.line);
    data.set(key, {
      path: hit.path,
      line: String(hit.line),
      at: `${hit.path}:${hit.line}`,
      what: way.what,
      code: hit.text.trim().slice(0, 100).replaceAll('`', "'"),
      ...names,
      ...(side === 'theirs' ? { inward: 'yes' } : {}),
      ...(symbol ? { symbol: symbol.name } : {}),
    });
  }
  return {
    data: ordered([...data.values()]),
    transactions: await transactionsOf(asking, stored, own, linesOf),
    stored,
  };
}

const ORDER: readonly What[] = ['foreign key', 'join', 'association'];

/** Foreign keys, joins, associations; each kind in the order of the files. */
function ordered(entries: readonly Entry[]): readonly Entry[] {
  return ORDER.flatMap(what => entries.filter(e => e['what'] === what));
}

function sideOf(stored: Stored, key: string | undefined): 'ours' | 'theirs' | undefined {
  if (key === undefined) return undefined;
  return stored.ours.has(key) ? 'ours' : stored.theirs.has(key) ? 'theirs' : undefined;
}

const nameOf = (names: ReadonlyMap<string, string>, key: string | undefined): string | undefined =>
  key === undefined ? undefined : names.get(key);

/** Models and tables; those are the part's that its files define, or that bear one of its names. */
function storedOf(part: Part, sources: readonly FileCard[], tables: readonly TextHit[]): Stored {
  const ours = new Map<string, string>();
  const theirs = new Map<string, string>();
  const inPart = new Set(part.files.map(f => f.path));
  const named = (name: string): boolean => part.names.some(n => n.join(' ') === wordsOf(name).join(' '));
  const add = (name: string, own: boolean): void => {
    const key = keyOf(name);
    if (ours.has(key) || (theirs.has(key) && !own)) return;
    theirs.delete(key);
    (own ? ours : theirs).set(key, name);
  };
  for (const card of sources.filter(c => hasRole(c, 'model', 'schema'))) {
    const all = card.symbols.filter(
      s =>
        s.container === undefined &&
        /^(?:class|model|interface|type|const)$/.test(s.kind) &&
        /^[A-Z]/.test(s.name),
    );
    const main = all.length > 0 ? all.map(s => s.name) : [stemOf(card.path)];
    for (const name of main)
      if (!/^Application|Base$|Error$|Status$|Type$|Kind$/.test(name))
        add(name, inPart.has(card.path) || named(name));
  }
  for (const hit of tables) {
    const name = TABLE.exec(hit.text)?.slice(1).find(Boolean);
    if (name !== undefined) add(name, named(name));
  }
  return { ours, theirs };
}

/** The other side of a tie as it is called: `User` behind `class_name:`, `users` of `"users.id"`, `Order` of `"shop.Order"`. */
function targetOf(said: string, lines: readonly string[], line: number): string {
  const rest = lines.slice(line - 1, line + 5);
  const end = rest.findIndex(text => !/,\s*$/.test(text));
  const whole = rest.slice(0, end + 1).join(' ');
  const named = /\bclass_name:\s*["'](?:\w+::)*(\w+)/.exec(whole)?.[1];
  if (named !== undefined) return named;
  // A call that is broken behind its bracket names the other side on the next line.
  const below = said === '' ? (/^\s*(?:to\s*=\s*)?["']?([\w.]+)/.exec(lines[line] ?? '')?.[1] ?? '') : said;
  const parts = below.split('.');
  const last = parts.at(-1) ?? below;
  return /^[A-Z]/.test(last) ? last : (parts[0] ?? below);
}

/** The model or table in whose definition a line stands. */
function ownerOf(lines: readonly string[], symbols: readonly CodeSymbol[], line: number): string | undefined {
  for (let i = line - 1; i >= 0 && i > line - 120; i--) {
    const table =
      TABLE.exec(lines[i] ?? '')
        ?.slice(1)
        .find(Boolean) ?? ALTERED.exec(lines[i] ?? '')?.[1];
    if (table !== undefined) return keyOf(table);
  }
  const outer = symbols
    .filter(s => s.line <= line && s.endLine >= line && s.container === undefined && s.kind !== 'section')
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
  return outer && keyOf(outer.name);
}

async function transactionsOf(
  asking: Asking,
  stored: Stored,
  own: (h: TextHit) => boolean,
  linesOf: (path: string) => Promise<readonly string[]>,
): Promise<readonly Entry[]> {
  if (stored.ours.size === 0) return [];
  const hits = (await asking.map.search(TRANSACTION.source, { limit: MOST_HITS })).filter(own);
  const cards = new Map((await asking.map.cards([...new Set(hits.map(h => h.path))])).map(c => [c.path, c]));
  const out = new Map<string, Entry>();
  for (const hit of hits) {
    if (asking.stop()) break;
    const card = cards.get(hit.path);
    const symbol = card && around(card.symbols, hit.line);
    if (!card || !symbol || hasRole(card, 'migration') || /^(?:class|module|interface)$/.test(symbol.kind))
      continue;
    const body = (await linesOf(hit.path)).slice(hit.line - 1, symbol.endLine).join('\n');
    const mine = firstNamed(body, stored.ours);
    const other = firstNamed(body, stored.theirs);
    if (mine === undefined || other === undefined) continue;
    const key = `${hit.path} ${symbol.name}`;
    if (!out.has(key))
      out.set(key, {
        path: hit.path,
        line: String(hit.line),
        at: `${hit.path}:${hit.line}`,
        symbol: symbol.name,
        code: hit.text.trim().slice(0, 100).replaceAll('`', "'"),
        ours: mine,
        theirs: other,
      });
  }
  return [...out.values()];
}

/** A stored thing that a text speaks of, by its name in code or its table. */
function firstNamed(text: string, names: ReadonlyMap<string, string>): string | undefined {
  return [...names].find(([key, name]) => {
    const snake = key.replaceAll(' ', '_');
    if (snake.length < 4) return false;
    return new RegExp(
      `(?<![\\w])(?:${name}|${snake}s|tx\\.${camel(key)}|prisma\\.${camel(key)})(?![\\w])`,
    ).test(text);
  })?.[1];
}

const camel = (key: string): string =>
  key
    .split(' ')
    .map((w, i) => (i === 0 ? w : w.charAt(0).toUpperCase() + w.slice(1)))
    .join('');

import type { CodeSymbol } from '../../domain/index.ts';
import { stemOf } from './naming.ts';
import { tokens } from './words.ts';

/** Definitions of one file that belong together more than they belong to the rest. */
export interface Part {
  /** What they have in common: a word of their names, else of the first one's. */
  readonly word: string;
  /** In the order of the file. */
  readonly symbols: readonly CodeSymbol[];
  readonly lines: number;
  /** The class whose members they are, where one class is nearly all of the file. */
  readonly owner?: string;
  /** Names of the part that what stays uses. */
  readonly offers: readonly string[];
  /** Names of what stays that the part uses. */
  readonly needs: readonly string[];
}

interface Unit {
  readonly symbol: CodeSymbol;
  readonly lines: number;
  readonly uses: ReadonlySet<number>;
}

const DEFINES: ReadonlySet<CodeSymbol['kind']> = new Set([
  'function',
  'class',
  'method',
  'component',
  'interface',
  'type',
  'enum',
  'const',
]);
/** Words that many names begin with: they join nothing. */
const EMPTY = new Set(
  'get set is has on to of for new make create build handle init with from and the test parse read write run add remove update check default value data type item'.split(
    ' ',
  ),
);
/** What makes an instance: no member that could move. */
const MAKES = /^(?:constructor|__init__|initialize|__construct)$/;
const MOST_PARTS = 4;
const LEAST_LINES = 25;

/**
 * Parts of a file that could stand in files of their own, largest first, at most four; none where the definitions hang
 * together. Two definitions are joined where one is the only user of the other, or where their names share a telling
 * word; no part takes more than half of the file, and the definition that most others use stays.
 */
export function partsOf(path: string, text: string, symbols: readonly CodeSymbol[]): readonly Part[] {
  const all = symbols
    .filter(s => DEFINES.has(s.kind) && !brought(s, symbols))
    .sort((a, b) => a.line - b.line);
  const tops = all.filter(s => !all.some(t => inside(s, t)));
  const owner = tops.find(s => s.kind === 'class' && s.endLine - s.line > text.split('\n').length * 0.6);
  const units = unitsOf(text, owner ? all.filter(s => s.kind === 'method' && inside(s, owner)) : tops);
  const total = units.reduce((n, u) => n + u.lines, 0);
  if (units.length < 4) return [];
  const groups = new Groups(units.map(u => u.lines));
  const users = units.map((_, i) => units.flatMap((u, j) => (j !== i && u.uses.has(i) ? [j] : [])));
  const main = mainOf(path, units, users);
  for (const [word, members] of sharedWords(path, units)) {
    const free = members.filter(i => i !== main && !groups.joined(i));
    if (free.length > 1) groups.join(free, total / 2, word);
  }
  users.forEach((by, i) => {
    const only = by.length === 1 ? by[0] : undefined;
    if (only !== undefined && i !== main && only !== main && !units[i]?.symbol.exported)
      groups.join([only, i], total / 2);
  });
  return (
    groups
      .all()
      // A class is made where it stands.
      .filter(g => !g.members.includes(main) && !g.members.some(i => MAKES.test(units[i]?.symbol.name ?? '')))
      .map(g => ({ ...partFrom(units, g.members, g.word), ...(owner ? { owner: owner.name } : {}) }))
      .filter(p => p.lines >= Math.max(LEAST_LINES, total * 0.05) && (p.symbols.length > 1 || p.lines >= 60))
      .sort((a, b) => b.lines - a.lines)
      .slice(0, MOST_PARTS)
  );
}

const inside = (s: CodeSymbol, t: CodeSymbol): boolean =>
  s !== t && s.line >= t.line && s.endLine <= t.endLine && s.endLine - s.line < t.endLine - t.line;

/** Each definition once, with those of the others that its lines name. */
function unitsOf(text: string, chosen: readonly CodeSymbol[]): readonly Unit[] {
  const lines = text.split('\n');
  const once = chosen.filter((s, i) => chosen.findIndex(t => t.name === s.name) === i);
  const index = new Map(once.map((s, i) => [s.name, i]));
  return once.map((symbol, own) => {
    const body = lines.slice(symbol.line - 1, symbol.endLine).join('\n');
    const words = new Set(body.match(/#?[A-Za-z_$][\w$]*/g) ?? []);
    const uses = new Set([...words].flatMap(w => index.get(w) ?? []).filter(i => i !== own));
    return { symbol, lines: symbol.endLine - symbol.line + 1, uses };
  });
}

/** Names that a statement brings in from elsewhere (`const { a, b } = require('c')`): they are imports, not work of this file. */
function brought(symbol: CodeSymbol, symbols: readonly CodeSymbol[]): boolean {
  if (symbol.kind !== 'const') return false;
  const beside = symbols.filter(s => s.line === symbol.line && s.endLine === symbol.endLine);
  return beside.length > 1 || /\brequire\s*\(|\bimport\s*\(/.test(symbol.signature);
}

/** The definition that the file is called by, else the exported one that most others use, else the largest. */
function mainOf(path: string, units: readonly Unit[], users: readonly (readonly number[])[]): number {
  const stem = tokens(stemOf(path)).join('');
  const named = units.findIndex(u => tokens(u.symbol.name).join('') === stem);
  if (named >= 0) return named;
  const weight = (i: number): number =>
    (users[i]?.length ?? 0) * 100 + (units[i]?.symbol.exported ? 50 : 0) + (units[i]?.lines ?? 0) / 10;
  return units.map((_, i) => i).sort((a, b) => weight(b) - weight(a) || a - b)[0] ?? 0;
}

/** Telling words of the names, each with its definitions, most lines first. */
function sharedWords(
  path: string,
  units: readonly Unit[],
): readonly (readonly [string, readonly number[]])[] {
  const own = new Set(tokens(stemOf(path)));
  const by = new Map<string, number[]>();
  units.forEach((u, i) => {
    for (const word of new Set(tokens(u.symbol.name).map(singular)))
      if (word.length > 3 && !own.has(word) && !EMPTY.has(word)) by.set(word, [...(by.get(word) ?? []), i]);
  });
  const lines = (members: readonly number[]): number =>
    members.reduce((n, i) => n + (units[i]?.lines ?? 0), 0);
  return [...by]
    .filter(([, members]) => members.length > 1 && members.length <= units.length * 0.4)
    .sort((a, b) => lines(b[1]) - lines(a[1]) || (a[0] < b[0] ? -1 : 1));
}

const singular = (word: string): string => (word.length > 4 ? word.replace(/s$/, '') : word);

function partFrom(units: readonly Unit[], members: readonly number[], word: string | undefined): Part {
  const inside = new Set(members);
  const own = [...members].sort((a, b) => a - b).flatMap(i => units[i] ?? []);
  const offers = new Set<string>();
  units.forEach((u, i) => {
    if (!inside.has(i)) for (const j of u.uses) if (inside.has(j)) offers.add(units[j]?.symbol.name ?? '');
  });
  const needs = new Set<string>();
  for (const u of own) for (const j of u.uses) if (!inside.has(j)) needs.add(units[j]?.symbol.name ?? '');
  return {
    word:
      word ??
      tokens(own[0]?.symbol.name ?? '')
        .slice(-2)
        .join(' '),
    symbols: own.map(u => u.symbol),
    lines: own.reduce((n, u) => n + u.lines, 0),
    offers: [...offers],
    needs: [...needs],
  };
}

/** Disjoint sets of units with their lines and the word that joined them. */
class Groups {
  private readonly of: number[];
  private readonly lines: readonly number[];
  private readonly words = new Map<number, string>();

  constructor(lines: readonly number[]) {
    this.lines = lines;
    this.of = lines.map((_, i) => i);
  }

  joined(i: number): boolean {
    return this.of.filter(g => g === this.of[i]).length > 1;
  }

  join(members: readonly number[], most: number, word?: string): void {
    const groups = new Set(members.map(i => this.of[i]));
    const all = this.of.flatMap((g, i) => (groups.has(g) ? [i] : []));
    const first = all[0];
    if (first === undefined || all.reduce((n, i) => n + (this.lines[i] ?? 0), 0) > most) return;
    const known = word ?? [...groups].flatMap(g => this.words.get(g ?? -1) ?? [])[0];
    for (const i of all) this.of[i] = first;
    if (known !== undefined) this.words.set(first, known);
  }

  all(): readonly { readonly members: readonly number[]; readonly word: string | undefined }[] {
    return [...new Set(this.of)].map(g => ({
      members: this.of.flatMap((other, i) => (other === g ? [i] : [])),
      word: this.words.get(g),
    }));
  }
}

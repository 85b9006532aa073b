import type { CardPage, CodeSymbol, Role } from '../../../domain/index.ts';
import { count, languageName, plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { between, cut, fill, type Line, lineWidth, t, wrap } from '../../text/line.ts';
import { cutPath } from '../../text/path.ts';
import type { CardSection } from './state.ts';

/** A row of a card; Enter goes to `file`, shows the lines of `symbol`, or opens the rest of `section`. */
export interface CardRow {
  readonly line: Line;
  readonly file?: string;
  /** The line of that file that is meant. */
  readonly at?: number;
  readonly symbol?: CodeSymbol;
  readonly section?: CardSection;
}

/** Whether Enter does something on this row. */
export function isOpening(row: CardRow | undefined): boolean {
  return row !== undefined && (row.file ?? row.symbol ?? row.section) !== undefined;
}

/** What shows of a long part before it is opened. */
const SHOWN: Readonly<Record<CardSection, number>> = { symbols: 14, 'used by': 8, uses: 6, tests: 5 };
const PACKAGES_SHOWN = 8;

/** A file's card as rows of at most `columns`, which are at least 20. `target`: line of the symbol that was asked for. */
export function cardRows(
  page: CardPage,
  columns: number,
  whole: readonly CardSection[],
  target: number | undefined,
): readonly CardRow[] {
  const { card } = page;
  const out: CardRow[] = [];
  const say = (...lines: readonly Line[]) => out.push(...lines.map(line => ({ line })));
  const title = (name: string, note: string) =>
    say([], [t(name, 'heading'), ...(note ? [t(`  ${note}`, 'muted')] : [])]);
  say(...wrap(factsLine(page), columns));
  if (page.why) say(...wrap([t(page.why)], columns));
  if (card.note) say(...wrap([t(card.note, 'muted')], columns));

  const roles = card.roles.filter(r => r.role !== 'other');
  if (roles.length > 0) title('Roles', '');
  const roleColumns = Math.min(Math.max(...roles.map(r => r.role.length)) + 2, 18);
  for (const { role, reason } of roles)
    say(
      ...wrap(
        [t('  '), ...fill([t(role, 'accent')], roleColumns), ...sentence(reason, { tone: 'muted' })],
        columns,
        hang(roleColumns + 2),
      ),
    );

  symbolRows(page, columns, whole, target, out);
  if (page.partial) {
    say(
      [],
      ...wrap(
        [t('Who uses it, its tests and its history are known when all files are read.', 'muted')],
        columns,
      ),
    );
    return out;
  }
  fileRows('used by', page.usedBy, unused(page), { columns, whole, out, title });
  fileRows('uses', card.imports, '', { columns, whole, out, title });
  if (card.packages.length > 0) {
    const shown = card.packages.slice(0, PACKAGES_SHOWN).join(', ');
    const more = card.packages.length - PACKAGES_SHOWN;
    say(
      ...wrap(
        [t('  packages  ', 'muted'), t(`${shown}${more > 0 ? ` and ${more} more` : ''}`)],
        columns,
        hang(12),
      ),
    );
  }
  if (page.shelf === 'sources')
    fileRows('tests', card.tests, 'No test imports it, is named after it or changes with it.', {
      columns,
      whole,
      out,
      title,
    });
  historyRows(page, columns, say, title);
  return out;
}

function factsLine({ card, place, of, shelf, partial }: CardPage): Line {
  if (partial) return [t(`${languageName(card.language)} · ${plural(card.lines, 'line')}`, 'muted')];
  const where = shelf === 'sources' ? `${place} of ${count(of)} by importance` : 'beside the sources';
  return [t(`${languageName(card.language)} · ${plural(card.lines, 'line')} · ${where}`, 'muted')];
}

/** Roles that nobody imports by their nature. */
const RUN: ReadonlySet<Role> = new Set([
  'http-entry',
  'cli-entry',
  'entry',
  'script',
  'migration',
  'page',
  'config',
]);

function unused({ card, shelf }: CardPage): string {
  if (shelf !== 'sources') return '';
  return card.roles.some(r => RUN.has(r.role))
    ? 'No file imports it; it is run or found by its place.'
    : 'No file imports it.';
}

interface Writing {
  readonly columns: number;
  readonly whole: readonly CardSection[];
  readonly out: CardRow[];
  readonly title: (name: string, note: string) => void;
}

const TITLE: Readonly<Record<Exclude<CardSection, 'symbols'>, string>> = {
  'used by': 'Used by',
  uses: 'Uses',
  tests: 'Tests',
};

/** A list of files that Enter goes to. `none`: what to say of an empty one; '' says nothing. */
function fileRows(
  section: Exclude<CardSection, 'symbols'>,
  paths: readonly string[],
  none: string,
  { columns, whole, out, title }: Writing,
): void {
  if (paths.length === 0) {
    if (none === '') return;
    title(TITLE[section], '');
    out.push(...wrap([t(`  ${none}`, 'muted')], columns, hang(2)).map(line => ({ line })));
    return;
  }
  title(TITLE[section], plural(paths.length, 'file'));
  const most = whole.includes(section) ? paths.length : SHOWN[section];
  // One more row is no longer than the line that would say so.
  const shown = paths.length === most + 1 ? paths.length : most;
  for (const path of paths.slice(0, shown))
    out.push({ line: [t('  '), t(cutPath(path, columns - 2), 'path')], file: path });
  if (paths.length > shown) out.push(restRow(section, paths.length - shown, 'file'));
}

function symbolRows(
  { card, users }: CardPage,
  columns: number,
  whole: readonly CardSection[],
  target: number | undefined,
  out: CardRow[],
): void {
  const all = card.symbols.map((symbol, k) => ({ symbol, users: users[k] ?? 0 }));
  if (all.length === 0) return;
  const outside = all.filter(s => s.symbol.exported);
  const sorted = [...outside, ...all.filter(s => !s.symbol.exported)];
  const note =
    outside.length > 0 && outside.length < all.length
      ? `${all.length}, ${outside.length} exported`
      : String(all.length);
  out.push({ line: [] });
  const heads = all.some(s => s.users > 0) ? [t('used in', 'faint')] : [];
  out.push({ line: between([t('Symbols', 'heading'), t(`  ${note}`, 'muted')], heads, columns) });
  const meant = meantSymbol(card.symbols, target);
  const wanted = sorted.findIndex(s => s.symbol === meant);
  const most = whole.includes('symbols') || wanted >= SHOWN.symbols ? sorted.length : SHOWN.symbols;
  const shown = sorted.length === most + 1 ? sorted.length : most;
  const digits = String(Math.max(...all.map(s => s.symbol.line))).length;
  for (const [i, entry] of sorted.slice(0, shown).entries())
    out.push({
      line: symbolLine(entry.symbol, entry.users, digits, columns, i === wanted),
      symbol: entry.symbol,
    });
  if (sorted.length > shown) out.push(restRow('symbols', sorted.length - shown, 'symbol'));
}

/** The symbol that is defined on a line, else the smallest that holds it. */
export function meantSymbol(
  symbols: readonly CodeSymbol[],
  line: number | undefined,
): CodeSymbol | undefined {
  if (line === undefined) return undefined;
  const holding = symbols.filter(s => s.line <= line && line <= s.endLine);
  return (
    symbols.find(s => s.line === line) ??
    holding.reduce<CodeSymbol | undefined>(
      (best, s) => (best && best.endLine - best.line < s.endLine - s.line ? best : s),
      undefined,
    )
  );
}

function symbolLine(symbol: CodeSymbol, users: number, digits: number, columns: number, hit: boolean): Line {
  const inner = symbol.container === undefined ? [] : [t(`${symbol.container} › `, 'muted')];
  const head: Line = [
    t(`  ${String(symbol.line).padStart(digits)}  `, hit ? 'attention' : 'faint'),
    ...inner,
  ];
  const what = symbol.signature
    .replace(/^export (default )?/, '')
    .replace(/\s*=$/, '')
    .replace(/\( /g, '(');
  const left: Line = [...head, ...namedIn(what, symbol, hit)];
  const used = users > 0 ? [t(plural(users, 'file'), 'muted')] : [];
  return columns >= 60 || lineWidth(left) + 12 < columns ? between(left, used, columns) : left;
}

/** The signature with the symbol's own name set off. */
function namedIn(signature: string, { name, exported }: CodeSymbol, hit: boolean): Line {
  const at = signature.indexOf(name);
  const tone = hit ? 'attention' : exported ? 'symbol' : 'text';
  if (at < 0) return [t(name, tone, { bold: hit }), t(`  ${signature}`, 'muted')];
  return [
    t(signature.slice(0, at), 'muted'),
    t(name, tone, { bold: hit }),
    t(signature.slice(at + name.length), 'muted'),
  ];
}

function historyRows(
  { history }: CardPage,
  columns: number,
  say: (...lines: readonly Line[]) => void,
  title: Writing['title'],
): void {
  if (!history) {
    title('History', '');
    say([t('  There is no git history here.', 'muted')]);
    return;
  }
  if (history.commits === 0) {
    title('History', '');
    say([t('  No commit holds it yet.', 'muted')]);
    return;
  }
  title(
    'History',
    `${plural(history.commits, 'change')}, ${history.recent === 0 ? 'none' : history.recent} in the last 90 days`,
  );
  for (const { sha, date, subject } of history.latest)
    say(
      cut([t(`  ${date.slice(0, 10)}  `, 'muted'), t(`${sha.slice(0, 7)}  `, 'faint'), t(subject)], columns),
    );
}

function restRow(section: CardSection, left: number, word: string): CardRow {
  return { line: [t(`  … ${count(left)} more ${word}${left === 1 ? '' : 's'}`, 'muted')], section };
}

function hang(columns: number): Line {
  return [t(' '.repeat(columns))];
}

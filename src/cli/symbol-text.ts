import type { SymbolListing } from '../app/symbol-listing.ts';
import type { DefinitionRef, SymbolPage, SymbolUse } from '../domain/index.ts';
import { displayWidth, pad, safeText, truncate, wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';

const LEAST = 40;
/** Uses that are listed of one symbol. */
const MOST = 40;
const LINES_SHOWN = 5;
const NAME_MOST = 36;

/** Definitions of a name, each with its users and what it uses itself. */
export function symbolText({ symbol, definitions, more }: SymbolListing, columns: number): string {
  const width = Math.max(LEAST, columns);
  if (definitions.length === 0)
    return `${wrap(`Nothing here is defined as “${line(symbol)}”. planner-tui map --query finds names by some of their letters.`, width).join('\n')}\n`;
  const rest = more > 0 ? wrap(`… ${plural(more, 'more definition')}; --limit N shows more`, width) : [];
  return `${[...definitions.map(page => pageText(page, width)), ...(more > 0 ? [rest.join('\n')] : [])].join('\n\n')}\n`;
}

function pageText({ symbol, usedBy, unread, namesakes, uses }: SymbolPage, width: number): string {
  const signature = line(symbol.signature);
  return [
    `${line(nameOf(symbol))}  ${symbol.kind}  ${line(symbol.path)}:${symbol.line}${symbol.endLine > symbol.line ? `-${symbol.endLine}` : ''}`,
    ...(signature === '' ? [] : [`  ${truncate(signature, width - 2)}`]),
    ...(namesakes > 0
      ? wrap(
          `${plural(namesakes, 'other file')} ${namesakes === 1 ? 'defines' : 'define'} the name too: of the files that hold it, those that import this one count.`,
          width - 2,
        ).map(text => `  ${text}`)
      : []),
    ...part(`Used by ${usedBy.length === 0 ? 'nobody' : places(usedBy)}`, usedBy.map(useRow), width),
    ...(unread > 0
      ? wrap(
          `${plural(unread, 'more file')} with that name ${unread === 1 ? 'was' : 'were'} not read`,
          width - 4,
        ).map(text => `    ${text}`)
      : []),
    ...(uses.length > 0
      ? part(
          `Uses ${plural(uses.length, 'definition')}, by name`,
          uses.map(used => ({ name: nameOf(used), place: `${used.path}:${used.line}` })),
          width,
        )
      : []),
  ].join('\n');
}

interface Row {
  readonly name: string;
  readonly place: string;
}

function part(title: string, rows: readonly Row[], width: number): string[] {
  const shown = rows.slice(0, MOST);
  const names = Math.min(NAME_MOST, Math.max(0, ...shown.map(row => displayWidth(line(row.name)))));
  const left = rows.length - shown.length;
  return [
    `  ${title}`,
    ...shown.map(({ name, place }) => {
      const said = line(name);
      const head = `    ${displayWidth(said) > names ? said : pad(said, names)}  `;
      const whole = head + line(place);
      // A place is what the reader goes to: it is never cut.
      return displayWidth(whole) <= width ? whole : `${head.trimEnd()}\n      ${line(place)}`;
    }),
    ...(left > 0 ? [`    … ${left} more: --json lists all`] : []),
  ];
}

function useRow({ path, lines, within }: SymbolUse): Row {
  const more = lines.length - LINES_SHOWN;
  const at = `${lines.slice(0, LINES_SHOWN).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  return { name: within ? nameOf(within) : '(outside of definitions)', place: `${path}:${at}` };
}

function places(usedBy: readonly SymbolUse[]): string {
  const inside = usedBy.filter(use => use.within).length;
  const files = new Set(usedBy.map(use => use.path)).size;
  return inside === 0 ? plural(files, 'file') : `${plural(inside, 'definition')} in ${plural(files, 'file')}`;
}

function nameOf({ name, container }: Pick<DefinitionRef, 'name' | 'container'>): string {
  return container === undefined ? name : `${container}.${name}`;
}

function line(text: string): string {
  return safeText(text).replace(/\s+/g, ' ').trim();
}

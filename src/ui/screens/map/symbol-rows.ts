import type { DefinitionRef, SymbolPage, SymbolUse } from '../../../domain/index.ts';
import { plural } from '../../text/format.ts';
import { cut, fill, type Line, lineWidth, t } from '../../text/line.ts';
import { cutPath } from '../../text/path.ts';
import type { CardRow } from './card.ts';

/** What shows of a long list; `planner-tui map --symbol` gives all. */
const USERS_SHOWN = 12;
const USES_SHOWN = 8;
const NAME_MOST = 34;
const PATH_LEAST = 8;
const INDENT = '      ';

/** Who uses a symbol and what it uses, as rows below its own. Undefined: it is being read; null: there is none. */
export function symbolRows(page: SymbolPage | null | undefined, columns: number): readonly CardRow[] {
  const note = (text: string): CardRow => ({ line: cut([t(`${INDENT}${text}`, 'muted')], columns) });
  if (page === undefined) return [note('reading who uses it …')];
  if (page === null) return [note('the map knows it no longer')];
  const { usedBy, uses, unread, namesakes } = page;
  const names = [...usedBy.slice(0, USERS_SHOWN).map(userName), ...uses.slice(0, USES_SHOWN).map(nameOf)];
  const widest = Math.min(NAME_MOST, Math.max(1, ...names.map(name => lineWidth([t(name)]))));
  const row = (name: string, path: string, line: number, more: number): CardRow => ({
    line: placeLine(name, path, line, more, widest, columns),
    file: path,
    at: line,
  });
  return [
    note(usedBy.length === 0 ? 'nobody uses it by name' : `used by ${plural(usedBy.length, 'definition')}`),
    ...usedBy
      .slice(0, USERS_SHOWN)
      .map(use => row(userName(use), use.path, use.lines[0] ?? 1, use.lines.length - 1)),
    ...(usedBy.length > USERS_SHOWN ? [note(`… ${usedBy.length - USERS_SHOWN} more`)] : []),
    ...(unread > 0 ? [note(`${plural(unread, 'more file')} with that name not read`)] : []),
    ...(namesakes > 0
      ? [note(`defined in ${plural(namesakes, 'other file')} too: only files that import this one count`)]
      : []),
    ...(uses.length > 0 ? [note(`uses ${plural(uses.length, 'definition')}`)] : []),
    ...uses.slice(0, USES_SHOWN).map(used => row(nameOf(used), used.path, used.line, 0)),
    ...(uses.length > USES_SHOWN ? [note(`… ${uses.length - USES_SHOWN} more`)] : []),
  ];
}

function placeLine(
  name: string,
  path: string,
  line: number,
  more: number,
  names: number,
  columns: number,
): Line {
  const place = [t(`:${line}${more > 0 ? ` +${more}` : ''}`, 'faint')];
  const head = [t(`${INDENT}  `), ...fill(cut([t(name)], names), names), t('  ')];
  const room = columns - lineWidth(head) - lineWidth(place);
  return cut([...head, t(cutPath(path, Math.max(PATH_LEAST, room)), 'path'), ...place], columns);
}

function userName(use: SymbolUse): string {
  return use.within ? nameOf(use.within) : 'the file itself';
}

function nameOf({ name, container }: Pick<DefinitionRef, 'name' | 'container'>): string {
  return container === undefined ? name : `${container} › ${name}`;
}

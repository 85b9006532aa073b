import type { Overview } from '../app/app.ts';
import type { CodeOutline, FindAnswer, FindHit, OutlineFile, OutlineFolder } from '../domain/index.ts';
import { displayWidth, pad, safeText, truncate, wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';
import { graphRows } from './graph-text.ts';

const LANGUAGES_SHOWN = 5;
/** The widest column of names; a longer one is shortened in its middle. */
const NAME_MOST = 30;
const LEAST = 40;
/** The names of what the graph says. */
const PART_COLUMNS = 14;

/** The outline by importance, no line wider than `columns` (at least 40). */
export function mapText({ summary, outline, graph }: Overview, columns: number): string {
  const width = Math.max(LEAST, columns);
  const languages = summary.languages.slice(0, LANGUAGES_SHOWN).map(l => `${l.name} ${l.files}`);
  const head = `${plural(summary.files, 'file')} · ${plural(summary.symbols, 'symbol')} · ${languages.join(', ')} · ${summary.ms} ms`;
  const names = outline.folders.flatMap(f => f.files.map(file => displayWidth(baseOf(file.path))));
  const nameColumns = Math.min(NAME_MOST, Math.max(8, ...names), Math.floor(width / 2));
  const parts = graphRows(graph).flatMap(([name, text]) => hanging(name, line(text), width));
  const folders = outline.folders.map(folder => folderText(folder, nameColumns, width));
  const rest = restText(summary, outline).flatMap(text => wrap(text, width));
  const pieces = [truncate(head, width), parts.join('\n'), ...folders, rest.join('\n')];
  return `${pieces.filter(piece => piece !== '').join('\n\n')}\n`;
}

/** A name, and its text beside it over as many lines as it takes. */
function hanging(name: string, text: string, width: number): string[] {
  const room = width - PART_COLUMNS;
  return wrap(text, room).map((part, n) => pad(n === 0 ? name : '', PART_COLUMNS) + part);
}

function folderText({ path, files, more }: OutlineFolder, names: number, width: number): string {
  const rows = files.flatMap(file => fileRows(file, names, width));
  const rest = more > 0 ? [`  … ${plural(more, 'more file')}`] : [];
  return [truncate(`${path === '' ? '.' : line(path)}/`, width, 'both'), ...rows, ...rest].join('\n');
}

/** Name and reason; below the reason the symbols that stand for the file. */
function fileRows(file: OutlineFile, names: number, width: number): string[] {
  const room = width - names - 4;
  const name = pad(truncate(line(baseOf(file.path)), names, 'both'), names);
  const symbols = truncate(file.symbols.map(s => line(s.name)).join(' '), room);
  return [
    `  ${name}  ${truncate(line(file.why), room)}`.trimEnd(),
    ...(symbols ? [`${' '.repeat(names + 4)}${symbols}`] : []),
  ];
}

function restText(
  { skipped }: Overview['summary'],
  { files, folders, unlisted, shelves }: CodeOutline,
): string[] {
  const hidden = unlisted.files + folders.reduce((sum, f) => sum + f.more, 0);
  const besides = [
    ...(shelves.aside > 0
      ? [`${plural(shelves.aside, 'file')} beside the sources (tests, documents …)`]
      : []),
    ...(skipped.length > 0 ? [`${plural(skipped.length, 'file')} left out`] : []),
  ];
  return [
    ...(files === 0 ? ['No source file of a known language lies here.'] : []),
    ...(unlisted.files > 0
      ? [`… ${plural(unlisted.files, 'more file')} in ${plural(unlisted.folders, 'more folder')}`]
      : []),
    ...(besides.length > 0 ? [`And ${besides.join(', ')}: --json lists all, with the reasons.`] : []),
    ...(hidden > 0
      ? ['--limit N shows more. --query TEXT finds a symbol or a file by some letters of its name.']
      : []),
  ];
}

/** Finds, best first, each with its place; a place that does not fit beside its name stands below it, whole. */
export function findText({ text, hits, total }: FindAnswer, columns: number): string {
  if (hits.length === 0)
    return `${wrap(`Nothing here fits “${line(text)}”. Fewer letters find more; a slash searches paths; planner-tui impact takes sentences.`, Math.max(LEAST, columns)).join('\n')}\n`;
  const rows = hits.map(hit => ({ name: line(nameOf(hit)), kind: kindOf(hit), place: line(placeOf(hit)) }));
  const names = Math.min(NAME_MOST, Math.max(...rows.map(r => displayWidth(r.name))));
  const kinds = Math.max(...rows.map(r => r.kind.length));
  const lines = rows.map(({ name, kind, place }) => {
    // A name is what was searched for: it is never cut.
    const head = `${displayWidth(name) > names ? name : pad(name, names)}  ${pad(kind, kinds)}  `;
    return displayWidth(head) + displayWidth(place) <= columns
      ? head + place
      : `${head.trimEnd()}\n    ${place}`;
  });
  const rest = total > hits.length ? [`… ${total - hits.length} more fit; --limit N shows more`] : [];
  return `${[...lines, ...rest].join('\n')}\n`;
}

function nameOf(hit: FindHit): string {
  if (hit.kind === 'file') return baseOf(hit.path);
  return hit.container === undefined ? hit.name : `${hit.container}.${hit.name}`;
}

function kindOf(hit: FindHit): string {
  return hit.kind === 'file' ? 'file' : hit.symbolKind;
}

function placeOf(hit: FindHit): string {
  return hit.kind === 'file' ? hit.path : `${hit.path}:${hit.line}`;
}

/** Text from outside on one line, so that its width is what the columns are made for. */
function line(text: string): string {
  return safeText(text).replace(/\s+/g, ' ');
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

import type { CodeOutline, FindHit, OutlineFile, Shelf } from '../../../domain/index.ts';
import type { LeftOutFile } from '../../../session/ports.ts';
import type { Model } from '../../model.ts';
import { plain, t, wrap } from '../../text/line.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { mapSizes } from './sizes.ts';
import { type MapUi, searchOf } from './state.ts';

/** A row of the list. Rows with an `id` can be chosen. */
export type MapRow =
  | { readonly kind: 'folder'; readonly path: string; readonly files: number }
  | { readonly kind: 'file'; readonly id: string; readonly file: OutlineFile }
  | { readonly kind: 'more-files'; readonly id: string; readonly folder: string; readonly count: number }
  | {
      readonly kind: 'more-folders';
      readonly id: string;
      readonly files: number;
      readonly folders: number;
    }
  | {
      readonly kind: 'shut';
      readonly id: string;
      readonly what: 'aside' | 'left-out';
      readonly count: number;
      readonly open: boolean;
    }
  | { readonly kind: 'left-out'; readonly id: string; readonly file: LeftOutFile }
  | { readonly kind: 'hit'; readonly id: string; readonly hit: FindHit }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'gap' };

export type ChosenRow = Extract<MapRow, { readonly id: string }>;

/** Rows of the search where something is typed, else of the outline. */
export function mapRows(model: Model, ui: MapUi): readonly MapRow[] {
  const text = searchOf(ui);
  const rows = text === '' ? outlineRows(model, ui) : hitRows(ui, text);
  if (!rows.some(row => row.kind === 'note')) return rows;
  const { listColumns, rows: height } = mapSizes(model);
  const columns = paneInside(listColumns, height).columns - NOTE_INDENT;
  return rows.flatMap((row): readonly MapRow[] =>
    row.kind === 'note'
      ? wrap([t(row.text)], columns).map(line => ({ kind: 'note', text: plain(line) }))
      : [row],
  );
}

/** Columns that a note keeps before it, below the marks of the rows. */
const NOTE_INDENT = 2;

function hitRows({ found }: MapUi, text: string): readonly MapRow[] {
  // The answer before this one stays in sight until the new one is here.
  if (!found) return [{ kind: 'note', text: 'searching …' }];
  const rows: MapRow[] = found.hits.map(hit => ({
    kind: 'hit',
    id: hit.kind === 'file' ? `hit ${hit.path}` : `hit ${hit.path}:${hit.line} ${hit.name}`,
    hit,
  }));
  if (found.text !== text) return rows;
  if (rows.length === 0) {
    rows.push({ kind: 'note', text: `Nothing here fits “${text}”.` }, { kind: 'gap' });
    rows.push({
      kind: 'note',
      text: found.partial
        ? 'The files are still being read; it may come yet.'
        : 'Fewer letters find more. A slash searches paths, a dot members: orders/serv, Order.total.',
    });
  } else if (found.total > found.hits.length)
    rows.push({
      kind: 'note',
      text: `${found.total - found.hits.length} more fit; a letter more tells them apart`,
    });
  return rows;
}

function outlineRows(model: Model, ui: MapUi): readonly MapRow[] {
  const sources = ui.outlines.sources;
  if (model.map.kind === 'failed' && !sources)
    return [{ kind: 'note', text: `The code map could not be built: ${model.map.message}` }];
  if (!sources) return [{ kind: 'note', text: 'reading the files …' }];
  const rows: MapRow[] = [];
  if (sources.files === 0)
    rows.push({
      kind: 'note',
      text: sources.partial
        ? 'No source so far; the files are still being read.'
        : 'No source file of a known language lies here. What there is stands below.',
    });
  rows.push(...folderRows(sources, 'sources'));
  const aside = sources.shelves.aside;
  if (aside > 0) {
    const open = ui.opened.includes('aside');
    rows.push({ kind: 'gap' }, { kind: 'shut', id: 'shut aside', what: 'aside', count: aside, open });
    if (open)
      rows.push(
        ...(ui.outlines.aside
          ? folderRows(ui.outlines.aside, 'aside')
          : [{ kind: 'note' as const, text: 'reading …' }]),
      );
  }
  const { leftOut } = model;
  if (leftOut.length > 0) {
    const open = ui.opened.includes('left-out');
    if (aside === 0 || ui.opened.includes('aside')) rows.push({ kind: 'gap' });
    rows.push({ kind: 'shut', id: 'shut left-out', what: 'left-out', count: leftOut.length, open });
    if (open)
      for (const file of leftOut.slice(0, MOST_LEFT_OUT))
        rows.push({ kind: 'left-out', id: `left-out ${file.path}`, file });
    if (open && leftOut.length > MOST_LEFT_OUT)
      rows.push({
        kind: 'note',
        text: `${leftOut.length - MOST_LEFT_OUT} more: planner-tui map --json lists all`,
      });
  }
  return rows;
}

/** A list of more than this is read by a program, not by a person. */
const MOST_LEFT_OUT = 500;

function folderRows(outline: CodeOutline, shelf: Shelf): readonly MapRow[] {
  const rows: MapRow[] = [];
  for (const folder of outline.folders) {
    rows.push({ kind: 'folder', path: folder.path, files: folder.files.length + folder.more });
    for (const file of folder.files) rows.push({ kind: 'file', id: `file ${file.path}`, file });
    if (folder.more > 0)
      rows.push({
        kind: 'more-files',
        id: `more ${shelf} ${folder.path}`,
        folder: folder.path,
        count: folder.more,
      });
  }
  const { files, folders } = outline.unlisted;
  if (files > 0) rows.push({ kind: 'more-folders', id: `rest ${shelf}`, files, folders });
  return rows;
}

export function isChosen(row: MapRow | undefined): row is ChosenRow {
  return row !== undefined && 'id' in row;
}

/** Place of the chosen row: the one with its id, else the first that can be chosen; -1 where there is none. */
export function chosenAt(rows: readonly MapRow[], selected: string | undefined): number {
  const found = selected === undefined ? -1 : rows.findIndex(row => isChosen(row) && row.id === selected);
  return found >= 0 ? found : rows.findIndex(isChosen);
}

/** The file that a row is about, with the line of its symbol. */
export function fileOfRow(
  row: MapRow | undefined,
): { readonly path: string; readonly target?: number } | undefined {
  if (row?.kind === 'file') return { path: row.file.path };
  if (row?.kind === 'hit')
    return { path: row.hit.path, ...(row.hit.kind === 'symbol' ? { target: row.hit.line } : {}) };
  return row?.kind === 'left-out' ? { path: row.file.path } : undefined;
}

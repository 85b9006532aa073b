import { Box } from 'ink';
import type { ReactNode } from 'react';
import type { FindHit, OutlineFile } from '../../../domain/index.ts';
import type { Model } from '../../model.ts';
import { count, plural } from '../../text/format.ts';
import {
  between,
  cut,
  cutMiddle,
  fill,
  graphemes,
  type Line,
  lineWidth,
  type Span,
  t,
  wrap,
} from '../../text/line.ts';
import { cutPath } from '../../text/path.ts';
import { paneInside } from '../../widgets/pane/frame.ts';
import { Pane } from '../../widgets/pane/view.tsx';
import { reduceScroll } from '../../widgets/scroll-view/state.ts';
import { promptLines } from '../../widgets/text-prompt/view.ts';
import { shownCard, shownFile, targetRow } from './layout.ts';
import { chosenAt, isChosen, type MapRow, mapRows } from './rows.ts';
import { mapSizes } from './sizes.ts';
import { type MapUi, searchOf } from './state.ts';

interface Props {
  readonly model: Model;
  readonly ui: MapUi;
}

export function MapView({ model, ui }: Props): ReactNode {
  const { both } = mapSizes(model);
  if (both)
    return (
      <Box flexDirection="row">
        <ListPane model={model} ui={ui} />
        <CardPane model={model} ui={ui} />
      </Box>
    );
  return ui.card ? <CardPane model={model} ui={ui} /> : <ListPane model={model} ui={ui} />;
}

const PLACEHOLDER = 'type a symbol or a file name';

function ListPane({ model, ui }: Props): ReactNode {
  const { listColumns, listRows, rows: paneRows, both } = mapSizes(model);
  const { columns } = paneInside(listColumns, paneRows);
  const focused = ui.card === undefined && model.overlay === undefined;
  const rows = mapRows(model, ui);
  const chosen = chosenAt(rows, ui.selected);
  const extent = { total: rows.length, height: listRows };
  const { top } = reduceScroll(ui.scroll, { type: 'reveal', from: chosen, to: chosen }, extent);
  const names = nameColumns(rows, columns);
  const field = promptLines(ui.search.prompt, columns - 2, 1, PLACEHOLDER, focused)[0] ?? [];
  const lines: Line[] = [
    [t('› ', focused ? 'accent' : 'muted'), ...field],
    [t('─'.repeat(columns), 'border')],
    ...rows
      .slice(top, top + listRows)
      .map((row, i) => rowLine(row, top + i === chosen, focused, columns, names)),
  ];
  if (!both) {
    while (lines.length < listRows + 2) lines.push([]);
    lines.push(reasonLine(rows[chosen], columns));
  }
  return (
    <Pane
      title={[t('Code map', focused ? 'accent' : 'text', { bold: true })]}
      badge={listBadge(model, ui)}
      focused={focused}
      columns={listColumns}
      rows={paneRows}
      scroll={{ top: Math.max(0, top), total: rows.length + 2 + (both ? 0 : 1) }}
      lines={lines}
    />
  );
}

/** Whether this is all, else what the list is in order of. */
function listBadge(model: Model, ui: MapUi): Line {
  const { map } = model;
  if (map.kind === 'mapping' || map.kind === 'listing') return [t('what is read so far', 'attention')];
  if (map.kind === 'failed') return [t('failed', 'danger')];
  if (searchOf(ui) === '') return [t('by importance', 'muted')];
  return ui.found ? [t(`${count(ui.found.total)} fit`, 'muted')] : [];
}

/** Columns of the names, so that what follows them stands in one column. */
function nameColumns(rows: readonly MapRow[], columns: number): number {
  let most = 8;
  for (const row of rows) if (row.kind === 'file') most = Math.max(most, baseOf(row.file.path).length);
  return Math.min(most, Math.floor(columns * 0.42));
}

function rowLine(row: MapRow, chosen: boolean, focused: boolean, columns: number, names: number): Line {
  const mark = t(chosen ? '❯ ' : '  ', focused ? 'accent' : 'muted');
  switch (row.kind) {
    case 'gap':
      return [];
    case 'note':
      return cut([t(`  ${row.text}`, 'muted')], columns);
    case 'folder':
      return between(
        [t(cutMiddle(`${row.path || '.'}/`, columns - 8), 'heading')],
        [t(count(row.files), 'faint')],
        columns,
      );
    case 'file':
      return [mark, ...fileCells(row.file, chosen, columns - 2, names)];
    case 'more-files':
      return [mark, t(`… ${plural(row.count, 'more file')}`, chosen ? 'accent' : 'faint')];
    case 'more-folders': {
      const where = row.folders > 0 ? ` in ${plural(row.folders, 'more folder')}` : '';
      return [mark, t(`… ${plural(row.files, 'more file')}${where}`, chosen ? 'accent' : 'muted')];
    }
    case 'shut': {
      const what = row.what === 'aside' ? 'Tests, documents and others' : 'Left out';
      const sign = row.open ? '▾ ' : '▸ ';
      return between(
        [mark, t(sign, 'muted'), t(what, chosen ? 'accent' : 'heading')],
        [t(plural(row.count, 'file'), 'faint')],
        columns,
      );
    }
    case 'left-out': {
      const path = cutMiddle(row.file.path, Math.floor(columns * 0.55));
      return cut([mark, t(path, chosen ? 'accent' : 'path'), t(`  ${row.file.reason}`, 'muted')], columns);
    }
    case 'hit':
      return [mark, ...hitCells(row.hit, chosen, columns - 2)];
  }
}

function fileCells(file: OutlineFile, chosen: boolean, columns: number, names: number): Line {
  const name = fill(
    [t(cutMiddle(baseOf(file.path), names), chosen ? 'accent' : 'path', { bold: chosen })],
    names,
  );
  const symbols = file.symbols.map(s => s.name).join(' ');
  const rest = columns - names - 2;
  return rest < 8 ? name : [...name, t('  '), ...cut([t(symbols || file.role, 'muted')], rest)];
}

/** Name with the letters that fit, what it is, and where it stands; of a long path the middle goes. */
function hitCells(hit: FindHit, chosen: boolean, columns: number): Line {
  const style = { tone: chosen ? ('accent' as const) : ('text' as const), bold: chosen };
  if (hit.kind === 'file') {
    const base = hit.path.length - baseOf(hit.path).length;
    const name = fitting(
      hit.path.slice(base),
      hit.at.map(i => i - base),
      { ...style, tone: chosen ? 'accent' : 'path' },
    );
    const folder = hit.path.slice(0, Math.max(0, base - 1));
    const room = columns - lineWidth(name) - 2;
    return room < 6 ? cut(name, columns) : between(name, [t(cutPath(folder, room), 'muted')], columns);
  }
  const name = cut(fitting(hit.name, hit.at, style), Math.max(8, columns - PLACE_LEAST));
  const place = `${hit.path}:${hit.line}`;
  // What it is and whose gives way before the place does.
  let free = columns - lineWidth(name) - 2 - Math.min(place.length, baseOf(place).length + FOLDERS_LEAST);
  const notes = [
    t(`  ${hit.symbolKind}`, 'faint'),
    ...(hit.container ? [t(`  ${hit.container}`, 'muted')] : []),
  ];
  const shown = notes.filter(note => {
    free -= lineWidth([note]);
    return free >= 0;
  });
  const left = [...name, ...shown];
  const room = columns - lineWidth(left) - 2;
  return room < 8 ? cut(left, columns) : between(left, [t(cutPath(place, room), 'muted')], columns);
}

/** Columns that a place keeps beside a long name, and that its folders keep beside the notes. */
const PLACE_LEAST = 14;
const FOLDERS_LEAST = 8;

/** A name with the characters at these places set off. A place in the middle of a character sets all of it off. */
function fitting(
  name: string,
  at: readonly number[],
  style: { readonly tone: Span['tone']; readonly bold: boolean },
): Line {
  const out: Span[] = [];
  let index = 0;
  let open: { text: string; hit: boolean } | undefined;
  const end = () => {
    if (open)
      out.push(
        open.hit ? t(open.text, 'attention', { bold: true }) : t(open.text, style.tone, { bold: style.bold }),
      );
  };
  for (const character of graphemes(name)) {
    const hit = at.some(i => i >= index && i < index + character.length);
    index += character.length;
    if (open && open.hit === hit) open.text += character;
    else {
      end();
      open = { text: character, hit };
    }
  }
  end();
  return out;
}

/** Why the chosen file stands where it stands, where no card says it. */
function reasonLine(row: MapRow | undefined, columns: number): Line {
  if (row?.kind === 'file') return cut([t(row.file.why, 'muted')], columns);
  if (row?.kind === 'hit') return cut([t(row.hit.path, 'muted')], columns);
  return row?.kind === 'left-out' ? cut([t(row.file.reason, 'muted')], columns) : [];
}

function CardPane({ model, ui }: Props): ReactNode {
  const { cardColumns, cardInside, rows: paneRows } = mapSizes(model);
  const file = shownFile(model, ui);
  const focused = ui.card !== undefined && model.overlay === undefined;
  const rows = shownCard(model, ui) ?? [];
  const top = cardTop(model, ui, rows);
  const lines =
    rows.length > 0
      ? rows.slice(top, top + cardInside.rows).map((row, i): Line => {
          const here = focused && top + i === ui.card?.row;
          return [
            t(here ? '❯ ' : '  ', 'accent'),
            ...(here && row.file ? row.line.map(s => ({ ...s, tone: 'accent' as const })) : row.line),
          ];
        })
      : emptyCard(model, ui).flatMap(text => wrap([t(`  ${text}`, 'muted')], cardColumns - 4, [t('  ')]));
  return (
    <Pane
      title={
        file
          ? [
              t(cutPath(file.path, Math.max(8, cardColumns - 8)), focused ? 'accent' : 'text', {
                bold: true,
              }),
            ]
          : []
      }
      focused={focused}
      columns={cardColumns}
      rows={paneRows}
      scroll={{ top, total: rows.length }}
      lines={lines}
    />
  );
}

function cardTop(model: Model, ui: MapUi, rows: ReturnType<typeof shownCard> & object): number {
  const height = mapSizes(model).cardInside.rows;
  const extent = { total: rows.length, height };
  if (ui.card)
    return reduceScroll(ui.card.scroll, { type: 'reveal', from: ui.card.row, to: ui.card.row }, extent).top;
  const at = targetRow(rows, shownFile(model, ui)?.target);
  return reduceScroll({ top: 0 }, { type: 'reveal', from: at, to: Math.min(rows.length - 1, at + 3) }, extent)
    .top;
}

/** What to say where no card can be shown, and what would bring one. */
function emptyCard(model: Model, ui: MapUi): readonly string[] {
  const file = shownFile(model, ui);
  if (!file) {
    const found = mapRows(model, ui).some(isChosen);
    return found ? ['Enter opens the chosen row.'] : [];
  }
  if (model.map.kind === 'failed') return ['Without the code map nothing more is known of this file.'];
  const leftOut = model.leftOut.find(f => f.path === file.path);
  if (ui.pages[file.path] === null)
    return [leftOut ? `Left out: ${leftOut.reason}.` : 'The map holds no card of this file.'];
  return ['reading …'];
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

import type { RootContent, Table, TableRow } from 'mdast';
import { type ProseBlock, piecesOf } from '../pieces.ts';
import type { FoundStep } from './steps.ts';
import { dataText, lineOf } from './text.ts';

const COLUMNS = {
  number: /^(?:#|no\.?|nr\.?|id|step #|step)$/i,
  title: /^(?:step|task|what|description|title|work|change|action|item|phase|part)s?$/i,
  files: /^(?:files?|paths?|where|affected files|files? (?:changed|touched))$/i,
  verify: /^(?:verif\w*|tests?|how to (?:verify|test)|check|done when|acceptance(?: criteria)?)$/i,
  time: /^(?:time|estimate[sd]?|effort|duration|minutes|est\.?)$/i,
  after: /^(?:depends on|dependencies|after|blocked by)$/i,
} as const;
type Column = keyof typeof COLUMNS;

/** Steps as rows of a table: one that has a column of titles, and one of files or of verification. */
export function tabled(nodes: readonly RootContent[], source: string): readonly FoundStep[] {
  return nodes.flatMap(node => (node.type === 'table' ? rowsOf(node, source) : []));
}

function rowsOf(table: Table, source: string): readonly FoundStep[] {
  const [head, ...rows] = table.children;
  const names = (head?.children ?? []).map(cell => dataText(cell.children, source));
  const at = columnsOf(names);
  if (at.title === undefined || (at.files === undefined && at.verify === undefined)) return [];
  return rows
    .filter(
      row =>
        !/^\W*total\b/i.test(
          row.children
            .map(cell => dataText(cell.children, source))
            .join(' ')
            .trim(),
        ),
    )
    .map(row => rowStep(row, at, source));
}

function columnsOf(names: readonly string[]): Partial<Record<Column, number>> {
  const at: Partial<Record<Column, number>> = {};
  const keys = ['title', 'files', 'verify', 'time', 'after', 'number'] as const;
  for (const key of keys) {
    const found = names.findIndex(
      (name, i) => COLUMNS[key].test(name.trim()) && !Object.values(at).includes(i),
    );
    if (found >= 0) at[key] = found;
  }
  // "Step | What | …": the first is the number, the second says what is done.
  const { title } = at;
  const second =
    title === undefined ? -1 : names.findIndex((name, i) => i > title && COLUMNS.title.test(name.trim()));
  if (title !== undefined && second > 0 && COLUMNS.number.test(names[title]?.trim() ?? '')) {
    at.number = title;
    at.title = second;
  }
  return at;
}

function rowStep(row: TableRow, at: Partial<Record<Column, number>>, source: string): FoundStep {
  const cell = (key: Column) => row.children[at[key] ?? -1];
  const text = (key: Column) => dataText(cell(key)?.children ?? [], source);
  const line = lineOf(row);
  const block = (key: Column): ProseBlock[] => {
    const pieces = piecesOf(cell(key)?.children ?? []);
    return pieces.length > 0 ? [{ line, pieces }] : [];
  };
  const time = text('time');
  return {
    heading: `${text('title').replace(/^\*\*(.*?)\*\*$/, '$1')}${time === '' ? '' : ` (${time})`}`,
    nodes: [],
    line,
    number:
      /^[A-Z]{0,4}-?\d+(?:\.\d+)*$/.exec(text('number').replace(/\W+$/, ''))?.[0] ??
      /\d+(?:\.\d+)*/.exec(text('number'))?.[0],
    prose: block('title'),
    fileCells: block('files'),
    verifyCells: block('verify'),
    afterCell: text('after'),
    shared: [],
  };
}

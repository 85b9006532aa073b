import { Column } from './lists.ts';

const bytes = () => new Column(n => new Uint8Array(n));
const numbers = () => new Column(n => new Uint32Array(n));

/** Each file's parts end where `…Ends` says; the first begin at 0. */
const COLUMNS = {
  /** A text like others: a language may be the thousandth that is met. */
  language: numbers,
  lines: numbers,
  bytes: numbers,
  /** Two to a file: 16 hex digits. */
  hash: numbers,
  symbolEnds: numbers,
  /** Vocabulary numbers. */
  symbolName: numbers,
  symbolKind: bytes,
  symbolLine: numbers,
  symbolEndLine: numbers,
  symbolExported: bytes,
  /** Vocabulary number plus 1; 0 for none. */
  symbolContainer: numbers,
  signatureEnds: numbers,
  importEnds: numbers,
  importSpecifier: numbers,
  importLine: numbers,
  importFlags: bytes,
  wordEnds: numbers,
  word: numbers,
  count: numbers,
  pairEnds: numbers,
  pair: numbers,
  roleEnds: numbers,
  role: bytes,
  roleReason: numbers,
  /** Each ends with a line end, so that all of them are one text. */
  signature: bytes,
} as const;
export type ColumnName = keyof typeof COLUMNS;
export type Columns = { readonly [Name in ColumnName]: ReturnType<(typeof COLUMNS)[Name]> };

export const COLUMN_NAMES = Object.keys(COLUMNS) as ColumnName[];
/** Whether a column's numbers take four bytes, else one. */
export const isWide = (name: ColumnName): boolean => COLUMNS[name] === numbers;
/** Which column the ends of a file's (or a signature's) parts count in. */
export const PART_OF = {
  symbolEnds: 'symbolName',
  signatureEnds: 'signature',
  importEnds: 'importLine',
  wordEnds: 'word',
  pairEnds: 'pair',
  roleEnds: 'role',
} as const satisfies Partial<Record<ColumnName, ColumnName>>;
/** What a file has of each on average: so much room is taken for it, where many are to come. */
export const A_FILE: Partial<Record<ColumnName, number>> = {
  symbolName: 16,
  symbolKind: 16,
  symbolLine: 16,
  symbolEndLine: 16,
  symbolExported: 16,
  symbolContainer: 16,
  signatureEnds: 16,
  signature: 1_000,
  importSpecifier: 8,
  importLine: 8,
  importFlags: 8,
  word: 200,
  count: 200,
  pair: 100,
};
type EndName = keyof typeof PART_OF;
export const ENDS = Object.keys(PART_OF) as EndName[];
export const isEnd = (name: ColumnName): name is EndName => name in PART_OF;
/** Columns that hold numbers of words, or of the table's own texts. */
export const NUMBERED: Partial<Record<ColumnName, 'word' | 'text'>> = {
  language: 'text',
  symbolName: 'word',
  importSpecifier: 'text',
  word: 'word',
  roleReason: 'text',
};

export function newColumns(): Columns {
  return Object.fromEntries(COLUMN_NAMES.map(name => [name, COLUMNS[name]()])) as Columns;
}

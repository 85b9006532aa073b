import { ROLES, SYMBOL_KINDS } from '../../domain/code-words.ts';
import type { RoleReason } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import type { ScannedImport, ScannedSymbol } from '../scan/scanned.ts';
import {
  A_FILE,
  COLUMN_NAMES,
  type ColumnName,
  type Columns,
  ENDS,
  isEnd,
  NUMBERED,
  newColumns,
  PART_OF,
} from './columns.ts';
import { type Column, type ColumnSource, inMemory } from './lists.ts';
import { StoredFile } from './stored-file.ts';
import { type PackedStrings, StringTable } from './strings.ts';

/** Everything of one file but its path and number. */
export type FileRow = Omit<FileEntry, 'path' | 'symbolAt'>;

/** A file table as it is stored and sent: plain arrays by name. */
export interface PackedFiles {
  readonly columns: Readonly<Record<ColumnName, Uint8Array | Uint32Array>>;
  readonly texts: PackedStrings;
}

const KINDS = SYMBOL_KINDS;
/** Flags of an import; the kinds of `soft` exclude each other. */
const REEXPORT = 1;
const SOFT = { types: 2, later: 4 } as const;
/** Decoded symbols are kept for as many files; the same few files are asked again and again. */
const KEPT = 512;
const SIGNATURE_END = 10;
/** A table may hold as many times the rows that are still of use. */
const MOST_LEFT = 1.3;

/**
 * What the first tier knows of files, in columns: rows are added at the end and never changed. Objects for some hundred
 * thousand symbols would take five times the memory, and could be neither stored nor sent to another thread as they are.
 */
export class FileTable {
  readonly vocabulary: StringTable;
  /** Specifiers, reasons and languages. */
  private texts = new StringTable();
  private readonly columns: Columns = newColumns();
  private readonly symbols = new Map<number, readonly ScannedSymbol[]>();
  /** Rows of files of other tables. */
  private readonly guests = new WeakMap<FileEntry, number>();

  constructor(vocabulary: StringTable) {
    this.vocabulary = vocabulary;
  }

  /** Takes room for as many files. What stays unused of it costs nothing: the system gives memory when it is written to. */
  expect(files: number): void {
    for (const name of COLUMN_NAMES) this.columns[name].reserve(files * (A_FILE[name] ?? 1));
  }

  /** Takes over the arrays. The vocabulary is the one whose numbers they hold. */
  static unpack({ columns, texts }: PackedFiles, vocabulary: StringTable): FileTable {
    return FileTable.stored(name => inMemory(columns[name]), StringTable.unpack(texts), vocabulary);
  }

  /** A table whose columns are asked for one by one, when they are first needed, and of some no more than that. */
  static stored(
    column: (name: ColumnName) => ColumnSource<Uint8Array | Uint32Array>,
    texts: StringTable,
    vocabulary: StringTable,
  ): FileTable {
    const table = new FileTable(vocabulary);
    table.texts = texts;
    for (const name of COLUMN_NAMES) {
      const target: Column<Uint8Array | Uint32Array> = table.columns[name];
      target.adopt(column(name));
    }
    return table;
  }

  /**
   * A table that holds all these files, and the row of each: the one that most of them are of. Others are added to it,
   * once; where files that are no longer among them have left too much behind, all go into a new table.
   */
  static gather(
    files: readonly FileEntry[],
    vocabulary: StringTable,
  ): { readonly table: FileTable; readonly rows: Int32Array } {
    const sizes = new Map<FileTable, number>();
    for (const file of files)
      if (file instanceof StoredFile) sizes.set(file.table, (sizes.get(file.table) ?? 0) + 1);
    const [largest] = [...sizes].sort((a, b) => b[1] - a[1])[0] ?? [];
    const few = largest !== undefined && largest.rows <= files.length * MOST_LEFT;
    const table = few ? largest : new FileTable(vocabulary);
    return { table, rows: Int32Array.from(files, file => table.rowOf(file)) };
  }

  /** The row of a file, which is added where it is of another table and was not added before. */
  private rowOf(file: FileEntry): number {
    if (file instanceof StoredFile && file.table === this) return file.row;
    const row = this.guests.get(file) ?? this.add(file);
    this.guests.set(file, row);
    return row;
  }

  /** All columns, each as `get` gives it. */
  static columnsOf(get: (name: ColumnName) => Uint8Array | Uint32Array): PackedFiles['columns'] {
    return Object.fromEntries(COLUMN_NAMES.map(name => [name, get(name)])) as PackedFiles['columns'];
  }

  pack(): PackedFiles {
    return { columns: FileTable.columnsOf(name => this.columns[name].view()), texts: this.texts.pack() };
  }

  get rows(): number {
    return this.columns.lines.length;
  }

  /** Adds a file and gives its row. */
  add(file: FileRow): number {
    const { columns: c, texts, vocabulary } = this;
    c.language.push(texts.add(file.language));
    c.lines.push(file.lines);
    c.bytes.push(file.bytes);
    c.hash.push(Number.parseInt(file.hash.slice(0, 8), 16));
    c.hash.push(Number.parseInt(file.hash.slice(8, 16), 16));
    file.symbols.forEach((symbol, i) => {
      c.symbolName.push(file.defines[i] ?? 0);
      c.symbolKind.push(KINDS.indexOf(symbol.kind));
      c.symbolLine.push(symbol.line);
      c.symbolEndLine.push(symbol.endLine);
      c.symbolExported.push(symbol.exported ? 1 : 0);
      c.symbolContainer.push(symbol.container === undefined ? 0 : vocabulary.add(symbol.container) + 1);
      c.signature.pushAll(utf8(symbol.signature));
      c.signature.push(SIGNATURE_END);
      c.signatureEnds.push(c.signature.length);
    });
    c.symbolEnds.push(c.symbolName.length);
    for (const { specifier, line, reexport, soft } of file.specifiers) {
      c.importSpecifier.push(texts.add(specifier));
      c.importLine.push(line);
      c.importFlags.push((reexport ? REEXPORT : 0) | (soft ? SOFT[soft] : 0));
    }
    c.importEnds.push(c.importLine.length);
    c.word.pushAll(file.words.ids);
    c.count.pushAll(file.words.counts);
    c.wordEnds.push(c.word.length);
    c.pair.pushAll(file.words.pairs);
    c.pairEnds.push(c.pair.length);
    for (const { role, reason } of file.roles) {
      c.role.push(ROLES.indexOf(role));
      c.roleReason.push(texts.add(reason));
    }
    c.roleEnds.push(c.role.length);
    return this.rows - 1;
  }

  /**
   * Adds all rows of a table that another thread filled, with its own vocabulary; gives the row of its first. Words get
   * this table's numbers.
   */
  merge(other: FileTable): number {
    const first = this.rows;
    const word = translate(other.vocabulary, this.vocabulary);
    const text = translate(other.texts, this.texts);
    // Ends first: they begin where this table's parts end now.
    for (const name of ENDS) {
      const by = this.columns[PART_OF[name]].length;
      this.columns[name].pushAll(other.columns[name].view().map(end => end + by));
    }
    for (const name of COLUMN_NAMES) {
      if (isEnd(name)) continue;
      const from = other.columns[name].view();
      const numbers = NUMBERED[name];
      const to: Column<Uint8Array | Uint32Array> = this.columns[name];
      if (name === 'symbolContainer')
        to.pushAll(from.map(value => (value === 0 ? 0 : (word[value - 1] ?? 0) + 1)));
      else if (numbers === undefined) to.pushAll(from);
      else to.pushAll(from.map(value => (numbers === 'word' ? word : text)[value] ?? 0));
    }
    return first;
  }

  /** Lets go of the words of all rows, once an index holds them. Their pairs stay. */
  forgetWords(): void {
    const { word, count, wordEnds } = this.columns;
    word.clear();
    count.clear();
    const { rows } = this;
    wordEnds.clear();
    wordEnds.pushAll(new Uint32Array(rows));
  }

  /** The file of a row under this path, its parts decoded as they are asked for. */
  entry(row: number, path: string): FileEntry {
    return new StoredFile(this, row, path);
  }

  languageOf = (row: number) => this.texts.at(this.columns.language.at(row));
  linesOf = (row: number) => this.columns.lines.at(row);
  bytesOf = (row: number) => this.columns.bytes.at(row);

  hashOf(row: number): string {
    const { hash } = this.columns;
    return hex(hash.at(row * 2)) + hex(hash.at(row * 2 + 1));
  }

  symbolsOf(row: number): readonly ScannedSymbol[] {
    const known = this.symbols.get(row);
    if (known) return known;
    const { symbolEnds, signatureEnds, signature } = this.columns;
    const first = begin(symbolEnds, row);
    const end = symbolEnds.at(row);
    const from = begin(signatureEnds, first);
    const text = bufferOf(signature.range(from, first === end ? from : signatureEnds.at(end - 1)));
    const found: ScannedSymbol[] = [];
    for (let i = first; i < end; i++) found.push(this.symbol(i, text, from));
    this.symbols.set(row, found);
    if (this.symbols.size > KEPT)
      for (const oldest of this.symbols.keys()) {
        this.symbols.delete(oldest);
        break;
      }
    return found;
  }

  /** Symbol k of a file, without making the others. */
  symbolOf(row: number, k: number): ScannedSymbol | undefined {
    const known = this.symbols.get(row);
    if (known) return known[k];
    const { symbolEnds, signatureEnds, signature } = this.columns;
    const i = begin(symbolEnds, row) + k;
    if (i >= symbolEnds.at(row)) return undefined;
    const from = begin(signatureEnds, i);
    return this.symbol(i, bufferOf(signature.range(from, signatureEnds.at(i))), from);
  }

  /** Symbol i of the table; `text`: its signature and others, from byte `from` on. */
  private symbol(i: number, text: Buffer, from: number): ScannedSymbol {
    const { columns: c, vocabulary } = this;
    const container = c.symbolContainer.at(i);
    return {
      name: vocabulary.at(c.symbolName.at(i)),
      kind: KINDS[c.symbolKind.at(i)] ?? 'const',
      line: c.symbolLine.at(i),
      endLine: c.symbolEndLine.at(i),
      signature: text.toString('utf8', begin(c.signatureEnds, i) - from, c.signatureEnds.at(i) - from - 1),
      exported: c.symbolExported.at(i) === 1,
      ...(container === 0 ? {} : { container: vocabulary.at(container - 1) }),
    };
  }

  definesOf(row: number): Uint32Array {
    const { symbolEnds, symbolName } = this.columns;
    return symbolName.view().subarray(begin(symbolEnds, row), symbolEnds.at(row));
  }

  importsOf(row: number): readonly ScannedImport[] {
    const { columns: c, texts } = this;
    const found: ScannedImport[] = [];
    for (let i = begin(c.importEnds, row); i < c.importEnds.at(row); i++) {
      const flags = c.importFlags.at(i);
      const soft = flags & SOFT.types ? 'types' : flags & SOFT.later ? 'later' : undefined;
      found.push({
        specifier: texts.at(c.importSpecifier.at(i)),
        line: c.importLine.at(i),
        reexport: (flags & REEXPORT) !== 0,
        ...(soft ? { soft } : {}),
      });
    }
    return found;
  }

  wordsOf(row: number): FileEntry['words'] {
    const { columns: c } = this;
    const from = begin(c.wordEnds, row);
    const to = c.wordEnds.at(row);
    return {
      ids: c.word.view().subarray(from, to),
      counts: c.count.view().subarray(from, to),
      pairs: c.pair.range(begin(c.pairEnds, row), c.pairEnds.at(row)),
    };
  }

  rolesOf(row: number): readonly RoleReason[] {
    const { columns: c, texts } = this;
    const found: RoleReason[] = [];
    for (let i = begin(c.roleEnds, row); i < c.roleEnds.at(row); i++)
      found.push({ role: ROLES[c.role.at(i)] ?? 'other', reason: texts.at(c.roleReason.at(i)) });
    return found;
  }
}

/** Numbers of the strings of one table in another, which takes in what it lacks. */
function translate(from: StringTable, to: StringTable): Uint32Array {
  const numbers = new Uint32Array(from.size);
  for (let id = 0; id < from.size; id++) numbers[id] = to.take(from.once(id), from.hashAt(id));
  return numbers;
}

const bufferOf = (bytes: Uint8Array) => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);

const scratch = Buffer.alloc(4096);

/** The bytes of a text, as long as no other is asked for. */
function utf8(text: string): Uint8Array {
  if (text.length * 3 > scratch.length) return Buffer.from(text, 'utf8');
  return scratch.subarray(0, scratch.write(text, 'utf8'));
}

const begin = (ends: Column<Uint32Array>, n: number) => (n === 0 ? 0 : ends.at(n - 1));
const hex = (value: number) => value.toString(16).padStart(8, '0');

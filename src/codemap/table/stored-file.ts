import type { RoleReason } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import type { ScannedImport, ScannedSymbol } from '../scan/scanned.ts';
import type { FileTable } from './files.ts';

/** A row of a table as a file: its parts are decoded as they are asked for. */
export class StoredFile implements FileEntry {
  readonly path: string;
  readonly table: FileTable;
  readonly row: number;
  private knownRoles: readonly RoleReason[] | undefined;
  private knownLanguage: string | undefined;

  constructor(table: FileTable, row: number, path: string) {
    this.table = table;
    this.row = row;
    this.path = path;
  }

  get language(): string {
    this.knownLanguage ??= this.table.languageOf(this.row);
    return this.knownLanguage;
  }

  get lines(): number {
    return this.table.linesOf(this.row);
  }

  get bytes(): number {
    return this.table.bytesOf(this.row);
  }

  get hash(): string {
    return this.table.hashOf(this.row);
  }

  get symbols(): readonly ScannedSymbol[] {
    return this.table.symbolsOf(this.row);
  }

  symbolAt(k: number): ScannedSymbol | undefined {
    return this.table.symbolOf(this.row, k);
  }

  get defines(): Uint32Array {
    return this.table.definesOf(this.row);
  }

  get specifiers(): readonly ScannedImport[] {
    return this.table.importsOf(this.row);
  }

  get words(): FileEntry['words'] {
    return this.table.wordsOf(this.row);
  }

  get roles(): readonly RoleReason[] {
    this.knownRoles ??= this.table.rolesOf(this.row);
    return this.knownRoles;
  }
}

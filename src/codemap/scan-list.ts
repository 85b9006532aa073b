import type { ReadFile } from '../host/port.ts';
import type { Skipped } from './file-entry.ts';
import { binaryByName, ProjectScan } from './scan-project.ts';
import { FileTable, type PackedFiles } from './table/files.ts';
import { type PackedStrings, StringTable } from './table/strings.ts';

/** Files taken at a time by whoever has nothing to do. */
const CHUNK = 16;

/** Which chunk comes next and how many files are done, shared by all threads that scan a list. */
export type Progress = Int32Array<SharedArrayBuffer>;

export function newProgress(): Progress {
  return new Int32Array(new SharedArrayBuffer(8));
}

/** The next files of the list as a range of numbers; undefined when all are taken. */
export function takeChunk(progress: Progress, total: number): [from: number, to: number] | undefined {
  const from = Atomics.add(progress, 0, 1) * CHUNK;
  return from >= total ? undefined : [from, Math.min(total, from + CHUNK)];
}

/** What a thread made of its share: rows by number of the file in the list, in the order of the table. */
export interface Share {
  readonly vocabulary: PackedStrings;
  readonly files: PackedFiles;
  readonly numbers: Uint32Array;
  readonly skipped: readonly { readonly number: number; readonly reasons: readonly Skipped[] }[];
}

/** One file at a time: scanned, or put aside with a reason. */
export class ListScan {
  readonly scan = new ProjectScan();
  /** The file's number in the list, by row. */
  readonly numbers: number[] = [];
  /** By number: what is to be said of a file, whether or not it has a row. */
  readonly skipped = new Map<number, readonly Skipped[]>();

  /** `files`: how many are to come, about. */
  constructor(files: number) {
    this.scan.table.expect(files);
  }

  /** `read`: the file, or why there is none. */
  add(number: number, path: string, read: ReadFile | string): void {
    if (typeof read === 'string') this.skipped.set(number, [{ path, reason: read }]);
    else {
      const { skipped } = this.scan.add(read);
      this.numbers.push(number);
      if (skipped.length > 0) this.skipped.set(number, skipped);
    }
  }

  /** Puts a file aside by its name alone. */
  leave(number: number, path: string): boolean {
    const reason = binaryByName(path);
    if (reason !== undefined) this.skipped.set(number, [{ path, reason }]);
    return reason !== undefined;
  }

  share(): Share {
    return {
      vocabulary: this.scan.scanner.vocabulary.pack(),
      files: this.scan.table.pack(),
      numbers: Uint32Array.from(this.numbers),
      skipped: [...this.skipped].map(([number, reasons]) => ({ number, reasons })),
    };
  }

  /** Takes in what another thread has scanned. */
  merge(share: Share): void {
    this.scan.table.merge(FileTable.unpack(share.files, StringTable.unpack(share.vocabulary)));
    for (const number of share.numbers) this.numbers.push(number);
    for (const { number, reasons } of share.skipped) this.skipped.set(number, reasons);
  }
}

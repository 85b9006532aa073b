import type { RoleReason } from '../domain/index.ts';
import type { ScannedImport, ScannedSymbol } from './scan/scanned.ts';
import type { FileWords } from './scan/word-sink.ts';

/** What the first tier keeps of a file. Its number is its place in the list of paths. */
export interface FileEntry {
  readonly path: string;
  readonly language: string;
  readonly lines: number;
  readonly bytes: number;
  readonly hash: string;
  readonly symbols: readonly ScannedSymbol[];
  /** One of them, by its place: for who wants few. */
  symbolAt(k: number): ScannedSymbol | undefined;
  readonly specifiers: readonly ScannedImport[];
  /** Without its ids and counts once it is in an index, which holds them by word. */
  readonly words: FileWords;
  /** Vocabulary numbers of the symbols' names, in their order. */
  readonly defines: Uint32Array;
  readonly roles: readonly RoleReason[];
}

export interface Skipped {
  readonly path: string;
  readonly reason: string;
}

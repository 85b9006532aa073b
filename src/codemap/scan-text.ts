import type { CodeSymbol } from '../domain/index.ts';
import { Scanner } from './scan/scan.ts';

/** Definitions of a text. */
export type ScanText = (path: string, text: string) => readonly CodeSymbol[];

/**
 * Definitions as the quick scan sees them: for texts that are no files of the project, as earlier versions. One for all texts of a
 * question: to make it costs more than most texts.
 */
export function textScanner(): ScanText {
  const scanner = new Scanner();
  return (path, text) => scanner.scan(path, text).symbols.map(symbol => ({ ...symbol, path }));
}

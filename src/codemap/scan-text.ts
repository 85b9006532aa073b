import type { CodeSymbol } from '../domain/index.ts';
import { Scanner } from './scan/scan.ts';

/** Definitions of one text, as the quick scan sees them: for texts that are no files of the project, as earlier versions. */
export function scanText(path: string, text: string): readonly CodeSymbol[] {
  return new Scanner().scan(path, text).symbols.map(symbol => ({ ...symbol, path }));
}

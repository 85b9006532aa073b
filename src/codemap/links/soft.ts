import type { FileEntry } from '../file-entry.ts';
import type { ScannedImport } from '../scan/scanned.ts';

/**
 * Why an import does not load its file together with the importer: it names types alone, it waits until a function
 * runs, or it uses nothing of the file (Rust's `mod a;`, the package of Python's `from . import a`); or there
 * is no import at all, because the file lies in the same package.
 */
export type Soft = 'types' | 'later' | 'declares' | 'beside';

/** Most files have no soft import: they share this. */
export const NONE_SOFT: ReadonlyMap<number, Soft> = new Map();

/** What the scanner saw of a statement, and what follows from the language. */
export function softnessOf(
  { path, language }: Pick<FileEntry, 'path' | 'language'>,
  { specifier, soft }: ScannedImport,
): Soft | undefined {
  if (soft) return soft;
  if (/\.d\.[cm]?ts$/.test(path)) return 'types';
  if (language === 'python') return /^\.+$/.test(specifier) ? 'declares' : undefined;
  return language === 'rust' && specifier.startsWith('mod ') ? 'declares' : undefined;
}

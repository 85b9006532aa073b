import type { FileEntry } from '../file-entry.ts';
import type { Postings } from '../rank/postings.ts';
import type { ScannedImport } from '../scan/scanned.ts';

/** Where an import leads: to files of the project, or to a package. Neither: nothing of the project has that name. */
export interface Target {
  readonly files: readonly number[];
  readonly package?: string;
}

export const NOWHERE: Target = { files: [] };

export interface ResolveInput {
  readonly files: readonly FileEntry[];
  readonly byPath: ReadonlyMap<string, number>;
  /** Who holds which word. */
  readonly words: Postings;
  /** Texts of the files that `isManifest` asks for, by path. */
  readonly manifests: ReadonlyMap<string, string>;
}

/** Follows the imports of one language (or a family of them). Made once for a project. */
export interface Resolver {
  /** Where an import of file `n` leads. */
  follow(n: number, imported: ScannedImport): Target;
  /** Files that file `n` uses without naming them in an import: those of its own package and the like. */
  around?(n: number): readonly number[];
}

/** Targets of one file, if there is that file. */
export const one = (found: number | undefined): Target | undefined =>
  found === undefined ? undefined : { files: [found] };

export function push<K>(map: Map<K, number[]>, key: K, value: number): void {
  const list = map.get(key);
  if (!list) map.set(key, [value]);
  else if (list.at(-1) !== value) list.push(value);
}

import type { FileEntry } from '../file-entry.ts';

/** Where an import leads: to files of the project, or to a package. Neither: nothing of the project has that name. */
export interface Target {
  readonly files: readonly number[];
  readonly package?: string;
}

export interface ResolveInput {
  readonly files: readonly FileEntry[];
  readonly byPath: ReadonlyMap<string, number>;
  /** Texts of package.json, tsconfig and go.mod files, by path. */
  readonly manifests: ReadonlyMap<string, string>;
}

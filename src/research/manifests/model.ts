import type { FileSource } from '../../domain/index.ts';
import type { ProjectDependency, ProjectScript } from '../port.ts';

export type Ecosystem = ProjectDependency['ecosystem'];
export type Purpose = ProjectScript['purpose'];

/** One manifest and what it says: an npm package, a Python project, a Go module … */
export interface Manifest {
  readonly ecosystem: Ecosystem;
  /** Folder that its commands run in; `''` is the project's root. */
  readonly dir: string;
  readonly path: string;
  readonly name?: string;
  readonly description?: string;
  readonly scripts: readonly ProjectScript[];
  readonly dependencies: readonly ProjectDependency[];
  /** Tool that installs packages here: `npm`, `pnpm`, `poetry`, `maven` … */
  readonly manager?: { readonly name: string; readonly source: FileSource };
  /** Runs tests without a script of its own: `jest`, `pytest`, `go test` …, with the line that says so. */
  readonly runner?: { readonly name: string; readonly source: FileSource };
  /** Rust: programs of integration tests, each with the file that it starts from, as seen from the project's root. */
  readonly testTargets?: readonly { readonly name: string; readonly path: string }[];
  /** .NET: the solution that builds all projects. */
  readonly solution?: string;
  /** The line by which it is published as a library for other programs. */
  readonly published?: FileSource;
  /** npm: whether a root manifest names this folder as a workspace. */
  readonly workspace?: boolean;
  /** Versions of the language that it asks for, e.g. `node >=20`. */
  readonly engine?: { readonly name: string; readonly range: string; readonly source: FileSource };
}

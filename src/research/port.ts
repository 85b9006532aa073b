import type { FileSource, ReleaseNote, Source } from '../domain/index.ts';

/** A script or command that exists in this project, and how a person runs it. */
export interface ProjectScript {
  readonly name: string;
  /** What it does, as written in the manifest. */
  readonly command: string;
  /** What to type: `npm run lint`, `pytest`, `make test`. */
  readonly run: string;
  readonly purpose: 'test' | 'build' | 'lint' | 'types' | 'start' | 'migrate' | 'other';
  readonly source: FileSource;
}

/** Where packages come from. */
export const ECOSYSTEMS = [
  'npm',
  'pypi',
  'go',
  'crates',
  'maven',
  'rubygems',
  'packagist',
  'nuget',
  'other',
] as const;
export type Ecosystem = (typeof ECOSYSTEMS)[number];

export interface ProjectDependency {
  readonly name: string;
  readonly range: string;
  /** Version on disk or in the lock file. */
  readonly installed?: string;
  readonly dev: boolean;
  readonly ecosystem: Ecosystem;
  readonly source: FileSource;
}

/** A rule of the project, quoted from AGENTS.md, CLAUDE.md, CONTRIBUTING.md or a linter's settings. */
export interface Convention {
  readonly text: string;
  readonly source: FileSource;
}

/**
 * One thing that is known of the project's stack, present or found to be absent.
 * Ids: library (only where the project is one), http-server, http-port, routes, auth, auth-middleware, database, orm, migrations, user-model, realtime, queue, cache, rate-limit,
 * validation, logger, metrics, error-handling, health, mailer, replicas, deployment, ci, test-runner, package-manager, env-config,
 * i18n, feature-flags, frontend, cli, outgoing, role-check.
 */
export interface StackFact {
  readonly id: string;
  readonly present: boolean;
  /** One sentence with real names in backticks: "Express 4.18 listens on `PORT`, 3000 by default." */
  readonly text: string;
  readonly sources: readonly FileSource[];
  /** Names for later use: file, symbol, port, library, variable … */
  readonly data: Readonly<Record<string, string>>;
}

export interface DocHit {
  readonly path: string;
  readonly heading: string;
  readonly line: number;
  /** The sentence or line that matched, as it stands. */
  readonly text: string;
  readonly source: FileSource;
}

export interface ProjectBrief {
  readonly name: string;
  readonly description?: string;
  readonly packageManager?: string;
  readonly scripts: readonly ProjectScript[];
  readonly dependencies: readonly ProjectDependency[];
  readonly conventions: readonly Convention[];
  /** Documents read: README, docs/**, AGENTS.md …, with their headings. */
  readonly documents: readonly { readonly path: string; readonly headings: readonly string[] }[];
  /** Test command for one file, e.g. `npx vitest run tests/a.test.ts`; undefined where the runner is unknown. */
  testCommand(testPath: string): string | undefined;
  /** Command that installs packages here, e.g. `npm install`, `pnpm add`, `poetry add`. */
  installCommand(names: readonly string[], dev: boolean): string | undefined;
  removeCommand(names: readonly string[]): string | undefined;
}

/** Outside knowledge about the project that the repository itself holds. Nothing leaves the machine. */
export interface Research {
  brief(): Promise<ProjectBrief>;
  facts(): Promise<readonly StackFact[]>;
  /** Lines of the project's documents that speak of these words, best first. */
  documents(words: readonly string[], limit: number): Promise<readonly DocHit[]>;
  /** What an installed package says of itself (README, types, record of changes): best lines for these words. */
  installedPackage(
    name: string,
    words: readonly string[],
  ): Promise<
    | {
        readonly name: string;
        readonly version: string;
        readonly summary: string;
        readonly sources: readonly Source[];
        /** What its own record of changes, as installed, says of these words: the best line. */
        readonly since?: ReleaseNote;
      }
    | undefined
  >;
  /** What could not be read as it should, each with the file and what was expected. Grows while the other methods run. */
  notices(): readonly string[];
}

import type { FamilyId } from './families/index.ts';

/** What kind of failure it is, as a plan says it. */
export type CiCategory =
  | 'build'
  | 'type'
  | 'test'
  | 'lint'
  | 'dependency'
  | 'environment'
  | 'flaky'
  | 'time-out'
  | 'permissions'
  | 'infrastructure';

/** What the runner says of a line, by its `##[…]` or `[…]` in front. */
export type LineMark = 'error' | 'warning' | 'group' | 'endgroup' | 'command' | 'other';

/** A line without the time and the colours that stand around it. */
export interface LogLine {
  /** 1-based, in the file or answer that it came in. */
  readonly n: number;
  readonly text: string;
  readonly mark?: LineMark;
}

export interface LogStep {
  readonly name: string;
  /** Place in the job, where the log says it. */
  readonly number?: number;
  /** The lines of its `run`; empty for an action. */
  readonly command: readonly string[];
  /** `actions/checkout@v4`. */
  readonly uses?: string;
  /** In order; where numbers leap, lines were left out. */
  readonly lines: readonly LogLine[];
  readonly exitCode?: number;
  /** The runner marked an error in it. */
  readonly failed: boolean;
  /** ISO times of its first and last line. */
  readonly began?: string;
  readonly ended?: string;
}

export interface LogJob {
  readonly name: string;
  /** File or entry that it came in. */
  readonly file: string;
  /** `Ubuntu 24.04.3 LTS`, where the log says it. */
  readonly image?: string;
  /** What the token of the run was allowed, where the log says it. */
  readonly permissions: Readonly<Record<string, string>>;
  readonly steps: readonly LogStep[];
}

/** What was kept of a log. */
export interface CiLog {
  readonly jobs: readonly LogJob[];
  readonly lines: number;
  readonly bytes: number;
  /** Lines that were read and not kept. */
  readonly left: number;
  /** Whether a runner of GitHub Actions wrote it; else the output of a build. */
  readonly actions: boolean;
}

/** A place as the log names it. */
export interface LogPlace {
  readonly path: string;
  readonly line?: number;
  readonly column?: number;
}

/** One error of a log by what a family knows of it. */
export interface LogError {
  readonly family: FamilyId;
  readonly category: CiCategory;
  readonly line: LogLine;
  readonly message: string;
  /** What it is about: a test, a package, a secret, a command. */
  readonly subject?: string;
  /** The tool's own name for it: `TS2322`, `no-unused-vars`. */
  readonly code?: string;
  readonly place?: LogPlace;
}

/** The first real error of a job that failed. */
export interface FirstError extends LogError {
  readonly job: string;
  readonly file: string;
  readonly step: LogStep;
  /** At most 14 lines around it. */
  readonly excerpt: readonly LogLine[];
  /** Further errors of the same family in the same step, in order. */
  readonly more: readonly LogError[];
  /** How many there are in all: of many, only the first are kept. */
  readonly moreInAll: number;
  /** The script of the project that was running: `test` of `npm test`. */
  readonly script?: string;
}

/** Lines of one file as a report counts them. */
export interface FileCoverage {
  /** As the report writes it: absolute, relative, with either separator. */
  readonly path: string;
  readonly covered: number;
  readonly lines: number;
}

export type CoverageFormat = 'lcov' | 'cobertura' | 'istanbul' | 'istanbul-summary' | 'jacoco';

export interface CoverageReport {
  readonly format: CoverageFormat;
  readonly files: readonly FileCoverage[];
  /** Folders that the paths may be relative to, where the report names them. */
  readonly roots: readonly string[];
}

export interface CoverageShare {
  readonly covered: number;
  readonly lines: number;
  /** 0 to 1. */
  readonly share: number;
}

/** The coverage that a plan asks for. */
export interface StatedThreshold {
  /** 0 to 100. */
  readonly percent: number;
  /** `all`: the plan speaks of the whole project, else of what it plans. */
  readonly of: 'planned' | 'all';
  /** The words that say so. */
  readonly text: string;
}

/** Coverage as a report shows it, held against what the plan asks for. */
export type CoverageDrift = {
  readonly threshold?: StatedThreshold;
} & (
  | { readonly kind: 'no-report'; readonly looked: readonly string[] }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string }
  | {
      readonly kind: 'report';
      readonly path: string;
      readonly all: CoverageShare;
      /** Of the planned sources that the report knows; absent where it knows none. */
      readonly planned?: CoverageShare;
      readonly files: readonly ({ readonly path: string } & CoverageShare)[];
      /** Planned sources that are there but not in the report. */
      readonly missing: readonly string[];
      /** Entries of the report that no file of the project answers to. */
      readonly unplaced: number;
      /** A changed source that was written after the report. */
      readonly newer?: string;
      /** Absent where the plan asks for nothing, or nothing it asks for was measured. */
      readonly enough?: boolean;
    }
);

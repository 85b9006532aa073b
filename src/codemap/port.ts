import type {
  CardPage,
  CodeOutline,
  CodeSymbol,
  FileCard,
  FindAnswer,
  FindQuery,
  Impact,
  OutlineQuery,
  Precedent,
  Role,
  SymbolPage,
} from '../domain/index.ts';
import type { FilePatch } from '../host/index.ts';
import type { Dependents, FileOwners, GraphFacts, ProposedChange, Review } from './graph/model.ts';

export type {
  Cycle,
  Dependents,
  FileOwners,
  FolderDependency,
  GraphFacts,
  ImportEdge,
  Place,
  ProposedChange,
  ProposedImport,
  Review,
  ReviewedFile,
} from './graph/model.ts';
export type { FilePatch };

/** Counts and timings of a finished first tier. */
export interface MapSummary {
  readonly root: string;
  readonly commit?: string;
  readonly files: number;
  readonly symbols: number;
  /** Languages by number of files, largest first. */
  readonly languages: readonly { readonly name: string; readonly files: number }[];
  readonly skipped: readonly { readonly path: string; readonly reason: string }[];
  readonly commits: number;
  readonly ms: number;
}

export interface TextHit {
  readonly path: string;
  readonly line: number;
  readonly text: string;
}

export interface ImpactQuery {
  readonly goal: string;
  readonly limit: number;
  /** Whether to count the lines of precedents too, for which git is asked: that takes longer than the ranking. */
  readonly lines?: boolean;
}

export interface ImpactAnswer {
  /** Best first; tests and documents apart from sources. */
  readonly files: readonly Impact[];
  readonly tests: readonly Impact[];
  readonly precedents: readonly Precedent[];
  /** Documents, manifests, fixtures, generated and vendored files, best first. */
  readonly others?: readonly Impact[];
}

export interface LogQuery {
  /** Beginning of the commit's name. */
  readonly sha?: string;
  /** A file as it is called today, or a folder. */
  readonly path?: string;
  /** Words of the subject, case aside. */
  readonly phrase?: string;
  readonly limit: number;
}

export interface LogEntry {
  readonly sha: string;
  /** ISO date. */
  readonly date: string;
  readonly author: string;
  readonly subject: string;
  readonly files: number;
}

/**
 * The index of the code base. All answers are plain data, so that the map may live in another thread or process.
 * Every method works on the finished first tier; `build` may be awaited by any number of callers.
 */
export interface CodeMap {
  /** Lists and scans the project; progress is files done of files known. Never rejects for a bad file: it is listed as skipped. */
  build(onProgress?: (done: number, total: number) => void): Promise<MapSummary>;
  paths(): Promise<readonly string[]>;
  card(path: string): Promise<FileCard | undefined>;
  cards(paths: readonly string[]): Promise<readonly FileCard[]>;
  /** Files of a role, most central (most imported, then shortest path) first. */
  byRole(role: Role, limit?: number): Promise<readonly FileCard[]>;
  /** Definitions of exactly this name. */
  define(name: string): Promise<readonly CodeSymbol[]>;
  /** Uses of an identifier outside its definitions, at most `limit`. */
  references(name: string, limit?: number): Promise<readonly TextHit[]>;
  /**
   * Lines matching a JavaScript regular expression (flags `i` at most), in files whose path passes `under`, at most `limit`.
   * `withinMs`: most milliseconds of matching, for a pattern that somebody else wrote; rejects when they are over.
   */
  search(
    pattern: string,
    options?: {
      readonly flags?: string;
      readonly under?: string;
      readonly limit?: number;
      readonly withinMs?: number;
    },
  ): Promise<readonly TextHit[]>;
  impact(query: ImpactQuery): Promise<ImpactAnswer>;
  precedents(goal: string, limit: number): Promise<readonly Precedent[]>;
  /** Commits that fit all of this, newest first, at most `limit`, of those that were read. */
  log(query: LogQuery): Promise<readonly LogEntry[]>;
  /** What a commit changed, file by file. Undefined where git cannot say (no such commit, contents absent, over 2 MB). */
  patch(sha: string): Promise<readonly FilePatch[] | undefined>;
  /** Deepens these files by tree-sitter now and gives their cards; falls back to the scanner's symbols with a reason. */
  deepen(paths: readonly string[]): Promise<readonly FileCard[]>;
  /** Whether the map knows this path (also files without symbols). */
  has(path: string): Promise<boolean>;
  /** Existing paths most like this one, for "did you mean". */
  nearest(path: string, limit: number): Promise<readonly string[]>;
  /** How history looks: commits per file, size of commits. Absent without git. */
  history(): Promise<HistoryFacts | undefined>;
  /** Entry points, layers, cycles, hot spots and public names of the whole; computed when first asked for. */
  graph(): Promise<GraphFacts>;
  /** Who answers for each of these paths, in their order. */
  owners(paths: readonly string[]): Promise<readonly FileOwners[]>;
  /** Who would notice a change of this file, by imports. */
  dependents(path: string): Promise<Dependents>;
  /** What a change meets in the architecture as it stands. */
  review(change: ProposedChange): Promise<Review>;
  /**
   * The project by importance, to be read. While it is still being built: of the files read so far, without imports and
   * history.
   */
  outline(query: OutlineQuery): Promise<CodeOutline>;
  /**
   * Symbols and files whose names fit what was typed, best first; while it is still being built, of the files read so far.
   * Undefined where a newer question came in before this one was answered.
   */
  find(query: FindQuery): Promise<FindAnswer | undefined>;
  /**
   * A file's card with what a reader asks for beyond it; while it is still being built, what the file says by itself.
   * Undefined for a path that the map does not hold.
   */
  page(path: string): Promise<CardPage | undefined>;
  /**
   * Who uses the symbol that is defined at this line and what it uses, after the files in question were parsed. Undefined
   * where nothing of that name is defined there.
   */
  symbol(path: string, line: number, name: string): Promise<SymbolPage | undefined>;
  close(): Promise<void>;
}

export interface HistoryFacts {
  readonly commits: number;
  readonly firstDate: string;
  readonly lastDate: string;
  /**
   * Lines changed a commit: median and quartiles over the newest commits that touch a source, `commits` of them. Absent
   * where the contents that they are counted in are missing (a partial clone).
   */
  readonly linesPerCommit?: {
    readonly q1: number;
    readonly median: number;
    readonly q3: number;
    readonly commits: number;
  };
  /**
   * How long commits took here, as far as their times show it: of commits that came 2 to 120 minutes after the last one of
   * the same author and are no merged requests, the medians of those minutes, of lines changed and of files. Absent where
   * there are fewer than 20.
   */
  readonly tempo?: {
    readonly commits: number;
    readonly minutes: number;
    readonly lines: number;
    readonly files: number;
  };
  /** Most changed source files of the last 90 days before the newest commit. */
  readonly hot: readonly { readonly path: string; readonly commits: number; readonly tests: number }[];
}

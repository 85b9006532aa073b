import type { SymbolKind } from '../../domain/index.ts';
import type { CoverageDrift } from '../coverage/model.ts';
import type { FileChange } from '../model.ts';

/** What became of a file or a symbol since the plan was made. `unknown`: nothing can be said (no text, no parser). */
export type Fate = 'created' | 'modified' | 'deleted' | 'same' | 'absent' | 'unknown';
/** What became of a file that differs. */
export type Changed = Exclude<Fate, 'same' | 'absent' | 'unknown'>;

export interface SymbolFate {
  readonly fate: Fate;
  /** 1-based line of its definition as it stands now; absent where it is gone. */
  readonly line?: number;
  readonly kind?: SymbolKind;
  /** Whether other files may use it. */
  readonly exported?: boolean;
}

/** A commit since the plan's base, with the paths that it changed. */
export interface CommitSince {
  readonly sha: string;
  readonly subject: string;
  readonly files: readonly string[];
}

/** What was found in the work tree, against the commit that the plan was made at. */
export interface DriftFacts {
  /** Every file that differs, by path. */
  readonly changed: ReadonlyMap<string, Changed>;
  /** Whether a file is there now. */
  exists(path: string): boolean;
  /**
   * Fates of the symbols of a file, by name and by `Container.name`; empty where the file has none. `was`: the path it had
   * when the plan was made, where it was renamed since.
   */
  symbols(path: string, was?: string): ReadonlyMap<string, SymbolFate>;
  /** Share (0 to 1) of the lines that a deleted file and another that was created have in common. */
  likeness(deleted: string, created: string): number;
  /** Text of a planned or changed file as it is now; undefined where it is none or was not read. */
  text(path: string): string | undefined;
  /** Oldest first, without merges; undefined where git could not tell. */
  readonly commits: readonly CommitSince[] | undefined;
  /** Whether the project declares this package; undefined where it could not be told. */
  declares(name: string): boolean | undefined;
  /** The coverage report that was found, or why there is none. */
  readonly coverage: CoverageFound;
}

export type CoverageFound =
  | { readonly kind: 'none'; readonly looked: readonly string[] }
  | { readonly kind: 'unreadable'; readonly path: string; readonly why: string }
  | {
      readonly kind: 'read';
      readonly path: string;
      /** Covered lines by project path. */
      readonly files: ReadonlyMap<string, { readonly covered: number; readonly lines: number }>;
      /** Entries that no file of the project answers to. */
      readonly unplaced: number;
      /** ms since the epoch. */
      readonly madeAt: number;
      /** The changed source that was written last, after the report; absent where the report is younger than all. */
      readonly newer?: string;
    };

export type Verdict = 'done' | 'partly' | 'not';

/** One thing that the plan says, and whether it is there. */
export interface DriftItem {
  readonly kind: 'file' | 'symbol' | 'function';
  readonly action: FileChange['action'];
  readonly path: string;
  /** Of a symbol or a function. */
  readonly name?: string;
  readonly done: boolean;
  /** What was found instead, in words, where it is not done. */
  readonly found?: string;
  /** The other path at which it was found: half of what was planned. */
  readonly instead?: string;
  /** 1-based line of the evidence, in `instead` where that is set. */
  readonly line?: number;
}

/** How much of the match an item is worth: 1 as planned, ½ under another path, 0 not there. */
export function creditOf({ done, instead, kind }: DriftItem): number {
  return done ? 1 : instead !== undefined && kind === 'file' ? 0.5 : 0;
}

export interface StepDrift {
  readonly id: string;
  readonly title: string;
  readonly verdict: Verdict;
  readonly items: readonly DriftItem[];
  /** Commits since the base that touch its files, oldest first. */
  readonly commits: readonly { readonly sha: string; readonly subject: string }[];
}

export interface CaseDrift {
  readonly text: string;
  readonly proves: readonly string[];
  /** Whether a test's name shares enough of its words. */
  readonly found: boolean;
  /** The test that is most like it, where one shares any telling word. */
  readonly nearest?: {
    readonly path: string;
    readonly line: number;
    readonly name: string;
    /** Share (0 to 1) of the case's words that the test's name holds, rare words counting more. */
    readonly share: number;
  };
}

export interface TestsDrift {
  /** Files of the test strategy. */
  readonly files: readonly DriftItem[];
  readonly cases: readonly CaseDrift[];
}

export interface Evidence {
  readonly path: string;
  readonly line?: number;
  /** `verifyToken changed`, `test “a forged token is refused”`. */
  readonly what: string;
}

export interface SecurityDrift {
  readonly text: string;
  /** Of the step that is to do it; absent where none is named. */
  readonly stepId?: string;
  /** Of that step; `not` where none is named. */
  readonly verdict: Verdict;
  readonly evidence: readonly Evidence[];
}

export interface RollbackDrift {
  readonly title: string;
  readonly undoes: readonly string[];
  /** `not-begun`: there is nothing to undo yet. `gone`: it cannot be undone as planned any more. */
  readonly verdict: 'possible' | 'harder' | 'gone' | 'not-begun';
  /** Why it is harder or gone, or how it can be done. */
  readonly because: readonly string[];
}

/** A symbol that changed in a planned file without being named there. */
export interface BesideSymbol {
  readonly name: string;
  readonly fate: Fate;
  readonly line?: number;
  /** Whether it lowers the match: an existing symbol that changed, or a new one that other files may use. */
  readonly counts: boolean;
}

/** What the match figure is made of: `match` = (done + half × ½) / (planned + unplannedFiles + unplannedSymbols). */
export interface MatchParts {
  /** Files, named symbols and key functions that the plan names, each once. */
  readonly planned: number;
  readonly done: number;
  /** Files found under another path. */
  readonly half: number;
  readonly unplannedFiles: number;
  readonly unplannedSymbols: number;
}

/** How far the code followed the plan. */
export interface Drift {
  readonly steps: readonly StepDrift[];
  readonly tests: TestsDrift;
  /** Documents that steps create, change or delete. */
  readonly documents: readonly DriftItem[];
  /** Files that changed and that the plan does not name. */
  readonly unplanned: readonly {
    readonly path: string;
    readonly fate: Fate;
    readonly commits: readonly string[];
  }[];
  /** Symbols that changed in planned files besides those that the plan names there. */
  readonly alsoChanged: readonly { readonly path: string; readonly symbols: readonly BesideSymbol[] }[];
  readonly coverage: CoverageDrift;
  readonly security: readonly SecurityDrift[];
  readonly rollback: readonly RollbackDrift[];
  readonly parts: MatchParts;
  /** 0 to 1; 1 where nothing was planned and nothing changed. docs/drift.md defines it. */
  readonly match: number;
}

/** What a new project is held against, whose plan was made before the first commit. */
export const FROM_NOTHING = 'nothing';

/** A drift with the plan that it is of. */
export interface PlanDrift extends Drift {
  /** As it was given. */
  readonly path: string;
  readonly title: string;
  /** Commit that the work tree is held against, or `FROM_NOTHING`. */
  readonly since: string;
  /** Whether the work tree held other changes already when the plan was made: they count as unplanned. */
  readonly unclean?: boolean;
}

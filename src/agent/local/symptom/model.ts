import type { CodeMap, Dependents } from '../../../codemap/port.ts';
import type { CodeSymbol } from '../../../domain/index.ts';
import type { ProjectFiles } from '../../../host/port.ts';
import type {
  LineCommit,
  LineHistory,
  PlacedFrame,
  PlacedTrace,
  SinceRelease,
} from '../../../research/trace/index.ts';

export interface SymptomPorts {
  readonly map: CodeMap;
  readonly files: ProjectFiles;
  /** What git says of lines; absent: nothing is known of them. */
  readonly lineHistory?: LineHistory;
}

/** A call in a file of this project, with what is known of it there. */
export interface OwnCall {
  readonly path: string;
  /** The line as the file has it today, where it could be found again. */
  readonly line: number;
  /** The line that was printed, where that is another one. */
  readonly printed?: number;
  /** It is of what was built and could not be found in its source: `line` is 1 and says nothing. */
  readonly unplaced?: true;
  /** The innermost definition around the line. */
  readonly symbol: CodeSymbol | undefined;
  /** The source at the line, trimmed; empty where the file has no such line. */
  readonly text: string;
  readonly frame: PlacedFrame;
}

/** Everything that was read for a symptom that holds stack traces. */
export interface Symptom {
  /** The most frequent one first. */
  readonly traces: readonly PlacedTrace[];
  /** The one that the plan is for. */
  readonly main: PlacedTrace;
  /** Own calls of the main one from the one that matters outwards, tests last; never empty. */
  readonly calls: readonly OwnCall[];
  /** Own calls of its other stacks (who freed the memory, what other goroutines do). */
  readonly asides: readonly (OwnCall & { readonly what: string })[];
  /** The last commits that changed the lines around the first call, newest first. */
  readonly changed: readonly LineCommit[];
  /** The newest change of the lines, or else of the functions, that the calls stand in. */
  readonly newest:
    | { readonly call: OwnCall; readonly commit: LineCommit; readonly of: 'lines' | 'function' }
    | undefined;
  /** The function that failed makes an error of its own of it: its callers meet that one. */
  readonly translated?: {
    readonly path: string;
    readonly line: number;
    readonly text: string;
    readonly type: string;
  };
  /** What the message itself says gave nothing, and who changed that last. */
  readonly gave?: { readonly symbol: CodeSymbol; readonly changed?: LineCommit };
  readonly since: SinceRelease | undefined;
  /** Earlier commits that mended something like it: they speak of the same, or touch the same files. */
  readonly fixes: readonly {
    readonly sha: string;
    readonly date: string;
    readonly subject: string;
    readonly path: string;
  }[];
  /** A circle of imports that the first call's file is part of. */
  readonly circle: readonly string[] | undefined;
  /** Where a name that the message speaks of stands in the project. */
  readonly mentions: readonly { readonly path: string; readonly line: number; readonly text: string }[];
  /** The name that the message speaks of: the property, key, function or module. */
  readonly spoken: string | undefined;
  /** Definitions of what the failing line calls. */
  readonly callees: readonly CodeSymbol[];
  /** Test files that call what failed by its name, the one with most such lines first. */
  readonly named: readonly string[];
  /** Who would notice a change of the first call's file. */
  readonly dependents: Dependents;
}

export type TraceLanguage =
  | 'javascript'
  | 'python'
  | 'java'
  | 'go'
  | 'rust'
  | 'ruby'
  | 'php'
  | 'csharp'
  | 'native';

/** One call of a stack, as it was printed. */
export interface TraceFrame {
  /** As printed: a path of any machine, an address, or the bare name of a file. */
  readonly file: string;
  readonly line: number;
  readonly column?: number;
  /** The function, as far as it was named. */
  readonly call?: string;
  /** The source line that stands below it (Python). */
  readonly source?: string;
}

/** An error with the calls that led to it, innermost first. */
export interface TraceError {
  /** `TypeError`, `java.lang.NullPointerException`, `panic`; empty where none was printed. */
  readonly type: string;
  readonly message: string;
  readonly frames: readonly TraceFrame[];
  /** What these calls are where they are not those of an error: `freed by thread T0`, `goroutine 6 [chan receive]`. */
  readonly aside?: string;
}

export interface Trace {
  readonly language: TraceLanguage;
  /** The root cause first, then what was made of it on the way out. */
  readonly errors: readonly TraceError[];
  /** Other stacks of the same report: of goroutines, of who freed the memory. */
  readonly asides: readonly TraceError[];
  /** How often it stands in what was read. */
  readonly count: number;
  /** 0-based lines of the first one. */
  readonly from: number;
  readonly to: number;
}

/** What a reader of one language finds at a line. */
export interface ReadTrace extends Omit<Trace, 'count' | 'from' | 'to'> {
  /** First line that belongs to it; one that was looked at before where the message stands above the calls. */
  readonly from: number;
  /** The line after the last one. */
  readonly next: number;
}

/** Tries to read a trace whose first telling line is this one. `free`: lines before it that no other trace holds. */
export type TraceReader = (lines: readonly string[], at: number, free: number) => ReadTrace | undefined;

import type { Calibration, Price } from '../domain/index.ts';
import type { TimeEvent } from '../plan/times.ts';
import type { SessionEvent } from '../session/events.ts';
import type { PlanListing, SessionListing } from '../session/ports.ts';
import type { ActiveSession } from '../session/state.ts';
import type { Result } from '../shared/result.ts';

/** An append-only log, held by one writer. */
export interface EventLog<E> {
  /** Events that were read on opening, oldest first. */
  readonly events: readonly E[];
  /** What had to be mended or skipped on opening, one sentence each. */
  readonly notices: readonly string[];
  /** Resolves after fsync; rejects when nothing more can be written. */
  append(events: readonly E[]): Promise<void>;
  close(): Promise<void>;
}

export interface SessionLog extends EventLog<SessionEvent> {
  readonly sessionId: string;
}

/** What the person's work on the steps of this project's plans took, as far as it was recorded. */
export interface TimeRecords {
  /** Oldest first; what could not be read is told. Takes no lock. */
  read(): { readonly events: readonly TimeEvent[]; readonly notices: readonly string[] };
  /**
   * Decides on what is recorded, while nobody else may write, and records it; resolves after fsync. Failures: those of
   * `decide`; `times-in-use`; `times-unwritable`.
   */
  record<T>(
    decide: (
      events: readonly TimeEvent[],
    ) => Result<{ readonly events: readonly TimeEvent[]; readonly told: T }>,
  ): Promise<Result<{ readonly told: T; readonly notices: readonly string[] }>>;
}

export interface PublishRequest {
  readonly slug: string;
  /** The sealed plan for the project-relative path it will have: its hand-over line names that path. */
  readonly markdown: (path: string) => string;
  /** Moment of approval in ms since the epoch; the name holds its local time. */
  readonly now: number;
}

/** Everything that planner-tui keeps for one project. */
export interface Storage {
  /** A new log; its id is the file's name, e.g. `20261123-101500-rate-limiting`. */
  createSession(slug: string, now: number): Promise<Result<SessionLog>>;
  openSession(id: string): Promise<Result<SessionLog>>;
  /** A session as it is on disk, also one that is open elsewhere. Undefined where there is none. */
  lookAtSession(id: string): Promise<ActiveSession | undefined>;
  /** The newest sessions, newest first. */
  sessions(): Promise<readonly SessionListing[]>;
  /** Those that ended in no published plan. */
  unfinishedSessions(): Promise<readonly SessionListing[]>;
  publishPlan(request: PublishRequest): Promise<Result<{ readonly path: string; readonly latest: string }>>;
  /** The path below `plans/` that a person meant: of `latest-plan.md` the plan that it leads to. */
  planPath(given: string): Promise<string>;
  /** Writes an export to a new file in `plans/exports/`; gives its project-relative path. Nothing is overwritten. */
  writeExport(name: string, ending: string, text: string): Promise<Result<string>>;
  /** Text of a plan file of `plans/`; undefined where there is none. */
  readPlan(path: string): Promise<string | undefined>;
  /** Plans of the project, newest first; foreign Markdown is listed by its first heading. */
  plans(): Promise<readonly PlanListing[]>;
  readonly drafts: { load(field: string): string; save(field: string, text: string): void; flush(): void };
  /** Goals of this project, newest first, at most 100. */
  earlierGoals(): readonly string[];
  rememberGoal(text: string): void;
  /** How far the ranking of affected files can be trusted here, as it was last measured. */
  readonly calibration: {
    /** Whatever commit it was measured at. */
    load(): Calibration | undefined;
    /** False where it could not be written: it can be measured again. */
    save(calibration: Calibration): boolean;
  };
  /** What was read of a failing CI run for a session, as text that its reader understands. */
  readonly ciReadings: {
    load(sessionId: string): string | undefined;
    /** False where it could not be kept: a later revision reads the source again. */
    save(sessionId: string, text: string): boolean;
  };
  readonly consent: {
    /** Whether the person agreed, for this folder, that what is read of it may be sent to this host. */
    given(host: string): boolean;
    /** False where it could not be kept: it holds for this run then. */
    give(host: string, now: number): boolean;
  };
  readonly times: TimeRecords;
  /**
   * Changes a file of `plans/` or another of the project in one step; links that lead out of the project are refused, and
   * so is a file that changed meanwhile. `path` is absolute. Failures: `plan-elsewhere`, `plan-changed`, `plan-unwritable`.
   */
  changePlan(path: string, change: (text: string) => string): Promise<Result<void>>;
  readonly settings: Settings;
}

export interface ModelSettings {
  readonly planner?: 'auto' | 'claude' | 'local' | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?:
    | { readonly value: string; readonly from: 'flag' | 'environment' | 'project' | 'user' }
    | undefined;
  readonly apiKey?: string | undefined;
  /** `limits.tokens`: most tokens of a session, as the person set it. */
  readonly tokens?: number | undefined;
  /** As the project's file sets it: it may lower what holds, never raise it. */
  readonly projectTokens?: number | undefined;
  /** By the id of a model, US dollars for a million tokens: they come before the table of the program. */
  readonly prices?: Readonly<Record<string, Price>> | undefined;
}

/** Effective settings, each with where it came from; `notices` names what was ignored or mended. */
export interface Settings {
  theme(): { readonly value: string; readonly from: 'flag' | 'environment' | 'project' | 'user' | 'default' };
  setTheme(name: string): void;
  /** What the person set for the model: never what the project's own files say (safety.md 4). */
  model(): ModelSettings;
  /** Whether estimates are corrected by what earlier plans took. */
  pace(): 'on' | 'off';
  /** Whether a model's draft is read against itself as soon as it is there. Never what the project's own files say: it is paid for. */
  redTeam(): 'on' | 'off';
  /** Commands that carry out plans, by name: program and arguments. Never what the project's own files say. */
  implementers(): Readonly<Record<string, readonly string[]>>;
  readonly notices: readonly string[];
}

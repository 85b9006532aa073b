import type { LookUpConsent } from '../app/look-ups.ts';
import type { GoalKind } from '../domain/index.ts';
import type { ExportForm } from '../plan/export/index.ts';
import type { GoalWish } from '../session/verbs.ts';
import type { ExitCode } from './output.ts';

/** What the arguments ask for: one of the faces of the same session. */
export type Call =
  | {
      readonly kind: 'plan';
      readonly wish?: GoalWish | undefined;
      /** Once it is approved it is handed over. */
      readonly cook?: true;
      readonly options: PlanOptions;
    }
  | CodeCall
  | CookCall
  | {
      readonly kind: 'resume';
      readonly id?: string | undefined;
      readonly last: boolean;
      readonly options: PlanOptions;
    }
  | { readonly kind: 'sessions' | 'plans'; readonly options: ListOptions }
  | {
      readonly kind: 'map';
      readonly query?: string | undefined;
      readonly symbol?: string | undefined;
      readonly limit: number;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'check';
      /** None: the latest plan. */
      readonly files: readonly string[];
      readonly format: 'text' | 'json' | 'sarif';
      readonly lookUps: LookUpConsent;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'drift';
      /** Absent: the latest plan. */
      readonly file?: string | undefined;
      readonly since?: string | undefined;
      /** Percent of match that is asked. */
      readonly least: number;
      /** A coverage report to take; false: none is looked at. */
      readonly coverage?: string | false | undefined;
      /** The exit code is that of this step alone. */
      readonly step?: string | undefined;
      /** Whether the check boxes of finished steps are ticked in the file. */
      readonly tick: boolean;
      readonly options: ListOptions;
    }
  | StepCall
  | PlaybooksCall
  | DoctorCall
  | ConfigCall
  | { readonly kind: 'metrics'; readonly options: ListOptions }
  /** `project` is undefined where nothing was typed: the client may name it then. */
  | { readonly kind: 'mcp'; readonly project: string | undefined; readonly lookUps: LookUpConsent }
  | {
      readonly kind: 'export';
      /** Absent: the latest plan. */
      readonly file?: string | undefined;
      readonly form: ExportForm;
      /** A new file; stdout where absent. */
      readonly to?: string | undefined;
      readonly beside?: string | undefined;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'impact';
      readonly from: GoalText;
      readonly limit: number;
      readonly options: ListOptions;
    }
  | {
      readonly kind: 'calibrate';
      readonly commits: number;
      readonly seconds: number;
      readonly options: ListOptions;
    }
  /** Help, version or a usage error was printed already. */
  | { readonly kind: 'ended'; readonly code: ExitCode };

/** How a plan is handed over. */
export interface HandOverWish {
  /** Name of the implementer. */
  readonly with?: string | undefined;
  readonly step?: string | undefined;
  /** The instruction alone; nothing is started. */
  readonly print: boolean;
  readonly json: boolean;
}

export interface CodeCall {
  readonly kind: 'code';
  /** The latest plan where absent. */
  readonly plan?: string | undefined;
  readonly wish: HandOverWish;
  readonly options: ListOptions;
}

export interface CookCall {
  readonly kind: 'cook';
  readonly goal?: GoalWish | undefined;
  readonly wish: HandOverWish;
  readonly options: PlanOptions;
}

/** `step start`, `stop`, `time` and `status`. */
export type StepCall = { readonly kind: 'step'; readonly options: ListOptions } & (
  | {
      readonly verb: 'start';
      /** Absent: the latest plan. */
      readonly file?: string | undefined;
      readonly step?: string | undefined;
      readonly write: boolean;
    }
  | {
      readonly verb: 'stop';
      readonly file?: string | undefined;
      readonly step?: string | undefined;
      readonly minutes?: number | undefined;
      readonly done: boolean;
      readonly write: boolean;
    }
  | { readonly verb: 'time'; readonly file: string; readonly step: string; readonly minutes: number }
  | { readonly verb: 'status'; readonly file?: string | undefined }
);

/** `playbooks list`, `show` and `validate`. */
export type PlaybooksCall = { readonly kind: 'playbooks'; readonly options: ListOptions } & (
  | { readonly verb: 'list' }
  | { readonly verb: 'show'; readonly name: string }
  | { readonly verb: 'validate'; readonly files: readonly string[] }
);

export interface DoctorCall {
  readonly kind: 'doctor';
  readonly offline: boolean;
  readonly live: boolean;
  readonly baseUrl?: string | undefined;
  readonly model?: string | undefined;
  readonly options: ListOptions;
}

/** `config list`, `set` and `unset`. */
export type ConfigCall = { readonly kind: 'config'; readonly options: ListOptions } & (
  | { readonly verb: 'list' }
  | { readonly verb: 'set'; readonly name: string; readonly value: string }
  | { readonly verb: 'unset'; readonly name: string }
);

/** Words of the command line, or a file that holds them (`-`: standard input). */
export type GoalText =
  | { readonly kind: 'words'; readonly text: string }
  | { readonly kind: 'file'; readonly path: string };

export interface ListOptions {
  readonly project: string;
  readonly json: boolean;
}

export interface PlanOptions extends ListOptions {
  /** Undefined where nothing was typed. */
  readonly planner: 'auto' | 'claude' | 'local' | undefined;
  readonly model?: string | undefined;
  readonly baseUrl?: string | undefined;
  readonly allowRemote: boolean;
  /** A model's draft is read against itself without being asked to. */
  readonly redTeam: boolean;
  readonly record?: string | undefined;
  readonly replay?: string | undefined;
  readonly offline: boolean;
  readonly lookUps: LookUpConsent;
  readonly print: boolean;
  readonly streamJson: boolean;
  readonly kind?: GoalKind | undefined;
  readonly answers?: string | undefined;
  readonly feedback: readonly string[];
  readonly approve: boolean;
  /** Of two approaches this one, with these steps of the other. */
  readonly take?: 'a' | 'b' | undefined;
  readonly with: readonly string[];
  readonly theme?: string | undefined;
  readonly inline: boolean;
  readonly screenReader: boolean;
  readonly color: boolean;
}

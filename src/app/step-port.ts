import type { Minutes } from '../plan/totals.ts';
import type { Result } from '../shared/result.ts';
import type { FileNote } from './plan-marks.ts';
import type { StepStatus } from './step-status.ts';

/** The clock of a plan's steps, for the command line and for whoever hands steps to an implementer. */
export interface StepTimes {
  /** Starts a step, by default the first that is not done. */
  start(path: string, step: string | undefined, options: StartOptions): Promise<Result<StepStarted>>;
  /** Stops the step that runs; only that of the plan and the step named, where they are. */
  stop(request: StopRequest): Promise<Result<StepStopped>>;
  /** Says what a step took in all, in minutes. */
  time(path: string, step: string, minutes: number): Promise<Result<StepTimed>>;
  /** All steps of a plan with their times; without a path, of the plan whose step runs. */
  status(path: string | undefined): Promise<Result<StepStatus | undefined>>;
  /** The step that runs now. */
  running(): RunningStep | undefined;
  /** What of the record could not be read, one sentence each. */
  notices(): readonly string[];
}

interface Writing {
  /** Whether the plan's file is to say it too: its status, its boxes. */
  readonly write: boolean;
}

interface StartOptions extends Writing {
  /** Name of the implementer that does the step; absent where the person does. */
  readonly by?: string;
}

export interface StopRequest extends Writing {
  readonly path?: string | undefined;
  readonly step?: string | undefined;
  readonly minutes?: number | undefined;
  readonly done: boolean;
}

export interface NamedPlan {
  readonly path: string;
  readonly title: string;
}

export interface NamedStep {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly estimate: Minutes;
}

/** A sitting that ended. Times are ISO. */
export interface EndedSitting {
  readonly plan: NamedPlan;
  readonly step: string;
  readonly since: string;
  readonly until: string;
  /** Absent where it is not counted. */
  readonly minutes?: number;
}

export interface StepStarted {
  readonly plan: NamedPlan;
  readonly step: NamedStep;
  /** ISO time. */
  readonly since: string;
  /** False where it ran already, and nothing was recorded. */
  readonly isNew: boolean;
  /** The one that was stopped for it. */
  readonly stopped?: EndedSitting;
  readonly file: FileNote;
  readonly notices: readonly string[];
}

export interface StepStopped {
  readonly sitting: EndedSitting;
  /** Recorded of the step, this sitting included. */
  readonly minutes: number;
  /** Sittings of the step that are not counted. */
  readonly uncounted: number;
  readonly estimate?: Minutes;
  /** Every step of the plan is done now. */
  readonly finished: boolean;
  readonly file: FileNote;
  readonly notices: readonly string[];
}

export interface StepTimed {
  readonly plan: NamedPlan;
  readonly step: NamedStep;
  readonly minutes: number;
  readonly notices: readonly string[];
}

export interface RunningStep {
  readonly plan: NamedPlan;
  readonly step: string;
  /** ISO time. */
  readonly since: string;
}

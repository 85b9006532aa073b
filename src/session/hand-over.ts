import type { Minutes } from '../plan/totals.ts';
import type { Result } from '../shared/result.ts';

/** A program that carries out plans, and whether it can be started here. */
export interface ImplementerListing {
  readonly id: string;
  readonly name: string;
  /** `inside`: it lies in the project, and what a repository brings is not run. */
  readonly state: 'installed' | 'inside' | 'missing';
  /** Of its program, absolute; absent where it is missing. */
  readonly path?: string;
  /** The name that was looked for. */
  readonly program: string;
  /** How to install it, as a command; absent for one of the person's own. */
  readonly install?: string;
  /** What to know before it is started, one sentence. */
  readonly note?: string;
  /** Of the person's own settings. */
  readonly own?: true;
}

export interface HandOverStep {
  readonly id: string;
  readonly number: number;
  readonly title: string;
  readonly estimate: Minutes;
}

/** What of a plan is open, and what an implementer is told of it. */
export interface HandOverWork {
  /** The plan's file, from the project's root. */
  readonly path: string;
  readonly title: string;
  readonly done: number;
  readonly total: number;
  /** In the order of the plan. */
  readonly open: readonly HandOverStep[];
  /** The one step that is handed over; absent: all that are open. */
  readonly step?: HandOverStep;
  readonly instruction: string;
  /** Of the plan's content without check boxes: whether it is still the one that was looked at. */
  readonly seal: string;
  /** What the person should know, one sentence each. */
  readonly notices: readonly string[];
}

export type ImplementerEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string };

/** An implementer had the terminal, and it is back. */
export interface HandedOver {
  readonly implementer: string;
  readonly path: string;
  readonly step?: HandOverStep;
  readonly end: ImplementerEnd;
  readonly ms: number;
  readonly notices: readonly string[];
}

/** How plans reach those who implement them. */
export interface HandOverPort {
  /** All that are known; nothing is run for it. */
  implementers(): readonly ImplementerListing[];
  /** What an installed one says to `--version`; undefined where it does not say it in time. */
  version(id: string): Promise<string | undefined>;
  /**
   * What is open in a plan; `step`: that one alone, `next` the first open one. Failures: those of reading a plan;
   * `plan-outside`, `not-approved`, `superseded`, `no-steps`, `all-steps-done`, `unknown-step`, `ambiguous-step`.
   */
  work(path: string, step?: string): Promise<Result<HandOverWork>>;
  /**
   * Gives this terminal, which must be free, to the implementer, and resolves when it is back. Failures: those of `work`;
   * `plan-changed` since the work was looked at; `unknown-implementer`, `not-installed`, `not-started`.
   */
  start(implementer: string, work: HandOverWork): Promise<Result<HandedOver>>;
}

/** `ended after 3:12`, `ended with exit code 3`, `was ended by SIGKILL`. */
export function endWords(end: ImplementerEnd): string {
  if (end.kind === 'signal') return `was ended by ${end.signal}`;
  return end.code === 0 ? 'ended' : `ended with exit code ${end.code}`;
}

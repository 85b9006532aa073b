import type { HandOverWork, ImplementerListing } from '../../../session/hand-over.ts';
import type { PlanListing } from '../../../session/ports.ts';
import type { Result } from '../../../shared/result.ts';
import type { Scroll } from '../../widgets/scroll-view/state.ts';

/** What is known of the plan that may be handed over; what is absent is being looked up. */
export interface HandOverFound {
  /** The plan's file, as the project names it. */
  readonly path: string;
  readonly whole?: Result<HandOverWork> | undefined;
  readonly next?: Result<HandOverWork> | undefined;
}

/** An implementer with the version that it said; null where it said none. */
export interface ShownImplementer extends ImplementerListing {
  readonly version?: string | null;
}

export type Scope = 'whole' | 'next';

/** Who carries out how much of the plan: asked over whatever is shown. */
export interface HandOverDialog {
  readonly kind: 'hand-over';
  readonly selected: number;
  readonly scope: Scope;
  /** Keys before this and a moment are not meant for it. */
  readonly openedAt: number;
  readonly scroll: Scroll;
}

/** No approved plan says the goal, but these may be meant; the last choice is to plan it. */
export interface CookDialog {
  readonly kind: 'cook';
  readonly goal: string;
  readonly plans: readonly PlanListing[];
  readonly selected: number;
  readonly openedAt: number;
}

/** Those that can be started first, in the order in which they are known. */
export function inOrder(all: readonly ShownImplementer[]): readonly ShownImplementer[] {
  return [...all.filter(one => one.state === 'installed'), ...all.filter(one => one.state !== 'installed')];
}

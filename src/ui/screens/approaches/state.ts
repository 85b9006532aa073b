import type { Measured } from '../../../plan/two/rows.ts';
import type { ActiveSession, ApproachState } from '../../../session/state.ts';
import { atTop, type Scroll } from '../../widgets/scroll-view/state.ts';

/** Which of two: their order in the session. */
export type SideIndex = 0 | 1;

/** Steps of the other approach that shall come over to the one in front. */
export interface Picking {
  readonly cursor: number;
  readonly ids: readonly string[];
}

export interface ApproachesUi {
  readonly side: SideIndex;
  readonly scroll: Scroll;
  /** The facts have the whole screen. */
  readonly factsOnly: boolean;
  readonly picking?: Picking | undefined;
  /** What was measured of an approach, by its id and revision; undefined while it is. */
  readonly measured: Readonly<Record<string, Measured | undefined>>;
}

export const freshApproaches: ApproachesUi = { side: 0, scroll: atTop, factsOnly: false, measured: {} };

/** The two, in their order; undefined where there are not two. */
export function bothOf({ approaches }: ActiveSession): readonly [ApproachState, ApproachState] | undefined {
  const [a, b] = [...approaches].sort((x, y) => x.id.localeCompare(y.id));
  return a && b ? [a, b] : undefined;
}

export function measureKey(approach: ApproachState): string {
  return `${approach.id}:${approach.revisions.at(-1)?.revision.number ?? 0}`;
}

export const other = (side: SideIndex): SideIndex => (side === 0 ? 1 : 0);

/** `A` or `B`. */
export const sideName = (side: SideIndex): string => (side === 0 ? 'A' : 'B');

/** The side that is worked on comes first to the front. */
export function frontOf(session: ActiveSession): SideIndex {
  const at = bothOf(session)?.findIndex(a => a.id === session.taken) ?? 0;
  return at === 1 ? 1 : 0;
}

import type { SessionStore } from '../session/ports.ts';
import { activeRun, lastRun, stage } from '../session/selectors.ts';

/**
 * A store that has each draft of a model read against itself as soon as it is there. What was drafted before it was opened
 * is left alone: an adverse reading is paid for. One that is stopped is not begun again.
 */
export function readAgainst(store: SessionStore): SessionStore {
  let worked = false;
  const look = (): void => {
    const state = store.state();
    if (state.kind !== 'active' || state.planner.engine !== 'claude') return;
    if (activeRun(state)) worked = true;
    if (!worked) return;
    const here = stage(state);
    const last = lastRun(state);
    if (here.kind !== 'reviewing' || !here.checked.report || last?.stopped?.reason !== 'done') return;
    worked = false;
    if (last.kind !== 'criticise' && here.checked.revision.number > (last.basedOn ?? 0))
      void store.dispatch({ type: 'criticise' });
  };
  const stop = store.subscribe(look);
  return {
    ...store,
    async close() {
      stop();
      await store.close();
    },
  };
}

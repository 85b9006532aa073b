import { createContext, Script } from 'node:vm';

/** Thrown where work was ended because its time was over. */
export class OutOfTime extends Error {}

const HELD: { work: () => void } = { work: () => undefined };
const CONTEXT = createContext(HELD);
const TIMED_OUT = 'ERR_SCRIPT_EXECUTION_TIMEOUT';
const CALL = new Script('work()');

/**
 * Does `work` and ends it after so many milliseconds, also amid a regular expression that goes back for ever: nothing else
 * in this thread could, and the whole map would be lost with it. Costs about 0.1 ms a call. Throws `OutOfTime`.
 */
export function withinTime<T>(ms: number, work: () => T): T {
  let done: { readonly value: T } | undefined;
  const before = HELD.work;
  HELD.work = () => {
    done = { value: work() };
  };
  try {
    CALL.runInContext(CONTEXT, { timeout: Math.max(1, Math.ceil(ms)) });
  } catch (error) {
    // It may be of another context than this one: no `instanceof`.
    if (typeof error === 'object' && error !== null && 'code' in error && error.code === TIMED_OUT)
      throw new OutOfTime(`more than ${Math.ceil(ms)} ms`);
    throw error;
  } finally {
    HELD.work = before;
  }
  if (!done) throw new OutOfTime('it was ended');
  return done.value;
}

/** How long a sweep may hold the thread, in ms: the code map answers other questions from it. */
const TURN_MS = 8;

let began = 0;

/** A turn for whoever waits on this thread, once the last one is long enough ago; undefined while none is due. */
export function turn(): Promise<void> | undefined {
  if (performance.now() - began < TURN_MS) return undefined;
  return new Promise(resolve =>
    setImmediate(() => {
      began = performance.now();
      resolve();
    }),
  );
}

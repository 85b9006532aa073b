import { getHeapStatistics } from 'node:v8';

/** Less than this is not worth the time that looking for it takes, 50 to 100 ms. */
const WORTH_BYTES = 24 * 1024 * 1024;

/**
 * Makes a function for a thread that rests: it gives back what was thrown away since it was last called, where that is
 * much. V8 leaves it where it lies until more is asked for, so that an idle program sits on twice what it needs.
 */
export function createGiveBack(): () => Promise<void> {
  let least = 0;
  return async () => {
    if (held() - least < WORTH_BYTES) return;
    await collect();
    least = held();
  };
}

function held(): number {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
}

/** What V8 does where memory is short: of all that can be called, this alone gives pages back to the system. */
async function collect(): Promise<void> {
  // Absent where Node was built without it.
  const inspector = await import('node:inspector').catch(() => undefined);
  if (!inspector) return;
  const session = new inspector.Session();
  session.connect();
  await new Promise<void>(resolve => session.post('HeapProfiler.collectGarbage', () => resolve()));
  session.disconnect();
}

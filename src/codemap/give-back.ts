import { getHeapStatistics } from 'node:v8';

/** So long nobody may have asked for anything. */
const QUIET_MS = 1_000;
/** Less than this is not worth the time that looking for it takes. */
const WORTH_BYTES = 24 * 1024 * 1024;

/** Whether somebody waits for an answer; told by whoever gives the answers. */
export interface Rest {
  begin(): void;
  end(): void;
}

/**
 * Gives back memory once this thread rests. What a build and a sweep over all files throw away lies in the old
 * generation, where V8 leaves it until more is asked for: an idle program would sit on twice what it needs.
 */
export function giveBackAtRest(): Rest {
  let open = 0;
  let least = 0;
  let timer: NodeJS.Timeout | undefined;
  const used = () => getHeapStatistics().used_heap_size;
  const rest = async () => {
    if (used() - least < WORTH_BYTES) return;
    await collect();
    least = used();
  };
  return {
    begin() {
      open++;
      clearTimeout(timer);
    },
    end() {
      if (--open === 0) timer = setTimeout(() => void rest(), QUIET_MS).unref();
    },
  };
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

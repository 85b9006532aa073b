import { Worker } from 'node:worker_threads';
import type { Progress, Share } from './scan-list.ts';
import type { ScanOrder } from './scan-worker.ts';

/** Other threads that scan along. */
export interface ScanHelp {
  /** Lets every thread take files of the list; one that fails gives nothing, and its files are still to be scanned. */
  scan(order: { readonly paths: readonly string[]; readonly progress: Progress }): Promise<readonly Share[]>;
  close(): void;
}

/** A scan throws away most of what it makes: a small young generation keeps the peak low at little cost. */
const YOUNG_MB = 12;

/** Starts threads at once, so that they are up by the time that the list of files is there. */
export function startScanThreads(script: string, root: string, count: number): ScanHelp {
  const workers = Array.from(
    { length: count },
    () =>
      new Worker(script, { workerData: { root }, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB } }),
  );
  const shares = workers.map(
    worker =>
      new Promise<Share | undefined>(resolve => {
        worker.once('message', (share: Share) => resolve(share));
        worker.once('error', () => resolve(undefined));
        worker.once('exit', () => resolve(undefined));
        worker.unref();
      }),
  );
  return {
    async scan(order) {
      for (const worker of workers) worker.postMessage(order satisfies ScanOrder);
      const found = await Promise.all(shares);
      return found.filter(share => share !== undefined);
    },
    close() {
      for (const worker of workers) void worker.terminate();
    },
  };
}

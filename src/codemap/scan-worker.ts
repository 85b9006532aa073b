import { parentPort, workerData } from 'node:worker_threads';
import { readTextFile, whyUnread } from '../host/index.ts';
import type { Share } from './scan-list.ts';
import { ListScan, type Progress, takeChunk } from './scan-list.ts';
import { buffersOf } from './table/buffers.ts';
import { startedWith } from './worker-root.ts';

/** What a scanning thread is told: the files of the project (allow-listed by whoever sends them), and where to count. */
export interface ScanOrder {
  readonly paths: readonly string[];
  readonly progress: Progress;
}

/** Scans files of the list until none is left, and sends what it knows of them. Reads without waiting: it has nothing else to do. */
function serve(): void {
  const { port, data } = startedWith(parentPort, workerData, 'startScanThreads');
  const { root } = data;
  port.once('message', ({ paths, progress }: ScanOrder) => {
    const list = new ListScan(Math.ceil(paths.length / 2));
    for (let chunk = takeChunk(progress, paths.length); chunk; chunk = takeChunk(progress, paths.length))
      for (let n = chunk[0]; n < chunk[1]; n++) {
        const path = paths[n] ?? '';
        if (!list.leave(n, path)) list.add(n, path, readTextFile(root, path) ?? whyUnread(root, path));
        Atomics.add(progress, 1, 1);
      }
    const share: Share = list.share();
    port.postMessage(share, buffersOf(share));
  });
}

serve();

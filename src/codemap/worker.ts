import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createGit, createProjectFiles, packageRoot } from '../host/index.ts';
import { buildStamp, createMapStore } from './cache/store.ts';
import { createCodeMap } from './map.ts';
import { createParsePool } from './parse/pool.ts';
import type { CodeMap } from './port.ts';
import { startScanThreads } from './scan-threads.ts';
import type { Reply, Request } from './wire.ts';
import { startedWith } from './worker-root.ts';

const MOST_HELPERS = 3;

/** The code map behind a message port, so that no scan ever holds up the keys. */
function serve(): void {
  const { port, data } = startedWith(parentPort, workerData, 'startCodeMap');
  const git = createGit(data.root);
  const script =
    'child' in data && typeof data.child === 'string'
      ? data.child
      : join(packageRoot(), 'dist', 'parse-child.js');
  const deepener = createParsePool({ script });
  const files = createProjectFiles(data.root, git);
  // One core is this thread's own; more than a few others wait for the disk.
  const spare = Math.min(MOST_HELPERS, availableParallelism() - 1);
  const help = () => startScanThreads(join(packageRoot(), 'dist', 'scan-worker.js'), files.root, spare);
  const build = buildStamp();
  const store = build === undefined ? undefined : createMapStore(files.root, build);
  const map = createCodeMap({
    files,
    git,
    deepener,
    ...(spare > 0 ? { help } : {}),
    ...(store ? { store } : {}),
  });
  const reply = (message: Reply) => port.postMessage(message);
  let reported = 0;
  const onProgress = (done: number, total: number) => {
    const now = performance.now();
    if (done < total && now - reported < 60) return;
    reported = now;
    reply({ kind: 'progress', done, total });
  };
  port.on('message', (request: Request) => {
    if (request.method === 'close') reply({ kind: 'closing' });
    answer(map, request, onProgress).then(
      value => {
        reply({ kind: 'answer', id: request.id, value });
        if (request.method === 'close') port.close();
      },
      (error: unknown) =>
        reply({
          kind: 'failure',
          id: request.id,
          message: error instanceof Error ? error.message : String(error),
        }),
    );
  });
}

async function answer(
  map: CodeMap,
  request: Request,
  onProgress: (done: number, total: number) => void,
): Promise<unknown> {
  if (request.method === 'build') return map.build(onProgress);
  if (request.method === 'close') return map.close();
  const method: (...args: readonly never[]) => Promise<unknown> = map[request.method].bind(map);
  return Reflect.apply(method, map, request.args);
}

serve();

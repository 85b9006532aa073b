import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { createGit, createGiveBack, createProjectFiles, packageRoot } from '../host/index.ts';
import { once } from '../shared/once.ts';
import type { Help } from './build.ts';
import { createDepthStore } from './cache/depth-store.ts';
import { buildStamp, createMapStore } from './cache/store.ts';
import { createCodeMap } from './map.ts';
import { createParsePool } from './parse/pool.ts';
import type { CodeMap } from './port.ts';
import { Quiet } from './quiet.ts';
import { startScanThreads } from './scan-threads.ts';
import type { MappedProject } from './start.ts';
import type { Beside, Reply, Request } from './wire.ts';
import { startedWith } from './worker-root.ts';

const MOST_HELPERS = 3;
/** Of the parser that nobody waits for: others go first. */
const NICE = 10;

type Question = (...args: never[]) => Promise<unknown>;

/**
 * The code map behind a message port, so that no scan ever holds up the keys, and what is answered beside it: `load`
 * gives what makes that, and is called when the first such question comes.
 */
export function serveCodeMap<B extends Beside<B>>(load: () => Promise<(project: MappedProject) => B>): void {
  const { port, data } = startedWith(parentPort, workerData, 'startCodeMap');
  const git = createGit(data.root);
  const script =
    'child' in data && typeof data.child === 'string'
      ? data.child
      : join(packageRoot(), 'dist', 'parse-child.js');
  const deepener = createParsePool({ script });
  const files = createProjectFiles(data.root, git);
  const start = (count: number) => () =>
    startScanThreads(join(packageRoot(), 'dist', 'scan-worker.js'), files.root, count);
  const build = buildStamp();
  const store = build === undefined ? undefined : createMapStore(files.root, build);
  const depths = build === undefined ? undefined : createDepthStore(files.root, build);
  const map = createCodeMap({
    files,
    git,
    deepener,
    gentle: createParsePool({ script, size: 1, nice: NICE }),
    ...helpOf(availableParallelism(), start),
    ...(store ? { store } : {}),
    ...(depths ? { depths } : {}),
  });
  const beside = once(
    async () => new Map<string, Question>(Object.entries((await load())({ map, files, git }))),
  );
  const reply = (message: Reply) => port.postMessage(message);
  const giveBack = createGiveBack();
  const quiet = new Quiet(() => {
    void giveBack();
    map.rest();
  });
  let reported = 0;
  const onProgress = (done: number, total: number) => {
    const now = performance.now();
    if (done < total && now - reported < 60) return;
    reported = now;
    reply({ kind: 'progress', done, total });
  };
  port.on('message', (request: Request) => {
    if (request.method === 'close') reply({ kind: 'closing' });
    quiet.asked();
    map.wake();
    answer(map, beside, request, onProgress)
      .then(
        value => {
          reply({ kind: 'answer', id: request.id, value });
          // Whatever is still being worked out beside the map has nobody left to hear of it.
          if (request.method === 'close') process.exit();
        },
        (error: unknown) =>
          reply({
            kind: 'failure',
            id: request.id,
            message: error instanceof Error ? error.message : String(error),
          }),
      )
      .finally(() => quiet.answered());
  });
}

/**
 * One core is this thread's own; more than a few others wait for the disk. Each thread compiles the scanner anew, beside
 * itself: of two cores one is busy with that for some thousand files, and a second thread would save nothing but take 50
 * MB and two seconds of the processor (measured with 8,000 and 20,000 files).
 */
function helpOf(cores: number, start: (count: number) => Help['start']): { readonly help?: Help } {
  if (cores < 2) return {};
  const few = cores === 2;
  return {
    help: { start: start(Math.min(MOST_HELPERS, cores - 1)), from: few ? 30_000 : 400, early: !few },
  };
}

async function answer(
  map: CodeMap,
  beside: () => Promise<ReadonlyMap<string, Question>>,
  request: Request,
  onProgress: (done: number, total: number) => void,
): Promise<unknown> {
  if (request.method === 'build') return map.build(onProgress);
  if (request.method === 'close') return map.close();
  if (request.method === 'beside') {
    const question = (await beside()).get(request.name);
    if (!question) throw new Error(`${request.name} was asked for, which is not answered beside the map`);
    return Reflect.apply(question, undefined, request.args);
  }
  const method: (...args: readonly never[]) => Promise<unknown> = map[request.method].bind(map);
  return Reflect.apply(method, map, request.args);
}

import { Worker } from 'node:worker_threads';
import type { FindQuery, OutlineQuery } from '../domain/index.ts';
import type { CodeMap, ImpactQuery, LogQuery, MapSummary, ProposedChange } from './port.ts';
import type { AskBeside, Beside, Method, Reply, Request } from './wire.ts';

/** How long a busy worker may take to hear that it is to close, and then to store its map and to close, in ms. */
const HEAR_LIMIT_MS = 1_000;
const CLOSE_LIMIT_MS = 10_000;

/** What a scan throws away is soon dead: a small young generation keeps the peak low at little cost. */
const YOUNG_MB = 12;

interface Waiting {
  readonly resolve: (value: never) => void;
  readonly reject: (error: Error) => void;
}

type Answer<M extends Method> = Awaited<ReturnType<CodeMap[M]>>;
type Without<T> = T extends unknown ? Omit<T, 'id'> : never;

/**
 * A code map that lives in a worker thread, which starts with the first question: lists of plans and sessions ask none.
 * Every question rejects once the worker is gone.
 */
export class RemoteCodeMap implements CodeMap {
  private readonly script: string;
  private readonly root: string;
  private started: Worker | undefined;
  private readonly waiting = new Map<number, Waiting>();
  private readonly listeners = new Set<(done: number, total: number) => void>();
  private next = 1;
  private gone: Error | undefined;
  private closing = false;
  private impatient: NodeJS.Timeout | undefined;

  constructor(script: string, root: string) {
    this.script = script;
    this.root = root;
  }

  private get worker(): Worker {
    if (this.started) return this.started;
    const worker = new Worker(this.script, {
      workerData: { root: this.root },
      resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MB },
    });
    this.started = worker;
    // The map alone must not keep the program alive.
    worker.unref();
    worker.on('message', (reply: Reply) => this.take(reply));
    worker.on('error', error => this.fail(error instanceof Error ? error : new Error(String(error))));
    worker.on('exit', () => this.fail(closed()));
    return worker;
  }

  async build(onProgress?: (done: number, total: number) => void): Promise<MapSummary> {
    if (onProgress) this.listeners.add(onProgress);
    try {
      return await this.send<MapSummary>({ method: 'build' });
    } finally {
      if (onProgress) this.listeners.delete(onProgress);
    }
  }

  paths = () => this.ask('paths');
  card = (path: string) => this.ask('card', path);
  cards = (paths: readonly string[]) => this.ask('cards', paths);
  byRole: CodeMap['byRole'] = (role, limit) => this.ask('byRole', role, limit);
  define = (name: string) => this.ask('define', name);
  references = (name: string, limit?: number) => this.ask('references', name, limit);
  search: CodeMap['search'] = (pattern, options) => this.ask('search', pattern, options);
  impact = (query: ImpactQuery) => this.ask('impact', query);
  precedents = (goal: string, limit: number) => this.ask('precedents', goal, limit);
  log = (query: LogQuery) => this.ask('log', query);
  patch = (sha: string) => this.ask('patch', sha);
  deepen = (paths: readonly string[]) => this.ask('deepen', paths);
  has = (path: string) => this.ask('has', path);
  nearest = (path: string, limit: number) => this.ask('nearest', path, limit);
  history = () => this.ask('history');
  graph = () => this.ask('graph');
  owners = (paths: readonly string[]) => this.ask('owners', paths);
  dependents = (path: string) => this.ask('dependents', path);
  review = (change: ProposedChange) => this.ask('review', change);
  outline = (query: OutlineQuery) => this.ask('outline', query);
  find = (query: FindQuery) => this.ask('find', query);
  page = (path: string) => this.ask('page', path);
  symbol = (path: string, line: number, name: string) => this.ask('symbol', path, line, name);

  /** What the worker answers beside the map: `B` is what its script was written to serve. */
  besides<B extends Beside<B>>(): AskBeside<B> {
    return (name, ...args) => this.send({ method: 'beside', name, args }) as ReturnType<B[typeof name]>;
  }

  async close(): Promise<void> {
    if (this.gone) return;
    if (!this.started) {
      this.gone = closed();
      return;
    }
    // The worker ends by itself once its children are gone; `exit` settles what still waits. Until then it keeps the
    // program alive, which would otherwise end before its exit code is set. A worker in the middle of a scan is ended.
    const { worker } = this;
    const ended = new Promise<void>(resolve => worker.once('exit', () => resolve()));
    this.closing = true;
    void this.send({ method: 'close' }).catch(() => undefined);
    this.terminateAfter(HEAR_LIMIT_MS);
    await ended;
    clearTimeout(this.impatient);
  }

  private terminateAfter(ms: number): void {
    clearTimeout(this.impatient);
    this.impatient = setTimeout(() => void this.worker.terminate(), ms);
  }

  private ask<M extends Method>(method: M, ...args: readonly unknown[]): Promise<Answer<M>> {
    return this.send<Answer<M>>({ method, args });
  }

  private send<T>(request: Without<Request>): Promise<T> {
    if (this.gone) return Promise.reject(this.gone);
    const id = this.next++;
    this.worker.ref();
    return new Promise<T>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      this.worker.postMessage({ ...request, id });
    });
  }

  private take(reply: Reply): void {
    if (reply.kind === 'progress') {
      for (const listener of this.listeners) listener(reply.done, reply.total);
      return;
    }
    if (reply.kind === 'closing') {
      if (this.closing) this.terminateAfter(CLOSE_LIMIT_MS);
      return;
    }
    const waiting = this.waiting.get(reply.id);
    this.waiting.delete(reply.id);
    if (this.waiting.size === 0 && !this.closing) this.worker.unref();
    if (reply.kind === 'failure') waiting?.reject(new Error(reply.message));
    else waiting?.resolve(reply.value as never);
  }

  private fail(error: Error): void {
    this.gone ??= error;
    for (const { reject } of this.waiting.values()) reject(this.gone);
    this.waiting.clear();
  }
}

function closed(): Error {
  return new Error('the code map was closed');
}

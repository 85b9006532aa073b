import { type ChildProcess, fork } from 'node:child_process';
import { setPriority } from 'node:os';
import type { Deepened, Deepener } from '../deepener.ts';
import { type Engine, isParsed, type ParseReply, type ParseRequest } from './protocol.ts';

export interface PoolOptions {
  /** The built child: dist/parse-child.js. */
  readonly script: string;
  readonly engine?: Engine | 'auto';
  readonly size?: number;
  /** Milliseconds that one file may take. */
  readonly limit?: number;
  /** How far the children stand back behind other processes, as `nice` counts. */
  readonly nice?: number;
  /** A child without work ends after so many milliseconds. */
  readonly idle?: number;
}

type File = Omit<ParseRequest, 'id'>;
interface Job {
  readonly file: File;
  readonly done: (result: Deepened) => void;
}

const STARTS = 3;
/** Milliseconds. */
const LIMIT = 10_000;
/** Characters that wait behind each child before another one starts, which takes as long as to parse so many. */
const SHARE = 400_000;
/** Milliseconds after which the others wait no longer behind one file. */
const SLOW = 500;
/** A grammar takes a hundred MB, and half a second to load. */
const IDLE = 20_000;

/** Parser children, one file each at a time, so that a crash or a hang is known to be that file's. */
export function createParsePool(options: PoolOptions): Deepener {
  return new ParsePool(options);
}

class ParsePool implements Deepener {
  private readonly options: PoolOptions;
  private readonly queue: Job[] = [];
  /** Characters of the files in the queue. */
  private waiting = 0;
  private readonly slots = new Set<Slot>();
  private failedStarts = 0;
  private unable: string | undefined;
  private closed = false;

  constructor(options: PoolOptions) {
    this.options = options;
  }

  async deepen(files: readonly File[]): Promise<ReadonlyMap<string, Deepened>> {
    const results = new Map<string, Deepened>();
    await Promise.all(
      files
        .filter(file => isParsed(file.language))
        .map(
          file =>
            new Promise<void>(resolve => {
              this.waiting += file.text.length;
              this.queue.push({
                file,
                done: result => {
                  results.set(file.path, result);
                  resolve();
                },
              });
              this.pump();
            }),
        ),
    );
    return results;
  }

  async close(): Promise<void> {
    this.closed = true;
    await Promise.all([...this.slots].map(slot => slot.end()));
    this.drain('the code map was closed');
  }

  private pump(): void {
    if (this.closed || this.unable !== undefined) {
      this.drain(this.unable ?? 'the code map was closed');
      return;
    }
    for (const slot of this.slots) {
      if (this.queue.length === 0) return;
      if (slot.isIdle()) slot.take(this.next());
    }
    const starting = [...this.slots].filter(s => !s.isReady()).length;
    if (this.queue.length > starting && this.slots.size < (this.options.size ?? 2) && this.isTooMuch())
      this.start();
  }

  private next(): Job | undefined {
    const job = this.queue.shift();
    this.waiting -= job?.file.text.length ?? 0;
    return job;
  }

  /** For the children that there are. */
  private isTooMuch(): boolean {
    return this.waiting > SHARE * this.slots.size || [...this.slots].every(slot => slot.isSlow());
  }

  private start(): void {
    const slot = new Slot(this.options, {
      free: () => this.pump(),
      gone: (whileStarting, reason) => {
        this.slots.delete(slot);
        if (whileStarting && ++this.failedStarts >= STARTS)
          this.unable = `the parser could not be started: ${reason}`;
        this.pump();
      },
    });
    this.slots.add(slot);
  }

  private drain(reason: string): void {
    this.waiting = 0;
    for (const job of this.queue.splice(0)) job.done({ kind: 'skipped', reason });
  }
}

interface SlotEvents {
  readonly free: () => void;
  readonly gone: (whileStarting: boolean, reason: string) => void;
}

/** One child. It is replaced after any failure, since nobody knows what state a grammar leaves behind. */
class Slot {
  private readonly child: ChildProcess;
  private readonly options: PoolOptions;
  private readonly events: SlotEvents;
  private readonly ended: Promise<void>;
  private ready = false;
  private over = false;
  private job: Job | undefined;
  private timer: NodeJS.Timeout | undefined;
  private unable: string | undefined;
  private resting: NodeJS.Timeout | undefined;
  private leaving = false;
  private slow = false;
  private slowTimer: NodeJS.Timeout | undefined;

  constructor(options: PoolOptions, events: SlotEvents) {
    this.options = options;
    this.events = events;
    // Nothing of the environment reaches a process that reads hostile input.
    // The child gives up on a file by itself before it is ended for it, where it still can.
    this.child = fork(options.script, [options.engine ?? 'auto', String((options.limit ?? LIMIT) * 0.8)], {
      serialization: 'advanced',
      execArgv: [],
      env: process.platform === 'win32' ? { SystemRoot: process.env['SystemRoot'] } : {},
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    });
    standBack(this.child.pid, options.nice);
    this.child.on('message', (reply: ParseReply) => this.receive(reply));
    this.ended = new Promise(resolve => {
      this.child.once('error', error => {
        this.finish(error.message);
        resolve();
      });
      this.child.once('exit', (code, signal) => {
        this.finish(
          signal === null ? `the parser ended with code ${code}` : `the parser was ended by ${signal}`,
        );
        resolve();
      });
    });
    this.timer = setTimeout(
      () => this.giveUp('the parser did not start'),
      Math.max(20_000, options.limit ?? 0),
    );
  }

  isReady(): boolean {
    return this.ready;
  }

  isIdle(): boolean {
    return this.ready && !this.over && !this.leaving && this.job === undefined;
  }

  isSlow(): boolean {
    return this.slow;
  }

  take(job: Job | undefined): void {
    if (!job) return;
    clearTimeout(this.resting);
    this.job = job;
    this.slowTimer = setTimeout(() => {
      this.slow = true;
      this.events.free();
    }, SLOW);
    const limit = this.options.limit ?? LIMIT;
    this.timer = setTimeout(() => this.giveUp(`the parser took longer than ${limit / 1000} s`), limit);
    this.child.send({ id: 1, ...job.file }, error => {
      if (error) this.giveUp(error.message);
    });
  }

  async end(): Promise<void> {
    this.settle({ kind: 'skipped', reason: 'the code map was closed' });
    this.child.kill('SIGKILL');
    await this.ended;
  }

  private receive(reply: ParseReply): void {
    switch (reply.kind) {
      case 'ready':
        clearTimeout(this.timer);
        this.ready = true;
        break;
      case 'unable':
        this.unable = reply.message;
        this.child.kill('SIGKILL');
        return;
      case 'failed':
        this.settle({ kind: 'skipped', reason: reply.message });
        break;
      case 'parsed': {
        const path = this.job?.file.path ?? '';
        const { symbols, imports, references } = reply.parsed;
        this.settle({
          kind: 'parsed',
          symbols: symbols.map(s => ({ ...s, path })),
          imports,
          references: new Map(references),
        });
        break;
      }
    }
    this.events.free();
    if (this.isIdle()) this.resting = setTimeout(() => this.leave(), this.options.idle ?? IDLE).unref();
  }

  /** It takes a moment until it is gone; no file is given to it in that moment. */
  private leave(): void {
    this.leaving = true;
    this.child.kill('SIGKILL');
  }

  private settle(result: Deepened): void {
    clearTimeout(this.timer);
    clearTimeout(this.slowTimer);
    this.slow = false;
    const { job } = this;
    this.job = undefined;
    job?.done(result);
  }

  private giveUp(reason: string): void {
    this.unable ??= reason;
    this.settle({ kind: 'skipped', reason });
    this.child.kill('SIGKILL');
  }

  private finish(reason: string): void {
    if (this.over) return;
    this.over = true;
    clearTimeout(this.resting);
    this.settle({ kind: 'skipped', reason: this.unable ?? reason });
    this.events.gone(!this.ready, this.unable ?? reason);
  }
}

/** Where the system refuses, the child competes as others do. */
function standBack(pid: number | undefined, nice: number | undefined): void {
  if (pid === undefined || nice === undefined) return;
  try {
    setPriority(pid, nice);
  } catch {
    // It is gone already, or priorities are not ours to set.
  }
}

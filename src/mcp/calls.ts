import type { CallToolResult, ServerContext } from '@modelcontextprotocol/server';
import { type App, createApp } from '../app/app.ts';
import type { LookUpConsent } from '../app/look-ups.ts';
import type { PlannerChoice } from '../session/events.ts';
import { type Failure, failure } from '../shared/result.ts';
import { failed } from './answer.ts';
import { type Teller, tellerOf } from './progress.ts';
import type { Opening } from './tools.ts';

/** Calls at work at once: each has a code map of its own. Others wait for their turn. */
const AT_ONCE = 2;

export type Engine = PlannerChoice['engine'];

export interface CallOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly lookUps: LookUpConsent;
  /** Where something went wrong that nobody foresaw. */
  log(text: string): void;
}

/** What a tool works with. */
export interface ToolCall {
  readonly app: App;
  /** The client cancelled, went away, or the server ends. */
  readonly signal: AbortSignal;
  readonly tell: Teller['tell'];
}

export interface Calls {
  /**
   * Opens the project for one call and closes it again, so that each call sees the files as they are now and nothing stays
   * open between calls: a person can go on with a session at any time. Never rejects.
   */
  run(
    context: ServerContext,
    folder: Opening,
    engine: Engine,
    work: (call: ToolCall) => Promise<CallToolResult>,
  ): Promise<CallToolResult>;
  /** The same for what is no tool: rejects where the project cannot be opened, or the call is given up. */
  open<T>(context: ServerContext, folder: Opening, work: (call: ToolCall) => Promise<T>): Promise<T>;
  /** Cancels what is under way; resolves when all of it is closed. */
  end(): Promise<void>;
}

const CANCELLED: Failure = failure(
  'cancelled',
  'The call was cancelled.',
  'What a session had so far is kept: list_plans names it.',
);

/** A call that is not carried out, with why. */
export class Refused extends Error {
  readonly failure: Failure;
  constructor(failure: Failure) {
    super(failure.message);
    this.failure = failure;
  }
}

export function createCalls({ env, lookUps, log }: CallOptions): Calls {
  const ending = new AbortController();
  const active = new Set<Promise<unknown>>();
  const waiting: (() => void)[] = [];
  let working = 0;

  /** False where the call was given up before its turn came. */
  function turn(signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return Promise.resolve(false);
    if (working < AT_ONCE) {
      working += 1;
      return Promise.resolve(true);
    }
    return new Promise(resolve => {
      const go = () => {
        signal.removeEventListener('abort', giveUp);
        working += 1;
        resolve(true);
      };
      const giveUp = () => {
        waiting.splice(waiting.indexOf(go), 1);
        resolve(false);
      };
      waiting.push(go);
      signal.addEventListener('abort', giveUp, { once: true });
    });
  }

  async function open<T>(
    context: ServerContext,
    folder: Opening,
    engine: Engine,
    work: (call: ToolCall) => Promise<T>,
  ): Promise<T> {
    const signal = AbortSignal.any([context.mcpReq.signal, ending.signal]);
    const teller = tellerOf(context);
    if (working >= AT_ONCE) teller.tell('Waiting for other calls to end');
    if (!(await turn(signal))) throw new Refused(CANCELLED);
    try {
      const where = await folder();
      const created = await createApp({
        folder: where,
        cwd: where,
        env,
        // Consent is looked up and never given here: a model does not agree for a person.
        planner: { wanted: engine, allowRemote: false, canAsk: false },
        lookUps,
      });
      if (!created.ok) throw new Refused(created.error);
      try {
        if (signal.aborted) throw new Refused(CANCELLED);
        return await work({ app: created.value, signal, tell: teller.tell });
      } finally {
        await created.value.close();
      }
    } finally {
      teller.stop();
      working -= 1;
      waiting.shift()?.();
    }
  }

  function told(error: unknown): CallToolResult {
    if (error instanceof Refused) return failed(error.failure);
    const message = error instanceof Error ? error.message : String(error);
    log(`this should not have happened: ${message}`);
    if (env['PLANNER_TUI_DEBUG'] && error instanceof Error) log(`${error.stack}`);
    return failed(
      failure('unexpected', `This should not have happened: ${message}`, 'Try again; nothing is lost.'),
    );
  }

  function tracked<T>(work: Promise<T>): Promise<T> {
    active.add(work);
    const done = () => void active.delete(work);
    work.then(done, done);
    return work;
  }

  return {
    run: (context, folder, engine, work) => tracked(open(context, folder, engine, work).catch(told)),
    open: (context, folder, work) => tracked(open(context, folder, 'local', work)),
    async end() {
      ending.abort();
      await Promise.allSettled(active);
    },
  };
}

/** What a reading finds, unless the call is given up first: closing the app then ends the work behind it. */
export async function unlessGivenUp<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  return new Promise((resolve, reject) => {
    const giveUp = () => reject(new Refused(CANCELLED));
    if (signal.aborted) return giveUp();
    signal.addEventListener('abort', giveUp, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', giveUp));
  });
}

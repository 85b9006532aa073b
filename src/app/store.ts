import type { Phase } from '../domain/index.ts';
import type { Command, Effect } from '../session/commands.ts';
import { decide } from '../session/decide.ts';
import type { SessionEvent } from '../session/events.ts';
import { evolve } from '../session/evolve.ts';
import type { LiveProgress, LiveState, SessionStore } from '../session/ports.ts';
import type { SessionState } from '../session/state.ts';
import type { Clock } from '../shared/clock.ts';
import { type Failure, failure, ok, type Result } from '../shared/result.ts';

/** Where durable events go. Resolves when they are on disk; rejects when they cannot be written. */
export interface EventLog {
  append(events: readonly SessionEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** What an effect may do to the session while it works. */
export interface EffectHost {
  state(): SessionState;
  dispatch(command: Command): Promise<Result<void>>;
  progress(phase: Phase, progress: LiveProgress): void;
}

export interface EffectRunner {
  run(effect: Effect, host: EffectHost): void;
  /** Stops what is under way; resolves when it has stopped. */
  stop(): Promise<void>;
}

interface Waiting {
  readonly command: Command;
  readonly settle: (result: Result<void>) => void;
}

/** Live signals reach the screen at most this often: no more than 12 in any second, because facts come beside them. */
const LIVE_INTERVAL_MS = 84;

export interface StoreOptions {
  readonly log: EventLog;
  readonly effects: EffectRunner;
  readonly clock: Clock;
  /** State to go on from, after a replay. */
  readonly initial?: SessionState;
}

/**
 * One queue of commands. All that wait are decided together, their events are written in one append, and only then
 * does the new state show: what the screen says is accepted is on disk.
 */
export function createStore({
  log,
  effects,
  clock,
  initial = { kind: 'empty' },
}: StoreOptions): SessionStore {
  let state = initial;
  let live: LiveState = { progress: {} };
  let queue: Waiting[] = [];
  let pumping = false;
  let pumped: Promise<void> | undefined;
  let broken: Failure | undefined;
  let liveTimer: NodeJS.Timeout | undefined;
  const listeners = new Set<() => void>();

  /** Whoever looks sees what is live too, so that need not be told once more. */
  const notify = () => {
    clearTimeout(liveTimer);
    liveTimer = undefined;
    for (const listener of listeners) listener();
  };

  const host: EffectHost = {
    state: () => state,
    dispatch,
    progress(phase, progress) {
      live = { progress: { ...live.progress, [phase]: progress } };
      liveTimer ??= setTimeout(notify, LIVE_INTERVAL_MS);
    },
  };

  function dispatch(command: Command): Promise<Result<void>> {
    if (broken) return Promise.resolve({ ok: false, error: broken });
    return new Promise(settle => {
      queue.push({ command, settle });
      if (pumping) return;
      pumping = true;
      pumped = pump();
    });
  }

  async function pump(): Promise<void> {
    await Promise.resolve();
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      let next = state;
      const events: SessionEvent[] = [];
      const work: Effect[] = [];
      const settled: (() => void)[] = [];
      for (const { command, settle } of batch) {
        const decided = decide(next, command, { now: clock.now() });
        if (!decided.ok) {
          settled.push(() => settle(decided));
          continue;
        }
        for (const event of decided.value.events) next = evolve(next, event);
        events.push(...decided.value.events);
        work.push(...decided.value.effects);
        settled.push(() => settle(ok(undefined)));
      }
      try {
        if (events.length > 0) await log.append(events);
      } catch (error) {
        broken = logFailure(error);
        for (const { settle } of [...batch, ...queue]) settle({ ok: false, error: broken });
        queue = [];
        live = { ...live, broken };
        notify();
        // Work whose outcome can no longer be kept would look alive for ever.
        void effects.stop();
        break;
      }
      state = next;
      if (work.some(effect => effect.type === 'StartRun')) live = { progress: {} };
      if (events.length > 0) notify();
      for (const done of settled) done();
      for (const effect of work) effects.run(effect, host);
    }
    // In the same turn as the last look at the queue, so that no command falls between.
    pumping = false;
  }

  return {
    state: () => state,
    live: () => live,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    dispatch,
    async close() {
      await effects.stop();
      await pumped;
      clearTimeout(liveTimer);
      await log.close();
    },
  };
}

function logFailure(error: unknown): Failure {
  const message = error instanceof Error ? error.message : String(error);
  return failure(
    'log-unwritable',
    `The session log cannot be written: ${message}`,
    'Free space or mend the permissions of the state folder, then run planner-tui resume --last.',
  );
}

import type { AgentOutput } from '../../session/events.ts';

/** Thrown inside a run when the signal fires; never leaves the planner. */
export class Cancelled extends Error {}

export interface RunScope {
  readonly signal: AbortSignal;
  emit(output: AgentOutput): void;
  /** Awaits `work`, but not longer than the signal allows: a cancelled run ends at once. */
  until<T>(work: Promise<T>): Promise<T>;
  /** Gives the event loop a turn and notices cancelling. */
  breathe(): Promise<void>;
}

/** Runs `body` and yields what it emits, in order; what it throws after the last output is thrown to the reader. */
export async function* channel(
  signal: AbortSignal,
  body: (scope: RunScope) => Promise<void>,
): AsyncGenerator<AgentOutput> {
  const queue: AgentOutput[] = [];
  let wake: () => void = () => {};
  let ended = false;
  let problem: unknown;
  const scope: RunScope = {
    signal,
    emit: output => {
      // What an answer had cost until it was broken off is paid all the same.
      if (signal.aborted && output.type !== 'TokensSpent') return;
      queue.push(output);
      wake();
    },
    until: work => unlessAborted(signal, work),
    breathe: () => unlessAborted(signal, new Promise<void>(done => setImmediate(done))),
  };
  const work = body(scope).then(
    () => {
      ended = true;
      wake();
    },
    (error: unknown) => {
      ended = true;
      problem = error;
      wake();
    },
  );
  while (!ended || queue.length > 0) {
    const next = queue.shift();
    if (next) yield next;
    else
      await new Promise<void>(done => {
        wake = done;
        if (ended || queue.length > 0) done();
      });
  }
  await work;
  if (problem !== undefined) throw problem;
}

function unlessAborted<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  if (signal.aborted) {
    work.catch(() => {});
    return Promise.reject(new Cancelled());
  }
  return new Promise<T>((done, fail) => {
    const stop = (): void => fail(new Cancelled());
    signal.addEventListener('abort', stop, { once: true });
    work.then(done, fail).finally(() => signal.removeEventListener('abort', stop));
  });
}

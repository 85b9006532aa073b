import type { HandOverPort } from '../session/hand-over.ts';
import { broken } from './broken.ts';
import type { Cmd, Msg } from './model.ts';
import { newestOnly } from './newest-only.ts';

export interface HandOverRunner {
  /** What of a plan is open and who is there; versions come when they were said. */
  look(cmd: Extract<Cmd, { type: 'look-hand-over' }>): void;
  /** Gives the terminal away; resolves when it is back and that was told. */
  start(cmd: Extract<Cmd, { type: 'hand-over' }>): Promise<void>;
}

interface RunnerParts {
  readonly port: HandOverPort;
  lend<T>(work: () => Promise<T>, said?: string): Promise<T>;
  send(msg: Msg): void;
  unanswered(error: unknown): void;
  now(): number;
}

export function createHandOverRunner({ port, lend, send, unanswered, now }: RunnerParts): HandOverRunner {
  /** A version does not change while the app runs, and to ask may take seconds. */
  const asked = new Set<string>();

  function askVersions(): void {
    for (const { id, state } of port.implementers()) {
      if (state !== 'installed' || asked.has(id)) continue;
      asked.add(id);
      void port
        .version(id)
        .catch(() => undefined)
        .then(version => send({ type: 'implementer-version', id, version }));
    }
  }

  return {
    look: newestOnly(async ({ path, versions }: Extract<Cmd, { type: 'look-hand-over' }>) => {
      const read = (step?: string) => port.work(path, step).catch(error => broken('hand-over', error));
      const [whole, next] = [await read(), await read('next')];
      send({ type: 'hand-over-looked', path, implementers: port.implementers(), whole, next });
      if (versions) askVersions();
    }, unanswered),
    async start({ implementer, work, said }) {
      const result = await lend(() => port.start(implementer, work), said).catch(error =>
        broken('hand-over', error),
      );
      send({ type: 'handed-over', result, at: now() });
    },
  };
}

import { afterEach, beforeEach, expect } from 'vitest';
import { type ModelServer, startModelServer } from './model-server.ts';

export interface UsedServer extends Omit<ModelServer, 'close'> {
  /** Done after the test, what was named last first, before the server ends. */
  after(close: () => Promise<void>): void;
}

/** A server of its own for each test of the file, of which exactly what is in its script has to be asked. */
export function usingModelServer(): UsedServer {
  let server: ModelServer;
  const open: (() => Promise<void>)[] = [];
  beforeEach(async () => {
    server = await startModelServer();
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
    await server.close();
    expect(server.unexpected).toEqual([]);
    expect(server.left()).toBe(0);
  });
  return {
    get url() {
      return server.url;
    },
    get asked() {
      return server.asked;
    },
    get unexpected() {
      return server.unexpected;
    },
    script: (...replies) => server.script(...replies),
    serve: (path, reply) => server.serve(path, reply),
    left: () => server.left(),
    after: close => void open.push(close),
  };
}

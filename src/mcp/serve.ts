import { pipeline } from 'node:stream';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import type { LookUpConsent } from '../app/look-ups.ts';
import { version } from '../app/version.ts';
import { safeText } from '../shared/text/index.ts';
import { createCalls } from './calls.ts';
import type { ProjectWish } from './project.ts';
import { createPlannerServer } from './server.ts';
import { wholeLines } from './whole-lines.ts';

/** Bytes of one message; a client that sends more is cut off. */
const MOST_BYTES = 10 * 1024 * 1024;

export interface ServeOptions {
  readonly project: ProjectWish;
  readonly env: NodeJS.ProcessEnv;
  readonly lookUps: LookUpConsent;
  /** For people: stdout belongs to the protocol. */
  log(text: string): void;
}

/** Serves one client over stdin and stdout until it goes away, or a signal ends it. Sessions are closed then. */
export async function serveMcp({ project, env, lookUps, log: write }: ServeOptions): Promise<void> {
  const log = (text: string) => write(safeText(`planner-tui mcp: ${text}\n`));
  const calls = createCalls({ env, lookUps, log });
  const lines = wholeLines(MOST_BYTES);
  // What goes wrong, or ends, comes to the transport from `lines`.
  pipeline(process.stdin, lines, () => undefined);
  const transport = new StdioServerTransport(lines, process.stdout, { maxBufferSize: MOST_BYTES });
  const handle = serveStdio(({ era }) => createPlannerServer({ version: version(), project, calls, era }), {
    transport,
    onerror: error => log(error.message),
  });
  const gone = new Promise<void>(resolve => {
    const closed = transport.onclose;
    transport.onclose = () => {
      closed?.();
      resolve();
    };
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => resolve());
  });
  await gone;
  await calls.end();
  await handle.close();
  lines.destroy();
}

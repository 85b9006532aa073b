import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type CallToolResult, Client, InMemoryTransport, type Progress } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { type Calls, createCalls } from '../../src/mcp/calls.ts';
import type { ProjectWish } from '../../src/mcp/project.ts';
import { createPlannerServer } from '../../src/mcp/server.ts';
import { freshHome } from '../cli/program.ts';
import { SHORT_RUN } from '../helpers/short-run.ts';

const BIN = fileURLToPath(new URL('../../bin/planner-tui.js', import.meta.url));

export interface ClientOptions {
  readonly cwd: string;
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly args?: readonly string[];
  /** Roots that the client names; none: it has no such ability. */
  readonly roots?: readonly string[];
  /** `2026-07-28` for the newest revision of the protocol. */
  readonly modern?: boolean;
}

/** What a tool answered, its texts joined. */
export interface Said {
  readonly text: string;
  readonly isError: boolean;
}

export async function callTool(
  client: Client,
  name: string,
  args: Record<string, unknown> = {},
  options: { readonly onprogress?: (progress: Progress) => void; readonly signal?: AbortSignal } = {},
): Promise<Said> {
  const result = (await client.callTool({ name, arguments: args }, options)) as CallToolResult;
  const texts = result.content.map(one => (one.type === 'text' ? one.text : `(${one.type})`));
  return { text: texts.join('\n'), isError: result.isError === true };
}

/** The official client, speaking to the built program over stdio. */
export async function stdioClient(options: ClientOptions): Promise<Client> {
  const { cwd, home, env = {}, args = [], roots, modern } = options;
  const client = new Client(
    { name: 'test', version: '1' },
    {
      ...(roots ? { capabilities: { roots: { listChanged: true } } } : {}),
      ...(modern ? { versionNegotiation: { mode: 'auto' as const } } : {}),
    },
  );
  if (roots)
    client.setRequestHandler('roots/list', () => ({ roots: roots.map(uri => ({ uri, name: uri })) }));
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [...SHORT_RUN, BIN, 'mcp', ...args],
    cwd,
    env: { ...definedOnly(process.env), PLANNER_TUI_HOME: home ?? freshHome(), ...env },
    stderr: 'pipe',
  });
  await client.connect(transport);
  return client;
}

/** The same server without a process: for what asks no code map. */
export async function memoryClient(
  project: ProjectWish,
): Promise<{ readonly client: Client; readonly calls: Calls; readonly logged: string[] }> {
  const logged: string[] = [];
  const env = { ...process.env, PLANNER_TUI_HOME: freshHome() };
  const calls = createCalls({ env, lookUps: 'not-allowed', log: text => void logged.push(text) });
  const server = createPlannerServer({ version: '0.0.0', project, calls, era: 'legacy' });
  const [here, there] = InMemoryTransport.createLinkedPair();
  const client = new Client({ name: 'test', version: '1' });
  await Promise.all([server.connect(there), client.connect(here)]);
  return { client, calls, logged };
}

export interface RawClient {
  send(message: object | string): void;
  /** The first line from now on, or before, that passes. */
  until(passes: (message: Record<string, unknown>) => boolean): Promise<Record<string, unknown>>;
  readonly child: ChildProcessWithoutNullStreams;
  readonly ended: Promise<{
    readonly code: number | null;
    readonly signal: string | null;
    readonly stderr: string;
  }>;
  /** Lines of stdout that are no message of the protocol. */
  strangeLines(): readonly string[];
}

export const INITIALIZE = {
  jsonrpc: '2.0',
  id: 1,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
};
export const INITIALIZED = { jsonrpc: '2.0', method: 'notifications/initialized' };

/** A client by hand, for what the official one would never say. */
export function rawClient({ cwd, home, env = {}, args = [] }: ClientOptions): RawClient {
  const child = spawn(process.execPath, [...SHORT_RUN, BIN, 'mcp', ...args], {
    cwd,
    env: { ...process.env, PLANNER_TUI_HOME: home ?? freshHome(), ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const seen: Record<string, unknown>[] = [];
  const strange: string[] = [];
  const waiting = new Set<() => void>();
  let stderr = '';
  let rest = '';
  child.stdin.on('error', () => undefined);
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines)
      try {
        const message = JSON.parse(line) as Record<string, unknown>;
        if (message['jsonrpc'] === '2.0') seen.push(message);
        else strange.push(line);
      } catch {
        strange.push(line);
      }
    for (const look of waiting) look();
  });
  const ended = new Promise<Awaited<RawClient['ended']>>(resolve =>
    child.on('close', (code, signal) => {
      if (rest !== '') strange.push(rest);
      resolve({ code, signal, stderr });
    }),
  );
  return {
    child,
    ended,
    strangeLines: () => strange,
    send: message =>
      void child.stdin.write(typeof message === 'string' ? message : `${JSON.stringify(message)}\n`),
    until: passes =>
      new Promise(resolve => {
        const look = () => {
          const found = seen.find(passes);
          if (!found) return;
          waiting.delete(look);
          resolve(found);
        };
        waiting.add(look);
        look();
      }),
  };
}

function definedOnly(env: NodeJS.ProcessEnv): Record<string, string> {
  return Object.fromEntries(
    Object.entries(env).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]])),
  );
}

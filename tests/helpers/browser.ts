import { type ChildProcess, spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';

/** Names of Chromium and its kin on a PATH, and where macOS keeps them. */
const NAMES = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
  'brave-browser',
];
const APPLICATIONS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge',
];

/** The program of a Chromium, or an error that says what to install. */
export function chromiumProgram(env: NodeJS.ProcessEnv = process.env): string {
  const named = env['CHROMIUM'];
  const onPath = (env['PATH'] ?? '')
    .split(delimiter)
    .filter(Boolean)
    .flatMap(folder => NAMES.map(name => join(folder, name)));
  const found = (named ? [named] : [...onPath, ...APPLICATIONS]).find(runnable);
  if (found) return found;
  throw new Error(
    named
      ? `CHROMIUM names ${named}, but that is no program.`
      : 'The exported page is looked at in a browser, but no Chromium was found. Debian: apt-get install chromium-headless-shell (or chromium); elsewhere install Chrome, Chromium or Edge, or name its program in CHROMIUM.',
  );
}

function runnable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return existsSync(path);
  } catch {
    return false;
  }
}

type Params = Readonly<Record<string, unknown>>;

export interface BrowserEvent {
  readonly method: string;
  readonly params: Record<string, unknown>;
}

/** One tab of a headless Chromium, spoken to by its own protocol over a pipe. */
export interface Tab {
  /** A command of the protocol: https://chromedevtools.github.io/devtools-protocol/ */
  send(method: string, params?: Params): Promise<Record<string, unknown>>;
  /** Loads an address and waits until all of it is there. */
  open(address: string): Promise<void>;
  /** The value of an expression in the page. */
  evaluate<T>(expression: string): Promise<T>;
  /** Everything that the tab told since it was opened. */
  readonly events: BrowserEvent[];
  close(): Promise<void>;
}

export async function openTab(): Promise<Tab> {
  const profile = mkdtempSync(join(tmpdir(), 'planner-tui-chromium-'));
  const child = spawn(
    chromiumProgram(),
    [
      '--headless',
      '--remote-debugging-pipe',
      // A container's root has no user namespace of its own; the page under test is ours.
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--no-first-run',
      '--hide-scrollbars',
      '--force-color-profile=srgb',
      `--user-data-dir=${profile}`,
      'about:blank',
    ],
    { stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'] },
  );
  const wire = speak(child);
  const { targetInfos } = await wire.send('Target.getTargets');
  const targetId = (targetInfos as { type: string; targetId: string }[]).find(
    t => t.type === 'page',
  )?.targetId;
  const { sessionId } = await wire.send('Target.attachToTarget', { targetId, flatten: true });
  const send = (method: string, params?: Params) => wire.send(method, params, String(sessionId));
  for (const domain of ['Page', 'Runtime', 'Log', 'Network']) await send(`${domain}.enable`);
  return {
    send,
    events: wire.events,
    async open(address) {
      const loaded = wire.next('Page.loadEventFired');
      await send('Page.navigate', { url: address });
      await loaded;
    },
    async evaluate<T>(expression: string) {
      const { result, exceptionDetails } = await send('Runtime.evaluate', {
        expression,
        returnByValue: true,
        awaitPromise: true,
      });
      if (exceptionDetails) throw new Error(JSON.stringify(exceptionDetails));
      return (result as { value: T }).value;
    },
    async close() {
      const ended = new Promise(resolve => child.once('exit', resolve));
      // Killed, it would leave its own children behind, who hold the pipes open.
      wire.send('Browser.close').catch(() => undefined);
      await ended;
      for (const stream of child.stdio) stream?.destroy();
      rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

interface Answer {
  readonly id?: number;
  readonly method?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/** JSON messages with a NUL behind each: written to its descriptor 3, read from 4. */
function speak(child: ChildProcess) {
  const to = child.stdio[3] as Writable;
  const from = child.stdio[4] as Readable;
  const waiting = new Map<
    number,
    { resolve(value: Record<string, unknown>): void; reject(error: Error): void }
  >();
  const listening = new Map<string, (() => void)[]>();
  const events: BrowserEvent[] = [];
  let said = '';
  let errors = '';
  let id = 0;
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const fail = (message: string) => {
    for (const { reject } of waiting.values()) reject(new Error(`${message}\n${errors}`));
    waiting.clear();
  };
  child.once('error', error => fail(error.message));
  child.once('exit', code => fail(`Chromium ended (${code}).`));
  to.on('error', () => undefined);
  from.setEncoding('utf8').on('data', (text: string) => {
    said += text;
    for (let end = said.indexOf('\0'); end >= 0; end = said.indexOf('\0')) {
      take(JSON.parse(said.slice(0, end)) as Answer);
      said = said.slice(end + 1);
    }
  });
  const take = (answer: Answer) => {
    if (answer.id === undefined) {
      const method = answer.method ?? '';
      events.push({ method, params: answer.params ?? {} });
      for (const listener of listening.get(method) ?? []) listener();
      listening.delete(method);
      return;
    }
    const asked = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.error) asked?.reject(new Error(answer.error.message));
    else asked?.resolve(answer.result ?? {});
  };
  return {
    events,
    send(method: string, params: Params = {}, sessionId?: string): Promise<Record<string, unknown>> {
      const number = ++id;
      return new Promise((resolve, reject) => {
        waiting.set(number, { resolve, reject });
        to.write(`${JSON.stringify({ id: number, method, params, ...(sessionId ? { sessionId } : {}) })}\0`);
      });
    },
    next(method: string): Promise<void> {
      return new Promise(resolve => listening.set(method, [...(listening.get(method) ?? []), resolve]));
    },
  };
}

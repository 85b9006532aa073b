import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';
import { freshHome } from '../cli/program.ts';
import { SHORT_RUN } from '../helpers/short-run.ts';

const BIN = fileURLToPath(new URL('../../bin/planner-tui.js', import.meta.url));

export interface TerminalOptions {
  readonly cwd: string;
  readonly args?: readonly string[];
  readonly columns?: number;
  readonly rows?: number;
  readonly env?: Readonly<Record<string, string>>;
  /** A script of the shell that runs the program as `"$@"`, and may do something after it. */
  readonly shell?: string;
  /** State folder of the program; a fresh one where none is given. */
  readonly home?: string;
}

/** The built program in a real pseudo-terminal, its screen kept by a terminal emulator. */
export interface Terminal {
  readonly home: string;
  readonly pid: number;
  /** The visible screen as lines without trailing blanks. */
  screen(): string;
  /** Everything the program wrote, escapes included. */
  raw(): string;
  /** Whether the emulator shows the alternate buffer. */
  alternate(): boolean;
  type(text: string): void;
  /** Waits until the screen passes; on the time limit it throws with the screen as it stands. */
  until(what: string | RegExp | ((screen: string) => boolean), limitMs?: number): Promise<string>;
  resize(columns: number, rows: number): void;
  exit(limitMs?: number): Promise<number>;
  kill(signal: string): void;
  dispose(): void;
}

/** Only what hangs comes to it: on a busy machine a run takes half a minute. */
const PATIENCE_MS = 60_000;

export const KEY = {
  enter: '\r',
  escape: '\x1b',
  up: '\x1b[A',
  down: '\x1b[B',
  right: '\x1b[C',
  left: '\x1b[D',
  tab: '\t',
  ctrlC: '\x03',
  ctrlD: '\x04',
} as const;

export function openTerminal(options: TerminalOptions): Terminal {
  const columns = options.columns ?? 120;
  const rows = options.rows ?? 36;
  const home = options.home ?? freshHome();
  const screen = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true, scrollback: 2000 });
  const {
    CI: _ci,
    CONTINUOUS_INTEGRATION: _ci2,
    NO_COLOR: _nc,
    FORCE_COLOR: _fc,
    ...inherited
  } = process.env;
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries({ ...inherited, ...options.env }))
    if (value !== undefined) env[name] = value;
  Object.assign(env, { PLANNER_TUI_HOME: home, TERM: 'xterm-256color', TZ: 'UTC', ...options.env });
  const program = [process.execPath, ...SHORT_RUN, BIN, ...(options.args ?? [])];
  const [file = '', ...args] = options.shell ? ['/bin/sh', '-c', options.shell, 'sh', ...program] : program;
  const child = spawn(file, args, {
    // Becomes TERM, whatever `env` says.
    name: options.env?.TERM ?? 'xterm-256color',
    cols: columns,
    rows,
    cwd: options.cwd,
    env,
  });
  let raw = '';
  let ended: number | undefined;
  const watchers = new Set<() => void>();
  const wake = () => {
    for (const watcher of watchers) watcher();
  };
  child.onData(data => {
    raw += data;
    screen.write(data, wake);
  });
  child.onExit(({ exitCode, signal }) => {
    ended = signal ? 128 + signal : exitCode;
    wake();
  });

  const text = () => {
    const buffer = screen.buffer.active;
    const lines: string[] = [];
    for (let y = 0; y < screen.rows; y++)
      lines.push(buffer.getLine(buffer.baseY + y)?.translateToString(true) ?? '');
    return lines.join('\n');
  };

  function wait<T>(look: () => T | undefined, limitMs: number, what: string): Promise<T> {
    return new Promise((resolve, reject) => {
      const done = (value: T) => {
        clearTimeout(timer);
        watchers.delete(watch);
        resolve(value);
      };
      const watch = () => {
        const value = look();
        if (value !== undefined) done(value);
      };
      const timer = setTimeout(() => {
        watchers.delete(watch);
        reject(new Error(`waited for ${what}; exit ${ended ?? 'none yet'}; the screen shows:\n${text()}`));
      }, limitMs);
      watchers.add(watch);
      watch();
    });
  }

  return {
    home,
    pid: child.pid,
    screen: text,
    raw: () => raw,
    alternate: () => screen.buffer.active.type === 'alternate',
    type: keys => child.write(keys),
    until(what, limitMs = PATIENCE_MS) {
      const passes =
        typeof what === 'function'
          ? what
          : (s: string) => (typeof what === 'string' ? s.includes(what) : what.test(s));
      return wait(
        () => {
          const now = text();
          return passes(now) ? now : undefined;
        },
        limitMs,
        String(what),
      );
    },
    resize(c, r) {
      child.resize(c, r);
      screen.resize(c, r);
    },
    exit: (limitMs = PATIENCE_MS) => wait(() => ended, limitMs, 'the program to end'),
    kill: signal => child.kill(signal),
    dispose() {
      if (ended === undefined) child.kill('SIGKILL');
      screen.dispose();
    },
  };
}

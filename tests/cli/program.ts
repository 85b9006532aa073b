import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const BIN = fileURLToPath(new URL('../../bin/planner-tui.js', import.meta.url));

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions {
  readonly cwd?: string;
  /** The program's own folder; a fresh one when absent. */
  readonly home?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** What `interruptAt` sends; SIGINT when absent. */
  readonly signal?: NodeJS.Signals;
  /** Sends the signal as soon as stdout or stderr shows this text. */
  readonly interruptAt?: string;
  /** Closes the reading end of stdout at its first text. */
  readonly closeEarly?: boolean;
  /** Most bytes that a file may hold: a disk that is full, for anybody. */
  readonly fileLimit?: number;
  /** A file that takes stdout instead. */
  readonly stdoutTo?: string;
  /** What stdin holds; nothing where absent. */
  readonly input?: string;
}

/** Long enough for the slowest machine: only a program that hangs reaches it. */
const HANGS_MS = 60_000;
const BLOCK = 512;
const TAKE_XFSZ = 'data:text/javascript,process.on("SIGXFSZ",()=>{})';

export function freshHome(): string {
  return mkdtempSync(join(tmpdir(), 'planner-tui-home-'));
}

/** Runs the built program without a terminal, until it ends by itself. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // Node gives every signal its default meaning again, so the one for too large files is taken inside.
    const program = [process.execPath, ...(options.fileLimit ? ['--import', TAKE_XFSZ] : []), BIN, ...args];
    const limit = options.fileLimit === undefined ? '' : `ulimit -f ${options.fileLimit / BLOCK};`;
    const target = options.stdoutTo === undefined ? '' : `> '${options.stdoutTo}'`;
    const shell = limit || target ? ['/bin/sh', '-c', `${limit} exec "$@" ${target}`, 'sh'] : [];
    const [file = '', ...rest] = [...shell, ...program];
    const child = spawn(file, rest, {
      timeout: HANGS_MS,
      killSignal: 'SIGKILL',
      cwd: options.cwd ?? tmpdir(),
      env: { ...process.env, PLANNER_TUI_HOME: options.home ?? freshHome(), ...options.env },
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child.stdin.on('error', () => undefined).end(options.input ?? '');
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    const look = () => {
      if (interrupted || !options.interruptAt || !`${stdout}${stderr}`.includes(options.interruptAt)) return;
      interrupted = true;
      child.kill(options.signal ?? 'SIGINT');
    };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
      if (options.closeEarly) child.stdout.destroy();
      look();
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
      look();
    });
    child.on('error', reject);
    child.on('close', code => resolve({ code, stdout, stderr }));
  });
}

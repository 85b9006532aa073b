import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { findProgram, repositoryTop } from './find-program.ts';

/** How a program ended that had the terminal. */
export type ProgramEnd =
  | { readonly kind: 'exit'; readonly code: number }
  | { readonly kind: 'signal'; readonly signal: string }
  | { readonly kind: 'not-started'; readonly why: string };

export interface TerminalProgram {
  /** Absolute: nothing is looked up on PATH any more. */
  readonly file: string;
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

/** How long a program may take to end after this one was asked to, in ms. */
const END_LIMIT = 2_000;
/** On a busy machine Ctrl+C reaches this program after the one that it was meant for has ended. ms. */
const LATE_MS = 300;
/** How often it is looked whether the program stopped itself, in ms. */
const STOP_LOOK = 400;

/**
 * Gives this terminal to a program, without a shell, and resolves when it has ended, however it does. The terminal must
 * be free: the caller hands the screen over before and takes it back after. The line settings are those of before,
 * also after a crash. Ctrl+C and Ctrl+\ are for the program meanwhile; SIGTERM and SIGHUP are passed on to it.
 */
export async function runInTerminal(program: TerminalProgram): Promise<ProgramEnd> {
  const settings = lineSettings(program);
  try {
    return await run(program);
  } finally {
    if (settings) stty(program, [settings]);
  }
}

function run({ file, args, cwd, env }: TerminalProgram): Promise<ProgramEnd> {
  return new Promise(resolve => {
    let child: ChildProcess;
    try {
      child = spawn(file, args, { cwd, env, stdio: 'inherit', shell: false });
    } catch (error) {
      // Arguments that no system takes: too long, or with a NUL in them.
      resolve({ kind: 'not-started', why: error instanceof Error ? error.message : String(error) });
      return;
    }
    const ignore = () => undefined;
    const pass = (signal: NodeJS.Signals) => {
      child.kill(signal);
      setTimeout(() => child.kill('SIGKILL'), END_LIMIT).unref();
    };
    const listeners: readonly (readonly [NodeJS.Signals, (signal: NodeJS.Signals) => void])[] = [
      ['SIGINT', ignore],
      ['SIGQUIT', ignore],
      ['SIGTERM', pass],
      ['SIGHUP', pass],
    ];
    for (const [signal, listener] of listeners) process.on(signal, listener);
    const looking = watchForStop(child);
    const settle = (end: ProgramEnd) => {
      clearInterval(looking);
      for (const [signal, listener] of listeners) {
        const off = (): void => void process.off(signal, listener);
        if (listener === ignore) setTimeout(off, LATE_MS).unref();
        else off();
      }
      resolve(end);
    };
    child.on('error', error => settle({ kind: 'not-started', why: error.message }));
    child.on('close', (code, signal) =>
      settle(signal ? { kind: 'signal', signal } : { kind: 'exit', code: code ?? 0 }),
    );
  });
}

/**
 * A program that stops itself alone (its own Ctrl+Z) would leave the shell waiting for this one: stops this one too.
 * Whoever continues the job continues both. Seen twice, because a job that is just continued wakes one after the other.
 */
function watchForStop(child: ChildProcess): NodeJS.Timeout {
  let seen = false;
  return setInterval(() => {
    const stopped = child.pid !== undefined && isStopped(child.pid);
    if (stopped && seen) {
      process.kill(process.pid, 'SIGTSTP');
      child.kill('SIGCONT');
    }
    seen = stopped && !seen;
  }, STOP_LOOK);
}

/** Linux tells it in a file; elsewhere nothing is known, and nothing done. */
function isStopped(pid: number): boolean {
  try {
    return /^\d+ \([\s\S]*\) T /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return false;
  }
}

/** The settings of the terminal's line (echo, signals by keys …), as `stty` reads them back. */
function lineSettings(program: TerminalProgram): string | undefined {
  if (!process.stdin.isTTY) return undefined;
  const found = stty(program, ['-g'])?.trim();
  return found && /^[\w:=-]+$/.test(found) ? found : undefined;
}

function stty({ cwd, env }: TerminalProgram, args: readonly string[]): string | undefined {
  const path = findProgram('stty', env, repositoryTop(cwd));
  if (path === undefined) return undefined;
  const done = spawnSync(path, args, {
    cwd: '/',
    env,
    encoding: 'utf8',
    stdio: ['inherit', 'pipe', 'ignore'],
    timeout: 2_000,
  });
  return done.status === 0 ? done.stdout : undefined;
}

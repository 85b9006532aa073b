import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SHORT_RUN } from '../helpers/short-run.ts';

const CHILD = fileURLToPath(new URL('./warm-child.mjs', import.meta.url));
const PROGRAM = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));

export interface WarmStart {
  readonly args: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly hangsMs: number;
}

export interface WarmEnd {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** What a child told of the end of a run. */
interface Told {
  readonly code: number;
  readonly fault?: string;
}

/**
 * The built program, run again and again in one process: a start of Node, and loading and compiling the program, take longer than
 * most calls do. A run has its own arguments, folder, environment (exactly), listeners and exit code; its output is what came through
 * the pipes of the process, and it ends when nothing is left that would keep a real program alive: whatever is fails the run.
 * Memory of modules stays, so that it is not for what is about a start itself: signals, pipes, limits, what stdin holds, time,
 * memory.
 */
export class WarmProgram {
  private readonly env: NodeJS.ProcessEnv;
  private readonly call: readonly string[];
  private child: ChildProcess | undefined;
  private last: Promise<unknown> = Promise.resolve();

  /**
   * `env`: what Node reads when it starts. `entry`: the module that is a run, by its promise `ended`. `patienceMs`: how long what
   * is left over may take to end.
   */
  constructor(env: NodeJS.ProcessEnv = {}, entry = PROGRAM, patienceMs = 10_000) {
    this.env = env;
    this.call = [...SHORT_RUN, CHILD, entry, String(patienceMs)];
  }

  /** One call at a time, in their order: one that has to wait is still sooner done than a process of its own. */
  run(start: WarmStart): Promise<WarmEnd> {
    const turn = this.last.then(() => {
      this.child ??= begin(this.call, this.env);
      return this.runIn(this.child, start);
    });
    this.last = turn.catch(() => undefined);
    return turn;
  }

  end(): void {
    this.child?.kill('SIGKILL');
    this.child = undefined;
  }

  private runIn(child: ChildProcess, { args, cwd, env, hangsMs }: WarmStart): Promise<WarmEnd> {
    const mark = `\u0000end of run ${Math.random()}\u0000`;
    const { stdout, stderr } = child;
    if (!stdout || !stderr) throw new Error('expected a child with pipes');
    return new Promise((resolve, reject) => {
      let [out, err] = ['', ''];
      let told: Told | undefined;
      const timer = setTimeout(() => child.kill('SIGKILL'), hangsMs);
      const done = () => {
        clearTimeout(timer);
        stdout.off('data', onOut);
        stderr.off('data', onErr);
        child.off('message', onMessage).off('close', onClose).off('error', onError);
      };
      const look = () => {
        if (!told || !out.endsWith(mark) || !err.endsWith(mark)) return;
        done();
        if (told.fault === undefined)
          resolve({
            code: told.code,
            stdout: out.slice(0, -mark.length),
            stderr: err.slice(0, -mark.length),
          });
        else {
          this.end();
          const call = ['planner-tui', ...args].join(' ');
          reject(new Error(`${call} has exit code ${told.code}, but ${told.fault}. It said:\n${out}${err}`));
        }
      };
      const onOut = (text: string) => {
        out += text;
        look();
      };
      const onErr = (text: string) => {
        err += text;
        look();
      };
      const onMessage = (message: unknown) => {
        if (!isTold(message)) return;
        told = message;
        look();
      };
      // It ended itself, or was ended: so does a real program, with this code.
      const onClose = (code: number | null) => {
        done();
        this.child = undefined;
        resolve({ code, stdout: out, stderr: err });
      };
      const onError = (error: Error) => {
        done();
        this.end();
        reject(error);
      };
      stdout.on('data', onOut);
      stderr.on('data', onErr);
      child.on('message', onMessage).on('close', onClose).on('error', onError);
      child.send({ args, cwd, env, mark });
    });
  }
}

function begin(call: readonly string[], env: NodeJS.ProcessEnv): ChildProcess {
  const child = spawn(process.execPath, call, {
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe', 'ipc'],
  });
  child.stdin?.on('error', () => undefined).end();
  child.stdout?.setEncoding('utf8');
  child.stderr?.setEncoding('utf8');
  return child;
}

function isTold(message: unknown): message is Told {
  return (
    typeof message === 'object' && message !== null && 'code' in message && typeof message.code === 'number'
  );
}

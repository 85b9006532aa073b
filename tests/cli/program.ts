import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';
import { SHORT_RUN } from '../helpers/short-run.ts';
import { WarmProgram } from './warm.ts';

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
  /** A process of its own, where the start itself is what is tested. */
  readonly cold?: boolean;
}

/** Long enough for the slowest machine: only a program that hangs reaches it. */
const HANGS_MS = 120_000;
const BLOCK = 512;
const TAKE_XFSZ = 'data:text/javascript,process.on("SIGXFSZ",()=>{})';

/** Homes that programs of this test file had. */
const homes: string[] = [];
const warm = new Map<string, WarmProgram>();
afterAll(() => {
  for (const program of warm.values()) program.end();
  for (const home of homes.splice(0)) rmSync(home, { recursive: true, force: true, maxRetries: 3 });
});

/**
 * A folder of its own for the program: no sessions, no settings, nothing agreed to. Of earlier ones it has the code maps, which
 * the program takes up where nothing changed, as it does for anybody who starts it twice; `mapless` leaves them out.
 */
export function freshHome(how: 'mapped' | 'mapless' = 'mapped'): string {
  const home = mkdtempSync(join(tmpdir(), 'planner-tui-home-'));
  if (how === 'mapped')
    for (const [project, folder] of keptMaps()) copyMap(folder, join(home, 'cache', project));
  homes.push(home);
  return home;
}

/** The newest map of each project: a program may be writing one this very moment, so only what a home has whole. */
function keptMaps(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const home of homes) {
    const cache = join(home, 'cache');
    for (const project of namesIn(cache))
      if (existsSync(join(cache, project, 'map.bin'))) found.set(project, join(cache, project));
  }
  return found;
}

/** Empty where a test put something else there, or took the right to read it. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function copyMap(from: string, to: string): void {
  for (const name of ['map.bin', 'parsed'])
    if (existsSync(join(from, name))) cpSync(join(from, name), join(to, name), { recursive: true });
}

/** Options that only a process of its own can have. */
const OF_A_PROCESS = [
  'signal',
  'interruptAt',
  'closeEarly',
  'fileLimit',
  'stdoutTo',
  'input',
  'cold',
] as const satisfies readonly (keyof RunOptions)[];

/** Runs the built program without a terminal, until it ends by itself; in a warm process, where that can tell the same. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  const cwd = options.cwd ?? tmpdir();
  const env = { ...process.env, PLANNER_TUI_HOME: options.home ?? freshHome(), ...options.env };
  const own =
    process.env['PLANNER_TUI_COLD_TESTS'] !== undefined ||
    OF_A_PROCESS.some(name => options[name] !== undefined) ||
    args.includes('-');
  return own ? runCold(args, options, cwd, env) : warmFor(env).run({ args, cwd, env, hangsMs: HANGS_MS });
}

/** Programs whose Node was started with these variables. */
function warmFor(env: NodeJS.ProcessEnv): WarmProgram {
  const read = Object.entries(env).filter(([name]) => /^(?:NODE_|UV_|SSL_|LD_)/.test(name));
  const key = JSON.stringify(read.sort());
  const known = warm.get(key) ?? new WarmProgram(Object.fromEntries(read));
  warm.set(key, known);
  return known;
}

function runCold(
  args: readonly string[],
  options: RunOptions,
  cwd: string,
  env: NodeJS.ProcessEnv,
): Promise<Ended> {
  return new Promise((resolve, reject) => {
    // Node gives every signal its default meaning again, so the one for too large files is taken inside.
    const program = [
      process.execPath,
      ...SHORT_RUN,
      ...(options.fileLimit ? ['--import', TAKE_XFSZ] : []),
      BIN,
      ...args,
    ];
    const limit = options.fileLimit === undefined ? '' : `ulimit -f ${options.fileLimit / BLOCK};`;
    const target = options.stdoutTo === undefined ? '' : `> '${options.stdoutTo}'`;
    const shell = limit || target ? ['/bin/sh', '-c', `${limit} exec "$@" ${target}`, 'sh'] : [];
    const [file = '', ...rest] = [...shell, ...program];
    const child = spawn(file, rest, {
      timeout: HANGS_MS,
      killSignal: 'SIGKILL',
      cwd,
      env,
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

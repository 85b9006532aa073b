import { spawn } from 'node:child_process';

export interface Bounds {
  readonly timeoutMs: number;
  readonly maxBytes: number;
}

export interface Finished {
  /** What came on stdout, at most `maxBytes`. */
  readonly stdout: Buffer;
  readonly stderr: string;
  /** Exit code; undefined when it was ended by a bound or could not start. */
  readonly code: number | undefined;
  readonly ended: 'exit' | 'timeout' | 'too-big' | 'not-started';
}

const STDERR_BYTES = 8_192;

/**
 * Runs a program by its absolute path, without a shell and without input, and never throws: a bound that is reached
 * ends the process and what came so far is given.
 */
export function runBounded(
  file: string,
  args: readonly string[],
  options: Bounds & { readonly cwd: string; readonly env: NodeJS.ProcessEnv; readonly input?: string },
): Promise<Finished> {
  return new Promise(resolve => {
    const chunks: Buffer[] = [];
    let size = 0;
    let stderr = '';
    let ended: Finished['ended'] = 'exit';
    let settled = false;

    const child = spawn(file, args, {
      cwd: options.cwd,
      env: options.env,
      shell: false,
      windowsHide: true,
      stdio: [options.input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    });
    const stop = (why: Finished['ended']) => {
      if (ended === 'exit') ended = why;
      child.kill('SIGKILL');
    };
    const timer = setTimeout(() => stop('timeout'), options.timeoutMs);
    const settle = (code: number | undefined) => {
      if (settled) return;
      settled = true;
      clearTimeout(timer);
      resolve({ stdout: Buffer.concat(chunks), stderr, code: ended === 'exit' ? code : undefined, ended });
    };

    child.on('error', () => {
      ended = 'not-started';
      settle(undefined);
    });
    child.stdout?.on('data', (chunk: Buffer) => {
      const room = options.maxBytes - size;
      if (chunk.length > room) {
        if (room > 0) chunks.push(chunk.subarray(0, room));
        size = options.maxBytes;
        stop('too-big');
        return;
      }
      chunks.push(chunk);
      size += chunk.length;
    });
    child.stderr?.on('data', (chunk: Buffer) => {
      if (stderr.length < STDERR_BYTES) stderr += chunk.toString('utf8').slice(0, STDERR_BYTES);
    });
    child.on('close', code => settle(code ?? undefined));
    // A grandchild that keeps the pipe open must not hold the answer back once a bound was reached.
    child.on('exit', () => {
      if (ended !== 'exit') settle(undefined);
    });
    child.stdin?.on('error', () => undefined);
    if (options.input !== undefined) child.stdin?.end(options.input);
  });
}

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
  /** Sends SIGINT as soon as stdout or stderr shows this text. */
  readonly interruptAt?: string;
  /** Closes the reading end of stdout at its first text. */
  readonly closeEarly?: boolean;
}

export function freshHome(): string {
  return mkdtempSync(join(tmpdir(), 'planner-tui-home-'));
}

/** Runs the built program without a terminal, until it ends by itself. */
export function run(args: readonly string[], options: RunOptions = {}): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [BIN, ...args], {
      cwd: options.cwd ?? tmpdir(),
      env: { ...process.env, PLANNER_TUI_HOME: options.home ?? freshHome(), ...options.env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let stdout = '';
    let stderr = '';
    let interrupted = false;
    const look = () => {
      if (interrupted || !options.interruptAt || !`${stdout}${stderr}`.includes(options.interruptAt)) return;
      interrupted = true;
      child.kill('SIGINT');
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

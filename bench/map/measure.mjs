// Runs one command of a benchmark by itself: wall time and peak memory, nothing shared with the next one.
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

// Linux counts the memory of a process from before its exec as its own: measured from a small parent, that is `time`.
const TIME = '/usr/bin/time';
const counted = existsSync(TIME) && process.platform === 'linux';

/**
 * One run of a command, its input given as text. `ms` is the wall time from its start to its end, `cpuMs` what it took of
 * the processors, `peakMb` the largest resident size of the process in millions of bytes (both undefined where nothing
 * counts them). A run that fails or is ended by the limit gives `failed` with the last of what it said.
 */
export function measure({ command, args, cwd, input, env, limitMs = 600_000 }) {
  const folder = mkdtempSync(join(tmpdir(), 'bench-map-'));
  const report = join(folder, 'peak');
  const full = counted ? [TIME, '-f', '%M %U %S', '-o', report, command, ...args] : [command, ...args];
  return new Promise(resolve => {
    const began = performance.now();
    const child = spawn(full[0], full.slice(1), {
      cwd,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    let out = '';
    let error = '';
    let late = false;
    // The whole group: what `time` has started does not end with it.
    const timer = setTimeout(() => {
      late = true;
      process.kill(-child.pid, 'SIGKILL');
    }, limitMs);
    child.stdout.on('data', chunk => {
      if (out.length < 1e6) out += chunk;
    });
    child.stderr.on('data', chunk => {
      error = (error + chunk).slice(-2_000);
    });
    child.stdin.on('error', () => undefined);
    child.stdin.end(input ?? '');
    const finish = failed => {
      clearTimeout(timer);
      const ms = performance.now() - began;
      const last =
        counted && existsSync(report) ? readFileSync(report, 'utf8').trim().split('\n').at(-1) : '';
      const [kb = 0, user = 0, system = 0] = last.split(' ').map(Number);
      rmSync(folder, { recursive: true, force: true });
      resolve({
        ms,
        ...(kb > 0 ? { peakMb: kb / 1000, cpuMs: (user + system) * 1000 } : {}),
        out,
        error,
        ...(failed ? { failed } : {}),
      });
    };
    child.on('error', reason => finish(reason.message));
    child.on('close', code => {
      if (late) finish(`ended after ${limitMs / 1000} s`);
      else finish(code === 0 ? undefined : `exit code ${code}: ${error.trim().split('\n').at(-1)}`);
    });
  });
}

/** Where a program is, or undefined. */
export function programPath(name) {
  const found = spawnSync('sh', ['-c', 'command -v -- "$1"', 'sh', name], { encoding: 'utf8' });
  return found.status === 0 ? found.stdout.trim() : undefined;
}

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  if (sorted.length === 0) return undefined;
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Builds the program where it is stale, and gives a fresh folder that is gone when this process ends, however it does. */
export function workplace(prefix) {
  const folder = mkdtempSync(join(tmpdir(), prefix));
  process.on('exit', () => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }));
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(130));
  execFileSync(process.execPath, [
    fileURLToPath(new URL('../../scripts/build.mjs', import.meta.url)),
    '--if-stale',
  ]);
  return folder;
}

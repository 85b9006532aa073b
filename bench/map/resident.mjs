// Memory of the built program with its map open, in a real pseudo-terminal.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { spawn } from '@lydell/node-pty';
import xterm from '@xterm/headless';

const BIN = fileURLToPath(new URL('../../bin/planner-tui.js', import.meta.url));
const LIMIT_MS = 180_000;
const LOOK_EVERY_MS = 500;
/** It sits when its memory has moved by less than a hundredth over so many looks. */
const STILL = 8;

/**
 * The program on its first screen, from its start until the map is ready, the suggestions are there and its memory no
 * longer moves: `mb` is then the resident size of the process (its threads with it) and of the children that it still
 * has; `peakMb` the most that the process had.
 */
export async function appMemory(root) {
  if (process.platform !== 'linux')
    return { failed: 'resident sizes are read from /proc, which only Linux has' };
  const home = mkdtempSync(join(tmpdir(), 'bench-home-'));
  const screen = new xterm.Terminal({ cols: 120, rows: 40, allowProposedApi: true });
  const child = spawn(process.execPath, [BIN], {
    name: 'xterm-256color',
    cols: 120,
    rows: 40,
    cwd: root,
    env: { ...process.env, PLANNER_TUI_HOME: home, TERM: 'xterm-256color' },
  });
  let ended = false;
  child.onData(data => screen.write(data));
  child.onExit(() => {
    ended = true;
  });
  const began = performance.now();
  const looks = [];
  let ready;
  try {
    while (!ended && performance.now() - began < LIMIT_MS) {
      await new Promise(next => setTimeout(next, LOOK_EVERY_MS));
      const text = textOf(screen);
      if (!/\d files · [\d,]+ symbols/.test(text) || text.includes('looking …')) continue;
      ready ??= performance.now() - began;
      // While nobody asks, a child parses the files; the program is at rest when that is done and the child is gone.
      looks.push(hasChildren(child.pid) ? Number.POSITIVE_INFINITY : residentOf(child.pid));
      const last = looks.slice(-STILL);
      if (
        last.length === STILL &&
        last.every(Number.isFinite) &&
        Math.max(...last) < Math.min(...last) * 1.01
      )
        return { ms: ready, said: { mb: last.at(-1) }, peakMb: statusOf(child.pid, 'VmHWM') };
    }
    return { failed: `the map was not ready, or its memory not still: ${textOf(screen).split('\n')[0]}` };
  } finally {
    if (!ended) child.kill('SIGKILL');
    screen.dispose();
    rmSync(home, { recursive: true, force: true });
  }
}

function textOf(screen) {
  const lines = [];
  for (let y = 0; y < screen.rows; y++)
    lines.push(screen.buffer.active.getLine(screen.buffer.active.baseY + y)?.translateToString(true) ?? '');
  return lines.join('\n');
}

function statusOf(pid, field) {
  const found = new RegExp(`^${field}:\\s+(\\d+) kB`, 'm').exec(readFileSync(`/proc/${pid}/status`, 'utf8'));
  return found ? Number(found[1]) / 1000 : 0;
}

function hasChildren(pid) {
  const { stdout } = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' });
  return (stdout ?? '').trim() !== '';
}

function residentOf(pid) {
  const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(pid)], { encoding: 'utf8' }).stdout;
  let sum = statusOf(pid, 'VmRSS');
  for (const one of (children ?? '').split('\n').map(Number).filter(Boolean)) {
    try {
      sum += statusOf(one, 'VmRSS');
    } catch {
      // It has ended since.
    }
  }
  return sum;
}

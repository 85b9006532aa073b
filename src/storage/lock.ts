import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import * as z from 'zod';
import { codeOf } from '../host/index.ts';

const Holder = z.object({
  pid: z.number().int().positive(),
  host: z.string(),
  started: z.string(),
  token: z.string(),
});
type Holder = z.infer<typeof Holder>;

export type Lock =
  | { readonly held: true; release(): void }
  | { readonly held: false; readonly pid: number; readonly host: string };

const TRIES = 5;

/**
 * One writer by a lock file beside the log. A lock whose process is gone (or whose process id now belongs to another
 * process) is taken over; one of another machine never, because its process cannot be seen from here.
 */
export function takeLock(path: string, token: string): Lock {
  const mine: Holder = { pid: process.pid, host: hostname(), started: startOf(process.pid), token };
  for (let i = 0; i < TRIES; i++) {
    try {
      writeFileSync(path, JSON.stringify(mine), { flag: 'wx', mode: 0o600 });
      return { held: true, release: () => release(path, token) };
    } catch (error) {
      if (codeOf(error) !== 'EEXIST') throw error;
    }
    const holder = readHolder(path);
    if (holder && isAlive(holder)) return { held: false, pid: holder.pid, host: holder.host };
    moveAside(path, token, holder);
  }
  return { held: false, pid: 0, host: 'unknown' };
}

function release(path: string, token: string): void {
  if (readHolder(path)?.token === token) rmSync(path, { force: true });
}

/** Undefined for a lock that is gone or was cut while it was written. */
function readHolder(path: string): Holder | undefined {
  try {
    return Holder.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return undefined;
  }
}

/** Takes a stale lock away by rename, which only one of several takers can do; a fresh one it caught is put back. */
function moveAside(path: string, token: string, stale: Holder | undefined): void {
  const aside = `${path}.${token}`;
  try {
    renameSync(path, aside);
  } catch {
    return;
  }
  const caught = readHolder(aside);
  if (caught && caught.token !== stale?.token) {
    try {
      linkSync(aside, path);
    } catch {
      // Somebody holds a newer lock already.
    }
  }
  rmSync(aside, { force: true });
}

function isAlive(holder: Holder): boolean {
  if (holder.host !== hostname()) return true;
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    if (codeOf(error) === 'ESRCH') return false;
  }
  const started = startOf(holder.pid);
  return holder.started === '' || started === '' || started === holder.started;
}

/** When a process started, in ticks since boot: tells it from a later one with the same id. Linux only, else ''. */
function startOf(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name in brackets may hold spaces; field 22 is the 20th behind it.
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

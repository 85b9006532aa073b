// What Linux says of a running process and of the parsers below it.
import { readdirSync, readFileSync } from 'node:fs';

/** Peak resident megabytes of a process, where the system tells (Linux). */
export function peak(pid) {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

/** Seconds of processor that all threads of a process have used so far (Linux, 100 ticks a second). */
export function cpu(pid) {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /, '')
      .split(' ');
    return (Number(fields[11]) + Number(fields[12])) / 100;
  } catch {
    return Number.NaN;
  }
}

/** Parser processes below a process; git is left out. */
export function parsers(pid) {
  try {
    return readdirSync(`/proc/${pid}/task`)
      .flatMap(task => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').split(' '))
      .filter(child => child && readFileSync(`/proc/${child}/cmdline`, 'utf8').includes('parse-child'));
  } catch {
    return [];
  }
}

import {
  closeSync,
  fsyncSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

let counter = 0;

/** Replaces a file of the user's state in one step (0600): readers see the old or the new text, never a part. */
export function replaceFile(path: string, text: string): void {
  const temporary = `${path}.${process.pid}-${++counter}.tmp`;
  try {
    const fd = openSync(temporary, 'wx', 0o600);
    try {
      const bytes = Buffer.from(text, 'utf8');
      for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done);
      fsyncSync(fd);
    } finally {
      closeSync(fd);
    }
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** Parsed JSON of a file; undefined where there is none or it is damaged. */
export function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Its rights, as in 0o600; undefined where there is no such file. */
export function fileMode(path: string): number | undefined {
  const found = statSync(path, { throwIfNoEntry: false });
  return found && found.mode & 0o777;
}

/** Leaves of the files of a folder with this ending the newest that hold at most `bytes` together. Never throws. */
export function keepNewest(folder: string, ending: string, bytes: number): void {
  try {
    let held = 0;
    const files = readdirSync(folder, { withFileTypes: true })
      .filter(entry => entry.isFile() && entry.name.endsWith(ending))
      .map(entry => ({ path: join(folder, entry.name), ...stampOf(join(folder, entry.name)) }))
      .sort((a, b) => b.mtimeMs - a.mtimeMs);
    for (const { path, size } of files) {
      held += size;
      if (held > bytes) rmSync(path, { force: true });
    }
  } catch {
    // Somebody else may tidy up at the same time; what stays is no harm.
  }
}

function stampOf(path: string): { readonly mtimeMs: number; readonly size: number } {
  const { mtimeMs = 0, size = 0 } = statSync(path, { throwIfNoEntry: false }) ?? {};
  return { mtimeMs, size };
}

import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { codeOf } from '../host/index.ts';
import { err, failure, ok, type Result } from '../shared/result.ts';

export interface RecordingFile {
  /** One line more; what was written stays, whatever ends the program. */
  write(line: string): void;
  /** A file without a line is taken away again: there was nothing to record. */
  close(): void;
}

/**
 * A new file of lines that only its owner may read; nothing is overwritten. Failure: `no-recording`. A line that cannot be
 * written (a full disk) ends the recording, not the session: `lost` is then told, once.
 */
export function openRecording(path: string, lost: (why: string) => void): Result<RecordingFile> {
  let fd: number | undefined;
  let empty = true;
  try {
    fd = openSync(path, 'wx', 0o600);
  } catch (error) {
    const code = codeOf(error) ?? '';
    return err(
      failure(
        'no-recording',
        code === 'EEXIST'
          ? `${path} is there already, and nothing is overwritten.`
          : `${path} cannot be made (${code}).`,
        'Name a new file in a folder that is there.',
      ),
    );
  }
  return ok({
    write(line) {
      if (fd === undefined) return;
      empty = false;
      try {
        const bytes = Buffer.from(`${line}\n`, 'utf8');
        for (let at = 0; at < bytes.length; ) at += writeSync(fd, bytes, at);
      } catch (error) {
        closeSync(fd);
        fd = undefined;
        lost(`${path} could not be written on (${codeOf(error) ?? 'unknown'}): the recording ends there.`);
      }
    },
    close() {
      if (fd === undefined) return;
      closeSync(fd);
      fd = undefined;
      if (empty) rmSync(path, { force: true });
    },
  });
}

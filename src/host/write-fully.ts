import { type FileHandle, open } from 'node:fs/promises';

/** Writes all bytes at `position`; a disk may take fewer at a time. Gives their number. */
export async function writeFully(
  handle: Pick<FileHandle, 'write'>,
  bytes: Buffer,
  position: number,
): Promise<number> {
  let done = 0;
  while (done < bytes.length) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, position + done);
    if (bytesWritten === 0) throw Object.assign(new Error('nothing could be written'), { code: 'ENOSPC' });
    done += bytesWritten;
  }
  return done;
}

/** Makes a new name in a folder last; where folders cannot be synced (Windows, some network disks) it is left out. */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const handle = await open(folder, 'r');
    try {
      await handle.sync();
    } finally {
      await handle.close();
    }
  } catch {
    // Nothing better can be done here.
  }
}

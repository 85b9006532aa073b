import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { decodeText } from './confined-read.ts';

const LIMIT = 1024 * 1024;
const STDIN = 0;

/**
 * Text of a file that the person names on the command line: links are followed and pipes read to their end (so that
 * `<(…)` works), `-` is standard input. Undefined for folders, binary files and more than `limit` bytes.
 */
export function readGivenFile(path: string, limit = LIMIT): string | undefined {
  let fd: number | undefined;
  try {
    fd = path === '-' ? STDIN : openSync(path, 'r');
    if (fstatSync(fd).isDirectory()) return undefined;
    const chunks: Buffer[] = [];
    let size = 0;
    for (;;) {
      const chunk = Buffer.alloc(64 * 1024);
      const read = readSync(fd, chunk, 0, chunk.length, null);
      if (read === 0) break;
      size += read;
      if (size > limit) return undefined;
      chunks.push(chunk.subarray(0, read));
    }
    return decodeText(Buffer.concat(chunks));
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined && fd !== STDIN) closeSync(fd);
  }
}

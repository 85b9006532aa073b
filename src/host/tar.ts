import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';

export interface PackedFile {
  /** Inside the package, without the folder that everything lies in. */
  readonly name: string;
  readonly bytes: Buffer;
}

export interface TarLimits {
  /** Of all that is unpacked on the way to the file. */
  readonly unpacked: number;
  /** Of the file itself: what is longer is cut. */
  readonly file: number;
}

const BLOCK = 512;
const REGULAR = new Set(['0', '\0']);

/**
 * The first file right below the top folder of a packed tar (as npm packs a package) whose name is wanted; undefined where
 * there is none, or the archive is damaged or too large. It is read as it streams by: nothing is written, and no name of it
 * is ever a path here.
 */
export async function fileInTar(
  packed: Buffer,
  wanted: (name: string) => boolean,
  limits: TarLimits,
): Promise<PackedFile | undefined> {
  const found = finder(wanted, limits);
  const ended = new AbortController();
  try {
    await pipeline(
      Readable.from([packed]),
      createGunzip(),
      async (source: AsyncIterable<Buffer>) => {
        for await (const chunk of source) if (!found.more(chunk)) return ended.abort();
      },
      { signal: ended.signal },
    );
  } catch {
    // Ended early, or no gzip: what was found until then is known.
  }
  return found.file();
}

/** Takes an archive in pieces; `more` says whether it wants any. */
function finder(wanted: (name: string) => boolean, limits: TarLimits) {
  let head = Buffer.alloc(0);
  /** Bytes of the file at hand that are still to come, and of its padding. */
  let left = 0;
  let padding = 0;
  let name: string | undefined;
  let unpacked = 0;
  let done = false;
  const kept: Buffer[] = [];
  let size = 0;

  /** Whether there is a next file to look at. */
  function open(header: Buffer): boolean {
    const text = (from: number, to: number) => header.toString('latin1', from, to).replace(/\0.*$/s, '');
    const octal = text(124, 136).trim();
    // An empty block ends the archive; sizes beyond eight gigabytes are written otherwise, and not wanted.
    if (!/^[0-7]+$/.test(octal)) return false;
    left = Number.parseInt(octal, 8);
    padding = (BLOCK - (left % BLOCK)) % BLOCK;
    const inner = /^[^/]+\/([^/]+)$/.exec(text(345, 500) === '' ? text(0, 100) : '')?.[1];
    const regular = REGULAR.has(header.toString('latin1', 156, 157));
    name = regular && inner !== undefined && wanted(inner) ? inner : undefined;
    return true;
  }

  return {
    more(chunk: Buffer): boolean {
      unpacked += chunk.length;
      if (done || unpacked > limits.unpacked) return false;
      for (let at = 0; at < chunk.length; ) {
        if (left > 0) {
          const part = chunk.subarray(at, at + left);
          if (name !== undefined && size < limits.file) {
            kept.push(part.subarray(0, limits.file - size));
            size += part.length;
          }
          left -= part.length;
          at += part.length;
          continue;
        }
        if (name !== undefined) {
          done = true;
          return false;
        }
        if (padding > 0) {
          const part = Math.min(padding, chunk.length - at);
          padding -= part;
          at += part;
          continue;
        }
        const part = chunk.subarray(at, at + BLOCK - head.length);
        head = Buffer.concat([head, part]);
        at += part.length;
        if (head.length < BLOCK) continue;
        const header = head;
        head = Buffer.alloc(0);
        if (!open(header)) {
          done = true;
          return false;
        }
      }
      return true;
    },
    file: (): PackedFile | undefined =>
      name !== undefined && (left === 0 || size >= limits.file)
        ? { name, bytes: Buffer.concat(kept) }
        : undefined,
  };
}

import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { createInflateRaw } from 'node:zlib';

/** One file of an archive. Its name is a label and never a path of this machine. */
export interface ZipEntry {
  readonly name: string;
  /** As the archive says; what comes is counted. */
  readonly size: number;
  readonly packed: number;
  readonly method: number;
  readonly offset: number;
}

export interface ZipLimits {
  readonly entries: number;
  /** Unpacked bytes of one entry, and of all that are read. */
  readonly entry: number;
  readonly total: number;
}

/** Why an archive is not read, in words. */
export class ZipProblem extends Error {
  readonly kind: 'damaged' | 'too-much';
  constructor(kind: 'damaged' | 'too-much', message: string) {
    super(message);
    this.kind = kind;
  }
}

export interface ZipFile {
  readonly entries: readonly ZipEntry[];
  /** The bytes of an entry as they are unpacked. Throws `ZipProblem` where they are more than the limits. */
  read(entry: ZipEntry, signal?: AbortSignal): AsyncGenerator<Buffer>;
}

const END = 0x06054b50;
const CENTRAL = 0x02014b50;
const LOCAL = 0x04034b50;
const END_BYTES = 22;
const COMMENT_BYTES = 65_535;
const DIRECTORY_BYTES = 16 * 1024 * 1024;
const STORED = 0;
const DEFLATED = 8;
const ENCRYPTED = 1;
/** What one byte may become: deflate itself reaches a thousand, texts of builds some twenty. */
const RATIO = 200;
/** The ratio of a small entry says nothing. */
const RATIO_FROM = 1024 * 1024;

const damaged = (what: string): ZipProblem => new ZipProblem('damaged', what);

/** Reads an archive's directory, and its entries one by one as streams. Nothing is written. */
export async function openZip(path: string, limits: ZipLimits): Promise<ZipFile> {
  const handle = await open(path, 'r');
  try {
    const entries = await directory(handle, limits);
    let total = 0;
    return {
      entries,
      async *read(entry, signal) {
        let size = 0;
        for await (const chunk of unpacked(path, entry, signal)) {
          size += chunk.length;
          total += chunk.length;
          if (size > limits.entry || total > limits.total)
            throw new ZipProblem(
              'too-much',
              `it unpacks to more than ${megabytes(size > limits.entry ? limits.entry : limits.total)} MB`,
            );
          if (size > RATIO_FROM && size > RATIO * Math.max(1, entry.packed))
            throw new ZipProblem(
              'too-much',
              `an entry of ${entry.packed} bytes unpacks to more than ${RATIO} times as much`,
            );
          yield chunk;
        }
      },
    };
  } finally {
    await handle.close();
  }
}

const megabytes = (bytes: number): number => Math.round(bytes / 1024 / 1024);

async function directory(handle: FileHandle, limits: ZipLimits): Promise<readonly ZipEntry[]> {
  const { size } = await handle.stat();
  const tail = await bytesAt(
    handle,
    Math.max(0, size - END_BYTES - COMMENT_BYTES),
    Math.min(size, END_BYTES + COMMENT_BYTES),
  );
  let end = tail.length - END_BYTES;
  while (end >= 0 && tail.readUInt32LE(end) !== END) end--;
  if (end < 0) throw damaged('it has no directory: the file is cut off or no zip archive');
  const [count, length, start] = [
    tail.readUInt16LE(end + 10),
    tail.readUInt32LE(end + 12),
    tail.readUInt32LE(end + 16),
  ];
  if (count > limits.entries) throw new ZipProblem('too-much', `it holds ${count} entries`);
  if (length > DIRECTORY_BYTES || start + length > size)
    throw damaged('its directory does not lie in the file');
  const bytes = await bytesAt(handle, start, length);
  const out: ZipEntry[] = [];
  for (let at = 0; out.length < count; ) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== CENTRAL)
      throw damaged('its directory is cut off');
    const [name, extra, comment] = [
      bytes.readUInt16LE(at + 28),
      bytes.readUInt16LE(at + 30),
      bytes.readUInt16LE(at + 32),
    ];
    if (bytes.readUInt16LE(at + 8) & ENCRYPTED) throw damaged('it is encrypted');
    out.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      method: bytes.readUInt16LE(at + 10),
      packed: bytes.readUInt32LE(at + 20),
      size: bytes.readUInt32LE(at + 24),
      offset: bytes.readUInt32LE(at + 42),
    });
    at += 46 + name + extra + comment;
  }
  return out;
}

async function* unpacked(path: string, entry: ZipEntry, signal?: AbortSignal): AsyncGenerator<Buffer> {
  if (entry.packed === 0) return;
  if (entry.method !== STORED && entry.method !== DEFLATED)
    throw damaged(`an entry is packed by method ${entry.method}, which is not read`);
  const handle = await open(path, 'r');
  let start: number;
  try {
    const head = await bytesAt(handle, entry.offset, 30);
    if (head.length < 30 || head.readUInt32LE(0) !== LOCAL)
      throw damaged('an entry is not where its directory says');
    start = entry.offset + 30 + head.readUInt16LE(26) + head.readUInt16LE(28);
  } finally {
    await handle.close();
  }
  const source = createReadStream(path, {
    start,
    end: start + entry.packed - 1,
    ...(signal ? { signal } : {}),
  });
  if (entry.method === STORED) return yield* source as AsyncIterable<Buffer>;
  const inflate = createInflateRaw();
  source.on('error', error => inflate.destroy(error));
  try {
    yield* source.pipe(inflate) as AsyncIterable<Buffer>;
  } catch (error) {
    if (signal?.aborted) throw error;
    throw damaged(`an entry cannot be unpacked (${error instanceof Error ? error.message : ''})`);
  } finally {
    source.destroy();
    inflate.destroy();
  }
}

async function bytesAt(handle: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await handle.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}

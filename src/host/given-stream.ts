import { closeSync, createReadStream, fstatSync, openSync, readdirSync, readSync } from 'node:fs';
import { join } from 'node:path';

/** What a path that a person names turns out to be. */
export type GivenKind = 'text' | 'zip' | 'folder' | 'binary' | 'empty' | 'none';

const STDIN = 0;
const LOOK = 8_192;
const CHUNK = 256 * 1024;
const FOLDER_FILES = 500;

/** Whether standard input is a person at a keyboard, who was not asked for anything. */
export function inputIsTyped(): boolean {
  return process.stdin.isTTY === true;
}

export function givenKind(path: string): GivenKind {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const found = fstatSync(fd);
    if (found.isDirectory()) return 'folder';
    // A pipe would lose what is looked at here.
    if (!found.isFile()) return 'text';
    const head = Buffer.alloc(LOOK);
    const bytes = head.subarray(0, readSync(fd, head, 0, LOOK, 0));
    if (bytes.length === 0) return 'empty';
    if (bytes.subarray(0, 4).equals(Buffer.from('PK\u0003\u0004', 'latin1'))) return 'zip';
    return isUtf16(bytes) || !bytes.includes(0) ? 'text' : 'binary';
  } catch {
    return 'none';
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

const isUtf16 = (bytes: Buffer): boolean => bytes[0] === 0xff && bytes[1] === 0xfe;

/** A file (or `-`, standard input) as text, piece by piece, however large it is. Rejects where it cannot be read. */
export async function* givenChunks(path: string, signal?: AbortSignal): AsyncGenerator<string> {
  const options = { highWaterMark: CHUNK, ...(signal ? { signal } : {}) };
  const source =
    path === '-'
      ? createReadStream('', { ...options, fd: STDIN, autoClose: false })
      : createReadStream(path, options);
  yield* decodedChunks(source);
}

/** UTF-8, or UTF-16 where it begins so, as PowerShell writes it. */
export async function* decodedChunks(source: AsyncIterable<Buffer>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  for await (const bytes of source) {
    decoder ??= new TextDecoder(isUtf16(bytes) ? 'utf-16le' : 'utf-8');
    yield decoder.decode(bytes, { stream: true });
  }
  const rest = decoder?.decode();
  if (rest) yield rest;
}

/** Logs of a folder and of the folders right in it, as `gh run download` and an unpacked archive lay them; sorted. */
export function logFiles(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { withFileTypes: true })
      .flatMap(entry => {
        if (entry.isDirectory())
          return namesIn(join(folder, entry.name)).map(name => `${entry.name}/${name}`);
        return entry.isFile() ? [entry.name] : [];
      })
      .filter(name => /\.(?:txt|log)$/i.test(name))
      .sort()
      .slice(0, FOLDER_FILES);
  } catch {
    return [];
  }
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap(entry => (entry.isFile() ? [entry.name] : []));
}

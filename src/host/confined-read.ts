import { isAscii, isUtf8 } from 'node:buffer';
import {
  accessSync,
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  openSync,
  readlinkSync,
  readSync,
  realpathSync,
} from 'node:fs';
import { resolve } from 'node:path';
import { isInside } from './find-program.ts';
import { sha16 } from './hash.ts';
import type { ReadFile } from './port.ts';

const MB = 1024 * 1024;
const FILE_LIMIT = MB;
const MANIFEST_LIMIT = 32 * MB;
/** Of a file's beginning, as git does: a NUL there says binary. */
const SNIFF_BYTES = 8_000;

const MANIFESTS = new Set([
  'package.json',
  'package-lock.json',
  'npm-shrinkwrap.json',
  'yarn.lock',
  'pnpm-lock.yaml',
  'bun.lock',
  'deno.lock',
  'composer.json',
  'composer.lock',
  'Cargo.toml',
  'Cargo.lock',
  'go.mod',
  'go.sum',
  'poetry.lock',
  'uv.lock',
  'pdm.lock',
  'pyproject.toml',
  'Pipfile',
  'Pipfile.lock',
  'Gemfile',
  'Gemfile.lock',
  'gradle.lockfile',
  'packages.lock.json',
  'pubspec.lock',
  'mix.lock',
  'flake.lock',
  'Podfile.lock',
  'Package.resolved',
  'pom.xml',
]);

/** Largest size in bytes that is read of a file of this name (safety.md 6). */
export function sizeLimit(path: string): number {
  return MANIFESTS.has(path.slice(path.lastIndexOf('/') + 1)) ? MANIFEST_LIMIT : FILE_LIMIT;
}

/** A relative path of forward slashes that names something below its folder, not the folder and nothing above it. */
export function isPlainPath(path: string): boolean {
  return (
    path !== '' &&
    !path.includes('\0') &&
    !path.startsWith('/') &&
    !(process.platform === 'win32' && /[\\:]/.test(path)) &&
    path.split('/').every(part => part !== '' && part !== '.' && part !== '..')
  );
}

/**
 * Bytes of a regular file whose real path lies in `folder` (a real path itself), opened without following a link at
 * its end and without waiting on a pipe. Undefined where it is anything else, or larger than `limit`. They lie in
 * memory that the next read writes over: who keeps them makes a copy.
 */
function readConfined(folder: string, path: string, limit: number): Buffer | undefined {
  if (!isPlainPath(path)) return undefined;
  const full = resolve(folder, path);
  let fd: number | undefined;
  try {
    fd = openSync(full, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0));
    const stat = fstatSync(fd);
    if (!stat.isFile() || stat.size > limit) return undefined;
    if (!liesInside(folder, full, fd)) return undefined;
    return readAll(fd, stat.size, limit);
  } catch {
    return undefined;
  } finally {
    if (fd !== undefined) closeSync(fd);
  }
}

/** A folder on the way may be a link: what was opened must lie inside. */
function liesInside(folder: string, full: string, fd: number): boolean {
  const opened = openedPath(fd);
  if (opened !== undefined) return isInside(folder, opened);
  const stat = fstatSync(fd, { bigint: true });
  const real = realpathSync(full);
  const there = lstatSync(real, { bigint: true });
  return isInside(folder, real) && there.ino === stat.ino && there.dev === stat.dev;
}

/** The real path of an open file as Linux knows it: one call, and no race between opening and looking. */
function openedPath(fd: number): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    const path = readlinkSync(`/proc/self/fd/${fd}`);
    return path.startsWith('/') ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Fresh memory costs several times what reading into it does; it never grows beyond what a common file may have. */
let scratch = Buffer.allocUnsafeSlow(256 * 1024);

/** Memory for `size` bytes. */
function room(size: number): Buffer {
  if (size <= scratch.length) return scratch;
  const bigger = Buffer.allocUnsafeSlow(Math.max(size, Math.min(scratch.length * 2, FILE_LIMIT + 1)));
  if (size <= FILE_LIMIT + 1) scratch = bigger;
  return bigger;
}

/** Reads to the end, also of files that grow or that say 0 bytes (`/proc`-like); undefined beyond `limit`. */
function readAll(fd: number, expected: number, limit: number): Buffer | undefined {
  let buffer = room(expected + 1);
  let size = 0;
  for (;;) {
    if (size > limit) return undefined;
    if (size === buffer.length) {
      const bigger = room(Math.min(size * 2, limit + 1));
      buffer.copy(bigger, 0, 0, size);
      buffer = bigger;
    }
    const asked = buffer.length - size;
    const read = readSync(fd, buffer, size, asked, null);
    size += read;
    // There was room for more, and all that the file said to have is here.
    if (read === 0 || (size === expected && read < asked)) return buffer.subarray(0, size);
  }
}

const UTF8_MARK = 3;

/**
 * Text of bytes: UTF-8, UTF-16 with a byte-order mark, else Windows-1252; the mark is dropped. Undefined for binary
 * files (a NUL near the beginning).
 */
export function decodeText(bytes: Buffer): string | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  if (bytes.subarray(0, SNIFF_BYTES).includes(0)) return undefined;
  if (isAscii(bytes)) return bytes.toString('latin1');
  if (!isUtf8(bytes)) return decodeWindows1252(bytes);
  const isMarked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  return bytes.toString('utf8', isMarked ? UTF8_MARK : 0);
}

/** 0x80–0x9f of Windows-1252 (WHATWG index). By hand: some releases of Node 20 decode it as Latin-1. */
const WINDOWS_1252 = '€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ';

function decodeWindows1252(bytes: Buffer): string {
  return bytes
    .toString('latin1')
    .replace(/[\x80-\x9f]/g, char => WINDOWS_1252[char.charCodeAt(0) - 0x80] ?? char);
}

/** `readConfined` and `decodeText` together, with the limits of the file's name. */
export function readTextFile(folder: string, path: string, limit = sizeLimit(path)): ReadFile | undefined {
  const bytes = readConfined(folder, path, Math.min(limit, sizeLimit(path)));
  const text = bytes && decodeText(bytes);
  if (bytes === undefined || text === undefined) return undefined;
  return { path, text, bytes: bytes.length, hash: sha16(bytes) };
}

/** Text of a file whose name says nothing of how long it may be. `limit` in bytes. */
export function readReportText(folder: string, path: string, limit: number): string | undefined {
  const bytes = readConfined(folder, path, limit);
  return bytes && decodeText(bytes);
}

/** Why `readTextFile` gave nothing for this path, in words for people; looked up again, so it tells how things are now. */
export function whyUnread(folder: string, path: string, limit = sizeLimit(path)): string {
  try {
    const full = resolve(folder, path);
    const stat = lstatSync(full);
    if (stat.isSymbolicLink()) return 'a symbolic link, which is not followed';
    if (!stat.isFile()) return 'no regular file';
    if (stat.size > limit) return `larger than ${limit < MB ? `${limit / 1024} KB` : `${limit / MB} MB`}`;
    if (!isInside(folder, realpathSync(full))) return 'it lies outside the project, through a linked folder';
    accessSync(full, constants.R_OK);
    return 'binary by its content';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ENOENT' || code === 'ENOTDIR') return 'it is gone';
    if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it';
    return `it could not be read${typeof code === 'string' ? ` (${code})` : ''}`;
  }
}

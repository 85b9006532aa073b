import { closeSync, fstatSync, openSync, readSync, renameSync, rmSync, writeSync } from 'node:fs';

/** Arrays that are stored by name. */
export type Section =
  | Uint8Array<ArrayBufferLike>
  | Int32Array<ArrayBufferLike>
  | Uint32Array<ArrayBufferLike>
  | Float32Array<ArrayBufferLike>
  | Float64Array<ArrayBufferLike>;

const TYPES = {
  u1: Uint8Array,
  i4: Int32Array,
  u4: Uint32Array,
  f4: Float32Array,
  f8: Float64Array,
} as const;
type TypeName = keyof typeof TYPES;

/** Name, type, first byte after the header, number of elements. */
type Entry = readonly [name: string, type: TypeName, at: number, length: number];

interface Header {
  readonly key: string;
  readonly sections: readonly Entry[];
}

/** Ends the file: what was cut short lacks it. Its bytes are those of no other format. */
const END = Buffer.from('planner-tui map\n');
const ALIGN = 8;

const aligned = (n: number) => Math.ceil(n / ALIGN) * ALIGN;

/**
 * Writes arrays one after the other behind a header in JSON: first its length as 8 bytes, then the header, then each
 * array at a multiple of 8 bytes, as they lie in memory (a file of the other byte order is not understood, hence
 * ignored). Whoever reads the path meanwhile sees the old file or the new one.
 */
export function writeSections(path: string, key: string, sections: ReadonlyMap<string, Section>): void {
  const entries: Entry[] = [];
  let at = 0;
  for (const [name, array] of sections) {
    entries.push([name, typeOf(array), at, array.length]);
    at = aligned(at + array.byteLength);
  }
  const header = Buffer.from(JSON.stringify({ key, sections: entries } satisfies Header));
  const head = Buffer.alloc(aligned(8 + header.length));
  head.writeDoubleLE(header.length, 0);
  header.copy(head, 8);
  const temporary = `${path}.${process.pid}.tmp`;
  const fd = openSync(temporary, 'w', 0o600);
  try {
    writeAll(fd, head);
    for (const array of sections.values()) {
      writeAll(fd, Buffer.from(array.buffer, array.byteOffset, array.byteLength));
      const gap = aligned(array.byteLength) - array.byteLength;
      if (gap > 0) writeAll(fd, Buffer.alloc(gap));
    }
    writeAll(fd, END);
    closeSync(fd);
    renameSync(temporary, path);
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** A file of sections that stays open, so that each array is read when it is first asked for, and only then. */
export interface SectionFile {
  has(name: string): boolean;
  /** Undefined where there is none. Throws where the file cannot be read any more. */
  read(name: string): Section | undefined;
  /** Elements `from` up to `to` alone. */
  range(name: string, from: number, to: number): Section | undefined;
}

/** Opens what was written under the same key; undefined for anything else. Replacing the file later does no harm. */
export function openSections(path: string, key: string): SectionFile | undefined {
  let fd: number | undefined;
  try {
    fd = openSync(path, 'r');
    const size = fstatSync(fd).size;
    const length = readAt(fd, 0, 8).readDoubleLE(0);
    if (!Number.isInteger(length) || length < 2 || length > size - 8) throw new Error('no header');
    const header: unknown = JSON.parse(readAt(fd, 8, length).toString('utf8'));
    const first = aligned(8 + length);
    if (!isHeader(header) || header.key !== key || size !== first + sizeOf(header) + END.length)
      throw new Error('another file');
    if (!readAt(fd, size - END.length, END.length).equals(END)) throw new Error('cut short');
    return reader(fd, first, header);
  } catch {
    if (fd !== undefined) closeSync(fd);
    return undefined;
  }
}

function reader(fd: number, first: number, header: Header): SectionFile {
  const places = new Map(header.sections.map(entry => [entry[0], entry]));
  const read = ([, type, at]: Entry, from: number, to: number) => {
    const array = new TYPES[type](Math.max(0, to - from));
    fill(fd, Buffer.from(array.buffer), first + at + from * TYPES[type].BYTES_PER_ELEMENT);
    return array;
  };
  return {
    has: name => places.has(name),
    read(name) {
      const place = places.get(name);
      return place && read(place, 0, place[3]);
    },
    range(name, from, to) {
      const place = places.get(name);
      return place && read(place, from, Math.min(to, place[3]));
    },
  };
}

function sizeOf({ sections }: Header): number {
  return sections.reduce(
    (size, [, type, at, length]) => Math.max(size, aligned(at + length * TYPES[type].BYTES_PER_ELEMENT)),
    0,
  );
}

function readAt(fd: number, at: number, length: number): Buffer {
  const bytes = Buffer.alloc(length);
  fill(fd, bytes, at);
  return bytes;
}

function fill(fd: number, bytes: Buffer, at: number): void {
  for (let done = 0; done < bytes.length; ) {
    const read = readSync(fd, bytes, done, bytes.length - done, at + done);
    if (read === 0)
      throw new Error(`expected ${bytes.length} bytes at ${at} of the stored map, found ${done}`);
    done += read;
  }
}

function isHeader(value: unknown): value is Header {
  return (
    typeof value === 'object' &&
    value !== null &&
    'key' in value &&
    typeof value.key === 'string' &&
    'sections' in value &&
    Array.isArray(value.sections) &&
    value.sections.every(
      (s: unknown) =>
        Array.isArray(s) &&
        typeof s[0] === 'string' &&
        typeof s[1] === 'string' &&
        s[1] in TYPES &&
        Number.isInteger(s[2]) &&
        Number.isInteger(s[3]) &&
        s[2] >= 0 &&
        s[3] >= 0,
    )
  );
}

function typeOf(array: Section): TypeName {
  if (array instanceof Uint8Array) return 'u1';
  if (array instanceof Int32Array) return 'i4';
  if (array instanceof Uint32Array) return 'u4';
  return array instanceof Float32Array ? 'f4' : 'f8';
}

function writeAll(fd: number, bytes: Uint8Array): void {
  for (let done = 0; done < bytes.length; ) done += writeSync(fd, bytes, done, bytes.length - done);
}

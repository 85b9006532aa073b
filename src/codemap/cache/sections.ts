import { closeSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs';

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

/** The arrays of a file that was written under the same key, as views of one run of memory; undefined for anything else. */
export function readSections(path: string, key: string): ReadonlyMap<string, Section> | undefined {
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch {
    return undefined;
  }
  const header = headerOf(file);
  if (!header || header.key !== key || !file.subarray(-END.length).equals(END)) return undefined;
  const first = aligned(8 + file.readDoubleLE(0));
  const found = new Map<string, Section>();
  for (const [name, type, at, length] of header.sections) {
    const Type = TYPES[type];
    const begin = file.byteOffset + first + at;
    if (begin % ALIGN !== 0 || first + at + length * Type.BYTES_PER_ELEMENT > file.length - END.length)
      return undefined;
    found.set(name, new Type(file.buffer as ArrayBuffer, begin, length));
  }
  return found;
}

function headerOf(file: Buffer): Header | undefined {
  if (file.length < 8 + END.length) return undefined;
  const length = file.readDoubleLE(0);
  if (!Number.isInteger(length) || length < 2 || length > file.length - 8) return undefined;
  try {
    const header: unknown = JSON.parse(file.toString('utf8', 8, 8 + length));
    return isHeader(header) ? header : undefined;
  } catch {
    return undefined;
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

import type { ColumnSource, Lists } from '../table/lists.ts';
import { type PackedStrings, packTexts, StringTable } from '../table/strings.ts';
import type { Section, SectionFile } from './sections.ts';

/** Gathers sections; each part of the map writes under a prefix of its own. */
export class Writer {
  readonly sections = new Map<string, Section>();

  put(name: string, array: Section): void {
    this.sections.set(name, array);
  }

  lists(name: string, { start, item }: Lists): void {
    this.put(`${name}.start`, start);
    this.put(`${name}.item`, item);
  }

  strings(name: string, { bytes, ends, hashes, slots }: PackedStrings): void {
    this.put(`${name}.bytes`, bytes);
    this.put(`${name}.ends`, ends);
    this.put(`${name}.hashes`, hashes);
    this.put(`${name}.slots`, slots);
  }

  texts(name: string, texts: readonly string[]): void {
    const { bytes, ends } = packTexts(texts);
    this.put(`${name}.bytes`, bytes);
    this.put(`${name}.ends`, ends);
  }

  json(name: string, value: unknown): void {
    this.put(name, Buffer.from(JSON.stringify(value), 'utf8'));
  }
}

/** Gives sections back as what they were. Throws where one is missing. */
export class Reader {
  private readonly file: SectionFile;

  constructor(file: SectionFile) {
    this.file = file;
  }

  has(name: string): boolean {
    return this.file.has(name);
  }

  bytes(name: string): Uint8Array {
    return this.array(name, Uint8Array);
  }

  /** A section, all of it or a part, read as it is asked for. */
  parts<A extends Section>(name: string, Type: new (length: number) => A): ColumnSource<A> {
    return {
      range: (from, to) => {
        const found = this.file.range(name, from, to);
        if (found instanceof Type) return found;
        throw missing(name, found);
      },
      all: () => this.array(name, Type),
    };
  }

  ints(name: string): Int32Array<ArrayBuffer> {
    return this.array(name, Int32Array) as Int32Array<ArrayBuffer>;
  }

  numbers(name: string): Uint32Array {
    return this.array(name, Uint32Array);
  }

  floats(name: string): Float32Array {
    return this.array(name, Float32Array);
  }

  doubles(name: string): Float64Array {
    return this.array(name, Float64Array);
  }

  lists(name: string): Lists {
    return { start: this.ints(`${name}.start`), item: this.ints(`${name}.item`) };
  }

  strings(name: string): StringTable {
    return StringTable.unpack(this.packed(name));
  }

  packed(name: string): PackedStrings {
    return {
      bytes: this.bytes(`${name}.bytes`),
      ends: this.numbers(`${name}.ends`),
      hashes: this.ints(`${name}.hashes`),
      slots: this.ints(`${name}.slots`),
    };
  }

  texts(name: string): StoredTexts {
    return new StoredTexts(this.bytes(`${name}.bytes`), this.numbers(`${name}.ends`));
  }

  json(name: string): unknown {
    const bytes = this.bytes(name);
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  }

  private array<A extends Section>(name: string, Type: new (length: number) => A): A {
    const found = this.file.read(name);
    if (found instanceof Type) return found;
    throw missing(name, found);
  }
}

function missing(name: string, found: Section | undefined): Error {
  return new Error(
    `expected the section ${name} in the stored map, found ${found ? 'another type' : 'none'}`,
  );
}

/** Texts one after the other, each made a string when it is asked for. */
export class StoredTexts {
  private readonly bytes: Buffer;
  private readonly ends: Uint32Array;

  constructor(bytes: Uint8Array, ends: Uint32Array) {
    this.bytes = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.ends = ends;
  }

  get length(): number {
    return this.ends.length;
  }

  at(n: number): string {
    return this.bytes.toString('utf8', n === 0 ? 0 : this.ends[n - 1], this.ends[n]);
  }

  all(): string[] {
    return Array.from({ length: this.length }, (_, n) => this.at(n));
  }
}

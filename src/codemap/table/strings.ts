/**
 * Copies a substring. V8 keeps the whole parent text alive behind a slice of 13 characters or more, which would hold
 * every file of the project in memory.
 */
export function detach(text: string): string {
  if (text.length < 13) return text;
  if (text.length * 3 > scratch.length) return Buffer.from(text, 'utf8').toString('utf8');
  return scratch.toString('utf8', 0, scratch.write(text, 'utf8'));
}

const scratch = Buffer.alloc(4096);

/** Texts one after the other in UTF-8, and the end of each. */
export interface PackedTexts {
  readonly bytes: Uint8Array;
  readonly ends: Uint32Array;
}

/** A table as it is stored and sent: its strings, and their hash slots. */
export interface PackedStrings extends PackedTexts {
  readonly hashes: Int32Array<ArrayBuffer>;
  readonly slots: Int32Array<ArrayBuffer>;
}

interface Loaded {
  readonly bytes: Buffer;
  readonly ends: Uint32Array;
  /** Few of them are ever asked for: a list with as many holes would be slower. */
  readonly made: Map<number, string>;
}

/**
 * Strings, each once, numbered from 0. Looked up by a hash that the scanner computes while it walks over the
 * characters (h = h·31 + code unit, from 0), so that a known word costs no allocation. A table that was loaded makes a
 * string of an entry only when it is asked for.
 */
export class StringTable {
  /** Strings that were added, behind those that were loaded. */
  private readonly added: string[] = [];
  private loaded: Loaded | undefined;
  private first = 0;
  private count = 0;
  private hashes = new Int32Array(1 << 12);
  private slots = new Int32Array(1 << 13).fill(-1);

  /** Takes over the arrays: they are not to be used afterwards. */
  static unpack({ bytes, ends, hashes, slots }: PackedStrings): StringTable {
    const table = new StringTable();
    table.loaded = {
      bytes: Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength),
      ends,
      made: new Map(),
    };
    table.first = ends.length;
    table.count = ends.length;
    table.hashes = hashes;
    table.slots = slots;
    return table;
  }

  pack(): PackedStrings {
    return {
      ...behind(this.loaded, packTexts(this.added)),
      hashes: this.hashes.slice(0, this.count),
      slots: this.slots.slice(),
    };
  }

  get size(): number {
    return this.count;
  }

  /** The string of a number; '' for one that the table does not have. */
  at(id: number): string {
    if (id >= this.first) return this.added[id - this.first] ?? '';
    if (!this.loaded || id < 0) return '';
    const { made } = this.loaded;
    let name = made.get(id);
    if (name === undefined) {
      name = this.once(id);
      made.set(id, name);
    }
    return name;
  }

  /** The same for who goes through all of them: a string that was loaded is made anew each time. */
  once(id: number): string {
    if (id >= this.first) return this.added[id - this.first] ?? '';
    const { bytes, ends } = this.loaded ?? {};
    return bytes && ends ? bytes.toString('utf8', id === 0 ? 0 : ends[id - 1], ends[id]) : '';
  }

  /** The hash of an entry: the same in every table that holds the string. */
  hashAt(id: number): number {
    return this.hashes[id] ?? 0;
  }

  /** Number of `text[start, end)`, whose 32-bit hash is `hash`. */
  intern(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const id = this.slots[slot] ?? -1;
      if (id < 0) break;
      if (this.hashes[id] === hash) {
        const name = this.at(id);
        if (name.length === end - start && sameAt(text, start, name)) return id;
      }
      slot = (slot + 1) & mask;
    }
    return this.append(detach(text.slice(start, end)), hash, slot);
  }

  /** Number of a string, or -1 where the table does not contain it. */
  find(name: string): number {
    const hash = hashOf(name);
    const mask = this.slots.length - 1;
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const id = this.slots[slot] ?? -1;
      if (id < 0) return -1;
      if (this.hashes[id] === hash && this.at(id) === name) return id;
      slot = (slot + 1) & mask;
    }
  }

  add(name: string): number {
    return this.intern(name, 0, name.length, hashOf(name));
  }

  /** `add` for a string of its own whose hash is known. */
  take(name: string, hash: number): number {
    return this.intern(name, 0, name.length, hash);
  }

  private append(name: string, hash: number, slot: number): number {
    const id = this.count++;
    this.added.push(name);
    if (id >= this.hashes.length) {
      const bigger = new Int32Array(Math.max(64, this.hashes.length * 2));
      bigger.set(this.hashes);
      this.hashes = bigger;
    }
    this.hashes[id] = hash;
    this.slots[slot] = id;
    if (this.count * 2 > this.slots.length) this.grow();
    return id;
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.count; id++) {
      let slot = (Math.imul(this.hashes[id] ?? 0, 0x9e3779b1) >>> 8) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.slots = slots;
  }
}

export function hashOf(name: string): number {
  let hash = 0;
  for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
  return hash;
}

/** A loop, because for the few characters of a name it is quicker than `startsWith`. */
function sameAt(text: string, start: number, name: string): boolean {
  for (let i = name.length - 1; i >= 0; i--)
    if (text.charCodeAt(start + i) !== name.charCodeAt(i)) return false;
  return true;
}

/** Texts one after the other and then others. */
function behind(first: PackedTexts | undefined, more: PackedTexts): PackedTexts {
  if (!first) return more;
  const bytes = Buffer.concat([first.bytes, more.bytes]);
  const ends = new Uint32Array(first.ends.length + more.ends.length);
  ends.set(first.ends);
  more.ends.forEach((end, n) => {
    ends[first.ends.length + n] = first.bytes.length + end;
  });
  return { bytes, ends };
}

export function packTexts(texts: readonly string[]): PackedTexts {
  const ends = new Uint32Array(texts.length);
  let end = 0;
  texts.forEach((text, n) => {
    end += Buffer.byteLength(text, 'utf8');
    ends[n] = end;
  });
  const bytes = Buffer.allocUnsafeSlow(end);
  texts.forEach((text, n) => {
    bytes.write(text, n === 0 ? 0 : (ends[n - 1] ?? 0), 'utf8');
  });
  return { bytes, ends };
}

import { type ColumnSource, inMemory } from '../table/lists.ts';

/** Files that hold a key, by number in rising order, and their packed counts. Valid until the next list is asked for. */
export interface PostingList {
  readonly count: number;
  readonly file: Int32Array;
  readonly value: Uint32Array;
}

/** Lists in the order of their keys: list k ends at byte `ends[k]`, the first begins at 0. */
export interface PackedPostings {
  readonly ends: Uint32Array;
  readonly bytes: ColumnSource<Uint8Array>;
}

/** One file and the counts that it has under some keys. */
export interface FilePostings {
  readonly keys: ArrayLike<number>;
  readonly values: ArrayLike<number>;
}

/** Asked for so many lists, the bytes are read as a whole. */
const WORTH_ALL = 2_000;
/** With more files than this that changed, the lists are packed anew. */
const MOST_CHANGED = 64;
/** A count below this shares a byte with the zone that it is of. */
const SHORT = 15;

/**
 * Lists of files by key (a term or a word), compressed: a list is its length, then for each file the distance from the
 * one before and its counts. Numbers are written seven bits a byte, lowest first (a set top bit: more follow); the
 * distances are small where a word is common, so that the whole takes a third of plain arrays.
 * Files that changed lie over the packed lists and are packed with the others once they are many.
 */
export class Postings {
  private readonly packed: PackedPostings;
  /** What files hold now that hold something else in `packed`. */
  private readonly changed: ReadonlyMap<number, FilePostings>;
  private over: ReadonlyMap<number, readonly (readonly [file: number, value: number])[]> | undefined;
  private bytes: Uint8Array | undefined;
  private asked = 0;
  private file = new Int32Array(256);
  private value = new Uint32Array(256);

  constructor(packed: PackedPostings, changed: ReadonlyMap<number, FilePostings> = new Map()) {
    this.packed = packed;
    this.changed = changed;
  }

  /** Keys from 0 to below this may have a list. */
  get size(): number {
    let size = this.packed.ends.length;
    for (const { keys } of this.changed.values())
      for (let i = 0; i < keys.length; i++) size = Math.max(size, (keys[i] ?? 0) + 1);
    return size;
  }

  list(key: number): PostingList {
    const { ends } = this.packed;
    const from = key === 0 ? 0 : (ends[key - 1] ?? 0);
    const to = key < 0 ? 0 : (ends[key] ?? 0);
    const count = to > from ? this.unpack(from, to) : 0;
    return this.changed.size === 0 ? this.view(count) : this.merged(count, key);
  }

  /** The lists after these files changed (or came): what was known of them before no longer counts. */
  with(files: ReadonlyMap<number, FilePostings>): Postings {
    const changed = new Map([...this.changed, ...files]);
    const next = new Postings(this.packed, changed);
    next.bytes = this.bytes;
    return changed.size > MOST_CHANGED ? new Postings(next.pack()) : next;
  }

  /** All lists in their packed form; `renumber` gives a file its new number, in the same order, or -1. */
  pack(renumber?: Int32Array): PackedPostings {
    if (this.changed.size === 0 && !renumber)
      return { ends: this.packed.ends, bytes: inMemory(this.whole()) };
    const { size } = this;
    const packer = new Packer(size);
    for (let key = 0; key < size; key++) {
      const { count, file, value } = this.list(key);
      let kept = count;
      if (renumber) {
        kept = 0;
        for (let i = 0; i < count; i++) {
          const to = renumber[file[i] ?? 0] ?? -1;
          if (to < 0) continue;
          file[kept] = to;
          value[kept++] = value[i] ?? 0;
        }
      }
      packer.put(file, value, 0, kept);
    }
    return packer.done();
  }

  private whole(): Uint8Array {
    this.bytes ??= this.packed.bytes.all();
    return this.bytes;
  }

  private unpack(from: number, to: number): number {
    let bytes = this.bytes;
    let at = from;
    if (!bytes && ++this.asked > WORTH_ALL) bytes = this.whole();
    if (!bytes) {
      bytes = this.packed.bytes.range(from, to);
      at = 0;
    }
    let count = 0;
    let shift = 0;
    let byte = 0;
    do {
      byte = bytes[at++] ?? 0;
      count |= (byte & 127) << shift;
      shift += 7;
    } while (byte > 127);
    this.reserve(count);
    const { file, value } = this;
    let last = -1;
    for (let i = 0; i < count; i++) {
      let step = 0;
      shift = 0;
      do {
        byte = bytes[at++] ?? 0;
        step |= (byte & 127) << shift;
        shift += 7;
      } while (byte > 127);
      last += step;
      file[i] = last;
      const head = bytes[at++] ?? 0;
      let packed = 0;
      let short = head >>> 4;
      for (let zone = 0; zone < 4; zone++) {
        if (((head >>> zone) & 1) === 0) continue;
        packed |= (short > 0 ? short : (bytes[at++] ?? 0)) << (zone * 8);
        short = 0;
      }
      value[i] = packed;
    }
    return count;
  }

  private merged(count: number, key: number): PostingList {
    this.over ??= byKey(this.changed);
    const added = this.over.get(key) ?? [];
    this.reserve(count + added.length);
    const { file, value } = this;
    let kept = 0;
    for (let i = 0; i < count; i++) {
      if (this.changed.has(file[i] ?? 0)) continue;
      file[kept] = file[i] ?? 0;
      value[kept++] = value[i] ?? 0;
    }
    for (const [n, counts] of added) {
      let at = kept++;
      for (; at > 0 && (file[at - 1] ?? 0) > n; at--) {
        file[at] = file[at - 1] ?? 0;
        value[at] = value[at - 1] ?? 0;
      }
      file[at] = n;
      value[at] = counts;
    }
    return this.view(kept);
  }

  private view(count: number): PostingList {
    return { count, file: this.file, value: this.value };
  }

  private reserve(count: number): void {
    if (count <= this.file.length) return;
    const file = new Int32Array(count * 2);
    file.set(this.file);
    this.file = file;
    const value = new Uint32Array(count * 2);
    value.set(this.value);
    this.value = value;
  }
}

/** Packs lists that are given in the order of their keys. */
export class Packer {
  private readonly ends: Uint32Array;
  private key = 0;
  private bytes: Uint8Array;
  private used = 0;

  /** `size`: how many lists; `room`: the bytes that they will take, about. */
  constructor(size: number, room = 1 << 16) {
    this.ends = new Uint32Array(size);
    this.bytes = new Uint8Array(room);
  }

  /** The list of the next key: files in rising order, and their packed counts. */
  put(file: Int32Array, value: Uint32Array, from: number, to: number): void {
    const count = to - from;
    if (count > 0) {
      // Five bytes at most for a number, five for counts.
      this.reserve(5 + count * 10);
      this.number(count);
      let last = -1;
      for (let i = from; i < to; i++) {
        const n = file[i] ?? 0;
        this.number(n - last);
        last = n;
        this.counts(value[i] ?? 0);
      }
    }
    this.ends[this.key++] = this.used;
  }

  done(): PackedPostings {
    return { ends: this.ends, bytes: inMemory(this.bytes.slice(0, this.used)) };
  }

  private number(value: number): void {
    let left = value;
    while (left > 127) {
      this.bytes[this.used++] = (left & 127) | 128;
      left >>>= 7;
    }
    this.bytes[this.used++] = left;
  }

  private counts(packed: number): void {
    const { bytes } = this;
    const head = this.used++;
    let zones = 0;
    let short = 0;
    for (let zone = 0; zone < 4; zone++) {
      const count = (packed >>> (zone * 8)) & 255;
      if (count === 0) continue;
      if (zones === 0 && count <= SHORT) short = count;
      else bytes[this.used++] = count;
      zones |= 1 << zone;
    }
    bytes[head] = zones | (short << 4);
  }

  private reserve(more: number): void {
    if (this.used + more <= this.bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.bytes.length * 2, this.used + more));
    bytes.set(this.bytes.subarray(0, this.used));
    this.bytes = bytes;
  }
}

function byKey(changed: ReadonlyMap<number, FilePostings>) {
  const found = new Map<number, (readonly [file: number, value: number])[]>();
  for (const [file, { keys, values }] of changed)
    for (let i = 0; i < keys.length; i++) {
      const entry = [file, values[i] ?? 0] as const;
      const list = found.get(keys[i] ?? 0);
      if (list) list.push(entry);
      else found.set(keys[i] ?? 0, [entry]);
    }
  return found;
}

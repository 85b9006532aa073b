/** Lists of numbers, one behind the other in one run of memory: list k stands at `start[k]` to `start[k + 1]`. */
export interface Lists {
  readonly start: Int32Array;
  readonly item: Int32Array;
}

/** List k as a view; empty where there is none. */
export function listAt({ start, item }: Lists, k: number): Int32Array {
  return item.subarray(start[k] ?? 0, start[k + 1] ?? start[k] ?? 0);
}

/** Pairs of key and item, sorted by key; the items of a key keep their order. `size`: one more than the largest key. */
export function listsOf(size: number, keys: ArrayLike<number>, items: ArrayLike<number>): Lists {
  const start = new Int32Array(size + 1);
  for (let i = 0; i < keys.length; i++) {
    const at = (keys[i] ?? 0) + 1;
    start[at] = (start[at] ?? 0) + 1;
  }
  for (let i = 1; i <= size; i++) start[i] = (start[i] ?? 0) + (start[i - 1] ?? 0);
  const item = new Int32Array(keys.length);
  const next = start.slice();
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] ?? 0;
    const at = next[key] ?? 0;
    next[key] = at + 1;
    item[at] = items[i] ?? 0;
  }
  return { start, item };
}

export function packLists(arrays: readonly (readonly number[])[]): Lists {
  const start = new Int32Array(arrays.length + 1);
  arrays.forEach((list, k) => {
    start[k + 1] = (start[k] ?? 0) + list.length;
  });
  const item = new Int32Array(start[arrays.length] ?? 0);
  arrays.forEach((list, k) => {
    item.set(list, start[k]);
  });
  return { start, item };
}

const NOTHING: readonly number[] = [];

/** All lists as arrays; those without an item are one and the same. */
export function unpackLists(lists: Lists): (readonly number[])[] {
  const arrays: (readonly number[])[] = [];
  for (let k = 0; k + 1 < lists.start.length; k++) arrays.push(arrayAt(lists, k));
  return arrays;
}

/** List k as an array. */
export function arrayAt({ start, item }: Lists, k: number): readonly number[] {
  const from = start[k] ?? 0;
  const to = start[k + 1] ?? from;
  if (from === to) return NOTHING;
  const list: number[] = [];
  for (let i = from; i < to; i++) list.push(item[i] ?? 0);
  return list;
}

/** An array that is read from elsewhere: all of it, or the elements from one up to another. */
export interface ColumnSource<A> {
  all(): A;
  range(from: number, to: number): A;
}

/** What lies in memory already. */
export function inMemory<A extends Uint8Array | Uint32Array>(array: A): ColumnSource<A> {
  return { all: () => array, range: (from, to) => array.subarray(from, to) as A };
}

/** Asked for so many parts, a column is read as a whole. */
const WORTH_ALL = 500;

/** An array of numbers that grows. */
export class Column<A extends Uint8Array | Uint32Array | Int32Array> {
  private array: A;
  private used = 0;
  private readonly make: (length: number) => A;
  private later: ColumnSource<A> | undefined;
  private asked = 0;

  constructor(make: (length: number) => A, room = 0) {
    this.make = make;
    this.array = make(room);
  }

  get length(): number {
    if (this.later) this.load();
    return this.used;
  }

  at(n: number): number {
    if (this.later) this.load();
    return this.array[n] ?? 0;
  }

  push(value: number): void {
    this.reserve(1);
    this.array[this.used++] = value;
  }

  pushAll(values: ArrayLike<number>): void {
    this.reserve(values.length);
    this.array.set(values, this.used);
    this.used += values.length;
  }

  clear(): void {
    this.later = undefined;
    this.array = this.make(0);
    this.used = 0;
  }

  /** Goes on from this array, which is its own from now on; it is asked for when the column is first used. */
  adopt(source: ColumnSource<A>): void {
    this.later = source;
  }

  /** Elements `from` up to `to`. Few such parts of an array that was adopted are read alone. */
  range(from: number, to: number): A {
    if (!this.later) return this.array.subarray(from, Math.min(to, this.used)) as A;
    if (++this.asked <= WORTH_ALL) return this.later.range(from, to);
    this.load();
    return this.range(from, to);
  }

  /** What was pushed, as a view. */
  view(): A {
    if (this.later) this.load();
    return this.array.subarray(0, this.used) as A;
  }

  private load(): void {
    if (!this.later) return;
    this.array = this.later.all();
    this.used = this.array.length;
    this.later = undefined;
  }

  /** Makes room for as many more. */
  reserve(more: number): void {
    if (this.later) this.load();
    if (this.used + more <= this.array.length) return;
    const bigger = this.make(Math.max(this.array.length * 2, this.used + more, 256));
    bigger.set(this.array.subarray(0, this.used));
    this.array = bigger;
  }
}

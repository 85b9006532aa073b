import { splitIdentifier, stem } from '../words.ts';

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

/**
 * All words of the project, each once: identifiers, words of comments and of strings share one numbering. Looked up by
 * a hash that the scanner computes while it walks over the characters, so that a known word costs no allocation.
 */
export class Vocabulary {
  readonly names: string[] = [];
  private hashes = new Int32Array(1 << 16);
  private slots = new Int32Array(1 << 17).fill(-1);

  get size(): number {
    return this.names.length;
  }

  /** Number of `text[start, end)`, whose 32-bit hash is `hash` (h = h·31 + code, from 0). */
  intern(text: string, start: number, end: number, hash: number): number {
    const mask = this.slots.length - 1;
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const id = this.slots[slot] ?? -1;
      if (id < 0) break;
      if (this.hashes[id] === hash) {
        const name = this.names[id];
        if (name !== undefined && name.length === end - start && sameAt(text, start, name)) return id;
      }
      slot = (slot + 1) & mask;
    }
    const id = this.names.length;
    this.names.push(detach(text.slice(start, end)));
    if (id >= this.hashes.length) {
      const bigger = new Int32Array(this.hashes.length * 2);
      bigger.set(this.hashes);
      this.hashes = bigger;
    }
    this.hashes[id] = hash;
    this.slots[slot] = id;
    if (this.names.length * 2 > this.slots.length) this.grow();
    return id;
  }

  /** The same word in a string of its own: the vocabulary's where it has it, else a copy. */
  own(name: string): string {
    const id = this.find(name);
    return (id < 0 ? undefined : this.names[id]) ?? detach(name);
  }

  /** Number of a word, or -1 where the project does not contain it. */
  find(name: string): number {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
    const mask = this.slots.length - 1;
    let slot = (Math.imul(hash, 0x9e3779b1) >>> 8) & mask;
    for (;;) {
      const id = this.slots[slot] ?? -1;
      if (id < 0) return -1;
      if (this.hashes[id] === hash && this.names[id] === name) return id;
      slot = (slot + 1) & mask;
    }
  }

  add(name: string): number {
    let hash = 0;
    for (let i = 0; i < name.length; i++) hash = (Math.imul(hash, 31) + name.charCodeAt(i)) | 0;
    return this.intern(name, 0, name.length, hash);
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2).fill(-1);
    const mask = slots.length - 1;
    for (let id = 0; id < this.names.length; id++) {
      let slot = (Math.imul(this.hashes[id] ?? 0, 0x9e3779b1) >>> 8) & mask;
      while ((slots[slot] ?? -1) >= 0) slot = (slot + 1) & mask;
      slots[slot] = id;
    }
    this.slots = slots;
  }
}

/** A loop, because for the few characters of a name it is quicker than `startsWith`. */
function sameAt(text: string, start: number, name: string): boolean {
  for (let i = name.length - 1; i >= 0; i--)
    if (text.charCodeAt(start + i) !== name.charCodeAt(i)) return false;
  return true;
}

/**
 * The single lower-case words inside the vocabulary's entries, and their stems. Filled as entries are first asked for.
 * The terms of all entries lie in one array: an array for each of some hundred thousand would weigh more than the words.
 */
export class Terms {
  readonly names: string[] = [];
  /** Stem number of a term; stems have a numbering of their own. */
  readonly stemOf: number[] = [];
  private readonly byName = new Map<string, number>();
  private readonly byStem = new Map<string, number>();
  private readonly vocabulary: Vocabulary;
  /** By entry: where its terms begin in `flat`, plus 1 (0: not split yet), and how many they are. */
  private begin = new Int32Array(1 << 16);
  private count = new Uint8Array(1 << 16);
  private flat = new Int32Array(1 << 17);
  private used = 0;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** How many terms vocabulary entry `id` has; `at` gives them, in their order: getUserName → get, user, name. */
  size(id: number): number {
    if ((this.begin[id] ?? 0) === 0) this.split(id);
    return this.count[id] ?? 0;
  }

  /** Term number `n` (from 0) of an entry, -1 where it has fewer. */
  at(id: number, n: number): number {
    return n >= 0 && n < this.size(id) ? (this.flat[(this.begin[id] ?? 0) - 1 + n] ?? -1) : -1;
  }

  private split(id: number): void {
    while (id >= this.begin.length) {
      this.begin = doubled(this.begin);
      const count = new Uint8Array(this.count.length * 2);
      count.set(this.count);
      this.count = count;
    }
    this.begin[id] = this.used + 1;
    const words = splitIdentifier(this.vocabulary.names[id] ?? '');
    this.count[id] = Math.min(255, words.length);
    if (this.used + words.length > this.flat.length) this.flat = doubled(this.flat);
    for (const word of words) this.flat[this.used++] = this.add(word);
  }

  add(word: string): number {
    const known = this.byName.get(word);
    if (known !== undefined) return known;
    const id = this.names.length;
    const own = detach(word);
    this.names.push(own);
    this.byName.set(own, id);
    const root = stem(own);
    let stemId = this.byStem.get(root);
    if (stemId === undefined) {
      stemId = this.byStem.size;
      this.byStem.set(root, stemId);
    }
    this.stemOf.push(stemId);
    return id;
  }

  find(word: string): number | undefined {
    return this.byName.get(word);
  }

  findStem(word: string): number | undefined {
    return this.byStem.get(stem(word));
  }

  get stems(): number {
    return this.byStem.size;
  }
}

function doubled(from: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const to = new Int32Array(from.length * 2);
  to.set(from);
  return to;
}

/** Hash of two neighbouring stems, for phrases inside comments and strings. */
export function pairHash(first: number, second: number): number {
  return (Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 7, 0x85ebca6b)) >>> 0;
}

import { splitIdentifier, stem } from '../words.ts';

/**
 * Copies a substring. V8 keeps the whole parent text alive behind a slice of 13 characters or more, which would hold
 * every file of the project in memory.
 */
export function detach(text: string): string {
  return text.length < 13 ? text : Buffer.from(text, 'utf8').toString('utf8');
}

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

/** The single lower-case words inside the vocabulary's entries, and their stems. Filled as entries are first asked for. */
export class Terms {
  readonly names: string[] = [];
  /** Stem number of a term; stems have a numbering of their own. */
  readonly stemOf: number[] = [];
  private readonly byName = new Map<string, number>();
  private readonly byStem = new Map<string, number>();
  private readonly split: (readonly number[] | undefined)[] = [];
  private readonly vocabulary: Vocabulary;

  constructor(vocabulary: Vocabulary) {
    this.vocabulary = vocabulary;
  }

  /** Terms of vocabulary entry `id`, in their order: getUserName → get, user, name. */
  of(id: number): readonly number[] {
    const known = this.split[id];
    if (known) return known;
    const terms = splitIdentifier(this.vocabulary.names[id] ?? '').map(word => this.add(word));
    this.split[id] = terms;
    return terms;
  }

  add(word: string): number {
    const known = this.byName.get(word);
    if (known !== undefined) return known;
    const id = this.names.length;
    this.names.push(word);
    this.byName.set(word, id);
    const root = stem(word);
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

/** Hash of two neighbouring stems, for phrases inside comments and strings. */
export function pairHash(first: number, second: number): number {
  return (Math.imul(first + 1, 0x9e3779b1) ^ Math.imul(second + 7, 0x85ebca6b)) >>> 0;
}

/** Usual constants of BM25 (Robertson and Zaragoza 2009). */
const K1 = 1.2;
const B = 0.75;

/** Splits text as a plain search would: identifiers at their humps and underscores, lower case, letters alone. */
export function plainWords(text: string): string[] {
  const words: string[] = [];
  for (const [word] of text.matchAll(/[A-Z]+(?![a-z])|[A-Z]?[a-z]+/g)) words.push(word.toLowerCase());
  return words;
}

/** The yardstick: BM25 over one bag of words a file, its path among them. No stemming, no stop words, no history. */
export class Bags {
  private readonly bags: readonly Uint32Array[];
  private readonly words: ReadonlyMap<string, number>;

  constructor(bags: readonly Uint32Array[], words: ReadonlyMap<string, number>) {
    this.bags = bags;
    this.words = words;
  }

  /** A text's words and their counts, two by two, sorted by word; the length in words stands in front. */
  static bagOf(text: string, words: Map<string, number>): Uint32Array {
    const counts = new Map<number, number>();
    let length = 0;
    for (const word of plainWords(text)) {
      const id = words.get(word) ?? words.size;
      if (id === words.size) words.set(word, id);
      counts.set(id, (counts.get(id) ?? 0) + 1);
      length++;
    }
    const pairs = [...counts].sort((a, b) => a[0] - b[0]);
    return Uint32Array.from([length, ...pairs.flat()]);
  }

  /** Score of each candidate, in their order. */
  score(goal: string, candidates: readonly number[]): Float64Array {
    const scores = new Float64Array(candidates.length);
    const lengths = candidates.map(n => this.bags[n]?.[0] ?? 0);
    const average = lengths.reduce((sum, l) => sum + l, 0) / Math.max(1, lengths.length) || 1;
    for (const word of new Set(plainWords(goal))) {
      const id = this.words.get(word);
      if (id === undefined) continue;
      const counts = candidates.map(n => countOf(this.bags[n], id));
      const holders = counts.reduce((sum, c) => sum + (c > 0 ? 1 : 0), 0);
      const rare = Math.log(1 + (candidates.length - holders + 0.5) / (holders + 0.5));
      counts.forEach((count, i) => {
        if (count === 0) return;
        const norm = 1 - B + (B * (lengths[i] ?? 0)) / average;
        scores[i] = (scores[i] ?? 0) + (rare * count * (K1 + 1)) / (count + K1 * norm);
      });
    }
    return scores;
  }
}

function countOf(bag: Uint32Array | undefined, id: number): number {
  if (!bag) return 0;
  let low = 0;
  let high = (bag.length - 1) / 2 - 1;
  while (low <= high) {
    const mid = (low + high) >> 1;
    const found = bag[1 + mid * 2] ?? 0;
    if (found === id) return bag[2 + mid * 2] ?? 0;
    if (found < id) low = mid + 1;
    else high = mid - 1;
  }
  return 0;
}

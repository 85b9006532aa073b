import type { CodeSymbol } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import { splitIdentifier } from '../words.ts';
import type { RankIndex } from './index.ts';
import type { Query, QueryTerm } from './query.ts';
import type { Scores } from './score.ts';

/** The goal's words as numbers of stems, each with what a match of it is worth. */
export class QueryWords {
  readonly query: Query;
  readonly index: RankIndex;
  private readonly idf: Scores['idf'];
  /** By stem: what a match is worth. */
  private readonly weights = new Map<number, number>();
  private readonly telling: readonly {
    readonly stem: number;
    readonly word: string;
    readonly worth: number;
  }[];

  constructor(query: Query, scores: Scores, { index }: { readonly index: RankIndex }) {
    this.query = query;
    this.index = index;
    this.idf = scores.idf;
    const { terms } = index.scanner;
    const telling: { stem: number; word: string; worth: number }[] = [];
    for (const term of query.terms) {
      const stem = terms.findStem(term.word);
      if (stem === undefined) continue;
      const rare = this.rareness(term);
      const weight = rare * Math.max(term.title, term.lex * 0.5);
      this.weights.set(stem, Math.max(this.weights.get(stem) ?? 0, weight));
      if (rare * term.lex > 0.5) telling.push({ stem, word: term.word, worth: rare * term.lex });
    }
    this.telling = telling.sort((a, b) => b.worth - a.worth);
  }

  rareness(term: QueryTerm): number {
    return this.idf.get(term) ?? 0;
  }

  /** Words of the goal that a name says, most telling first. */
  strongest(name: string): string[] {
    const { terms } = this.index.scanner;
    const stems = new Set(splitIdentifier(name).map(word => terms.findStem(word)));
    return this.telling.filter(t => stems.has(t.stem)).map(t => t.word);
  }

  /** Symbols whose name, or less so whose container, holds words of the goal; best first, at most `most`. */
  matchingSymbols(file: FileEntry, most: number): CodeSymbol[] {
    const { identifiers } = this.query;
    const { vocabulary } = this.index.scanner;
    const { symbols, defines } = file;
    const found: { n: number; value: number }[] = [];
    defines.forEach((id, n) => {
      const symbol = symbols[n];
      if (!symbol) return;
      const own = this.worth(id);
      const value =
        (identifiers.includes(symbol.name) ? 20 : 0) +
        own +
        (symbol.container === undefined ? 0 : 0.4 * this.worth(vocabulary.find(symbol.container)));
      if (value > 0.5 && (own > 0 || symbol.kind !== 'property')) found.push({ n, value });
    });
    return found
      .sort((a, b) => b.value - a.value || a.n - b.n)
      .slice(0, most)
      .flatMap(({ n }) => {
        const symbol = symbols[n];
        return symbol ? [{ ...symbol, path: file.path }] : [];
      });
  }

  /** What the words of a vocabulary entry are worth, less the more others stand beside them. */
  private worth(id: number): number {
    if (id < 0) return 0;
    const { terms } = this.index.scanner;
    const size = terms.size(id);
    let sum = 0;
    for (let k = 0; k < size; k++) {
      const stem = terms.stemOf(terms.at(id, k));
      const weight = this.weights.get(stem);
      if (weight !== undefined && !this.stoodBefore(id, k, stem)) sum += weight;
    }
    return sum / Math.sqrt(Math.max(1, size));
  }

  private stoodBefore(id: number, k: number, stem: number): boolean {
    const { terms } = this.index.scanner;
    for (let i = 0; i < k; i++) if (terms.stemOf(terms.at(id, i)) === stem) return true;
    return false;
  }
}

/** Which words of the goal stand in a file's outline or path: cheap, and enough to word a reason. */
export class HeldWords {
  private readonly file: FileEntry;
  private readonly words: QueryWords;
  private stems: Set<number | undefined> | undefined;

  constructor(file: FileEntry, words: QueryWords) {
    this.file = file;
    this.words = words;
  }

  of(terms: readonly QueryTerm[]): string[] {
    this.stems ??= this.collect();
    const { scanner } = this.words.index;
    return terms
      .filter(t => this.words.rareness(t) >= 0.5 && this.stems?.has(scanner.terms.findStem(t.word)))
      .map(t => t.word);
  }

  private collect(): Set<number | undefined> {
    const { terms } = this.words.index.scanner;
    const stems = new Set<number | undefined>(
      splitIdentifier(this.file.path).flatMap(word => terms.findStem(word) ?? []),
    );
    for (const id of this.file.defines)
      for (let k = 0, size = terms.size(id); k < size; k++) stems.add(terms.stemOf(terms.at(id, k)));
    return stems;
  }
}

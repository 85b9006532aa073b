import type { FindAnswer, FindHit, FindQuery, Shelf } from '../../domain/index.ts';
import type { FileEntry } from '../file-entry.ts';
import type { ScannedSymbol } from '../scan/scanned.ts';
import { Column } from '../table/lists.ts';
import { turn } from '../turn.ts';
import { type Fit, type FitKind, NameTable, type Pattern, patternOf } from './fuzzy.ts';
import type { Users } from './users.ts';

/** What the order of equally good fits is taken from. Absent while files are still being read. */
export interface FindOrder {
  readonly score: ArrayLike<number>;
  readonly shelf: readonly Shelf[];
  readonly users: Users;
}

/** Names looked at between two turns of the event loop, in which a newer question may come in. */
const TURN = 20_000;

/** One word of what was typed. */
interface Term {
  /** Fits the name of a symbol or of a file; absent for a word with a slash, which speaks of paths alone. */
  readonly name: Pattern | undefined;
  /** Fits the whole path: a word with a slash, or one of several words. */
  readonly path: Pattern | undefined;
  /** `Class.method`: what the part before the last dot must fit, and the part behind it. */
  readonly member: { readonly container: Pattern; readonly name: Pattern } | undefined;
  /** One or two letters are the beginning of something rather than the name of a variable. */
  readonly short: boolean;
}

/** What a fit is worth before its score: whole names before beginnings before humps before letters. */
const KIND: Readonly<Record<FitKind, number>> = { exact: 4, prefix: 3, humps: 2, scattered: 1 };
const STEP = 10_000_000;
const SHORT = 3;
const NO_CONTAINER = -1;
/** A heading of a document. */
const HEADING = -2;
/** A point of fzf's score against the importance of what was found, which is below it. */
const POINT = 1_000;

/**
 * Every symbol and file of a project, to be found by what is typed of its name. Symbols come file by file, so that the
 * number of an entry says which symbol it is; files may be added while a project is still being read.
 */
export class FindIndex {
  private files: readonly FileEntry[] = [];
  private readonly order: FindOrder | undefined;
  private readonly names = new NameTable();
  private readonly paths = new NameTable();
  private readonly containers = new NameTable();
  private readonly containerNumbers = new Map<string, number>();
  /** By file: number of its first symbol in `names`. */
  private readonly firstSymbol: number[] = [];
  /** By symbol: its importance, below POINT. */
  private readonly weights = new Column(n => new Int32Array(n));
  /** By symbol: number of its container's name, else one of the two below. */
  private readonly containerOf = new Column(n => new Int32Array(n));
  private newest = 0;

  constructor(files: readonly FileEntry[], order?: FindOrder) {
    this.order = order;
    this.addNew(files);
  }

  /** Takes in the files that were added to the list since the last call. */
  addNew(files: readonly FileEntry[]): void {
    this.files = files;
    for (let n = this.paths.size; n < this.files.length; n++) {
      const file = this.files[n];
      this.paths.add(file?.path ?? '');
      this.firstSymbol.push(this.names.size);
      for (const symbol of file?.symbols ?? []) {
        const number = this.names.add(symbol.name);
        this.weights.push(this.importance(symbol, n, number - (this.firstSymbol[n] ?? 0)));
        this.containerOf.push(symbol.kind === 'section' ? HEADING : this.numberOf(symbol.container));
      }
    }
  }

  private numberOf(container: string | undefined): number {
    if (container === undefined) return NO_CONTAINER;
    const number = this.containerNumbers.get(container) ?? this.containers.add(container);
    this.containerNumbers.set(container, number);
    return number;
  }

  /**
   * What fits, best first. Several words must all fit, at least one of them the name and the others name or path.
   * Undefined where a newer question came in meanwhile: the older one is nobody's any more.
   */
  async find({ text, limit }: FindQuery): Promise<FindAnswer | undefined> {
    const question = ++this.newest;
    const terms = termsOf(text);
    const best = new Best(limit);
    if (terms.length > 0) {
      let seen = 0;
      for (let n = 0; n < this.paths.size; n++) {
        seen += this.lookAt(n, terms, best) + 1;
        if (seen < TURN) continue;
        seen = 0;
        await turn();
        if (question !== this.newest) return undefined;
      }
    }
    return {
      text,
      hits: best.entries().map(({ file, symbol }) => this.hitOf(file, symbol, terms)),
      total: best.total,
      partial: this.order === undefined,
    };
  }

  /** Looks at one file and its symbols; gives how many names that were. */
  private lookAt(n: number, terms: readonly Term[], best: Best): number {
    const file = this.files[n];
    if (!file) return 0;
    const paths = terms.map(({ name, path }) => {
      if (!path) return undefined;
      // Beside a name, letters scattered over a path say nothing.
      return name ? this.paths.fitWord(path, n) : this.paths.fit(path, n);
    });
    const base = file.path.lastIndexOf('/') + 1;
    const pathsOnly = terms.every(term => !term.name);
    const own = pathsOnly
      ? worthOfPath(paths)
      : worthOfName(terms, paths, term => this.fitFile(term, file.path, n, base));
    if (own > 0) best.offer(own + Math.floor(600 * this.weightOf(n)), n, -1);
    if (pathsOnly) return 0;
    const first = this.firstSymbol[n] ?? 0;
    const end = this.firstSymbol[n + 1] ?? this.names.size;
    for (let number = first; number < end; number++) {
      const value = worthOfName(terms, paths, term => this.fitSymbol(term, number));
      if (value > 0) best.offer(value + this.weights.at(number), n, number - first);
    }
    return end - first;
  }

  private fitFile(term: Term, path: string, n: number, base: number): Fit | undefined {
    if (!term.name) return undefined;
    const fit = this.paths.fit(term.name, n, base);
    if (fit?.kind !== 'prefix') return fit;
    // A name without its ending is the whole name too.
    return path.lastIndexOf('.') === base + term.name.codes.length ? { ...fit, kind: 'exact' } : fit;
  }

  private fitSymbol(term: Term, number: number): Fit | undefined {
    const fit = term.name ? this.names.fit(term.name, number) : undefined;
    const container = this.containerOf.at(number);
    // A heading is a sentence, which holds some letters of nearly everything.
    if (container === HEADING) return fit?.kind === 'scattered' ? undefined : fit;
    if (fit || !term.member || container === NO_CONTAINER) return fit;
    return this.containers.fit(term.member.container, container) && this.names.fit(term.member.name, number);
  }

  /** Importance of a file, 0 to 1, over both shelves. */
  private weightOf(n: number): number {
    return (this.order?.score[n] ?? 0.5) * (this.order?.shelf[n] === 'aside' ? 0.4 : 1);
  }

  /** Below POINT: the weight of the file, who speaks of the symbol, and whether others can. */
  private importance(symbol: ScannedSymbol, n: number, k: number): number {
    const users = this.order?.users.of(n, k) ?? 0;
    const spoken = Math.min(1, Math.log1p(users) / Math.log1p(200));
    return Math.floor(
      450 * this.weightOf(n) +
        250 * spoken +
        (symbol.exported ? 150 : 0) +
        (symbol.container === undefined ? 100 : 0) -
        (symbol.kind === 'section' ? 150 : 0),
    );
  }

  private hitOf(n: number, k: number, terms: readonly Term[]): FindHit {
    const file = this.files[n];
    const path = file?.path ?? '';
    const symbol = k < 0 ? undefined : file?.symbols[k];
    if (!symbol) {
      const base = path.lastIndexOf('/') + 1;
      const at = terms.flatMap(term => {
        const own = term.name ? this.paths.places(term.name, n, base) : [];
        return own.length > 0 || !term.path ? own : this.paths.places(term.path, n);
      });
      return { kind: 'file', path, at: ascending(at) };
    }
    const number = (this.firstSymbol[n] ?? 0) + k;
    const at = terms.flatMap(term => {
      const own = term.name ? this.names.places(term.name, number) : [];
      return own.length > 0 || !term.member ? own : this.names.places(term.member.name, number);
    });
    return {
      kind: 'symbol',
      name: symbol.name,
      symbolKind: symbol.kind,
      ...(symbol.container === undefined ? {} : { container: symbol.container }),
      path,
      line: symbol.line,
      at: ascending(at),
    };
  }
}

/** Worth of a name for all terms together; 0 where one of them does not fit at all, or none fits the name. */
function worthOfName(
  terms: readonly Term[],
  paths: readonly (Fit | undefined)[],
  fitName: (term: Term) => Fit | undefined,
): number {
  // Several words seldom are one name: how they fit together is at best like beginnings of words.
  let kind = terms.length > 1 ? KIND.humps : KIND.exact;
  let score = 0;
  let named = false;
  for (let i = 0; i < terms.length; i++) {
    const term = terms[i];
    const fit = term && fitName(term);
    if (fit) kind = Math.min(kind, KIND[term.short && fit.kind === 'exact' ? 'prefix' : fit.kind]);
    const path = fit ? undefined : paths[i];
    if (!fit && !path) return 0;
    named ||= fit !== undefined;
    // Of two that fit, the one that holds more of the words in its name was meant.
    score += fit ? fit.score : (path?.score ?? 0) >> 1;
  }
  return named ? keyOf(kind, score) : 0;
}

function worthOfPath(paths: readonly (Fit | undefined)[]): number {
  let kind = KIND.exact;
  let score = 0;
  for (const fit of paths) {
    if (!fit) return 0;
    kind = Math.min(kind, KIND[fit.kind]);
    score += fit.score;
  }
  return keyOf(kind, score);
}

function keyOf(kind: number, score: number): number {
  return kind * STEP + Math.max(0, Math.min(score, STEP / POINT - 1)) * POINT;
}

function termsOf(text: string): Term[] {
  const words = text.split(/\s+/).filter(Boolean);
  return words.map(word => {
    if (word.includes('/'))
      return { name: undefined, path: patternOf(word), member: undefined, short: false };
    const dotted = word.replace(/::|#|->/g, '.');
    const dot = dotted.lastIndexOf('.');
    const member =
      dot > 0 && dot < dotted.length - 1
        ? { container: patternOf(dotted.slice(0, dot)), name: patternOf(dotted.slice(dot + 1)) }
        : undefined;
    return {
      name: patternOf(word),
      path: words.length > 1 ? patternOf(word) : undefined,
      member,
      short: word.length < SHORT,
    };
  });
}

function ascending(places: readonly number[]): number[] {
  return [...new Set(places)].sort((a, b) => a - b);
}

interface Kept {
  readonly key: number;
  readonly file: number;
  /** Place in the file's symbols; -1: the file itself. */
  readonly symbol: number;
}

/** The best few of many, in order; of equals the one that came first. */
class Best {
  total = 0;
  private readonly limit: number;
  private readonly kept: Kept[] = [];

  constructor(limit: number) {
    this.limit = limit;
  }

  offer(key: number, file: number, symbol: number): void {
    this.total++;
    const { kept, limit } = this;
    if (kept.length >= limit && key <= (kept.at(-1)?.key ?? Number.NEGATIVE_INFINITY)) return;
    let from = 0;
    let to = kept.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((kept[middle]?.key ?? 0) >= key) from = middle + 1;
      else to = middle;
    }
    kept.splice(from, 0, { key, file, symbol });
    if (kept.length > limit) kept.pop();
  }

  entries(): readonly Kept[] {
    return this.kept;
  }
}

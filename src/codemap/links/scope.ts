import type { FileEntry } from '../file-entry.ts';
import { zone } from '../rank/packed-counts.ts';
import type { Postings } from '../rank/postings.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { push } from './target.ts';

/** A name that this many files of one package define says nothing of which is meant. */
const MOST_DEFINERS = 2;

/** The names that the files of one package (module, namespace) give each other, by vocabulary number. */
export class Scope {
  private readonly definers = new Map<number, number[]>();
  readonly files: number[] = [];
  private readonly words: Postings;
  private usedBy: ReadonlyMap<number, readonly number[]> | undefined;

  /** `words`: who holds which name, of the whole project. */
  constructor(words: Postings) {
    this.words = words;
  }

  /** Adds what file `n` defines at its top level. `counts` leaves out what only adds to a definition elsewhere. */
  add(n: number, file: FileEntry, counts: (signature: string) => boolean = () => true): void {
    this.files.push(n);
    this.usedBy = undefined;
    const { symbols, defines, language } = file;
    // What stands in a namespace stands at the top of the file all the same.
    const namespaces = new Set(
      language === 'csharp' ? symbols.filter(s => s.kind === 'module').map(fullName) : [],
    );
    symbols.forEach((symbol, i) => {
      const id = defines[i];
      if (id === undefined || (symbol.kind === 'module' && language !== 'ruby')) return;
      if (symbol.container !== undefined && !namespaces.has(symbol.container)) return;
      if (counts(symbol.signature)) push(this.definers, id, n);
    });
  }

  /** Files that define what file `n` names as code, in the order of their numbers. */
  used(n: number): readonly number[] {
    this.usedBy ??= this.findUses();
    return this.usedBy.get(n) ?? [];
  }

  private findUses(): ReadonlyMap<number, readonly number[]> {
    const found = new Map<number, Set<number>>();
    for (const [id, definers] of this.definers) {
      if (definers.length > MOST_DEFINERS) continue;
      const { count, file, value } = this.words.list(id);
      for (let i = 0; i < count; i++) {
        const n = file[i] ?? 0;
        if (zone(value[i] ?? 0, SHIFT.code) === 0 || definers.includes(n)) continue;
        const used = found.get(n) ?? new Set<number>();
        for (const to of definers) used.add(to);
        found.set(n, used);
      }
    }
    return new Map([...found].map(([n, used]) => [n, [...used].sort((x, y) => x - y)]));
  }
}

/** Name with what it stands in. */
export function fullName(symbol: { readonly name: string; readonly container?: string }): string {
  return symbol.container === undefined ? symbol.name : `${symbol.container}.${symbol.name}`;
}

/** Scopes by name, made as they are first asked for. */
export class Scopes {
  private readonly scopes = new Map<string, Scope>();
  private readonly words: Postings;

  constructor(words: Postings) {
    this.words = words;
  }

  of(name: string): Scope {
    const known = this.scopes.get(name);
    if (known) return known;
    const scope = new Scope(this.words);
    this.scopes.set(name, scope);
    return scope;
  }

  get(name: string): Scope | undefined {
    return this.scopes.get(name);
  }

  get names(): Iterable<string> {
    return this.scopes.keys();
  }
}

import type { FileEntry } from '../file-entry.ts';
import { SHIFT } from '../scan/word-sink.ts';
import { push } from './target.ts';

/** A name that this many files of one package define says nothing of which is meant. */
const MOST_DEFINERS = 2;

/** The names that the files of one package (module, namespace) give each other, by vocabulary number. */
export class Scope {
  private readonly definers = new Map<number, number[]>();
  readonly files: number[] = [];

  /** Adds what file `n` defines at its top level. `counts` leaves out what only adds to a definition elsewhere. */
  add(n: number, file: FileEntry, counts: (signature: string) => boolean = () => true): void {
    this.files.push(n);
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

  /** Files that define what file `n` names as code. */
  usedBy(n: number, file: FileEntry, out: Set<number>): void {
    const { ids, counts } = file.words;
    if (this.definers.size === 0) return;
    for (let i = 0; i < ids.length; i++) {
      const found = this.definers.get(ids[i] ?? 0);
      if (!found || found.length > MOST_DEFINERS || found.includes(n)) continue;
      if ((((counts[i] ?? 0) >>> SHIFT.code) & 255) > 0) for (const to of found) out.add(to);
    }
  }

  /** The same for one file alone, as a list. */
  used(n: number, file: FileEntry | undefined): readonly number[] {
    const out = new Set<number>();
    if (file) this.usedBy(n, file, out);
    return [...out];
  }
}

/** Name with what it stands in. */
export function fullName(symbol: { readonly name: string; readonly container?: string }): string {
  return symbol.container === undefined ? symbol.name : `${symbol.container}.${symbol.name}`;
}

/** Scopes by name, made as they are first asked for. */
export class Scopes {
  private readonly scopes = new Map<string, Scope>();

  of(name: string): Scope {
    const known = this.scopes.get(name);
    if (known) return known;
    const scope = new Scope();
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

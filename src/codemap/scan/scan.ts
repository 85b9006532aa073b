import { detach, StringTable } from '../table/strings.ts';
import { scanGeneric } from './generic.ts';
import { mayHoldElements, type ScannedImport, type ScannedSymbol } from './scanned.ts';
import { scanScript } from './script.ts';
import { dialectOf, languageOf, syntaxOf } from './syntax.ts';
import { tokenize } from './tokenize.ts';
import { Tokens } from './tokens.ts';
import { type StoredTerms, Terms, type Vocabulary } from './vocabulary.ts';
import { type FileWords, WordSink } from './word-sink.ts';

export interface Scanned {
  readonly language: string;
  readonly lines: number;
  readonly symbols: readonly ScannedSymbol[];
  readonly imports: readonly ScannedImport[];
  readonly words: FileWords;
  /** Vocabulary numbers of the symbols' names, in their order. */
  readonly defines: Uint32Array;
  /** Set where the file counts by its name only. */
  readonly minified: boolean;
  readonly tangled: boolean;
}

/** Beyond this a line was written by a tool: no definitions are sought in it. */
const LONG_LINE = 5_000;
const CODE = /^(typescript|tsx|javascript|css)$/;

/** The first tier: one fast pass over a file. One Scanner for the whole project, since it holds the vocabulary. */
export class Scanner {
  readonly vocabulary: Vocabulary;
  readonly terms: Terms;
  private readonly tokens = new Tokens();
  private readonly sink: WordSink;

  constructor(vocabulary: Vocabulary = new StringTable(), terms?: StoredTerms) {
    this.vocabulary = vocabulary;
    this.terms = new Terms(vocabulary, terms);
    this.sink = new WordSink(vocabulary, this.terms);
    for (const word of ['require', 'import']) this.vocabulary.add(word);
  }

  scan(path: string, text: string, language = languageOf(path)): Scanned {
    const dialect = dialectOf(language, text);
    const syntax = syntaxOf(dialect);
    if (hasLongLine(text) && (CODE.test(language) || language === 'text' || language === 'json')) {
      const lines = countLines(text);
      return {
        language,
        lines,
        symbols: [],
        imports: [],
        words: this.sink.take(),
        defines: new Uint32Array(0),
        minified: true,
        tangled: false,
      };
    }
    tokenize(text, syntax, this.tokens, this.sink);
    const outline = syntax.script
      ? scanScript(text, this.tokens, this.vocabulary, mayHoldElements(language, text))
      : scanGeneric(text, dialect, syntax, this.tokens);
    const defines = Uint32Array.from(outline.symbols, symbol => this.sink.define(symbol.name));
    return {
      language,
      lines: text === '' ? 0 : this.tokens.lines - (text.endsWith('\n') ? 1 : 0),
      symbols: outline.symbols.map(symbol => this.ownSymbol(symbol)),
      imports: outline.imports.map(i => ({ ...i, specifier: this.vocabulary.own(i.specifier) })),
      words: this.sink.take(),
      defines,
      minified: false,
      tangled: outline.tangled === true,
    };
  }

  /** Without slices of the file's text, any of which would keep all of it in memory. */
  private ownSymbol(symbol: ScannedSymbol): ScannedSymbol {
    const { vocabulary } = this;
    const own = { ...symbol, name: vocabulary.own(symbol.name), signature: detach(symbol.signature) };
    return symbol.container === undefined ? own : { ...own, container: vocabulary.own(symbol.container) };
  }
}

function hasLongLine(text: string): boolean {
  if (text.length < LONG_LINE) return false;
  let from = 0;
  for (;;) {
    const end = text.indexOf('\n', from);
    if ((end < 0 ? text.length : end) - from > LONG_LINE) return true;
    if (end < 0) return false;
    from = end + 1;
  }
}

function countLines(text: string): number {
  let n = text.endsWith('\n') || text === '' ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}

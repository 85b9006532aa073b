import { StringTable } from '../table/strings.ts';
import { componentName, componentParts } from './component-file.ts';
import { deferred } from './deferred.ts';
import { scanGeneric } from './generic.ts';
import { mayHoldElements, type Outline, type ScannedImport, type ScannedSymbol } from './scanned.ts';
import { scanScript } from './script.ts';
import { listsOnly, scanStructure } from './structure.ts';
import { dialectOf, languageOf, syntaxOf } from './syntax.ts';
import { Tokenizer } from './tokenize.ts';
import { isMasked, Tokens } from './tokens.ts';
import { type StoredTerms, Terms, type Vocabulary } from './vocabulary.ts';
import { type FileWords, WordSink } from './word-sink.ts';

/** What one file holds. Its strings may be slices of the text: who keeps them makes copies. */
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
  private readonly tokenizer: Tokenizer;

  constructor(vocabulary: Vocabulary = new StringTable(), terms?: StoredTerms) {
    this.vocabulary = vocabulary;
    this.terms = new Terms(vocabulary, terms);
    this.sink = new WordSink(vocabulary, this.terms);
    this.tokenizer = new Tokenizer(this.tokens, this.sink);
    for (const word of ['require', 'import']) this.vocabulary.add(word);
  }

  scan(path: string, text: string, language = languageOf(path)): Scanned {
    const dialect = dialectOf(language, text);
    if (hasLongLine(text) && (CODE.test(language) || language === 'text' || language === 'json'))
      return { ...this.skim(text, language), minified: true };
    const outline =
      language === 'vue' ? this.component(path, text) : this.outline(path, text, dialect, language);
    const listed = listsOnly(language);
    const defines = Uint32Array.from(outline.symbols, ({ name }) =>
      listed ? this.vocabulary.add(name) : this.sink.define(name),
    );
    return {
      language,
      lines: text === '' ? 0 : this.tokens.lines - (text.endsWith('\n') ? 1 : 0),
      symbols: outline.symbols,
      imports: deferred(language, outline),
      words: this.sink.take(),
      defines,
      minified: false,
      tangled: outline.tangled === true,
    };
  }

  private outline(path: string, text: string, dialect: string, language: string): Outline {
    const syntax = syntaxOf(dialect);
    this.tokenizer.tokenize(text, syntax);
    return syntax.script
      ? scanScript(text, this.tokens, this.vocabulary, mayHoldElements(language, text))
      : (scanStructure(path, text, language) ?? scanGeneric(text, dialect, syntax, this.tokens));
  }

  /** A single-file component: what its scripts define, and itself. */
  private component(path: string, text: string): Outline {
    const { script, rest } = componentParts(path, text);
    this.tokenizer.tokenize(rest, syntaxOf('html'));
    const outline = this.outline(path, script, 'typescript', 'typescript');
    const itself: ScannedSymbol = {
      name: componentName(path),
      kind: 'component',
      line: 1,
      endLine: Math.max(1, countLines(text)),
      signature: componentName(path),
      exported: true,
    };
    return { ...outline, symbols: [itself, ...outline.symbols.filter(s => s.name !== 'default')] };
  }

  /** Whether an offset in the file that was scanned last lies inside a comment or a string. */
  readonly quoted = (offset: number): boolean => isMasked(this.tokens.masked, offset, true);

  /** A file of which only the number of lines is told. */
  skim(text: string, language: string): Scanned {
    this.tokens.clear();
    return {
      language,
      lines: countLines(text),
      symbols: [],
      imports: [],
      words: this.sink.take(),
      defines: new Uint32Array(0),
      minified: false,
      tangled: false,
    };
  }
}

/** Steps from line end to line end, each the last one that is near enough: most of the text is not looked at. */
function hasLongLine(text: string): boolean {
  let from = 0;
  while (text.length - from > LONG_LINE) {
    const end = text.lastIndexOf('\n', from + LONG_LINE);
    if (end < from) return true;
    from = end + 1;
  }
  return false;
}

function countLines(text: string): number {
  let n = text.endsWith('\n') || text === '' ? 0 : 1;
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) n++;
  return n;
}

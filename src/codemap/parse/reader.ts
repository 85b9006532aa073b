import { join } from 'node:path';
import type { Language as Grammar, Query } from 'web-tree-sitter';
import { createDataFiles } from '../../host/data-files.ts';
import { packageRoot } from '../../host/package-root.ts';
import { dialectOf } from '../scan/syntax.ts';
import { LANGUAGES, type Language } from './languages.ts';
import { outlineOf } from './outline.ts';
import type { Parsed } from './protocol.ts';
import { grammarOfPackage, parseWithin, startWasm } from './wasm.ts';

export interface ReaderOptions {
  /** Milliseconds that the parse and the query of one file may each take. */
  readonly limit?: number;
  readonly languages?: Readonly<Record<string, Language>>;
  /** Folder of the query files. */
  readonly queries?: string;
}

interface Loaded {
  readonly grammar: Grammar;
  readonly query: Query;
}

/** Reads files of the languages in the registry. Grammars and queries are loaded when first needed. */
export class Reader {
  private readonly options: ReaderOptions;
  private readonly loaded = new Map<string, Promise<Loaded>>();

  constructor(options: ReaderOptions = {}) {
    this.options = options;
  }

  /** Rejects, saying why, where the grammar or the query cannot be had or the limit is reached. */
  async read(named: string, text: string): Promise<Parsed> {
    const language = dialectOf(named, text);
    const entry = (this.options.languages ?? LANGUAGES)[language];
    if (!entry) throw new Error(`no grammar for ${language}`);
    let loaded = this.loaded.get(language);
    if (!loaded) {
      loaded = this.load(language, entry);
      this.loaded.set(language, loaded);
    }
    const { grammar, query } = await loaded;
    const limit = this.options.limit ?? 8_000;
    // A parser of its own for each file: some grammars' scanners carry their state into the next one.
    const parser = new (await startWasm()).Parser();
    try {
      parser.setLanguage(grammar);
      const tree = parseWithin(parser, text, limit);
      try {
        return outlineOf(text, language, entry, tree, query, limit);
      } finally {
        tree.delete();
      }
    } finally {
      parser.delete();
    }
  }

  private async load(language: string, entry: Language): Promise<Loaded> {
    const engine = await startWasm();
    const file = entry.vendored
      ? join(packageRoot(), 'src', 'codemap', 'grammars', `tree-sitter-${entry.grammar}.wasm`)
      : grammarOfPackage(entry.grammar);
    const grammar = await engine.Language.load(file).catch(error => {
      throw new Error(`the grammar of ${language} could not be loaded: ${reasonOf(error)}`);
    });
    const name = `${entry.query ?? language}.scm`;
    const folder = this.options.queries ?? join(packageRoot(), 'src', 'codemap', 'queries');
    const source = createDataFiles(folder).read(name);
    if (source === undefined) throw new Error(`the query file ${name} was expected in ${folder}`);
    try {
      return { grammar, query: new engine.Query(grammar, source) };
    } catch (error) {
      throw new Error(`the query file ${name} does not fit its grammar: ${reasonOf(error)}`);
    }
  }
}

const reasonOf = (error: unknown) => (error instanceof Error ? error.message : String(error));

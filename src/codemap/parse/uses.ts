import type { ScannedImport } from '../scan/scanned.ts';
import { syntaxOf } from '../scan/syntax.ts';
import { Tokenizer } from '../scan/tokenize.ts';
import { IDENT, PUNCT, Tokens } from '../scan/tokens.ts';
import { Terms } from '../scan/vocabulary.ts';
import { WordSink } from '../scan/word-sink.ts';
import { StringTable } from '../table/strings.ts';
import type { Tree } from './node.ts';
import type { References } from './protocol.ts';

export interface Uses {
  readonly references: References;
  /** Of `require` and `import`. */
  readonly calls: ScannedImport[];
}

/** Words that name nothing, unless a dot stands before them: they would only swell the list. */
const RESERVED = new Set(
  'break case class const do else export extends false for function if import let new null return super switch this throw true try typeof var void while'.split(
    ' ',
  ),
);

const DOT = 46;

/**
 * Uses of identifiers by the tokenizer, which also leaves out comments and strings: asking a native tree for each of its
 * nodes takes longer than to parse it. One for a process, since it keeps the words that it has met.
 */
export class TokenUses {
  private readonly tokens = new Tokens();
  private readonly vocabulary = new StringTable();
  private readonly sink = new WordSink(this.vocabulary, new Terms(this.vocabulary));
  private readonly tokenizer = new Tokenizer(this.tokens, this.sink);

  /** For texts without elements: the words between two tags are no names. */
  of(text: string): Uses {
    const { tokens } = this;
    this.tokenizer.tokenize(text, syntaxOf('typescript'));
    this.sink.drop();
    const uses = new Map<string, number[]>();
    const calls: ScannedImport[] = [];
    for (let i = 0; i < tokens.count; i++) {
      if (tokens.kind[i] !== IDENT) continue;
      const id = tokens.id[i] ?? -1;
      const start = tokens.start[i] ?? 0;
      const name = id < 0 ? text.slice(start, tokens.end[i]) : this.vocabulary.at(id);
      const line = tokens.line[i] ?? 1;
      const member = i > 0 && tokens.kind[i - 1] === PUNCT && tokens.id[i - 1] === DOT;
      if (!member && (name === 'require' || name === 'import')) {
        const call = callAt(text, start, line);
        if (call) calls.push(call);
      }
      if (!member && RESERVED.has(name)) continue;
      const lines = uses.get(name);
      if (!lines) uses.set(name, [line]);
      else if (lines.at(-1) !== line) lines.push(line);
    }
    return { references: [...uses], calls };
  }
}

/** The import that a call of `require` or `import` makes, whose name starts here. */
function callAt(text: string, start: number, line: number): ScannedImport | undefined {
  const call = /^(?:require|import)\s*\(\s*(['"])([^'"\n]+)\1/.exec(text.slice(start, start + 300));
  if (!call?.[2]) return undefined;
  return { specifier: call[2], line: line + call[0].split('\n').length - 1, reexport: false };
}

/** Uses of identifiers by one walk over the tree that never recurses. */
export function walkUses(text: string, tree: Tree): Uses {
  const uses = new Map<string, number[]>();
  const calls: ScannedImport[] = [];
  const cursor = tree.walk();
  try {
    for (;;) {
      const type = cursor.nodeType;
      if (
        type === 'identifier' ||
        type === 'type_identifier' ||
        type === 'property_identifier' ||
        type === 'shorthand_property_identifier'
      ) {
        const name = text.slice(cursor.startIndex, cursor.endIndex);
        const line = cursor.startPosition.row + 1;
        const lines = uses.get(name);
        if (!lines) uses.set(name, [line]);
        else if (lines.at(-1) !== line) lines.push(line);
      } else if (type === 'call_expression') {
        const call = callAt(text, cursor.startIndex, cursor.startPosition.row + 1);
        if (call) calls.push(call);
      }
      if (cursor.gotoFirstChild() || cursor.gotoNextSibling()) continue;
      let more = false;
      while (cursor.gotoParent())
        if (cursor.gotoNextSibling()) {
          more = true;
          break;
        }
      if (!more) break;
    }
  } finally {
    // Left to the garbage collector, web-tree-sitter 0.27 frees whichever cursor its buffer holds by then, twice.
    cursor.delete?.();
  }
  return { references: [...uses], calls };
}

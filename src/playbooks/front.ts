import {
  CST,
  type Document,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type Pair,
  parseDocument,
} from 'yaml';
import { safeText } from '../shared/text/index.ts';

export type Path = readonly (string | number)[];

/** A string of the front matter, where it stands. */
export interface FrontString {
  readonly path: Path;
  readonly text: string;
  readonly line: number;
}

export interface FrontMistake {
  readonly line: number;
  readonly message: string;
}

/** The front matter as plain data, with the line of everything in it. */
export interface Front {
  readonly data: unknown;
  readonly strings: readonly FrontString[];
  /** Line of what stands at a path, or of the nearest thing around it. */
  lineOf(path: Path): number;
}

export type ReadFront =
  | { readonly ok: true; readonly front: Front }
  | { readonly ok: false; readonly mistakes: readonly FrontMistake[] };

// Beyond these a file is no playbook: the parser recurses and slows down, and memory runs out before it says so.
const MOST_TOKENS = 60_000;
const DEEPEST_FLOW = 12;
const DEEPEST_INDENT = 40;
const MOST_MARKS_A_LINE = 4;
const LONGEST_TEXT = 4_000;
const MOST_ENTRIES = 150;
const MOST_MISTAKES = 30;

/** Tokens that a playbook has no use for, and that repeat, rename or run what nobody sees on the line. */
const REFUSED: Readonly<Record<string, string>> = {
  anchor: 'a YAML anchor (&name) is not read: write the text out where it is needed',
  alias: 'a YAML alias (*name) is not read: write the text out',
  tag: 'a YAML tag (!name) is not read: texts and lists need none',
  'directive-line': 'a YAML directive (%) is not read',
  'doc-start': 'a second YAML document is not read',
  'doc-end': 'a second YAML document is not read',
};

const QUOTES: Readonly<Record<string, string>> = { 'single-quoted-scalar': "'", 'double-quoted-scalar': '"' };

/**
 * Reads the YAML of a playbook that nobody vouches for. `firstLine` is the line of the file that `text` begins on.
 * Nothing is thrown; what the parser could choke on is refused before it is parsed.
 */
export function readFront(text: string, firstLine: number): ReadFront {
  const bomb = tooMuch(text);
  if (bomb) return { ok: false, mistakes: [{ ...bomb, line: bomb.line + firstLine }] };
  const counter = new LineCounter();
  const lineAt = (offset: number): number => counter.linePos(offset).line - 1 + firstLine;
  const document = parseDocument(text, {
    lineCounter: counter,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'silent',
  });
  if (document.errors.length > 0)
    return {
      ok: false,
      mistakes: document.errors
        .slice(0, MOST_MISTAKES)
        .map(e => ({ line: lineAt(e.pos[0]), message: `YAML: ${e.message.split('\n')[0] ?? ''}` })),
    };
  const strings: FrontString[] = [];
  const mistakes: FrontMistake[] = [];
  walk(document.contents, [], firstLine, { strings, mistakes, lineAt });
  if (mistakes.length > 0) return { ok: false, mistakes: mistakes.slice(0, MOST_MISTAKES) };
  return {
    ok: true,
    front: {
      data: document.toJS(),
      strings,
      lineOf: path => lineOf(document, path, lineAt, firstLine),
    },
  };
}

/** What would overflow the parser or keep it busy for long; the line counts from 0. */
function tooMuch(text: string): FrontMistake | undefined {
  let line = 0;
  let flow = 0;
  let marks = 0;
  let tokens = 0;
  let atLineStart = true;
  for (const token of new Lexer().lex(text)) {
    const type = CST.tokenType(token);
    if (type === null) continue;
    if (++tokens > MOST_TOKENS)
      return { line, message: `a front matter of at most ${MOST_TOKENS} marks and words was expected` };
    if (type === 'space' && atLineStart && flow === 0 && token.length > DEEPEST_INDENT)
      return { line, message: `an indentation of at most ${DEEPEST_INDENT} spaces was expected` };
    const quote = QUOTES[type];
    if (quote !== undefined && (token.length < 2 || !token.endsWith(quote)))
      return { line, message: `YAML: the ${quote} that opens here is never closed` };
    const refused = REFUSED[type];
    if (refused !== undefined) return { line, message: refused };
    if (type === 'flow-seq-start' || type === 'flow-map-start') flow++;
    if (type === 'flow-seq-end' || type === 'flow-map-end') flow--;
    if (flow > DEEPEST_FLOW)
      return { line, message: `lists in lists were expected at most ${DEEPEST_FLOW} deep` };
    if (flow === 0 && (type === 'seq-item-ind' || type === 'explicit-key-ind' || type === 'map-value-ind'))
      if (++marks > MOST_MARKS_A_LINE)
        return { line, message: 'more “-”, “?” or “:” on one line than a playbook needs' };
    const breaks = token.split('\n').length - 1;
    line += breaks;
    if (breaks > 0) marks = 0;
    atLineStart = type === 'newline';
  }
  return undefined;
}

interface Walk {
  readonly strings: FrontString[];
  readonly mistakes: FrontMistake[];
  lineAt(offset: number): number;
}

/** Collects the strings; names what no playbook may hold. */
function walk(node: Node | null, path: Path, line: number, to: Walk): void {
  const say = (at: number, message: string): void => void to.mistakes.push({ line: at, message });
  const here = path.join('.') || 'front matter';
  if (isMap(node) || isSeq(node)) {
    if (node.items.length > MOST_ENTRIES)
      say(line, `${here}: at most ${MOST_ENTRIES} entries were expected, not ${node.items.length}`);
  }
  if (isSeq(node)) {
    for (const [i, item] of node.items.entries()) {
      const child = item as Node | null;
      walk(child, [...path, i], startOf(child, to.lineAt) ?? line, to);
    }
  } else if (isMap(node)) {
    const seen = new Set<string>();
    for (const pair of node.items as Pair<Node, Node | null>[]) {
      const at = startOf(pair.key, to.lineAt) ?? line;
      const key = isScalar(pair.key) && typeof pair.key.value === 'string' ? pair.key.value : undefined;
      if (key === undefined) say(at, `${here}: a name was expected before the “:”`);
      else if (key in Object.prototype) say(at, `${here}: “${key}” cannot be a name here`);
      else if (seen.has(key)) say(at, `${here}: “${key}” stands there twice`);
      else {
        seen.add(key);
        walk(pair.value, [...path, key], at, to);
      }
    }
  } else if (isScalar(node) && typeof node.value === 'string') {
    const { value } = node;
    if (value.length > LONGEST_TEXT)
      say(line, `${here}: a text of at most ${LONGEST_TEXT} characters was expected, not of ${value.length}`);
    const hidden = hiddenIn(value);
    if (hidden !== undefined) say(line, `${here}: ${hidden}`);
    to.strings.push({ path, text: value, line });
  }
}

function startOf(node: Node | null, lineAt: (offset: number) => number): number | undefined {
  return node?.range ? lineAt(node.range[0]) : undefined;
}

/** Says which character a terminal would obey, or hide; undefined where there is none. */
export function hiddenIn(text: string): string | undefined {
  if (safeText(text) === text) return undefined;
  const char = [...text].find(c => safeText(c) !== c);
  const code = (char?.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0');
  return `it holds a character that a terminal obeys or hides (U+${code}): take it out`;
}

function lineOf(
  document: Document,
  path: Path,
  lineAt: (offset: number) => number,
  firstLine: number,
): number {
  let node: unknown = document.contents;
  let line = firstLine;
  for (const step of path) {
    if (isMap(node)) {
      const pair = node.items.find(p => isScalar(p.key) && p.key.value === step);
      if (!pair) return line;
      const key = pair.key as Node;
      line = startOf(key, lineAt) ?? line;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      line = startOf((node as Node | undefined) ?? null, lineAt) ?? line;
    } else return line;
  }
  return line;
}

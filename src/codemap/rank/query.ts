import { isGrammarWord, isStopWord, looksLikeIdentifier, splitIdentifier, stem } from '../words.ts';
import { BM25, PLACES } from './weights.ts';

type Place = keyof (typeof PLACES)['lex'];

export interface QueryTerm {
  readonly word: string;
  readonly stem: string;
  /** No word of mere grammar: such a word adds to a score, but proves nothing alone. */
  readonly telling: boolean;
  readonly lex: number;
  readonly title: number;
}

/** A goal as the ranking sees it. */
export interface Query {
  readonly terms: readonly QueryTerm[];
  /** Neighbouring words, by stem, with the words as written. */
  readonly pairs: readonly { readonly first: string; readonly second: string; readonly words: string }[];
  readonly paths: readonly string[];
  /** Names of code: camelCase, snake_case, calls, and what stands in backticks. */
  readonly identifiers: readonly string[];
}

const MOST_TEXT = 20_000;
const CONVENTIONAL =
  /^(?:feat|fix|chore|docs|refactor|perf|test|build|ci|style|revert)(?:\(([^)]+)\))?!?:\s*/i;
const PATH =
  /(?:[\w@.-]+\/)+[\w.-]+|\b[\w-]+\.(?:[cm]?[jt]sx?|py|go|rs|java|rb|php|kt|swift|scala|cs|cpp|cc|h|sql|prisma|md|json|ya?ml|toml|css|scss|html|vue|sh)\b/g;

/** Reads a goal, an issue text or a commit message; the first line is the title. */
export function parseQuery(goal: string): Query {
  const text = goal
    .slice(0, MOST_TEXT)
    .replace(/\r\n?/g, '\n')
    .replace(/<!--[\s\S]*?(?:-->|$)/g, ' ');
  const builder = new QueryBuilder();
  const [first, rest] = splitTitle(text.trim());
  builder.line(takeScopes(first, builder), 'title');
  let fenced = false;
  for (const line of rest.split('\n')) {
    if (/^\s*(```|~~~)/.test(line)) {
      fenced = !fenced;
      continue;
    }
    if (isBoilerplate(line)) continue;
    builder.line(line, fenced ? 'code' : isTrace(line) ? 'trace' : 'prose');
  }
  return builder.done();
}

/** First line; in a one-line goal its first sentence. */
function splitTitle(text: string): readonly [string, string] {
  const newline = text.indexOf('\n');
  if (newline >= 0) return [text.slice(0, newline), text.slice(newline + 1)];
  const sentence = /[.!?]\s+(?=[A-Z`])/.exec(text);
  return sentence && sentence.index > 15
    ? [text.slice(0, sentence.index + 1), text.slice(sentence.index + 1)]
    : [text, ''];
}

/** `feat(x): …` and `[x] …` name an area of the project. */
function takeScopes(title: string, builder: QueryBuilder): string {
  let rest = title;
  const conventional = CONVENTIONAL.exec(rest);
  if (conventional) {
    if (conventional[1]) builder.line(conventional[1], 'scope');
    rest = rest.slice(conventional[0].length);
  }
  const bracket = /^\[([^\]]{1,40})\]\s*(?=\S)/.exec(rest);
  if (bracket?.[1]) {
    builder.line(bracket[1], 'scope');
    rest = rest.slice(bracket[0].length);
  }
  return rest;
}

function isBoilerplate(line: string): boolean {
  return /^\s*[-*] \[[ xX]\]|^\s*(?:Signed-off-by|Co-authored-by|Reviewed-by|Change-Id|PiperOrigin-RevId|Fixes|Closes|Refs?)\b[^a-z]*:/.test(
    line,
  );
}

function isTrace(line: string): boolean {
  return /^\s*(?:at\s+\S.*[:(]\d+|File ".*", line \d+|\S+\.\w+:\d+(?::\d+)?:?\s)/.test(line);
}

class QueryBuilder {
  private readonly lex = new Map<string, number>();
  private readonly title = new Map<string, number>();
  private readonly pairs = new Map<string, { first: string; second: string; words: string }>();
  private readonly paths = new Set<string>();
  private readonly identifiers = new Set<string>();

  line(raw: string, place: Place): void {
    const line = raw
      .replace(/\b[a-z]+:\/\/\S+/gi, ' ')
      .replace(/\bv?\d+\.\d+(?:\.\d+)?(?:-[\w.]+)?\b/g, ' ')
      .replace(/\(#\d+\)|#\d+\b/g, ' ');
    for (const match of line.match(PATH) ?? [])
      if (match.length > 3) this.paths.add(match.replace(/^\.?\//, ''));
    for (const match of line.matchAll(/`([^`\n]+)`/g)) {
      const inside = match[1] ?? '';
      this.words(inside, 'ticks');
      for (const name of inside.match(/[A-Za-z_$][\w$]*/g) ?? [])
        if (name.length > 2) this.identifiers.add(name);
    }
    for (const match of line.matchAll(/[A-Za-z_$][\w$]*(\s?\()?/g)) {
      const name = match[0].replace(/\s?\($/, '');
      if (
        looksLikeIdentifier(name) ||
        (match[1] === '(' && name.length > 2 && !isStopWord(name.toLowerCase()))
      )
        this.identifiers.add(name);
    }
    this.words(line, place);
  }

  done(): Query {
    const terms = [...this.lex].map(([word, lex]) => {
      const factor = isStopWord(word) ? BM25.stopWord : 1;
      return {
        word,
        stem: stem(word),
        telling: !isGrammarWord(word),
        lex: saturate(lex) * factor,
        title: saturate(this.title.get(word) ?? 0) * factor,
      };
    });
    return {
      terms,
      pairs: [...this.pairs.values()],
      paths: [...this.paths],
      identifiers: [...this.identifiers],
    };
  }

  private words(line: string, place: Place): void {
    let previous: string | undefined;
    let previousEnd = 0;
    for (const match of line.matchAll(/[A-Za-z0-9_$\x80-\uffff]+/g)) {
      const between = line.slice(previousEnd, match.index);
      if (!/^[\s/-]*$/.test(between)) previous = undefined;
      for (const word of splitIdentifier(match[0])) {
        for (const other of REFUSED[word] ?? [])
          if (!this.lex.has(other)) this.lex.set(other, PLACES.lex[place] * REFUSED_SHARE);
        this.lex.set(word, (this.lex.get(word) ?? 0) + PLACES.lex[place]);
        this.title.set(word, (this.title.get(word) ?? 0) + PLACES.title[place]);
        if (
          previous !== undefined &&
          place !== 'code' &&
          !isStopWord(previous) &&
          !isStopWord(word) &&
          previous !== word
        )
          this.pairs.set(`${stem(previous)} ${stem(word)}`, {
            first: stem(previous),
            second: stem(word),
            words: `${previous} ${word}`,
          });
        previous = word;
      }
      previousEnd = match.index + match[0].length;
    }
  }
}

/** What code calls the refusal of what a goal calls so: "accepts invalid rules" is mended in a validator. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  invalid: ['valid', 'validate', 'validator', 'validation'],
  unauthorized: ['authorize', 'permission'],
  unauthorised: ['authorize', 'permission'],
  unauthenticated: ['authenticate', 'auth'],
};
/** Such a word counts this much of the one that the goal says. */
const REFUSED_SHARE = 0.4;

/** Repeating a word says something, but not in proportion. */
function saturate(weight: number): number {
  return (4 * weight) / (weight + 3);
}

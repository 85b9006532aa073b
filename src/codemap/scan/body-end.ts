import type { SymbolKind } from '../../domain/index.ts';
import { extentOf, LINE_ENDED } from './line-ends.ts';
import { lineAt } from './lines.ts';
import type { Syntax } from './syntax.ts';
import { firstToken, PUNCT, type Tokens } from './tokens.ts';

/** Offset where the body of a definition ends; undefined where it has none. */
export function bodyEnd(
  kind: SymbolKind,
  fences: ReadonlySet<number> | undefined,
  text: string,
  offset: number,
  from: number,
  language: string,
  syntax: Syntax,
  tokens: Tokens,
  lines: readonly number[],
  line: number,
): number | undefined {
  switch (syntax.body) {
    case 'braces': {
      if (text[offset] === '#') return directiveEnd(text, from);
      if (SEMICOLONS.has(language) && isValue(kind))
        return semicolonEnd(tokens, offset) ?? lineEndOf(text, from);
      if (language === 'graphql' && /^(?:scalar|union)\b/.test(text.slice(offset, offset + 8)))
        return lineEndOf(text, from) - 1;
      if (LINE_ENDED.has(language)) return extentOf(text, tokens, offset, !isValue(kind)).end;
      return braceEnd(tokens, from - 1, LINE_ENDS.has(language)) ?? lineEndOf(text, from);
    }
    case 'indent':
      return /^\s*(?:async\s+)?(?:def|class)\b/.test(text.slice(offset, offset + 20))
        ? indentEnd(tokens, text, lines, line)
        : statementEnd(text, offset, tokens);
    case 'end':
      return rubyEnd(text, lines, line, offset, tokens);
    case 'heading':
      return headingEnd(tokens, text, lines, line, fences);
    case 'line':
      return language === 'shell'
        ? kind === 'function'
          ? (shellEnd(offset, tokens) ?? lineEndOf(text, from))
          : statementEnd(text, offset, tokens)
        : language === 'sql'
          ? sqlEnd(text, from)
          : lineEndOf(text, from);
  }
}

/** End of a preprocessor line and of those it goes on in. */
function directiveEnd(text: string, from: number): number {
  let end = lineEndOf(text, from);
  while (end < text.length && /\\\r?$/.test(text.slice(end - 2, end))) end = lineEndOf(text, end + 1);
  return end - 1;
}

export function lineEndOf(text: string, from: number): number {
  const end = text.indexOf('\n', from);
  return end < 0 ? text.length : end;
}

/** Languages in which a line ends a declaration that has no body. */
const LINE_ENDS = new Set(['go']);

const isValue = (kind: SymbolKind) =>
  kind === 'const' || kind === 'variable' || kind === 'property' || kind === 'type';

/** Languages in which every value ends with a semicolon. */
const SEMICOLONS = new Set(['rust', 'php', 'c', 'cpp']);

/** Offset of the first `;` after `from` that stands in no bracket opened since; undefined where there is none. */
function semicolonEnd(tokens: Tokens, from: number): number | undefined {
  let depth = 0;
  for (let i = firstToken(tokens, from); i < tokens.count; i++) {
    tokens.spend(1);
    const c = tokens.kind[i] === PUNCT ? tokens.id[i] : -1;
    if (c === 40 || c === 91 || c === 123) depth++;
    else if (c === 41 || c === 93 || c === 125) depth--;
    if (depth < 0) return undefined;
    if (c === 59 && depth === 0) return tokens.start[i];
  }
  return undefined;
}

/** Offset of the brace that closes the first one after `from`; a `;` before any brace ends the definition there. */
export function braceEnd(tokens: Tokens, from: number, lineEnds = false): number | undefined {
  const low = firstToken(tokens, from);
  let depth = 0;
  let round = 0;
  const firstLine = tokens.line[low] ?? 0;
  for (let i = low; i < tokens.count; i++) {
    tokens.spend(1);
    const c = tokens.kind[i] === PUNCT ? tokens.id[i] : -1;
    if (
      lineEnds &&
      i > low &&
      depth === 0 &&
      round <= 0 &&
      (tokens.line[i] ?? 0) > (tokens.line[i - 1] ?? 0)
    ) {
      const before = tokens.kind[i - 1] === PUNCT ? tokens.id[i - 1] : -1;
      if (c !== 123 && c !== 58 && c !== 46 && before !== 44 && before !== 58 && before !== 61)
        return (tokens.end[i - 1] ?? 1) - 1;
    }
    if (c === -1) continue;
    if (c === 123) depth++;
    else if (c === 125) {
      depth--;
      if (depth === 0) return tokens.start[i];
      if (depth < 0) return undefined;
    } else if (depth > 0) continue;
    else if (c === 40) round++;
    else if (c === 41) round--;
    else if (c === 59 && round <= 0) return tokens.start[i];
    else if (
      c === 61 &&
      round <= 0 &&
      tokens.id[i + 1] !== 61 &&
      tokens.id[i + 1] !== 123 &&
      (tokens.line[i] ?? 0) === firstLine
    )
      return undefined;
  }
  return undefined;
}

/** Last character of a statement that ends with its line, but for open brackets and a backslash. */
function statementEnd(text: string, offset: number, tokens: Tokens, ruby = false): number {
  let depth = 0;
  let end = offset;
  for (let i = firstToken(tokens, offset); i < tokens.count; i++) {
    tokens.spend(1);
    const start = tokens.start[i] ?? 0;
    const c = tokens.kind[i] === PUNCT ? tokens.id[i] : -1;
    const between = text.slice(end, start);
    if (end > offset && between.includes('\n')) {
      const goesOn = text[end - 1] === '\\' || (ruby && (text[end - 1] === ',' || text[start] === '.'));
      if (depth <= 0 && !goesOn) return end - 1;
      // A bracket in a regular expression was taken for code.
      if (ruby && /^(def|class|module|end)\b/.test(text.slice(start, start + 7))) return end - 1;
    }
    if (c === 40 || c === 91 || c === 123) depth++;
    else if (c === 41 || c === 93 || c === 125) depth--;
    end = tokens.end[i] ?? end;
  }
  return end - 1;
}

/** A line is looked at by several patterns. */
const STEPS_A_LINE = 20;

/** Python: the block is what stands deeper than its head; blank lines and comments inside do not end it. */
function indentEnd(tokens: Tokens, text: string, lines: readonly number[], line: number): number {
  const start = lines[line - 1] ?? 0;
  const own = indentOf(text, start);
  let last = start;
  let headOpen = true;
  for (let n = line; n <= lines.length; n++) {
    tokens.spend(STEPS_A_LINE);
    const at = lines[n - 1] ?? 0;
    const end = lineEndOf(text, at);
    const content = text.slice(at, end).trim();
    if (headOpen) {
      last = end;
      if (/:\s*(#.*)?$/.test(content) || /:\s*\S/.test(content.replace(/\([^)]*\)/g, ''))) headOpen = false;
      continue;
    }
    if (content === '' || content.startsWith('#')) continue;
    if (indentOf(text, at) <= own && !/^[)\]}]/.test(content)) break;
    last = end;
  }
  return last;
}

function indentOf(text: string, at: number): number {
  let n = 0;
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 32) n++;
    else if (c === 9) n += 8;
    else break;
  }
  return n;
}

function rubyEnd(
  text: string,
  lines: readonly number[],
  line: number,
  offset: number,
  tokens: Tokens,
): number {
  const start = lines[line - 1] ?? 0;
  const own = indentOf(text, start);
  const head = text.slice(start, lineEndOf(text, start));
  if (
    !/^\s*(?:(?:private|protected|public|private_class_method|module_function)\s+)?(class|module|def)\b/.test(
      head,
    )
  ) {
    if (!/\bdo\s*(\|[^|]*\|)?\s*$/.test(head)) return statementEnd(text, offset, tokens, true);
  } else if (/\bend\s*$/.test(head) || /^\s*def\s+[^(=\n]*(\([^)]*\))?\s*=\s/.test(head))
    return lineEndOf(text, start);
  for (let n = line + 1; n <= lines.length; n++) {
    tokens.spend(2);
    const at = lines[n - 1] ?? 0;
    if (indentOf(text, at) === own && text.startsWith('end', at + own)) return lineEndOf(text, at);
  }
  return lineEndOf(text, start);
}

/** The brace or bracket that closes the body of a shell function. */
function shellEnd(offset: number, tokens: Tokens): number | undefined {
  let depth = 0;
  for (let i = firstToken(tokens, offset); i < tokens.count; i++) {
    tokens.spend(1);
    const c = tokens.kind[i] === PUNCT ? tokens.id[i] : -1;
    if (c === 123) depth++;
    else if (c === 125 && --depth <= 0) return tokens.start[i];
  }
  return undefined;
}

function sqlEnd(text: string, from: number): number {
  let end = text.indexOf(';', from);
  // A body between dollar signs holds statements of its own.
  const body = /\$\w*\$/.exec(text.slice(from, end < 0 ? undefined : end));
  if (body) {
    const close = text.indexOf(body[0], from + body.index + body[0].length);
    end = text.indexOf(';', close < 0 ? from : close);
  }
  return end < 0 ? text.length : end;
}

function headingEnd(
  tokens: Tokens,
  text: string,
  lines: readonly number[],
  line: number,
  fences: ReadonlySet<number> | undefined,
): number {
  const level = /^#+/.exec(text.slice(lines[line - 1] ?? 0))?.[0].length ?? 1;
  for (let n = line + 1; n <= lines.length; n++) {
    tokens.spend(2);
    if (fences?.has(n)) continue;
    const next = /^(#{1,6})[ \t]/.exec(text.slice(lines[n - 1] ?? 0, (lines[n - 1] ?? 0) + 8))?.[1]?.length;
    if (next !== undefined && next <= level) return Math.max(0, (lines[n - 1] ?? 1) - 1);
  }
  return text.endsWith('\n') ? text.length - 1 : text.length;
}

/** Lines inside ``` fences, comments and front matter, where a `#` is no heading. */
export function fencedLines(text: string, lines: readonly number[], masked: readonly number[]): Set<number> {
  const inside = new Set<number>();
  for (let i = 0; i < masked.length; i += 2)
    for (let n = lineAt(lines, masked[i] ?? 0); n <= lineAt(lines, masked[i + 1] ?? 0); n++) inside.add(n);
  let fence: string | undefined = text.startsWith('---\n') ? '---' : undefined;
  for (let n = fence ? 2 : 1; n <= lines.length; n++) {
    const at = lines[n - 1] ?? 0;
    const mark = /^ {0,3}(```+|~~~+|---)/.exec(text.slice(at, at + 12))?.[1];
    if (fence !== undefined) {
      inside.add(n);
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (mark !== undefined && mark !== '---') {
      fence = mark;
      inside.add(n);
    }
  }
  return inside;
}

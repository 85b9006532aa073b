import type { SymbolKind } from '../../domain/index.ts';
import { lineEndOf } from './body-end.ts';
import { extentOf, LINE_ENDED } from './line-ends.ts';
import type { Syntax } from './syntax.ts';
import { firstToken, PUNCT, type Tokens } from './tokens.ts';

/** Their heads are one line. */
export const VALUES = new Set<SymbolKind>(['const', 'variable', 'property', 'type', 'section', 'model']);

/** Where the head of a definition ends: before its body, over as many lines as its brackets stay open. */
export function headEnd(
  text: string,
  kind: SymbolKind,
  offset: number,
  end: number,
  language: string,
  syntax: Syntax,
  tokens: Tokens,
): number {
  const firstLine = lineEndOf(text, offset);
  const last = Math.min(end + 1, text.length);
  if (language === 'shell' && kind === 'function') {
    const brace = text.indexOf('{', offset);
    return brace < 0 ? firstLine : Math.min(brace, last);
  }
  if (VALUES.has(kind) || text[offset] === '#' || syntax.body === 'line' || syntax.body === 'heading')
    return Math.min(firstLine, last);
  if (LINE_ENDED.has(language)) return Math.min(extentOf(text, tokens, offset, true).head, last);
  let depth = 0;
  let lineOf = 0;
  for (let i = firstToken(tokens, offset); i < tokens.count; i++) {
    tokens.spend(1);
    const start = tokens.start[i] ?? 0;
    if (start >= last) return last;
    const line = tokens.line[i] ?? 0;
    if (lineOf === 0) lineOf = line;
    // Only braces tell where a head of several lines ends.
    if (depth <= 0 && line > lineOf && syntax.body !== 'braces') return tokens.end[i - 1] ?? firstLine;
    lineOf = line;
    const c = tokens.kind[i] === PUNCT ? tokens.id[i] : -1;
    // `def name(a, b)` ends with its bracket, whatever follows on the line.
    if (c === 41 && depth === 1 && syntax.body === 'end' && text.startsWith('def', offset)) return start + 1;
    if (c === 40 || c === 91) depth++;
    else if (c === 41 || c === 93) depth--;
    else if (depth <= 0) {
      if (c === 123 && syntax.body === 'braces') return start;
      if (c === 59) return start;
      if (c === 58 && syntax.body === 'indent') return start;
    }
  }
  return last;
}

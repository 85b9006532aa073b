import type { SymbolKind } from '../../domain/index.ts';
import { firstToken, IDENT, PUNCT, type Tokens } from './tokens.ts';

export interface Spec {
  readonly name: string;
  readonly kind: SymbolKind;
  /** UTF-16 offsets of its first and last character. */
  readonly offset: number;
  readonly end: number;
}

const OPEN = 40;
const COMMA = 44;
const KINDS: Readonly<Record<string, SymbolKind>> = { const: 'const', var: 'variable', type: 'type' };
/** A line that ends so goes on: Go puts its own semicolon after everything else. */
const CONTINUES = new Set([...'([{,=+-*/|&.:<>!%^'].map(c => c.charCodeAt(0)));

/** What Go's `const`, `var` and `type` declare at the top of a file, one by one or in brackets. */
export function goSpecs(text: string, tokens: Tokens): Spec[] {
  const out: Spec[] = [];
  for (const match of text.matchAll(/^(const|var|type)\b/gm)) {
    const at = firstToken(tokens, match.index);
    const kind = KINDS[match[1] ?? ''];
    if (tokens.start[at] !== match.index || tokens.kind[at] !== IDENT || !kind) continue;
    if (isPunct(tokens, at + 1, OPEN)) {
      for (let i = at + 2; i < tokens.count && tokens.kind[i] === IDENT; )
        i = spec(text, tokens, i, kind, tokens.start[i] ?? 0, out);
    } else spec(text, tokens, at + 1, kind, match.index, out);
  }
  return out;
}

/** Reads the one whose name is token `at`; gives the number of the first token after it. */
function spec(
  text: string,
  tokens: Tokens,
  at: number,
  kind: SymbolKind,
  offset: number,
  out: Spec[],
): number {
  const names = [word(text, tokens, at)];
  for (let i = at + 1; isPunct(tokens, i, COMMA) && tokens.kind[i + 1] === IDENT; i += 2)
    names.push(word(text, tokens, i + 1));
  let depth = 0;
  let i = at;
  for (; i < tokens.count; i++) {
    tokens.spend(1);
    const c = tokens.kind[i] === PUNCT ? (tokens.id[i] ?? 0) : 0;
    if (c === OPEN || c === 91 || c === 123) depth++;
    else if (c === 41 || c === 93 || c === 125) {
      if (--depth < 0) break;
    }
    if (depth > 0) continue;
    if (c === 59) break;
    const next = tokens.start[i + 1] ?? text.length;
    if (!CONTINUES.has(c) && text.slice(tokens.end[i], next).includes('\n')) {
      i++;
      break;
    }
  }
  const end = (tokens.end[Math.max(at, i - 1)] ?? 1) - 1;
  for (const name of names)
    if (name !== '_')
      out.push({ name, kind: kind === 'type' ? typeKind(text, tokens, at) : kind, offset, end });
  return isPunct(tokens, i, 59) ? i + 1 : i;
}

function typeKind(text: string, tokens: Tokens, at: number): SymbolKind {
  let i = at + 1;
  // `[` right after the name opens type parameters, after a blank it is an array.
  if (isPunct(tokens, i, 91) && tokens.start[i] === tokens.end[at]) {
    let depth = 0;
    for (; i < tokens.count; i++) {
      if (isPunct(tokens, i, 91)) depth++;
      else if (isPunct(tokens, i, 93) && --depth === 0) break;
    }
    i++;
  }
  const of = word(text, tokens, i);
  return of === 'struct' ? 'class' : of === 'interface' ? 'interface' : 'type';
}

const isPunct = (tokens: Tokens, i: number, c: number) => tokens.kind[i] === PUNCT && tokens.id[i] === c;
const word = (text: string, tokens: Tokens, i: number) => text.slice(tokens.start[i], tokens.end[i]);

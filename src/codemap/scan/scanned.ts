import type { SymbolKind } from '../../domain/index.ts';

/** A definition as one file alone shows it. Lines are 1-based and inclusive. */
export interface ScannedSymbol {
  readonly name: string;
  readonly kind: SymbolKind;
  readonly line: number;
  readonly endLine: number;
  readonly signature: string;
  readonly exported: boolean;
  readonly container?: string;
}

/** What a file asks for by name: `./a`, `express`, `pkg.module`, `crate::db`. */
export interface ScannedImport {
  readonly specifier: string;
  readonly line: number;
  /** Passes the names on to its own importers (`export … from`). */
  readonly reexport: boolean;
  /**
   * Set where the file is not loaded together with its importer, as far as one statement tells: it gives types alone
   * (`import type`, `if TYPE_CHECKING`), or is asked for while something runs (`import()`).
   */
  readonly soft?: 'types' | 'later';
}

export interface Outline {
  readonly symbols: readonly ScannedSymbol[];
  readonly imports: readonly ScannedImport[];
  /** Its brackets make no sense, so that only its beginning was outlined. */
  readonly tangled?: boolean;
}

const LONGEST_SIGNATURE = 160;

/** The head of a definition on one line: blanks collapsed, no opening brace or arrow at its end, at most 160 characters. */
export function signatureOf(head: string): string {
  const start = head.slice(0, LONGEST_SIGNATURE * 3);
  const line = isOnePlainLine(start) ? start : start.replace(/\s+/g, ' ');
  let from = 0;
  let end = line.length;
  if (line.charCodeAt(from) === BLANK) from++;
  if (end > from && line.charCodeAt(end - 1) === BLANK) end--;
  const opens = openerBefore(line, from, end);
  if (opens > 0) {
    end -= opens;
    while (end > from && line.charCodeAt(end - 1) === BLANK) end--;
  }
  return end - from > LONGEST_SIGNATURE
    ? `${line.slice(from, from + LONGEST_SIGNATURE - 1)}…`
    : line.slice(from, end);
}

const BLANK = 32;

/** Whether there is nothing in it to collapse, as in most heads: characters of ASCII, and blanks one at a time. */
function isOnePlainLine(text: string): boolean {
  let before = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c < BLANK || c > 126 || (c === BLANK && before === BLANK)) return false;
    before = c;
  }
  return true;
}

/** Length of the `=>`, `{`, `=`, `:` or `;` that ends before `end`; 0 for none. */
function openerBefore(line: string, from: number, end: number): number {
  if (end <= from) return 0;
  const c = line[end - 1] ?? '';
  if (c === '>') return end - 2 >= from && line[end - 2] === '=' ? 2 : 0;
  return '{=:;'.includes(c) ? 1 : 0;
}

/** Whether a name and value make a component: capitalised, in a file that may hold elements. */
export function isComponentName(name: string): boolean {
  return /^[A-Z][a-z0-9]/.test(name) || /^[A-Z]$/.test(name);
}

/** Whether a file may hold components: .tsx always, JavaScript where it speaks of React. */
export function mayHoldElements(language: string, text: string): boolean {
  return (
    language === 'tsx' ||
    (language === 'javascript' &&
      /\bfrom ['"](?:p?react|solid-js)\b|\brequire\(['"]p?react\b|\bReact\./.test(text))
  );
}

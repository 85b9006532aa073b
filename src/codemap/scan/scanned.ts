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
  const line = head
    .slice(0, LONGEST_SIGNATURE * 3)
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/\s*(=>|\{|=|:|;)$/, '');
  return line.length > LONGEST_SIGNATURE ? `${line.slice(0, LONGEST_SIGNATURE - 1)}…` : line;
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

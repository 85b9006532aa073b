import type { ScannedImport, ScannedSymbol } from '../scan/scanned.ts';
import { LANGUAGES } from './languages.ts';

/** One file for a parser child. */
export interface ParseRequest {
  readonly id: number;
  readonly path: string;
  readonly language: string;
  readonly text: string;
}

/** Where each identifier is used, its own definition aside: lines, 1-based, once each. */
export type References = readonly (readonly [name: string, lines: readonly number[]])[];

export interface Parsed {
  readonly symbols: readonly ScannedSymbol[];
  readonly imports: readonly ScannedImport[];
  readonly references: References;
  /** Whether the grammar met something that it could not read. */
  readonly broken: boolean;
}

export type ParseReply =
  | { readonly kind: 'ready'; readonly engine: Engine }
  | { readonly kind: 'parsed'; readonly id: number; readonly parsed: Parsed }
  | { readonly kind: 'failed'; readonly id: number; readonly message: string }
  | { readonly kind: 'unable'; readonly message: string };

export type Engine = 'native' | 'wasm';

/** Grammar of each language that is read by `extract`. JavaScript is read by the tsx grammar. */
export const GRAMMARS: Readonly<Record<string, 'typescript' | 'tsx'>> = {
  typescript: 'typescript',
  tsx: 'tsx',
  javascript: 'tsx',
};

/** Whether the second tier knows a language. */
export function isParsed(language: string): boolean {
  return GRAMMARS[language] !== undefined || LANGUAGES[language] !== undefined;
}

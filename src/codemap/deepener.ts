import type { CodeSymbol } from '../domain/index.ts';
import type { ScannedImport } from './scan/scanned.ts';

/** What the second tier knows of a file: its symbols by a real parser, or why there are none. */
export type Deepened =
  | {
      readonly kind: 'parsed';
      readonly symbols: readonly CodeSymbol[];
      readonly imports: readonly ScannedImport[];
      /** Lines on which each identifier stands as code. */
      readonly references: ReadonlyMap<string, readonly number[]>;
    }
  | { readonly kind: 'skipped'; readonly reason: string };

export interface Deepener {
  /** Never rejects; paths of languages that it does not know are absent from the answer. */
  deepen(
    files: readonly {
      readonly path: string;
      readonly language: string;
      readonly text: string;
      readonly hash: string;
    }[],
  ): Promise<ReadonlyMap<string, Deepened>>;
  close(): Promise<void>;
}

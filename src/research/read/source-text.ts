import type { FileSource } from '../../domain/index.ts';
import { sha16 } from '../../host/index.ts';
import type { ReadFile } from '../../host/port.ts';

/** A file as lines. Line endings are dropped, so line n is `lines[n - 1]`. */
export interface SourceText {
  readonly path: string;
  readonly text: string;
  readonly lines: readonly string[];
  /** sha-256 of the file's bytes, first 16 hex digits. */
  readonly hash: string;
}

/** An excerpt never holds more than this many lines (domain/source.ts). */
const EXCERPT_LINES = 20;
/** Minified files have lines that no screen can show: such a source stays without an excerpt. */
const EXCERPT_CHARS = 6000;

export function sourceText(file: ReadFile): SourceText {
  let lines: readonly string[] | undefined;
  return {
    path: file.path,
    text: file.text,
    // Of the thousands of files that are looked into, few are read by line.
    get lines() {
      lines ??= file.text.split(/\r?\n/);
      return lines;
    },
    hash: file.hash,
  };
}

/**
 * A Source for lines `line` to `endLine` (1-based, inclusive), with the excerpt as it stands there.
 * Lines outside the file are pulled to its edge; more than 20 lines keep the first 20 as excerpt.
 */
export function cite(file: SourceText, line: number, endLine = line, commit?: string): FileSource {
  const from = Math.min(Math.max(1, Math.trunc(line)), file.lines.length);
  const to = Math.min(Math.max(from, Math.trunc(endLine)), file.lines.length);
  const text = file.lines.slice(from - 1, Math.min(to, from + EXCERPT_LINES - 1)).join('\n');
  return {
    kind: 'file',
    path: file.path,
    line: from,
    ...(to > from ? { endLine: to } : {}),
    ...(commit === undefined ? {} : { commit }),
    ...(text.length > EXCERPT_CHARS ? {} : { excerpt: { text, startLine: from, hash: sha16(text) } }),
  };
}

import type { CodeSymbol, FileSource } from '../../domain/index.ts';
import { sha16 } from '../../host/index.ts';
import type { ReadFile } from '../../host/port.ts';

const MOST = 20;

/** Lines `from`–`to` (1-based, inclusive, at most 20) of a file as a Source; undefined when the file is shorter. */
export function fileSource(
  file: ReadFile,
  from: number,
  to: number,
  commit: string | undefined,
): FileSource | undefined {
  const lines = file.text.split('\n');
  if (from < 1 || from > lines.length) return undefined;
  const end = Math.min(to, from + MOST - 1, lines.length);
  const text = lines.slice(from - 1, end).join('\n');
  return {
    kind: 'file',
    path: file.path,
    line: from,
    ...(end > from ? { endLine: end } : {}),
    ...(commit ? { commit } : {}),
    excerpt: { text, startLine: from, hash: sha16(text) },
  };
}

/** The definition of a symbol, cut to at most `most` lines. */
export function symbolSource(
  file: ReadFile,
  symbol: CodeSymbol,
  commit: string | undefined,
  most = 12,
): FileSource | undefined {
  return fileSource(file, symbol.line, Math.min(symbol.endLine, symbol.line + most - 1), commit);
}

/** `path:line`. */
export function at(symbol: { readonly path: string; readonly line: number }): string {
  return `${symbol.path}:${symbol.line}`;
}

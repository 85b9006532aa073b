import type { Excerpt, Source } from '../domain/index.ts';
import { sha16 } from '../host/index.ts';
import type { ProjectFiles } from '../host/port.ts';
import type { EvidenceReader } from '../session/ports.ts';
import { safeText } from '../shared/text/index.ts';

const CONTEXT = 4;
const MAX_LINES = 20;

/** Opens a Source: its own excerpt where it has one, else the named lines of the file with a little context. */
export function createEvidenceReader(files: ProjectFiles): EvidenceReader {
  return {
    async read(source: Source): Promise<Excerpt | undefined> {
      if ('excerpt' in source && source.excerpt) return source.excerpt;
      if (source.kind !== 'file') return undefined;
      const file = await files.read(source.path);
      if (!file) return undefined;
      const lines = file.text.split('\n');
      const first = Math.max(1, source.line - CONTEXT);
      const last = Math.min(lines.length, first + MAX_LINES - 1, (source.endLine ?? source.line) + CONTEXT);
      const text = lines.slice(first - 1, last).join('\n');
      return { text: safeText(text), startLine: first, hash: sha16(text) };
    },
  };
}

import type { DocHit, ProjectBrief } from './port.ts';
import { baseOf, depth, isAside } from './read/paths.ts';
import type { Reader } from './read/reader.ts';
import type { SourceText } from './read/source-text.ts';
import { stems } from './words.ts';

const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)(?:README|CONTRIBUTING|AGENTS|CLAUDE)$/i;
/** Read last: they speak of every word, and seldom of how things are. */
const RECORDS =
  /(?:^|\/)(?:CHANGE(?:LOG|S)|HISTORY|RELEASE[-_]?NOTES|LICEN[CS]E|COPYING|NOTICE|third[-_ ]?party|CODE_OF_CONDUCT|AUTHORS|requirements[\w-]*|robots|llms(?:-full)?)[^/]*$/i;
const MAX_DOCUMENTS = 150;
const MAX_BYTES = 6_000_000;

interface Line {
  readonly line: number;
  readonly text: string;
  readonly heading: string;
  readonly isHeading: boolean;
  readonly inCode: boolean;
}

interface Document {
  readonly file: SourceText;
  readonly headings: readonly string[];
  readonly lines: readonly Line[];
  readonly record: boolean;
}

export interface DocumentIndex {
  readonly listing: ProjectBrief['documents'];
  search(words: readonly string[], limit: number): readonly DocHit[];
}

/** Reads the project's documents, README and docs/ first. */
export async function indexDocuments(reader: Reader): Promise<DocumentIndex> {
  const all = (await reader.list()).filter(
    path =>
      DOCUMENT.test(path) &&
      !(path.endsWith('.txt') && /^(?!docs?\/)[^/]+\/|robots|requirements/.test(path)) &&
      !isAside(path) &&
      !path.startsWith('plans/'),
  );
  const paths = all
    .sort((a, b) => rank(a) - rank(b) || depth(a) - depth(b) || (a < b ? -1 : 1))
    .slice(0, MAX_DOCUMENTS);
  const documents: Document[] = [];
  let bytes = 0;
  for (const path of paths) {
    if (bytes > MAX_BYTES) break;
    const file = await reader.read(path, 500_000);
    if (file === undefined) continue;
    bytes += file.text.length;
    documents.push(outline(file));
  }
  if (documents.length < all.length) {
    reader.note(`${all.length} documents: the ${documents.length} nearest to the project's root were read.`);
  }
  return {
    listing: documents.map(document => ({ path: document.file.path, headings: document.headings })),
    search: (words, limit) => search(reader, documents, words, limit),
  };
}

function rank(path: string): number {
  if (RECORDS.test(path)) return 4;
  if (/^readme/i.test(path)) return 0;
  if (/^(?:agents|claude|contributing|architecture)/i.test(path) || /^docs?\//i.test(path)) return 1;
  return /readme/i.test(baseOf(path)) ? 2 : 3;
}

/** Headings (Markdown `#` and underlined ones) and the lines under each. */
export function outline(file: SourceText): Document {
  const headings: string[] = [];
  const lines: Line[] = [];
  let heading = '';
  let fence: string | undefined;
  for (let at = 0; at < file.lines.length; at += 1) {
    const text = file.lines[at] ?? '';
    const mark = /^\s*(```+|~~~+)/.exec(text)?.[1];
    if (mark !== undefined && (fence === undefined || mark.startsWith(fence))) {
      fence = fence === undefined ? mark.slice(0, 3) : undefined;
      continue;
    }
    const atx = fence === undefined ? /^#{1,6}\s+(.*?)\s*#*$/.exec(text)?.[1] : undefined;
    const under =
      fence === undefined && text.trim() !== '' && /^(?:={3,}|-{3,}|~{3,})\s*$/.test(file.lines[at + 1] ?? '')
        ? text.trim()
        : undefined;
    const title = atx ?? under;
    if (title !== undefined && title !== '---') {
      heading = title;
      headings.push(title);
      lines.push({ line: at + 1, text, heading, isHeading: true, inCode: false });
    } else if (text.trim() !== '' && !/^(?:={3,}|-{3,}|~{3,})\s*$/.test(text)) {
      lines.push({ line: at + 1, text, heading, isHeading: false, inCode: fence !== undefined });
    }
  }
  return { file, headings, lines, record: RECORDS.test(file.path) };
}

function search(
  reader: Reader,
  documents: readonly Document[],
  words: readonly string[],
  limit: number,
): readonly DocHit[] {
  const wanted = new Set(words.flatMap(word => stems(word)));
  if (wanted.size === 0 || limit <= 0) return [];
  const rows = documents.flatMap(document =>
    document.lines.map(line => {
      const own = new Set(stems(line.text));
      const above = line.isHeading ? own : new Set(stems(line.heading));
      return { document, line, own, above };
    }),
  );
  // A word that every line has says little: weight by how few lines hold it.
  const weight = new Map<string, number>();
  for (const word of wanted) {
    const holders = rows.reduce((count, row) => count + (row.own.has(word) ? 1 : 0), 0);
    weight.set(word, Math.log(1 + rows.length / (1 + holders)));
  }
  const scored = rows.flatMap(row => {
    let score = 0;
    for (const [word, worth] of weight) {
      if (row.own.has(word)) score += worth;
      else if (row.above.has(word)) score += worth * 0.3;
    }
    const hasOwn = [...wanted].some(word => row.own.has(word));
    if (!hasOwn || unreadable(row.line.text)) return [];
    if (row.line.isHeading) score *= 0.8;
    if (row.line.inCode) score *= 0.5;
    if (rank(row.document.file.path) === 0) score *= 1.1;
    return [{ ...row, score }];
  });
  const alive = scored.filter(row => !row.document.record);
  return (alive.length > 0 ? alive : scored)
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.document.file.path < b.document.file.path ? -1 : 1) ||
        a.line.line - b.line.line,
    )
    .slice(0, limit)
    .map(({ document, line }) => ({
      path: document.file.path,
      heading: line.heading,
      line: line.line,
      text: line.text.trim(),
      source: reader.cite(document.file, line.line),
    }));
}

/** Badges, link lists and table rules are no statements. */
function unreadable(text: string): boolean {
  return /^\s*(?:\[!\[|!\[|<\/?\w|\[[^\]]+\]:\s|\|[\s:|-]+\|?\s*$)/.test(text) || text.length > 600;
}

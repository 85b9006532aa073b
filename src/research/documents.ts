import { stems } from '../shared/text/stems.ts';
import type { DocHit, ProjectBrief } from './port.ts';
import { fitting } from './read/fitting.ts';
import { baseOf, depth, isAside } from './read/paths.ts';
import { type Prose, readProse, type Statement } from './read/prose.ts';
import type { Reader } from './read/reader.ts';
import type { SourceText } from './read/source-text.ts';

const DOCUMENT = /\.(?:md|mdx|markdown|rst|adoc|txt)$|(?:^|\/)(?:README|CONTRIBUTING|AGENTS|CLAUDE)$/i;
/** Read last: they speak of every word, and seldom of how things are. */
const RECORDS =
  /(?:^|\/)(?:CHANGE(?:LOG|S)|HISTORY|RELEASE[-_]?NOTES|LICEN[CS]E|COPYING|NOTICE|third[-_ ]?party|CODE_OF_CONDUCT|SECURITY|SUPPORT|GOVERNANCE|AUTHORS|SPONSORS|BACKERS|PULL_REQUEST_TEMPLATE|requirements[\w-]*|robots|llms(?:-full)?)[^/]*$/i;
const MAX_DOCUMENTS = 150;
const MAX_BYTES = 6_000_000;

interface Document {
  readonly file: SourceText;
  readonly prose: Prose;
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
      !/(?:^|\/)(?:\.|ISSUE_TEMPLATE\/)/.test(path.replace(/^\.github\//, '')) &&
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
    documents.push({ file, prose: readProse(file), record: RECORDS.test(path) });
  }
  if (documents.length < all.length) {
    reader.note(`${all.length} documents: the ${documents.length} nearest to the project's root were read.`);
  }
  return {
    listing: documents.map(document => ({ path: document.file.path, headings: document.prose.headings })),
    search: (words, limit) => search(reader, documents, words, limit),
  };
}

function rank(path: string): number {
  if (RECORDS.test(path)) return 4;
  if (/^readme/i.test(path)) return 0;
  if (/^(?:agents|claude|contributing|architecture)/i.test(path) || /^docs?\//i.test(path)) return 1;
  return /readme/i.test(baseOf(path)) ? 2 : 3;
}

/** Share of the best statement's score below which another adds nothing. */
const NEAR_BEST = 0.6;

/**
 * Statements about these words (`fitting`), best first; nearly the same words are said once.
 */
function search(
  reader: Reader,
  documents: readonly Document[],
  words: readonly string[],
  limit: number,
): readonly DocHit[] {
  const wanted = new Set(words.flatMap(word => stems(word)));
  if (wanted.size === 0 || limit <= 0) return [];
  const alive = documents.filter(document => !document.record);
  const found = rows(alive, wanted);
  const best = found.length > 0 ? found : rows(documents, wanted);
  const said = new Set<string>();
  const least = NEAR_BEST * (best[0]?.score ?? 0);
  return best
    .filter(({ score }) => score >= least)
    .filter(({ statement }) => !said.has(opening(statement)) && said.add(opening(statement)) !== undefined)
    .slice(0, limit)
    .map(({ document, statement }) => ({
      path: document.file.path,
      heading: statement.heading,
      line: statement.line,
      text: statement.text,
      source: reader.cite(document.file, statement.line, statement.endLine),
    }));
}

/** Pages made from one pattern say one thing in nearly the same words. */
function opening(statement: Statement): string {
  return statement.text.slice(0, 60).toLowerCase();
}

interface Row {
  readonly document: Document;
  readonly statement: Statement;
  readonly score: number;
}

function rows(documents: readonly Document[], wanted: ReadonlySet<string>): readonly Row[] {
  const all = documents.flatMap(document =>
    document.prose.statements.map(statement => ({ document, statement })),
  );
  return fitting(all, wanted)
    .map(row => (rank(row.document.file.path) === 0 ? { ...row, score: row.score * 1.1 } : row))
    .sort(
      (a, b) =>
        b.score - a.score ||
        (a.document.file.path < b.document.file.path ? -1 : 1) ||
        a.statement.line - b.statement.line,
    );
}

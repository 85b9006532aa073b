import type { CodeMap, GraphFacts, MapSummary } from '../codemap/port.ts';
import type { CodeOutline, CodeSymbol, FindAnswer } from '../domain/index.ts';
import { redact } from '../shared/text/index.ts';

/** `map --json`, as documented in docs/cli.md. */
export interface OutlineListing {
  readonly root: string;
  readonly commit?: string;
  /** What was searched for; the files are then those of its hits, best first, and their symbols the hits. */
  readonly query?: string;
  readonly files: readonly {
    readonly path: string;
    readonly language: string;
    readonly lines: number;
    readonly roles: readonly string[];
    readonly importedBy: number;
    /** Why it matters, in words. */
    readonly why: string;
    readonly symbols: readonly Pick<
      CodeSymbol,
      'name' | 'kind' | 'line' | 'endLine' | 'signature' | 'exported'
    >[];
  }[];
  readonly skipped: MapSummary['skipped'];
  /** How the files hang together: docs/architecture-review.md says what each fact means. */
  readonly graph: GraphFacts;
  readonly totals: {
    readonly files: number;
    readonly symbols: number;
    readonly languages: MapSummary['languages'];
  };
  readonly timings: { readonly totalMs: number };
}

/** `impact --json`, best first. */
export interface ImpactListing {
  readonly goal: string;
  readonly files: readonly RankedFile[];
  readonly tests: readonly RankedFile[];
  readonly precedents: readonly {
    readonly commit: string;
    readonly subject: string;
    readonly files: readonly string[];
  }[];
}

interface RankedFile {
  readonly path: string;
  readonly score: number;
  readonly reasons: readonly { readonly signal: string; readonly detail: string }[];
  readonly symbols: readonly string[];
}

/** What `map` prints for a person. */
export interface Overview {
  readonly summary: MapSummary;
  readonly graph: GraphFacts;
  readonly outline: CodeOutline;
}

export async function overviewListing(map: CodeMap, limit: number): Promise<Overview> {
  const summary = await map.build();
  const outline = await map.outline({ shelf: 'sources', limit, whole: [] });
  return { summary, outline, graph: printable(await map.graph()) };
}

/** What `map --query` prints for a person, best first. */
export async function findListing(map: CodeMap, text: string, limit: number): Promise<FindAnswer> {
  await map.build();
  const answer = await map.find({ text, limit });
  // Nobody else asks this map anything.
  if (!answer) throw new Error('a newer question overtook this one');
  return answer;
}

/** Files that a listing of hits may hold. */
const MOST_HITS = 1_000;

/** Every file of the map by importance, sources first; with a query the files of its hits, best first. */
export async function outlineListing(map: CodeMap, query: string | undefined): Promise<OutlineListing> {
  const summary = await map.build();
  const everything = { limit: Number.MAX_SAFE_INTEGER, whole: [] };
  const outlines = [
    await map.outline({ shelf: 'sources', ...everything }),
    await map.outline({ shelf: 'aside', ...everything }),
  ];
  const files = outlines.flatMap(o => o.folders.flatMap(f => f.files).sort((a, b) => a.place - b.place));
  const matches = query === undefined ? undefined : (await findListing(map, query, MOST_HITS)).hits;
  const paths = matches ? [...new Set(matches.map(hit => hit.path))] : files.map(f => f.path);
  const hits = matches && new Set(matches.flatMap(h => (h.kind === 'symbol' ? [keyOf(h)] : [])));
  const why = new Map(files.map(f => [f.path, f.why]));
  const cards = await map.cards(paths);
  return {
    root: summary.root,
    ...(summary.commit === undefined ? {} : { commit: summary.commit }),
    ...(query === undefined ? {} : { query }),
    files: cards.map(card => ({
      path: card.path,
      language: card.language,
      lines: card.lines,
      roles: card.roles.map(r => r.role),
      importedBy: card.importedBy.length,
      why: why.get(card.path) ?? '',
      symbols: card.symbols
        .filter(symbol => !hits || hits.has(keyOf(symbol)))
        .map(({ name, kind, line, endLine, signature, exported }) => ({
          name,
          kind,
          line,
          endLine,
          // What is printed is soon pasted somewhere: a constant's value may be a token.
          signature: redact(signature).text,
          exported,
        })),
    })),
    skipped: summary.skipped,
    graph: printable(await map.graph()),
    totals: { files: summary.files, symbols: summary.symbols, languages: summary.languages },
    timings: { totalMs: summary.ms },
  };
}

/** What quotes code or a commit is redacted, as signatures are. */
function printable(graph: GraphFacts): GraphFacts {
  return {
    ...graph,
    entryPoints: graph.entryPoints.map(e => ({ ...e, reason: redact(e.reason).text })),
    hotSpots: graph.hotSpots.map(h => ({
      ...h,
      last: { ...h.last, subject: redact(h.last.subject).text },
    })),
  };
}

function keyOf({ path, name, line }: { path: string; name: string; line: number }): string {
  return `${path}:${line} ${name}`;
}

export async function impactListing(map: CodeMap, goal: string, limit: number): Promise<ImpactListing> {
  await map.build();
  const { files, tests, precedents } = await map.impact({ goal, limit });
  const ranked = (list: typeof files): RankedFile[] =>
    list.map(f => ({
      path: f.path,
      score: Math.round(f.score * 1000) / 1000,
      reasons: f.reasons,
      symbols: f.symbols.map(s => s.name),
    }));
  return {
    goal,
    files: ranked(files),
    tests: ranked(tests),
    precedents: precedents.map(p => ({ commit: p.sha, subject: p.subject, files: p.files.map(f => f.path) })),
  };
}

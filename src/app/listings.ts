import type { CodeMap, GraphFacts, MapSummary } from '../codemap/port.ts';
import type { CodeSymbol, FileCard } from '../domain/index.ts';
import { redact } from '../shared/text/index.ts';

/** `map --json`, as documented in docs/cli.md. */
export interface OutlineListing {
  readonly root: string;
  readonly commit?: string;
  readonly files: readonly {
    readonly path: string;
    readonly language: string;
    readonly lines: number;
    readonly roles: readonly string[];
    readonly importedBy: number;
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

/** Every file of the map; most imported first, or what the query points at first. */
export async function outlineListing(map: CodeMap, query: string | undefined): Promise<OutlineListing> {
  const summary = await map.build();
  const paths = query ? await pathsFor(map, query) : await map.paths();
  const cards = await map.cards(paths);
  const ordered = query ? cards : [...cards].sort(byImportance);
  return {
    root: summary.root,
    ...(summary.commit === undefined ? {} : { commit: summary.commit }),
    files: ordered.map(card => ({
      path: card.path,
      language: card.language,
      lines: card.lines,
      roles: card.roles.map(r => r.role),
      importedBy: card.importedBy.length,
      symbols: card.symbols.map(({ name, kind, line, endLine, signature, exported }) => ({
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

async function pathsFor(map: CodeMap, query: string): Promise<readonly string[]> {
  const { files, tests } = await map.impact({ goal: query, limit: 50 });
  return [...files, ...tests].map(f => f.path);
}

function byImportance(a: FileCard, b: FileCard): number {
  return b.importedBy.length - a.importedBy.length || b.commits - a.commits || (a.path < b.path ? -1 : 1);
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

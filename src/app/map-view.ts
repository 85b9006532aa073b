import type { CodeMap, MapSummary } from '../codemap/port.ts';
import type { CardPage } from '../domain/index.ts';
import type { MapCounts } from '../session/events.ts';
import type { LeftOutFile, MapProgress, MapView } from '../session/ports.ts';
import { redact } from '../shared/text/index.ts';
import { withoutSecrets as publicSymbol } from './symbol-listing.ts';

/** Builds the map in the background and keeps what the screen wants to know of it. */
export interface WatchedMap {
  readonly view: MapView;
  /** Starts the build on the first call; every call gives the same promise. */
  build(): Promise<MapSummary>;
}

export function watchMap(map: CodeMap): WatchedMap {
  let progress: MapProgress = { kind: 'listing' };
  let building: Promise<MapSummary> | undefined;
  let paths: readonly string[] = [];
  let leftOut: readonly LeftOutFile[] = [];
  const listeners = new Set<() => void>();
  const set = (next: MapProgress) => {
    progress = next;
    for (const listener of listeners) listener();
  };

  async function start(): Promise<MapSummary> {
    try {
      const summary = await map.build((done, total) => set({ kind: 'mapping', done, total }));
      paths = await map.paths();
      leftOut = summary.skipped;
      set({ kind: 'ready', counts: countsOf(summary), ms: summary.ms });
      return summary;
    } catch (error) {
      set({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
      throw error;
    }
  }

  return {
    build() {
      building ??= start();
      // Whoever awaits it sees the failure; the screen shows it from `progress`.
      building.catch(() => undefined);
      return building;
    },
    view: {
      progress: () => progress,
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
      card: path => map.card(path),
      complete: (prefix, limit) => completePath(paths, prefix, limit),
      outline: query => map.outline(query),
      find: query => map.find(query),
      page: async path => withoutSecrets(await map.page(path)),
      async symbol(path, line, name) {
        const page = await map.symbol(path, line, name);
        return page && publicSymbol(page);
      },
      leftOut: () => leftOut,
    },
  };
}

/** A screen is soon copied from: a constant's value may be a token. */
function withoutSecrets(page: CardPage | undefined): CardPage | undefined {
  if (!page) return undefined;
  const { card, history } = page;
  return {
    ...page,
    card: {
      ...card,
      symbols: card.symbols.map(s => ({ ...s, signature: redact(s.signature).text })),
    },
    ...(history
      ? {
          history: {
            ...history,
            latest: history.latest.map(c => ({ ...c, subject: redact(c.subject).text })),
          },
        }
      : {}),
  };
}

export function countsOf(summary: MapSummary): MapCounts {
  return {
    files: summary.files,
    symbols: summary.symbols,
    languages: summary.languages.map(l => l.name),
    skipped: summary.skipped.length,
  };
}

/**
 * Paths for `@` completion: names that begin with the prefix before paths that hold it, before paths that hold its letters
 * in order; shorter first.
 */
export function completePath(paths: readonly string[], prefix: string, limit: number): readonly string[] {
  const wanted = prefix.toLowerCase();
  if (!wanted) return paths.slice(0, limit);
  const rank = (path: string): number => {
    const lower = path.toLowerCase();
    const name = lower.slice(lower.lastIndexOf('/') + 1);
    if (lower.startsWith(wanted) || name.startsWith(wanted)) return 0;
    if (lower.includes(wanted)) return 1;
    let at = -1;
    for (const char of wanted) {
      at = lower.indexOf(char, at + 1);
      if (at < 0) return Number.POSITIVE_INFINITY;
    }
    return 2;
  };
  return paths
    .map(path => ({ path, rank: rank(path) }))
    .filter(p => Number.isFinite(p.rank))
    .sort((a, b) => a.rank - b.rank || a.path.length - b.path.length || (a.path < b.path ? -1 : 1))
    .slice(0, limit)
    .map(p => p.path);
}

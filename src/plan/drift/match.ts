import { creditOf, type Drift, type DriftItem, type MatchParts } from './model.ts';

/** Several steps may touch one file: it counts once, and is done when all say so. */
function unique(items: readonly DriftItem[]): readonly DriftItem[] {
  const byKey = new Map<string, DriftItem>();
  for (const item of items) {
    const key = `${item.kind === 'file' ? 'file' : 'symbol'} ${item.path} ${item.name ?? ''}`;
    const known = byKey.get(key);
    byKey.set(key, known && creditOf(known) < creditOf(item) ? known : item);
  }
  return [...byKey.values()];
}

/** See `MatchParts`. `items`: all that the plan names. */
export function matchOf(
  items: readonly DriftItem[],
  unplanned: Drift['unplanned'],
  alsoChanged: Drift['alsoChanged'],
): { readonly parts: MatchParts; readonly match: number } {
  const planned = unique(items);
  const parts: MatchParts = {
    planned: planned.length,
    done: planned.filter(item => creditOf(item) === 1).length,
    half: planned.filter(item => creditOf(item) === 0.5).length,
    unplannedFiles: unplanned.length,
    unplannedSymbols: alsoChanged.reduce((sum, file) => sum + file.symbols.filter(s => s.counts).length, 0),
  };
  const all = parts.planned + parts.unplannedFiles + parts.unplannedSymbols;
  return { parts, match: all === 0 ? 1 : (parts.done + parts.half / 2) / all };
}

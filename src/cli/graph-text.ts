import type { Overview } from '../app/app.ts';

const PARTS_SHOWN = 4;

/** How the files hang together, in a few rows; --json has all of it. */
export function graphRows({
  entryPoints,
  layers,
  cycles,
  hotSpots,
}: Overview['graph']): readonly (readonly [name: string, text: string])[] {
  const starts = [...new Set(entryPoints.filter(e => e.kind !== 'script').map(e => e.path))];
  const levels = [...new Set(layers.folders.map(f => f.level))];
  const folders = levels.map(level =>
    layers.folders
      .filter(f => f.level === level)
      .map(f => f.folder)
      .join(', '),
  );
  const loading = cycles.filter(c => c.kind === 'load');
  const way = loading[0]?.path.map(e => `${e.from}:${e.line}`).join(' → ');
  const rows: readonly (readonly [string, string])[] = [
    ['begins at', few(starts)],
    ['from the top', layers.folders.length > 1 ? folders.join(' / ') : ''],
    ['cycles', way ? `${loading.length}, the largest of ${loading[0]?.files.length} files: ${way}` : ''],
    ['hottest', few(hotSpots.map(h => `${h.path} (${h.commits} commits in a year, ${h.lines} lines)`))],
  ];
  return rows.filter(([, text]) => text !== '');
}

function few(items: readonly string[]): string {
  const more = items.length > PARTS_SHOWN ? ` and ${items.length - PARTS_SHOWN} more` : '';
  return items.slice(0, PARTS_SHOWN).join(', ') + more;
}

import type { ImpactListing, OutlineListing } from '../app/app.ts';

const SYMBOLS_SHOWN = 8;
const SKIPPED_SHOWN = 10;
const REASONS_SHOWN = 4;
const PARTS_SHOWN = 4;

export function mapText(listing: OutlineListing): string {
  const { totals, skipped, timings } = listing;
  const languages = totals.languages.slice(0, 6).map(l => `${l.name} ${l.files}`);
  const head = `${totals.files} files · ${totals.symbols} symbols · ${languages.join(', ')} · ${timings.totalMs} ms\n\n`;
  const left = skipped.slice(0, SKIPPED_SHOWN).map(s => `  ${s.path}: ${s.reason}`);
  const more =
    skipped.length > SKIPPED_SHOWN
      ? `\n  … and ${skipped.length - SKIPPED_SHOWN} more (--json lists all)`
      : '';
  const rest = skipped.length > 0 ? `\n\n${skipped.length} skipped:\n${left.join('\n')}${more}` : '';
  return `${head}${graphText(listing.graph)}${listing.files.map(fileText).join('\n')}${rest}\n`;
}

/** How the files hang together, in a few lines; --json has all of it. */
function graphText({ entryPoints, layers, cycles, hotSpots }: OutlineListing['graph']): string {
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
  const lines = rows.flatMap(([name, text]) => (text === '' ? [] : [`${name.padEnd(13)}${text}\n`]));
  return lines.length > 0 ? `${lines.join('')}\n` : '';
}

function few(items: readonly string[]): string {
  const more = items.length > PARTS_SHOWN ? ` and ${items.length - PARTS_SHOWN} more` : '';
  return items.slice(0, PARTS_SHOWN).join(', ') + more;
}

function fileText(file: OutlineListing['files'][number]): string {
  const notes = [
    `${file.lines} lines`,
    ...file.roles,
    ...(file.importedBy > 0 ? [`imported by ${file.importedBy}`] : []),
  ];
  const exported = file.symbols.filter(s => s.exported);
  const rows = exported.slice(0, SYMBOLS_SHOWN).map(s => `    ${String(s.line).padStart(5)}  ${s.signature}`);
  const more =
    exported.length > SYMBOLS_SHOWN ? [`           … ${exported.length - SYMBOLS_SHOWN} more`] : [];
  return [`${file.path}  (${notes.join(', ')})`, ...rows, ...more].join('\n');
}

export function impactText(listing: ImpactListing): string {
  if (listing.files.length + listing.tests.length === 0)
    return 'No file of this project shares a word with that goal.\n';
  const rows = (files: ImpactListing['files']) =>
    files.map(f =>
      [
        `${f.score.toFixed(2).padStart(6)}  ${f.path}`,
        ...f.reasons.slice(0, REASONS_SHOWN).map(r => `          ${r.detail}`),
      ].join('\n'),
    );
  const tests = listing.tests.length > 0 ? `\n\nTests:\n${rows(listing.tests).join('\n')}` : '';
  const precedents = listing.precedents.map(
    p => `  ${p.commit.slice(0, 7)} ${p.subject} (${p.files.length} files)`,
  );
  const history = precedents.length > 0 ? `\n\nEarlier commits like it:\n${precedents.join('\n')}` : '';
  return `${rows(listing.files).join('\n')}${tests}${history}\n`;
}

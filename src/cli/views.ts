import type { ImpactListing } from '../app/app.ts';

const REASONS_SHOWN = 4;

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

import type { CoverageDrift, CoverageShare } from '../coverage/model.ts';
import {
  type BesideSymbol,
  type CaseDrift,
  type DriftItem,
  type Evidence,
  FROM_NOTHING,
  type MatchParts,
  type RollbackDrift,
} from './model.ts';

/** Whole percent of a share, rounded down: 90 is said of nothing below it. */
export function percentOf(share: number): number {
  // 0.29 · 100 is 28.999…
  return Math.floor(share * 100 + 1e-9);
}

/** Whether a share is as much as these percent: 29 of 100 is 29 %, though 0.29 · 100 is a little less. */
export function isEnough(share: number, percent: number): boolean {
  return share * 100 + 1e-9 >= percent;
}

/** `1 file`, `2 files`. */
export function counted(count: number, one: string, many = `${one}s`): string {
  return `${count} ${count === 1 ? one : many}`;
}

/** What the work tree is held against, for people. */
export function sinceWords(since: string): string {
  return since === FROM_NOTHING ? 'an empty folder' : since.slice(0, 7);
}

export const UNCLEAN_WORDS =
  'the work tree was not clean when the plan was made: what had been changed by then counts as unplanned';

/** What lowers the match: `of 6 planned 3 there, 2 missing, 1 unplanned file`. */
export function matchWords({ planned, done, half, unplannedFiles, unplannedSymbols }: MatchParts): string {
  const away = planned - done - half;
  return [
    `of ${planned} planned ${done} there`,
    ...(half > 0 ? [`${half} under another path (half)`] : []),
    ...(away > 0 ? [`${away} missing`] : []),
    ...(unplannedFiles > 0 ? [counted(unplannedFiles, 'unplanned file')] : []),
    ...(unplannedSymbols > 0 ? [counted(unplannedSymbols, 'unplanned symbol')] : []),
  ].join(', ');
}

/** `modify src/a.ts`, `change total in src/a.ts`, `define createHub in src/hub.ts`. */
export function itemWords({ kind, action, path, name }: DriftItem): string {
  return kind === 'file'
    ? `${action} ${path}`
    : `${kind === 'symbol' ? 'change' : 'define'} ${name} in ${path}`;
}

export function placeWords({ path, line }: { readonly path: string; readonly line?: number }): string {
  return line === undefined ? path : `${path}:${line}`;
}

export function evidenceWords(evidence: Evidence): string {
  return `${placeWords(evidence)} ${evidence.what}`;
}

/** Of a test that is like a case; undefined where none is. */
export function nearestWords({ found, nearest }: CaseDrift): string | undefined {
  if (!nearest) return undefined;
  const { name, share } = nearest;
  return `${found ? '' : 'not found; nearest: '}${placeWords(nearest)} “${name}” (${percentOf(share)} % of its words)`;
}

/** `total`, `tax (new)`, `old (deleted)`; a star where it does not count. */
export function besideWords({ name, fate, counts }: BesideSymbol): string {
  const said = fate === 'created' ? ' (new)' : fate === 'deleted' ? ' (deleted)' : '';
  return `${name}${said}${counts ? '' : '*'}`;
}

export const ROLLBACK_WORDS: Readonly<Record<RollbackDrift['verdict'], string>> = {
  possible: 'possible',
  harder: 'harder',
  gone: 'not any more',
  'not-begun': 'nothing to undo',
};

/** Coverage against what is asked, the most important first, each a sentence. */
export function coverageWords(coverage: CoverageDrift): readonly string[] {
  const { threshold } = coverage;
  const asked = threshold ? `The plan asks for ${threshold.percent} % (“${threshold.text}”)` : undefined;
  switch (coverage.kind) {
    case 'no-report':
      return asked
        ? [
            `${asked}, but no coverage report is here: ${coverage.looked.slice(0, 3).join(', ')} and the like were looked for.`,
          ]
        : [];
    case 'unreadable':
      return [...(asked ? [`${asked}.`] : []), `The report ${coverage.path} cannot be read: ${coverage.why}`];
    case 'report': {
      const { planned, all, enough, newer, missing, unplaced, path } = coverage;
      const verdict = enough === undefined ? '' : enough ? ': reached' : ': not reached';
      const of = threshold?.of === 'all' ? 'of the whole project' : 'of the planned files';
      return [
        planned
          ? `Lines covered in planned files: ${shareWords(planned)}; in all: ${shareWords(all)} (${path}).`
          : `Lines covered in all: ${shareWords(all)} (${path}); no planned file is in the report.`,
        ...(asked ? [`${asked} ${of}${verdict}.`] : []),
        ...(newer === undefined
          ? []
          : [`The report is older than ${newer}: run the tests again for a true figure.`]),
        ...(planned && missing.length > 0 ? [`Not in the report: ${missing.join(', ')}.`] : []),
        ...(unplaced > 0 ? [`${counted(unplaced, 'entry', 'entries')} of the report fit no file here.`] : []),
      ];
    }
  }
}

export function shareWords({ share, covered, lines }: CoverageShare): string {
  return `${percentOf(share)} % (${covered} of ${lines})`;
}

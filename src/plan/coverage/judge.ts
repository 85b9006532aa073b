import type { CoverageFound } from '../drift/model.ts';
import { isEnough } from '../drift/words.ts';
import type { CoverageDrift, CoverageShare, StatedThreshold } from './model.ts';

/**
 * Holds a report against what the plan asks for. `sources`: the planned files that tests can cover. What is asked is asked of
 * them together; of the whole project only where the plan says so.
 */
export function judgeCoverage(
  found: CoverageFound,
  sources: readonly string[],
  threshold: StatedThreshold | undefined,
): CoverageDrift {
  const asked = threshold === undefined ? {} : { threshold };
  if (found.kind === 'none') return { kind: 'no-report', looked: found.looked, ...asked };
  if (found.kind === 'unreadable') return { kind: 'unreadable', path: found.path, why: found.why, ...asked };
  const files = sources.flatMap(path => {
    const lines = found.files.get(path);
    return lines && lines.lines > 0 ? [{ path, ...shareOf([lines]) }] : [];
  });
  const all = shareOf([...found.files.values()]);
  const planned = files.length > 0 ? shareOf(files) : undefined;
  const measured = threshold?.of === 'all' ? all : planned;
  return {
    kind: 'report',
    path: found.path,
    all,
    ...(planned ? { planned } : {}),
    files,
    missing: sources.filter(path => !found.files.has(path)),
    unplaced: found.unplaced,
    ...(found.newer === undefined ? {} : { newer: found.newer }),
    ...(threshold && measured && measured.lines > 0
      ? { enough: isEnough(measured.share, threshold.percent) }
      : {}),
    ...asked,
  };
}

function shareOf(files: readonly { readonly covered: number; readonly lines: number }[]): CoverageShare {
  let covered = 0;
  let lines = 0;
  for (const file of files) {
    covered += file.covered;
    lines += file.lines;
  }
  return { covered, lines, share: lines === 0 ? 0 : covered / lines };
}

import { err, failure, ok, type Result } from '../../shared/result.ts';
import type { CoverageReport, FileCoverage } from './model.ts';

/**
 * Reads an lcov trace (`geninfo`, nyc, c8, vitest, coverage.py, `cargo llvm-cov`). Lines come from the `DA` records, each
 * line once however many tests hit it; `LF` and `LH` are used where there are none. Failure: `bad-coverage`, also for a file
 * that ends in the middle of a record.
 */
export function readLcov(text: string): Result<CoverageReport> {
  const lines = new Map<string, Map<number, boolean>>();
  const counts = new Map<string, { found: number; hit: number }>();
  let path: string | undefined;
  let own: Map<number, boolean> | undefined;
  let at = 0;
  for (let from = 0; from < text.length; ) {
    const found = text.indexOf('\n', from);
    const end = found < 0 ? text.length : found;
    const line = text.slice(from, end).trim();
    from = end + 1;
    at++;
    if (line.startsWith('SF:')) {
      path = line.slice(3);
      own = lines.get(path) ?? new Map();
      lines.set(path, own);
    } else if (line === 'end_of_record') path = undefined;
    else if (path === undefined) continue;
    else if (line.startsWith('DA:')) {
      const comma = line.indexOf(',');
      const behind = line.indexOf(',', comma + 1);
      const number = Number(line.slice(3, comma));
      const hits = Number(line.slice(comma + 1, behind < 0 ? line.length : behind));
      if (comma < 4 || comma + 1 === line.length || !(number >= 0) || Number.isNaN(hits))
        return err(broken(at, line));
      if (hits > 0) own?.set(number, true);
      else if (!own?.has(number)) own?.set(number, false);
    } else if (line.startsWith('LF:')) countsOf(path).found = Number(line.slice(3));
    else if (line.startsWith('LH:')) countsOf(path).hit = Number(line.slice(3));
  }
  if (path !== undefined)
    return err(
      failure(
        'bad-coverage',
        `The record of “${path}” does not end: the report is cut off.`,
        'Make the report again.',
      ),
    );
  if (lines.size === 0)
    return err(failure('bad-coverage', 'Records beginning with SF: were expected, but there is none.'));

  function countsOf(file: string) {
    const known = counts.get(file) ?? { found: 0, hit: 0 };
    counts.set(file, known);
    return known;
  }

  const files = [...lines].map(([file, own]): FileCoverage => {
    const told = counts.get(file);
    if (own.size === 0 && told && told.found >= 0 && told.hit <= told.found)
      return { path: file, covered: told.hit, lines: told.found };
    return { path: file, covered: [...own.values()].filter(Boolean).length, lines: own.size };
  });
  return ok({ format: 'lcov', files, roots: [] });
}

function broken(line: number, text: string) {
  return failure(
    'bad-coverage',
    `Line ${line} is no record of a line: DA:<line>,<hits> was expected, but “${text.slice(0, 40)}” came.`,
    'Make the report again.',
  );
}

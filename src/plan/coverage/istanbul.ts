import { err, failure, ok, type Result } from '../../shared/result.ts';
import type { CoverageReport, FileCoverage } from './model.ts';

type Data = Readonly<Record<string, unknown>>;

/**
 * Reads istanbul's `coverage-final.json` (statements of each file with their hits; a line is covered when a statement that
 * begins on it was run, as istanbul itself counts lines) and `coverage-summary.json` (totals of each file).
 */
export function readIstanbul(text: string): Result<CoverageReport> {
  let data: unknown;
  try {
    data = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return err(
      failure(
        'bad-coverage',
        `It is no valid JSON: ${error instanceof Error ? error.message : String(error)}`,
        'Make the report again; it may be cut off.',
      ),
    );
  }
  if (!isData(data)) return err(unlike());
  const summary = isData(data['total']);
  const files: FileCoverage[] = [];
  for (const [key, entry] of Object.entries(data)) {
    if (key === 'total' || !isData(entry)) continue;
    const file = summary ? summaryOf(key, entry) : finalOf(key, entry);
    if (file) files.push(file);
  }
  if (files.length === 0) return err(unlike());
  return ok({ format: summary ? 'istanbul-summary' : 'istanbul', files, roots: [] });
}

function unlike() {
  return failure(
    'bad-coverage',
    'A coverage report of istanbul was expected: files by path, each with statementMap and s, or with lines {total, covered}.',
  );
}

function summaryOf(path: string, entry: Data): FileCoverage | undefined {
  const lines = entry['lines'];
  if (!isData(lines)) return undefined;
  const { total, covered } = lines;
  return isCount(total) && isCount(covered) && covered <= total ? { path, covered, lines: total } : undefined;
}

function finalOf(key: string, entry: Data): FileCoverage | undefined {
  const { statementMap, s, path } = entry;
  if (!isData(statementMap) || !isData(s)) return undefined;
  const hit = new Map<number, boolean>();
  for (const [id, place] of Object.entries(statementMap)) {
    const start = isData(place) ? place['start'] : undefined;
    const line = isData(start) ? start['line'] : undefined;
    if (!isCount(line)) continue;
    const hits = s[id];
    hit.set(line, (hit.get(line) ?? false) || (isCount(hits) && hits > 0));
  }
  const covered = [...hit.values()].filter(Boolean).length;
  return { path: typeof path === 'string' ? path : key, covered, lines: hit.size };
}

function isData(value: unknown): value is Data {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

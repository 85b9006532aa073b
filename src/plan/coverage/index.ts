import { err, failure, type Result } from '../../shared/result.ts';
import { readIstanbul } from './istanbul.ts';
import { readLcov } from './lcov.ts';
import type { CoverageReport } from './model.ts';
import { readXml } from './xml.ts';

/**
 * Where tools leave their reports, the most exact first: of several the first that can be read counts. All are usually
 * ignored by git.
 */
export const REPORT_PLACES: readonly string[] = [
  'coverage/lcov.info',
  'coverage/coverage-final.json',
  'coverage/cobertura-coverage.xml',
  'coverage/coverage-summary.json',
  'lcov.info',
  'coverage.lcov',
  'coverage.xml',
  'cobertura.xml',
  'coverage/coverage.xml',
  'coverage/cobertura.xml',
  'coverage/lcov/lcov.info',
  'coverage-final.json',
  'coverage-summary.json',
  'build/reports/jacoco/test/jacocoTestReport.xml',
  'build/reports/kover/report.xml',
  'build/reports/cobertura/coverage.xml',
  'build/reports/coverage/coverage.xml',
  'target/site/jacoco/jacoco.xml',
  'target/site/cobertura/coverage.xml',
  'target/llvm-cov/lcov.info',
  'reports/coverage.xml',
];

/** Reads a report, whichever tool wrote it: it is told by how it begins, not by its name. Failure: `bad-coverage`. */
export function readCoverage(text: string): Result<CoverageReport> {
  const start = text.slice(0, 4096).trimStart();
  if (start.startsWith('<')) return readXml(text);
  if (start.startsWith('{')) return readIstanbul(text);
  if (/^(?:TN|SF|VER):/m.test(start)) return readLcov(text);
  return err(
    failure(
      'bad-coverage',
      text.trim() === ''
        ? 'The report is empty.'
        : 'An lcov trace, Cobertura or JaCoCo XML, or JSON of istanbul was expected, but it is none of them.',
    ),
  );
}

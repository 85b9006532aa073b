import type { CheckedPlan } from '../app/check-plan.ts';
import { reportGroups } from '../plan/checks/index.ts';
import type { CheckResult } from '../plan/model.ts';
import { wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';
import { VERDICTS } from '../ui/text/verdicts.ts';

const LEAST = 50;

/** The report of one plan under the nine headings of a good plan; each finding with its place, ready to be clicked on. */
export function checkText(
  { path, title, own, steps, passed, elsewhere, results, failure }: CheckedPlan,
  columns: number,
): string {
  const width = Math.max(LEAST, columns);
  if (failure)
    return lines([
      `✗ ${path}`,
      ...indent(failure.message, width, 2),
      ...indent(failure.next ?? '', width, 2),
    ]);
  const report = reportGroups({ results: [...results] });
  const failed = results.filter(result => result.verdict === 'failed').length;
  const errors = count(results, 'error');
  const warnings = count(results, 'warning');
  const verdict = passed
    ? `✓ ${path}: all checks passed${warnings > 0 ? `, ${plural(warnings, 'warning')}` : ''}`
    : `✗ ${path}: ${plural(failed, 'check')} failed, ${plural(errors, 'error')}${warnings > 0 ? `, ${plural(warnings, 'warning')}` : ''}`;
  return lines([
    ...wrap(verdict, width),
    ...indent(`“${title}”, ${plural(steps ?? 0, 'step')}${own ? '' : ', written by other hands'}`, width, 2),
    ...(elsewhere === undefined ? [] : indent(elsewhere, width, 2)),
    ...report.flatMap(group => [
      '',
      group.title,
      ...group.results.flatMap(result => resultLines(result, path, width)),
    ]),
  ]);
}

function resultLines(
  { check, name, verdict, findings, notes }: CheckResult,
  path: string,
  width: number,
): string[] {
  const { mark, said } = VERDICTS[verdict];
  const head = `${mark} ${String(check).padStart(2)} ${name}${said ? `: ${said}` : ''}`;
  return [
    ...indent(head, width, 2),
    ...findings.flatMap(({ severity, line, message, mend }) => [
      ...indent(`${path}:${line}: ${severity}: ${message}`, width, 7),
      ...indent(mend, width, 9),
    ]),
    ...(notes ?? []).flatMap(note => indent(note, width, 7)),
  ];
}

function count(results: readonly CheckResult[], severity: 'error' | 'warning'): number {
  return results.reduce((n, { findings }) => n + findings.filter(f => f.severity === severity).length, 0);
}

function indent(text: string, width: number, by: number): string[] {
  return text === '' ? [] : wrap(text, width - by).map(line => ' '.repeat(by) + line);
}

function lines(all: readonly string[]): string {
  return `${all.join('\n')}\n`;
}

import { relative, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CheckedPlan } from '../app/check-plan.ts';
import { checks } from '../plan/checks/index.ts';

const UNREADABLE = 'plan/0';

/**
 * The findings as a SARIF 2.1.0 log (OASIS, Static Analysis Results Interchange Format), as code hosts show beside the lines:
 * one run, a rule for each check, a result for each finding.
 */
export function sarif(checked: readonly CheckedPlan[], version: string) {
  const rules = [
    { id: UNREADABLE, name: 'Readable', shortDescription: { text: 'The file can be read as a plan' } },
    ...checks.map(({ number, name }) => ({
      id: `plan/${number}`,
      name: name.replace(/\W+(\w)/g, (_, letter: string) => letter.toUpperCase()).replace(/\W/g, ''),
      shortDescription: { text: name },
    })),
  ];
  const results = checked.flatMap(({ path, results: found, failure }) => [
    ...(failure
      ? [result(UNREADABLE, 'error', failure.message, failure.next ?? '', path, lineIn(failure.message))]
      : []),
    ...found.flatMap(({ check, findings }) =>
      findings.map(({ severity, message, mend, line }) =>
        result(`plan/${check}`, severity, message, mend, path, line),
      ),
    ),
  ]);
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [{ tool: { driver: { name: 'planner-tui', version, rules } }, results }],
  };
}

function result(
  ruleId: string,
  level: 'error' | 'warning',
  message: string,
  mend: string,
  path: string,
  line: number,
) {
  return {
    ruleId,
    level,
    message: { text: mend ? `${message} ${mend}` : message },
    locations: [
      { physicalLocation: { artifactLocation: { uri: uriOf(path) }, region: { startLine: line } } },
    ],
  };
}

/** Relative to where the program runs, as code hosts want it; what lies elsewhere by its whole address. */
function uriOf(path: string): string {
  const inside = relative(process.cwd(), resolve(path));
  const url = pathToFileURL(resolve(path)).href;
  if (inside === '' || inside.startsWith('..')) return url;
  return url.slice(pathToFileURL(`${process.cwd()}/`).href.length);
}

/** The line that a failure names. */
function lineIn(message: string): number {
  return Number(/\blines? (\d+)\b/i.exec(message)?.[1] ?? 1);
}

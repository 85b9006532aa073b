import type { PlanDrift } from '../app/drift-plan.ts';
import type { DriftItem, Verdict } from '../plan/drift.ts';
import { wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';

const LEAST = 50;
const MARKS: Readonly<Record<Verdict, string>> = { done: '✓', partly: '◐', not: '○' };
const MOST_UNPLANNED = 30;

/** How far the code followed the plan, step by step; below a step only what is not there. */
export function driftText(found: PlanDrift, least: number, columns: number): string {
  const width = Math.max(LEAST, columns);
  const { title, since, steps, tests, unplanned, alsoChanged, security, match } = found;
  const percent = Math.floor(match * 100);
  const done = steps.filter(step => step.verdict === 'done').length;
  const shown = unplanned.slice(0, MOST_UNPLANNED);
  return `${[
    ...wrap(
      `“${title}”: ${percent} % match (${least} % asked), ${done} of ${plural(steps.length, 'step')} done`,
      width,
    ),
    `  the work tree against ${since.slice(0, 7)}`,
    '',
    ...steps.flatMap((step, i) => [
      ...indent(`${MARKS[step.verdict]} ${i + 1}. ${step.title}`, width, 2, 7),
      ...step.items.filter(item => !item.done).flatMap(item => itemLines(item, width)),
    ]),
    ...(tests.some(item => !item.done)
      ? ['', 'Tests', ...tests.filter(item => !item.done).flatMap(item => itemLines(item, width))]
      : []),
    ...(unplanned.length > 0
      ? [
          '',
          `Unplanned: ${plural(unplanned.length, 'file')}`,
          ...shown.flatMap(({ path, fate }) => indent(`${fate.padEnd(8)}  ${path}`, width, 2, 12)),
          ...(unplanned.length > shown.length
            ? [`  … ${unplanned.length - shown.length} more: --json lists all`]
            : []),
        ]
      : []),
    ...(alsoChanged.length > 0
      ? [
          '',
          'Changed in planned files, but not named in the plan',
          ...alsoChanged.flatMap(({ path, names }) => indent(`${path}: ${names.join(', ')}`, width, 2, 4)),
        ]
      : []),
    ...(security.of > 0
      ? [
          '',
          `Security: of ${plural(security.of, 'statement')} ${security.withEvidence} ${security.withEvidence === 1 ? 'stands' : 'stand'} on a finished step`,
        ]
      : []),
  ].join('\n')}\n`;
}

const DO: Readonly<Record<DriftItem['action'], string>> = {
  create: 'create',
  modify: 'modify',
  delete: 'delete',
};

function itemLines({ kind, action, path, name, found }: DriftItem, width: number): string[] {
  const what =
    kind === 'file'
      ? `${DO[action]} ${path}`
      : `${kind === 'symbol' ? 'change' : 'define'} ${name} in ${path}`;
  return indent(`${what}: ${found ?? ''}`, width, 7, 9);
}

/** The first line `by` columns in, the others `rest`. */
function indent(text: string, width: number, by: number, rest: number): string[] {
  return wrap(text, width - rest).map((line, i) => ' '.repeat(i === 0 ? by : rest) + line);
}

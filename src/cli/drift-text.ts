import type { DriftItem, PlanDrift, StepDrift, Verdict } from '../plan/drift/model.ts';
import {
  besideWords,
  counted,
  coverageWords,
  evidenceWords,
  itemWords,
  matchWords,
  nearestWords,
  percentOf,
  ROLLBACK_WORDS,
  sinceWords,
  UNCLEAN_WORDS,
} from '../plan/drift/words.ts';
import { wrap } from '../shared/text/index.ts';
import { plural } from '../ui/text/format.ts';

const LEAST = 50;
const MARKS: Readonly<Record<Verdict, string>> = { done: '✓', partly: '◐', not: '○' };
/** Rows of lists that may be long; --json holds all. */
const MOST_UNPLANNED = 30;
const MOST_COMMITS = 3;

/** What `--tick` did to the file. */
export interface Ticking {
  readonly boxes: number;
  readonly steps: readonly string[];
}

export interface DriftAsked {
  /** Percent of match. */
  readonly least: number;
  /** Whether coverage is looked at. */
  readonly coverage: boolean;
  readonly ticked?: Ticking | undefined;
}

/** How far the code followed the plan, step by step; below a step what is not there, and the commits that worked on it. */
export function driftText(
  found: PlanDrift,
  { least, coverage, ticked }: DriftAsked,
  columns: number,
): string {
  const width = Math.max(LEAST, columns);
  const { title, since, steps, match } = found;
  const done = steps.filter(step => step.verdict === 'done').length;
  return `${[
    ...wrap(
      `“${title}”: ${percentOf(match)} % match (${least} % asked), ${done} of ${plural(steps.length, 'step')} done`,
      width,
    ),
    `  the work tree against ${sinceWords(since)}`,
    ...(found.unclean ? indent(UNCLEAN_WORDS, width, 2, 4) : []),
    ...indent(matchWords(found.parts), width, 2, 4),
    '',
    ...steps.flatMap((step, i) => stepLines(step, i, width)),
    ...testLines(found, width),
    ...documentLines(found, width),
    ...(coverage ? coverageLines(found, width) : []),
    ...unplannedLines(found, width),
    ...besideLines(found, width),
    ...securityLines(found, width),
    ...rollbackLines(found, width),
    ...tickedLines(ticked, found.path, width),
  ].join('\n')}\n`;
}

function stepLines(step: StepDrift, index: number, width: number): string[] {
  const shown = step.commits.slice(-MOST_COMMITS);
  const more = step.commits.length - shown.length;
  return [
    ...indent(`${MARKS[step.verdict]} ${index + 1}. ${step.title}`, width, 2, 7),
    ...step.items.filter(item => !item.done).flatMap(item => itemLines(item, width)),
    ...shown.flatMap(({ sha, subject }) => indent(`commit ${sha.slice(0, 7)} ${subject}`, width, 7, 9)),
    ...(more > 0 ? [`       … ${plural(more, 'earlier commit')}`] : []),
  ];
}

function testLines({ tests, steps }: PlanDrift, width: number): string[] {
  const away = tests.files.filter(item => !item.done);
  // What a step names was said there.
  const said = new Set(steps.flatMap(step => step.items.map(item => item.path)));
  if (tests.files.length + tests.cases.length === 0) return [];
  const found = tests.cases.filter(entry => entry.found).length;
  return [
    '',
    tests.files.length > 0
      ? `Tests: ${tests.files.length - away.length} of ${plural(tests.files.length, 'planned file')} as planned`
      : 'Tests',
    ...away.filter(item => !said.has(item.path)).flatMap(item => itemLines(item, width)),
    ...(tests.cases.length > 0
      ? [`  Cases, by the words of test names: ${found} of ${tests.cases.length} found`]
      : []),
    ...tests.cases.flatMap(entry => [
      ...indent(`${entry.found ? '✓' : '○'} ${entry.text}`, width, 2, 4),
      ...indent(nearestWords(entry) ?? 'not found', width, 7, 9),
    ]),
  ];
}

function coverageLines({ coverage }: PlanDrift, width: number): string[] {
  const said = coverageWords(coverage);
  return said.length === 0 ? [] : ['', 'Coverage', ...said.flatMap(line => indent(line, width, 2, 4))];
}

function documentLines({ documents }: PlanDrift, width: number): string[] {
  if (documents.length === 0) return [];
  const away = documents.filter(item => !item.done);
  return [
    '',
    `Documents: ${documents.length - away.length} of ${documents.length} as planned`,
    ...away.flatMap(item => itemLines(item, width)),
  ];
}

function unplannedLines({ unplanned }: PlanDrift, width: number): string[] {
  if (unplanned.length === 0) return [];
  const shown = unplanned.slice(0, MOST_UNPLANNED);
  return [
    '',
    `Unplanned: ${plural(unplanned.length, 'file')}`,
    ...shown.flatMap(({ path, fate }) => indent(`${fate.padEnd(8)}  ${path}`, width, 2, 12)),
    ...(unplanned.length > shown.length
      ? [`  … ${unplanned.length - shown.length} more: --json lists all`]
      : []),
  ];
}

/** Only what lowers the match is told by name: the rest is the implementer's, and --json holds it. */
function besideLines({ alsoChanged }: PlanDrift, width: number): string[] {
  const files = alsoChanged
    .map(({ path, symbols }) => ({ path, symbols: symbols.filter(symbol => symbol.counts) }))
    .filter(({ symbols }) => symbols.length > 0);
  if (files.length === 0) return [];
  return [
    '',
    'Changed in planned files, but not named in the plan',
    ...files.flatMap(({ path, symbols }) =>
      indent(`${path}: ${symbols.map(besideWords).join(', ')}`, width, 2, 4),
    ),
  ];
}

function securityLines({ security }: PlanDrift, width: number): string[] {
  if (security.length === 0) return [];
  const shown = security.filter(entry => entry.verdict === 'done').length;
  return [
    '',
    `Security: of ${plural(security.length, 'statement')} ${shown} ${shown === 1 ? 'stands' : 'stand'} on a finished step`,
    ...security.flatMap(({ text, verdict, stepId, evidence }) => [
      ...indent(`${MARKS[verdict]} ${text}`, width, 2, 4),
      ...(stepId === undefined ? ['       no step is named that does it'] : []),
      ...evidence.flatMap(proof => indent(evidenceWords(proof), width, 7, 9)),
    ]),
  ];
}

const WAYS = { possible: '✓', harder: '◐', gone: '✗', 'not-begun': '○' } as const;
function rollbackLines({ rollback }: PlanDrift, width: number): string[] {
  if (rollback.length === 0) return [];
  return [
    '',
    'Rollback',
    ...rollback.flatMap(({ title, verdict, because }) => [
      ...indent(`${WAYS[verdict]} ${title}: ${ROLLBACK_WORDS[verdict]}`, width, 2, 4),
      ...because.flatMap(reason => indent(reason, width, 7, 9)),
    ]),
  ];
}

function tickedLines(ticked: Ticking | undefined, path: string, width: number): string[] {
  if (!ticked) return [];
  return [
    '',
    ...wrap(
      ticked.boxes === 0
        ? 'Ticked nothing: every box of a finished step is ticked already, or none is finished.'
        : `Ticked ${counted(ticked.boxes, 'check box', 'check boxes')} of ${plural(ticked.steps.length, 'finished step')} in ${path}`,
      width,
    ),
  ];
}

function itemLines(item: DriftItem, width: number): string[] {
  return indent(`${itemWords(item)}: ${item.found ?? ''}`, width, 7, 9);
}

/** The first line `by` columns in, the others `rest`. */
function indent(text: string, width: number, by: number, rest: number): string[] {
  return wrap(text, width - rest).map((line, i) => ' '.repeat(i === 0 ? by : rest) + line);
}

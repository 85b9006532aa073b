import type { CaseDrift, DriftItem, PlanDrift } from '../../../plan/drift/model.ts';
import {
  besideWords,
  coverageWords,
  itemWords,
  nearestWords,
  placeWords,
  ROLLBACK_WORDS,
  UNCLEAN_WORDS,
} from '../../../plan/drift/words.ts';
import type { Tone } from '../../../theme/index.ts';
import { once } from '../../memo.ts';
import { plural } from '../../text/format.ts';
import { sentence } from '../../text/inline.ts';
import { type Line, t, wrap } from '../../text/line.ts';
import { MARK, WAY } from './entries.ts';
import { driftEntries } from './state.ts';

/** A row of the details; where it stands for a place, that opens in the editor. */
export interface DetailRow {
  readonly line: Line;
  readonly place?: { readonly path: string; readonly line: number };
}

const LEAST = 20;

/** The details of the chosen entry, laid out for a width; kept as long as the drift is. */
export const detailRows = once((drift: PlanDrift) =>
  once((columns: number) => once((selected: number) => rowsOf(drift, Math.max(LEAST, columns), selected))),
);

function rowsOf(drift: PlanDrift, columns: number, selected: number): readonly DetailRow[] {
  const entry = driftEntries(drift)[selected];
  if (!entry) return say('The plan names no step, and nothing else that could be looked for.', columns);
  switch (entry.kind) {
    case 'step':
      return [...stepRows(drift, entry.index, columns), ...besideStep(drift, entry.index, columns)];
    case 'tests':
      return testRows(drift, columns);
    case 'documents':
      return drift.documents.flatMap(item => itemRows(item, columns));
    case 'coverage':
      return coverageRows(drift, columns);
    case 'security':
      return securityRows(drift, columns);
    case 'rollback':
      return rollbackRows(drift, columns);
    case 'unplanned':
      return unplannedRows(drift, columns);
  }
}

const gap: DetailRow = { line: [] };

function heading(text: string): DetailRow {
  return { line: [t(text, 'heading')] };
}

function say(text: string, columns: number, tone: Tone = 'muted'): readonly DetailRow[] {
  return wrap(sentence(text, { tone }), columns).map(line => ({ line }));
}

/** A wrapped line whose first row stands for a place. */
function placed(line: Line, columns: number, hang: number, place?: DetailRow['place']): readonly DetailRow[] {
  return wrap(line, columns, [t(' '.repeat(hang))]).map((row, i) =>
    i === 0 && place ? { line: row, place } : { line: row },
  );
}

function stepRows(drift: PlanDrift, index: number, columns: number): readonly DetailRow[] {
  const step = drift.steps[index];
  if (!step) return [];
  const missing = step.items.filter(item => !item.done);
  const done = step.items.filter(item => item.done);
  return [
    ...placed([MARK[step.verdict], ...sentence(`${index + 1}. ${step.title}`, { bold: true })], columns, 2),
    gap,
    ...(step.items.length === 0
      ? say('The step names no file and no symbol that could be looked for.', columns)
      : []),
    ...(missing.length > 0
      ? [heading('Not there'), ...missing.flatMap(item => itemRows(item, columns)), gap]
      : []),
    ...(done.length > 0 ? [heading('There'), ...done.flatMap(item => itemRows(item, columns)), gap] : []),
    ...(step.commits.length > 0
      ? [
          heading('Commits that touch its files'),
          ...step.commits.flatMap(({ sha, subject }) =>
            placed([t('  '), t(sha.slice(0, 7), 'symbol'), t(` ${subject}`)], columns, 10),
          ),
          gap,
        ]
      : []),
  ];
}

function itemRows(item: DriftItem, columns: number): readonly DetailRow[] {
  const half = !item.done && item.instead !== undefined;
  const mark = item.done ? MARK.done : half ? MARK.partly : MARK.not;
  const line: Line = [
    t('  '),
    mark,
    ...words(item),
    ...(item.found === undefined ? [] : [t(`  ${item.found}`, half ? 'attention' : 'muted')]),
  ];
  const path = item.instead ?? item.path;
  const gone =
    item.action === 'delete' ? item.done : item.found === 'it is not there' && item.kind === 'file';
  return placed(line, columns, 6, gone ? undefined : { path, line: item.line ?? 1 });
}

/** The path or name set off. */
function words(item: DriftItem): Line {
  const text = itemWords(item);
  const at = text.lastIndexOf(item.path);
  const before = text.slice(0, at);
  const name = item.name === undefined ? -1 : before.indexOf(item.name);
  return [
    ...(name < 0 || item.name === undefined
      ? [t(before, 'muted')]
      : [
          t(before.slice(0, name), 'muted'),
          t(item.name, 'symbol'),
          t(before.slice(name + item.name.length), 'muted'),
        ]),
    t(item.path, 'path'),
    // Of another path the line would be said of the wrong file.
    ...(item.line === undefined || item.instead !== undefined ? [] : [t(`:${item.line}`, 'faint')]),
  ];
}

/** What changed in the step's own files and nobody planned; all that did has an entry of its own in the list. */
function besideStep(drift: PlanDrift, index: number, columns: number): readonly DetailRow[] {
  const own = new Set(drift.steps[index]?.items.flatMap(({ path, instead }) => [path, instead ?? path]));
  const alsoChanged = drift.alsoChanged.filter(({ path }) => own.has(path));
  return alsoChanged.length === 0 ? [] : unplannedRows({ ...drift, unplanned: [], alsoChanged }, columns);
}

function unplannedRows(
  { unplanned, alsoChanged, unclean }: PlanDrift,
  columns: number,
): readonly DetailRow[] {
  const stars = alsoChanged.some(file => file.symbols.some(symbol => !symbol.counts));
  return [
    ...(unplanned.length > 0
      ? [
          heading(`Unplanned: ${plural(unplanned.length, 'file')}`),
          ...unplanned.flatMap(({ path, fate }) =>
            placed(
              [t('  '), t(`${fate.padEnd(8)} `, 'warning'), t(path, 'path')],
              columns,
              11,
              fate === 'deleted' ? undefined : { path, line: 1 },
            ),
          ),
        ]
      : []),
    ...(unclean && unplanned.length > 0 ? say(UNCLEAN_WORDS, columns, 'faint') : []),
    ...(unplanned.length > 0 && alsoChanged.length > 0 ? [gap] : []),
    ...(alsoChanged.length > 0
      ? [
          heading('Changed in planned files, but not named in the plan'),
          ...alsoChanged.flatMap(({ path, symbols }) => [
            { line: [t('  '), t(path, 'path')] },
            ...symbols.flatMap(symbol =>
              placed(
                [
                  t('    '),
                  t(besideWords(symbol), symbol.counts ? 'warning' : 'muted'),
                  ...(symbol.line === undefined ? [] : [t(`  :${symbol.line}`, 'faint')]),
                ],
                columns,
                6,
                symbol.line === undefined ? undefined : { path, line: symbol.line },
              ),
            ),
          ]),
          ...(stars
            ? [
                gap,
                ...say(
                  '* does not count: new, and no function or class that other files may use',
                  columns,
                  'faint',
                ),
              ]
            : []),
        ]
      : []),
  ];
}

function testRows({ tests }: PlanDrift, columns: number): readonly DetailRow[] {
  return [
    ...(tests.files.length > 0
      ? [heading('Test files'), ...tests.files.flatMap(item => itemRows(item, columns)), gap]
      : []),
    ...(tests.cases.length > 0
      ? [
          heading('Cases, by the words of test names'),
          ...tests.cases.flatMap(entry => caseRows(entry, columns)),
          gap,
          ...say('No test was run, and what a test asserts was not looked at.', columns, 'faint'),
        ]
      : []),
  ];
}

function caseRows(entry: CaseDrift, columns: number): readonly DetailRow[] {
  const { found, text, nearest } = entry;
  return [
    ...placed([t('  '), found ? MARK.done : MARK.not, ...sentence(text)], columns, 4),
    ...placed(
      [t('      '), t(nearestWords(entry) ?? 'not found', 'muted')],
      columns,
      6,
      nearest ? { path: nearest.path, line: nearest.line } : undefined,
    ),
  ];
}

function coverageRows({ coverage }: PlanDrift, columns: number): readonly DetailRow[] {
  const missed = coverage.kind === 'report' && coverage.enough === false;
  return [
    ...coverageWords(coverage).flatMap((text, i) => [
      ...placed([t(text, missed && i === 1 ? 'danger' : i === 0 ? 'text' : 'muted')], columns, 2),
    ]),
    ...(coverage.kind === 'report' && coverage.files.length > 0
      ? [
          gap,
          heading('Planned files, least covered first'),
          ...[...coverage.files]
            .sort((a, b) => a.share - b.share)
            .flatMap(({ path, share, covered, lines }) =>
              placed(
                [
                  t('  '),
                  t(`${String(Math.floor(share * 100)).padStart(3)} % `, share < 0.5 ? 'warning' : 'text'),
                  t(path, 'path'),
                  t(`  ${covered} of ${plural(lines, 'line')}`, 'faint'),
                ],
                columns,
                8,
                { path, line: 1 },
              ),
            ),
        ]
      : []),
  ];
}

function securityRows({ security }: PlanDrift, columns: number): readonly DetailRow[] {
  return security.flatMap(({ text, verdict, stepId, evidence }, i) => [
    ...(i > 0 ? [gap] : []),
    ...placed([MARK[verdict], ...sentence(text)], columns, 2),
    ...(stepId === undefined ? say('  No step is named that does it.', columns) : []),
    ...(stepId !== undefined && evidence.length === 0
      ? say('  Nothing of its step is there yet.', columns)
      : []),
    ...evidence.flatMap(proof =>
      placed([t('    '), t(placeWords(proof), 'path'), t(`  ${proof.what}`, 'muted')], columns, 6, {
        path: proof.path,
        line: proof.line ?? 1,
      }),
    ),
  ]);
}

function rollbackRows({ rollback }: PlanDrift, columns: number): readonly DetailRow[] {
  return rollback.flatMap(({ title, verdict, because }, i) => [
    ...(i > 0 ? [gap] : []),
    ...placed(
      [
        WAY[verdict],
        t(title, undefined, { bold: true }),
        t(`  ${ROLLBACK_WORDS[verdict]}`, verdict === 'gone' ? 'danger' : 'muted'),
      ],
      columns,
      2,
    ),
    ...because.flatMap(reason => placed([t('    '), t(reason, 'muted')], columns, 4)),
  ]);
}

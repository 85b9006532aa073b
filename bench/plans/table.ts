import { sharedSentences } from '../../src/plan/text-quality.ts';
import { type Judged, mean, type Score } from './judge.ts';

/** One plan, judged; `source` and its like are absent for goals that no commit answers. */
export interface Row extends Judged {
  readonly repository: string;
  readonly goal: string;
  readonly kind: string;
  readonly sha?: string;
  readonly failure?: undefined;
  readonly excerpts: number;
  readonly untrue: readonly string[];
  readonly blocks: number;
  readonly broken: readonly string[];
  readonly questions: number;
  readonly answered: readonly string[];
  readonly ms: number;
  readonly megabytes: number;
  readonly source?: Score;
  readonly test?: Score;
  readonly testsWanted?: number;
  readonly bm25?: Score;
  readonly ranking?: Score;
  /** Of goals that are planned on every repository. */
  readonly markdown?: string;
}

export interface FailedRow {
  readonly repository: string;
  readonly goal: string;
  readonly failure: string;
}

const percent = (share: number): string => (share * 100).toFixed(0);
const score = (s: Score): string => [s.precision, s.recall, s.f1].map(percent).join(' / ');

/** Means of scores, each goal the same weight. */
export function meanScore(scores: readonly Score[]): Score {
  return {
    precision: mean(scores.map(s => s.precision)),
    recall: mean(scores.map(s => s.recall)),
    f1: mean(scores.map(s => s.f1)),
  };
}

/** Shares (0–1) of sentences that stand in the plans for the same goal on two repositories, one a pair. */
export function sharedAcross(rows: readonly Row[]): readonly number[] {
  const shares: number[] = [];
  const plans = rows.filter(r => r.markdown !== undefined);
  for (const [i, a] of plans.entries())
    for (const b of plans.slice(i + 1))
      if (a.goal === b.goal && a.repository !== b.repository)
        shares.push(sharedSentences(a.markdown ?? '', b.markdown ?? '').share);
  return shares;
}

const present = <T>(values: readonly (T | undefined)[]): readonly T[] =>
  values.filter((v): v is T => v !== undefined);
const sum = (numbers: readonly number[]): number => numbers.reduce((all, n) => all + n, 0);
const median = (numbers: readonly number[]): number =>
  [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? 0;
const of = (part: number, whole: number): string => (whole === 0 ? '–' : `${part} of ${whole}`);
const share = (part: number, whole: number): string => (whole === 0 ? '–' : `${percent(part / whole)} %`);

/** Named files against those of the commit: of the plans, of plain BM25 and of the ranking with as many files each. */
export function filesTable(rows: readonly Row[]): string {
  const head = [
    '| repository | goals | sources P / R / F1 | BM25, as many files | ranking, as many files | tests P / R / F1 |',
    '|---|--:|--:|--:|--:|--:|',
  ];
  const line = (name: string, some: readonly Row[]): string => {
    const known = some.filter(r => r.source !== undefined);
    const tested = known.filter(r => (r.testsWanted ?? 0) > 0);
    const cells = [
      score(meanScore(present(known.map(r => r.source)))),
      score(meanScore(present(known.map(r => r.bm25)))),
      score(meanScore(present(known.map(r => r.ranking)))),
      tested.length === 0 ? '–' : score(meanScore(present(tested.map(r => r.test)))),
    ];
    return `| ${name} | ${known.length} | ${cells.join(' | ')} |`;
  };
  return [...head, ...byRepository(rows, line)].join('\n');
}

/** What holds of the plans themselves. */
export function textTable(rows: readonly Row[]): string {
  const head = [
    '| repository | plans | all checks passed | steps bound | quotes to the letter | code blocks that parse | questions, answered by the code | sentences said twice | longer than the budget | without anything concrete | seconds | MB |',
    '|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|',
  ];
  const line = (name: string, some: readonly Row[]): string => {
    const quotes = sum(some.map(r => r.excerpts));
    const blocks = sum(some.map(r => r.blocks));
    const cells = [
      of(some.filter(r => r.failed.length === 0).length, some.length),
      of(sum(some.map(r => r.bound)), sum(some.map(r => r.steps))),
      of(quotes - sum(some.map(r => r.untrue.length)), quotes),
      of(blocks - sum(some.map(r => r.broken.length)), blocks),
      `${sum(some.map(r => r.questions))}, ${sum(some.map(r => r.answered.length))}`,
      String(sum(some.map(r => r.repeated))),
      of(some.filter(r => r.length > 1).length, some.length),
      share(sum(some.map(r => r.vague)), sum(some.map(r => r.sentences))),
      (median(some.map(r => r.ms)) / 1000).toFixed(1),
      String(Math.max(0, ...some.map(r => r.megabytes))),
    ];
    return `| ${name} | ${some.length} | ${cells.join(' | ')} |`;
  };
  return [...head, ...byRepository(rows, line)].join('\n');
}

function byRepository(
  rows: readonly Row[],
  line: (name: string, some: readonly Row[]) => string,
): readonly string[] {
  const names = [...new Set(rows.map(r => r.repository))];
  const each = names.map(name =>
    line(
      name,
      rows.filter(r => r.repository === name),
    ),
  );
  return names.length > 1 ? [...each, line('**all**', rows)] : each;
}

/** One sentence each on the goals that the project set itself, with what was measured. */
export function goalsTable(rows: readonly Row[], failed: readonly FailedRow[]): string {
  const shares = sharedAcross(rows);
  const everywhere = new Set(rows.flatMap(r => (r.markdown === undefined ? [] : [r.goal])));
  const vague = sum(rows.map(r => r.vague)) / Math.max(1, sum(rows.map(r => r.sentences)));
  const passed = rows.filter(r => r.failed.length === 0).length;
  const answered = sum(rows.map(r => r.answered.length));
  const mark = (reached: boolean): string => (reached ? 'yes' : '**no**');
  const lines = [
    '| target | measured | reached |',
    '|---|---|---|',
    `| every plan passes its checks | ${passed} of ${rows.length + failed.length} | ${mark(passed === rows.length + failed.length)} |`,
    `| no question that the code answers | ${answered} of ${sum(rows.map(r => r.questions))} | ${mark(answered === 0)} |`,
    `| sentences with nothing concrete < 15 % | ${(vague * 100).toFixed(1)} % | ${mark(vague < 0.15)} |`,
  ];
  if (shares.length > 0) {
    const most = Math.max(...shares);
    lines.push(
      `| sentences shared by plans for one goal on two repositories < 20 % | mean ${(mean(shares) * 100).toFixed(1)} %, most ${(most * 100).toFixed(1)} % (${everywhere.size} goals, ${shares.length} pairs) | ${mark(most < 0.2)} |`,
    );
  }
  return lines.join('\n');
}

/** Goals whose plans named the wrong files, worst first: what to read. */
export function worst(rows: readonly Row[], most: number): string {
  const known = rows.filter(r => r.source !== undefined);
  return [...known]
    .sort((a, b) => (a.source?.f1 ?? 0) - (b.source?.f1 ?? 0))
    .slice(0, most)
    .map(r => `${percent(r.source?.f1 ?? 0).padStart(3)}  ${r.repository.padEnd(24)} ${r.goal}`)
    .join('\n');
}

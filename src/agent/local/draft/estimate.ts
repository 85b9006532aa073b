import { type Estimate, type Precedent, paceText } from '../../../domain/index.ts';
import type { Survey } from '../survey.ts';

/** What a step is expected to weigh. */
export interface StepSize {
  /** Lines written or changed, by guess from exemplars, templates or precedents. */
  readonly lines: number;
  readonly files: number;
  /** The code lies elsewhere, so nothing of this repository's history measures it. */
  readonly elsewhere?: boolean;
}

/**
 * Minutes to open, understand and save one file, and lines changed a minute. Measured: with these two the gaps between
 * consecutive commits of one author (2 to 120 minutes, the way of git-hours) are met within a third, at the median of each,
 * in seven of eleven public repositories (docs/benchmarks.md, “Estimates”).
 */
const MINUTES_A_FILE = 7;
const LINES_A_MINUTE = 2;
/** However a history looks, an estimate by it stays within these. */
const TEMPO = { least: 0.25, most: 4 } as const;

type ChangedFile = Precedent['files'][number];

const linesOfFile = (f: ChangedFile): number | undefined =>
  f.added === undefined || f.deleted === undefined ? undefined : f.added + f.deleted;

/** Lines that a commit changed, as far as they are known; undefined where none are. */
export function linesOf(p: Precedent): number | undefined {
  const known = p.files.map(linesOfFile).filter(n => n !== undefined);
  return known.length === 0 ? undefined : known.reduce((n, lines) => n + lines, 0);
}

/** Precedents to measure by: their lines are known, scored at least a third of the best, not sweeping. */
export function measuringPrecedents(survey: Survey): readonly Precedent[] {
  const best = survey.impact.precedents[0]?.score ?? 0;
  return survey.impact.precedents
    .filter(p => p.score >= best / 3 && p.files.length <= 40 && linesOf(p) !== undefined)
    .slice(0, 3);
}

/** Lines that an earlier, similar commit changed in one file; from history or a plain guess where there is none. */
export function linesInFile(survey: Survey, path: string): number {
  const own = survey.impact.precedents.flatMap(p => p.files.filter(f => f.today === path));
  const counts = own
    .map(linesOfFile)
    .filter(n => n !== undefined)
    .filter(n => n > 0);
  if (counts.length > 0) return median(counts);
  const other = measuringPrecedents(survey).flatMap(p => p.files.flatMap(f => linesOfFile(f) ?? []));
  if (other.length > 0) return Math.max(8, Math.min(60, median(other)));
  const usual = usualCommit(survey);
  return usual ? Math.max(8, Math.min(40, Math.round(usual.median / 2))) : 20;
}

/** Quartiles of fewer commits than this say nothing. */
const ENOUGH_COMMITS = 5;

function usualCommit({ history }: Survey) {
  const usual = history?.linesPerCommit;
  return usual && usual.commits >= ENOUGH_COMMITS ? usual : undefined;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? 0;
}

const round5 = (n: number): number => Math.max(5, Math.round(n / 5) * 5);

const UNKNOWN_TEMPO = { factor: 1, because: '' } as const;

/**
 * How much longer a commit took here than a file and a line do on average, and the words for it; 1 where the times of the
 * history say nothing.
 */
function tempoOf({ history }: Survey): { readonly factor: number; readonly because: string } {
  const tempo = history?.tempo;
  if (!tempo) return UNKNOWN_TEMPO;
  const usual = tempo.files * MINUTES_A_FILE + tempo.lines / LINES_A_MINUTE;
  const factor = Math.min(TEMPO.most, Math.max(TEMPO.least, tempo.minutes / Math.max(1, usual)));
  return {
    factor,
    because: `; ×${factor.toFixed(1)}: ${tempo.commits} commits here came ${tempo.minutes} min after their author's last, with ${count(tempo.lines, 'line')} in ${count(tempo.files, 'file')} (medians)`,
  };
}

/**
 * Minutes for a step: 7 a file plus a minute for 2 lines, times what the times of the repository's own commits make of
 * that, widened by how little is known: similar commits ×0.7–1.5, only a history ×0.6–1.8, no history (or that of other
 * code) ×0.5–2.2; all of it times the person's own pace.
 */
export function estimate(survey: Survey, size: StepSize): Estimate {
  const { pace } = survey;
  const tempo = size.elsewhere ? UNKNOWN_TEMPO : tempoOf(survey);
  const likely =
    (size.files * MINUTES_A_FILE + size.lines / LINES_A_MINUTE) * tempo.factor * (pace?.factor ?? 1);
  const similar = size.elsewhere ? [] : measuringPrecedents(survey);
  // What changed a few lines says nothing of how long a file of its own takes.
  const close = similar.filter(p => (linesOf(p) ?? 0) * SMALLER >= size.lines);
  const [low, high] =
    close.length > 0 ? [0.7, 1.5] : !size.elsewhere && usualCommit(survey) ? [0.6, 1.8] : [0.5, 2.2];
  const of = `about ${count(size.lines, 'line')} in ${count(size.files, 'file')}`;
  return {
    low: round5(likely * low),
    likely: round5(likely),
    high: Math.max(round5(likely * high), round5(likely * low) + 5),
    basis: `${of}; ${size.elsewhere ? 'this code has its history elsewhere, so the range is widest' : measure(survey, close, similar.length > 0)}${tempo.because}${pace ? `; ×${pace.factor.toFixed(1)}: ${paceText(pace)}` : ''}`,
  };
}

/** A precedent measures a step of at most so many times its own lines. */
const SMALLER = 5;

function measure(survey: Survey, close: readonly Precedent[], smaller: boolean): string {
  if (close.length > 0) {
    const list = close.map(p => `${p.sha.slice(0, 7)} (${count(linesOf(p) ?? 0, 'line')})`).join(', ');
    return `measured by ${list}`;
  }
  const history = survey.history;
  const usual = usualCommit(survey);
  if (usual)
    return `${smaller ? 'the similar commits are much smaller' : 'no similar commit'}; half of the newest ${usual.commits} commits change ${usual.q1}–${usual.q3} lines, so the range is wider`;
  if (history?.linesPerCommit)
    return `${count(history.linesPerCommit.commits, 'commit')} ${history.linesPerCommit.commits === 1 ? 'is' : 'are'} too few to measure by, so the range is widest`;
  if (history)
    return 'this clone does not hold the contents of earlier commits to measure by, so the range is widest';
  return 'there is no git history to measure by, so the range is widest';
}

export function count(n: number, noun: string): string {
  return `${n} ${noun}${n === 1 ? '' : 's'}`;
}

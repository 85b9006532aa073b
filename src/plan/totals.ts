import type { Estimate } from '../domain/index.ts';
import type { FileChange, Plan, Step } from './model.ts';

/** Whole minutes, low ≤ likely ≤ high. */
export interface Minutes {
  readonly low: number;
  readonly likely: number;
  readonly high: number;
}

export interface FileTotal {
  readonly action: FileChange['action'];
  readonly path: string;
  /** 1-based numbers of the steps that touch it, ascending. */
  readonly steps: readonly number[];
}

export interface TimelineRow extends Minutes {
  readonly part: Step['part'];
  /** 1-based numbers of the steps that count in it. */
  readonly steps: readonly number[];
}

export interface PlanTotals {
  readonly steps: number;
  readonly files: Readonly<Record<FileChange['action'], readonly FileTotal[]>>;
  readonly timeline: readonly TimelineRow[];
  readonly minutes: Minutes;
  readonly questions: { readonly open: number; readonly answered: number };
}

/** Order of the timeline's rows. */
export const parts: readonly Step['part'][] = ['setup', 'core', 'integration', 'testing', 'documentation'];

/** Rounds to whole minutes and puts the three numbers in order, so that sums are exact and ranges readable. */
export function wholeMinutes(estimate: Pick<Estimate, 'low' | 'likely' | 'high'>): Minutes {
  const low = Math.round(Math.min(estimate.low, estimate.likely, estimate.high));
  const high = Math.round(Math.max(estimate.low, estimate.likely, estimate.high));
  return { low, likely: Math.min(high, Math.max(low, Math.round(estimate.likely))), high };
}

function addMinutes(rows: readonly Minutes[]): Minutes {
  return rows.reduce<Minutes>(
    (sum, row) => ({ low: sum.low + row.low, likely: sum.likely + row.likely, high: sum.high + row.high }),
    { low: 0, likely: 0, high: 0 },
  );
}

/** What is true after all steps: a file that an earlier step creates stays "create" when later steps change it. */
function netAction(
  before: FileChange['action'] | undefined,
  next: FileChange['action'],
): FileChange['action'] {
  if (before === undefined) return next;
  if (before === 'create') return 'create';
  if (before === 'delete') return next === 'delete' ? 'delete' : 'modify';
  return next === 'delete' ? 'delete' : 'modify';
}

/** Every file that a step touches, once, with its net action; in order of first appearance. */
export function fileTotals(steps: readonly Step[]): PlanTotals['files'] {
  const byPath = new Map<string, { action: FileChange['action']; steps: number[] }>();
  steps.forEach((step, index) => {
    for (const file of step.files) {
      const known = byPath.get(file.path);
      if (!known) {
        byPath.set(file.path, { action: file.action, steps: [index + 1] });
        continue;
      }
      known.action = netAction(known.action, file.action);
      if (known.steps.at(-1) !== index + 1) known.steps.push(index + 1);
    }
  });
  const all = [...byPath].map(([path, total]) => ({ path, ...total }));
  const only = (action: FileChange['action']) => all.filter(total => total.action === action);
  return { create: only('create'), modify: only('modify'), delete: only('delete') };
}

export function timeline(steps: readonly Step[]): readonly TimelineRow[] {
  return parts.flatMap(part => {
    const numbers = steps.flatMap((step, index) => (step.part === part ? [index + 1] : []));
    if (numbers.length === 0) return [];
    const rows = steps.filter(step => step.part === part).map(step => wholeMinutes(step.estimate));
    return [{ part, steps: numbers, ...addMinutes(rows) }];
  });
}

/** Whether a question still stands open: unanswered or left open on purpose. */
export function isOpen(entry: Plan['questions'][number]): boolean {
  return entry.answer === undefined || entry.answer.kind === 'skipped';
}

/** Everything that is computed from the steps and stored nowhere, so that a plan cannot contradict itself. */
export function totals(plan: Plan): PlanTotals {
  const open = plan.questions.filter(isOpen).length;
  const rows = timeline(plan.steps);
  return {
    steps: plan.steps.length,
    files: fileTotals(plan.steps),
    timeline: rows,
    minutes: addMinutes(rows),
    questions: { open, answered: plan.questions.length - open },
  };
}

/** `25 min`, `2 h`, `2 h 10`. */
export function durationText(minutes: number): string {
  if (minutes < 60) return `${minutes} min`;
  const rest = minutes % 60;
  const hours = Math.floor(minutes / 60);
  return rest === 0 ? `${hours} h` : `${hours} h ${String(rest).padStart(2, '0')}`;
}

/** `25–40 min`, `25 min` where both ends are the same, `60–90 min`, `1 h 30 – 2 h 10` from two hours on. */
export function rangeText(minutes: Pick<Minutes, 'low' | 'high'>): string {
  const { low, high } = minutes;
  if (low === high) return durationText(low);
  if (high < 120) return `${low}–${high} min`;
  return `${durationText(low)} – ${durationText(high)}`;
}

/** Reads what `durationText` writes, and what people write: `2.5 hours`, `1h`, `90 minutes`, `2 h 10 min`. Minutes. */
export function parseDuration(text: string): number | undefined {
  const match =
    /^\s*(?:(\d+(?:\.\d+)?)\s*(?:h|hrs?|hours?)\b\.?)?\s*(?:(\d+)\s*(?:m|min|mins|minutes?)?\.?)?\s*$/i.exec(
      text,
    );
  if (!match || (match[1] === undefined && match[2] === undefined)) return undefined;
  if (match[1] === undefined && !/[a-z]/i.test(text)) return undefined;
  return Math.round(Number(match[1] ?? 0) * 60) + Number(match[2] ?? 0);
}

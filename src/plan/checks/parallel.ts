import type { Step } from '../model.ts';
import { type CheckFinding, type CheckInput, error, stepLine } from './input.ts';

/** How plans mark a step that runs beside others: `[P]`, `(parallel)`, "in parallel with step 3", `**Parallel:** yes`. */
const MARK = /\[P\]|\((?:in |can run in )?parallel\)/i;
const WITH =
  /\b(?:in parallel with|parallel (?:to|with)|alongside|at the same time as)\s+(?:steps?|tasks?)?\s*(T?\d+(?:\.\d+)*)/i;
const LABEL = /^\W*parallel\W*\s*(?:yes|true)\b/i;

interface Marked {
  readonly step: Step;
  readonly index: number;
  readonly line: number;
  /** Line of the heading under which it stands: marks count within a phase. */
  readonly phase: number;
  readonly marked: boolean;
  readonly beside?: number;
}

/** Steps that are marked to run side by side share no file. */
export function parallelFindings(input: CheckInput): readonly CheckFinding[] {
  const all = input.plan.steps.map((step, index) => markOf(input, step, index));
  return all.flatMap((one, i) =>
    all.slice(0, i).flatMap((other): readonly CheckFinding[] => {
      const together =
        (one.marked && other.marked && one.phase === other.phase) ||
        one.beside === other.index ||
        other.beside === one.index;
      if (!together) return [];
      const paths = new Set(other.step.files.map(file => file.path));
      const shared = one.step.files.find(file => paths.has(file.path));
      return shared
        ? [
            error(
              one.marked ? one.line : stepLine(input, one.step.id, shared.path),
              `Steps ${other.index + 1} and ${i + 1} are to run in parallel, and both change \`${shared.path}\`.`,
              'Let one come after the other.',
            ),
          ]
        : [];
    }),
  );
}

function markOf({ outline, lines, plan }: CheckInput, step: Step, index: number): Marked {
  const entry = outline.find(e => e.stepId === step.id);
  const line = entry?.line ?? 1;
  const text = lines[line - 1] ?? '';
  const body = lines.slice(line, Math.max(line, entry?.endLine ?? line));
  const named = [text, ...body].map(l => WITH.exec(l)?.[1]).find(Boolean);
  const beside = named === undefined ? -1 : besideOf(plan.steps, lines, outline, named);
  const phase = Math.max(0, ...outline.filter(e => e.stepId === undefined && e.line < line).map(e => e.line));
  return {
    step,
    index,
    line,
    phase,
    marked: MARK.test(text) || body.some(l => LABEL.test(l)),
    ...(beside < 0 ? {} : { beside }),
  };
}

/** Index of the step that is called so. */
function besideOf(
  steps: readonly Step[],
  lines: readonly string[],
  outline: CheckInput['outline'],
  name: string,
): number {
  const called = new RegExp(
    `(?:^|[\\s[(])(?:step |task |phase )?${name.replace(/\./g, '\\.')}(?:[\\s\\].:)]|$)`,
    'i',
  );
  const at = steps.findIndex(step => {
    const line = outline.find(e => e.stepId === step.id)?.line;
    return line !== undefined && called.test((lines[line - 1] ?? '').replace(/^[\s#*+-]+(?:\[.\]\s*)?/, ''));
  });
  return at;
}

import type { FileChange } from '../model.ts';
import { fileTotals } from '../totals.ts';
import { type Check, type CheckFinding, type CheckInput, error } from './input.ts';
import { readWritten } from './lists.ts';

/** 4. Files of the steps and of the summary are the same sets, and stated counts are true. */
export const summary: Check = {
  number: 4,
  name: 'Files summary',
  judge(input) {
    const { plan, markdown, own } = input;
    const { summary: lists } = readWritten(markdown, own);
    const steps = fileTotals(plan.steps);
    const totals = [...steps.create, ...steps.modify, ...steps.delete];
    const findings: CheckFinding[] = [...countFindings(input)];
    // Other hands may do without a summary, or list only what is new.
    if (lists.length === 0 && (!own || totals.length === 0))
      return { findings, applicable: findings.length > 0 };
    const listed = new Map(lists.flatMap(list => list.files.map(file => [file.path, file] as const)));
    const unsure = new Set(plan.steps.flatMap(step => step.files.flatMap(f => (f.unsure ? [f.path] : []))));
    const covered = (action: FileChange['action']) =>
      own || lists.some(list => list.action === action || list.action === undefined);
    for (const { path, action } of totals) {
      const entry = listed.get(path);
      const home = lists.find(list => list.action === action) ?? lists[0];
      if (entry?.action !== undefined && entry.action !== action && !unsure.has(path))
        findings.push(
          error(
            entry.line,
            `The summary lists \`${path}\` among the files to ${entry.action}, the steps ${action} it.`,
            `List it among the files to ${action}.`,
          ),
        );
      if (!entry && (covered(action) || (unsure.has(path) && lists.length > 1)))
        findings.push(
          error(
            home?.line ?? 1,
            `A step changes \`${path}\`, the summary does not list it.`,
            'Add it to the summary.',
          ),
        );
    }
    const inSteps = new Set(totals.map(total => total.path));
    for (const [path, { line }] of listed)
      if (!inSteps.has(path))
        findings.push(
          error(
            line,
            `The summary lists \`${path}\`, no step changes it.`,
            'Add it to a step, or take it out.',
          ),
        );
    for (const list of lists)
      if (list.stated !== undefined && list.stated !== list.files.length)
        findings.push(
          error(
            list.line,
            `“Files${list.action ? ` to ${list.action}` : ''}: ${list.stated}”, but ${list.files.length} are listed.`,
            `Write ${list.files.length}.`,
          ),
        );
    return { findings };
  },
};

/** Counts in the line below the title: `5 steps · files: 3 to create, 5 to modify · …`. */
function countFindings({ plan, lines, own }: CheckInput): readonly CheckFinding[] {
  if (!own) return [];
  const at = lines.findIndex(line => /^\d+ steps? · /.test(line));
  if (at < 0) return [];
  const said = lines[at] ?? '';
  const { create, modify, delete: remove } = fileTotals(plan.steps);
  const counts: readonly (readonly [RegExp, number, string])[] = [
    [/^(\d+) steps?\b/, plan.steps.length, 'steps'],
    [/(\d+) to create\b/, create.length, 'files to create'],
    [/(\d+) to modify\b/, modify.length, 'files to modify'],
    [/(\d+) to delete\b/, remove.length, 'files to delete'],
  ];
  return counts.flatMap(([pattern, count, what]) => {
    const stated = pattern.exec(said)?.[1] ?? (what === 'steps' ? undefined : '0');
    return stated === undefined || Number(stated) === count
      ? []
      : [error(at + 1, `The line of totals says ${stated} ${what}, there are ${count}.`, `Write ${count}.`)];
  });
}

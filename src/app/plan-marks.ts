import { resolve } from 'node:path';
import { allTicked, boxesUnder } from '../plan/boxes.ts';
import { type Marked, markDone, markStarted } from '../plan/mark-progress.ts';
import type { Times } from '../plan/times.ts';
import { clean } from '../shared/text/index.ts';
import type { Storage } from '../storage/port.ts';
import { type OpenPlan, openPlan } from './open-plan.ts';

/** What was done to a plan's file, in words; or why it was left as it is. */
export interface FileNote {
  /** Of the file, where something was changed: it may have been renamed since its step was started. */
  readonly path?: string;
  readonly changes: readonly string[];
  readonly unchanged?: string;
}

/** Says in the file that work has begun. */
export function noteStart(plan: OpenPlan, changePlan: Storage['changePlan']): Promise<FileNote> {
  return note(plan, markStarted, changePlan);
}

/** Ticks the step's boxes in the file. */
export async function noteDone(
  plan: OpenPlan,
  step: string,
  changePlan: Storage['changePlan'],
): Promise<FileNote> {
  const line = lineOf(plan, step);
  if (line === undefined) return { changes: [], unchanged: `The plan’s file has no step ${step} any more.` };
  const boxes = boxesUnder(plan.markdown, line);
  if (boxes.length === 0)
    return { changes: [], unchanged: `${step} has no box to tick in ${plan.timed.path}.` };
  return note(plan, text => markDone(text, line), changePlan);
}

async function note(
  { file, markdown, timed }: OpenPlan,
  mark: (text: string) => Marked,
  changePlan: Storage['changePlan'],
): Promise<FileNote> {
  // A file in which nothing has to change need not be ours to write.
  if (mark(markdown).changes.length === 0) return { changes: [] };
  let changes: readonly string[] = [];
  const changed = await changePlan(file, text => {
    const marked = mark(text);
    ({ changes } = marked);
    return marked.text;
  });
  return changed.ok ? { path: timed.path, changes } : { changes: [], unchanged: changed.error.message };
}

/** Line of the heading of a step, as the record calls it. */
function lineOf({ plan, stepLines }: OpenPlan, step: string): number | undefined {
  const found = plan.steps.find(({ id }) => id === step || clean(id).value === step);
  return found && stepLines.get(found.id);
}

/** Whether every box of the step is ticked. */
export function isTicked({ markdown, stepLines }: OpenPlan, step: string): boolean {
  const line = stepLines.get(step);
  return line !== undefined && allTicked(boxesUnder(markdown, line));
}

/** Whether a step is ticked, or said to be done. */
export function isDone(plan: OpenPlan, times: Times, step: string): boolean {
  const time = times.plans.get(plan.timed.key)?.steps.get(clean(step).value);
  return time?.end === 'done' || isTicked(plan, step);
}

/** Whether every step is done. */
export function isFinished(plan: OpenPlan, times: Times): boolean {
  const { steps } = plan.plan;
  return steps.length > 0 && steps.every(({ id }) => isDone(plan, times, id));
}

/** The file of a recorded plan: where it was last, else wherever in plans/ a file of its key lies. */
export async function findPlan(
  root: string,
  plans: Storage['plans'],
  key: string,
  path: string,
): Promise<OpenPlan | undefined> {
  const ofKey = (file: string) => {
    const opened = file === '' ? undefined : openPlan(root, root, resolve(root, file));
    return opened?.ok && opened.value.timed.key === key ? opened.value : undefined;
  };
  const there = ofKey(path);
  if (there) return there;
  for (const listed of await plans()) {
    const found = ofKey(listed.path);
    if (found) return found;
  }
  return undefined;
}

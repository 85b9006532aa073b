import { isAbsolute, relative, sep } from 'node:path';
import { instructionText, type OpenStep } from '../handover/instruction.ts';
import { realOrSame } from '../host/index.ts';
import { boxesUnder } from '../plan/boxes.ts';
import type { PlanDrift, StepDrift } from '../plan/drift/model.ts';
import { itemWords } from '../plan/drift/words.ts';
import { findStep } from '../plan/find-step.ts';
import { parseFrontMatter } from '../plan/front-matter.ts';
import type { Step } from '../plan/model.ts';
import { contentHash, sealState } from '../plan/seal.ts';
import type { Times } from '../plan/times.ts';
import { wholeMinutes } from '../plan/totals.ts';
import type { HandOverStep, HandOverWork } from '../session/hand-over.ts';
import { err, type Failure, failure, ok, type Result } from '../shared/result.ts';
import { clean, safeLine } from '../shared/text/index.ts';
import type { OpenPlan } from './open-plan.ts';
import { isDone } from './plan-marks.ts';

/** Why a plan is handed to nobody, whatever is open in it; undefined where it may be. */
export function handOverProblem(root: string, plan: OpenPlan): Failure | undefined {
  const { timed, file } = plan;
  const inside = relative(realOrSame(root), file).split(sep).join('/');
  if (isAbsolute(timed.path))
    return failure(
      'plan-outside',
      `A plan of this project was expected, but ${timed.path} lies outside of it.`,
      'Copy it into plans/ first: an implementer works in the project, and ticks the boxes of the file.',
    );
  if (inside !== timed.path || /[\n\r\t]/.test(inside))
    return failure(
      'plan-outside',
      `The name of ${timed.path} holds characters or words that cannot be told an implementer as they are.`,
      'Rename the file.',
    );
  return plan.own ? statusProblem(plan) : undefined;
}

function statusProblem({ plan, markdown, timed }: OpenPlan): Failure | undefined {
  if (plan.status === 'draft')
    return failure(
      'not-approved',
      `${timed.path} is a draft: nobody has approved it.`,
      `planner-tui resume ${timed.path} opens it; a approves it, with a reason where a check fails.`,
    );
  if (plan.status !== 'superseded') return undefined;
  const matter = parseFrontMatter(markdown);
  const by = matter.ok ? matter.value.superseded_by : undefined;
  const next = by === undefined ? undefined : safeLine(by);
  return failure(
    'superseded',
    `${timed.path} was replaced by ${next ?? 'another plan'}.`,
    next === undefined ? 'planner-tui plans lists them.' : `Hand that one over: planner-tui code ${next}`,
  );
}

export interface WorkFacts {
  readonly plan: OpenPlan;
  readonly times: Times;
  /** How far the code follows the plan; undefined where it cannot be told. */
  readonly drift: PlanDrift | undefined;
}

/** What is open and what an implementer is told of it. Failures: `no-steps`, `all-steps-done`, those of `findStep`. */
export function workOf(facts: WorkFacts, wanted: string | undefined): Result<HandOverWork> {
  const { plan: opened } = facts;
  const { plan, timed } = opened;
  const states = plan.steps.map(step => stateOf(step, facts));
  const open = states.filter(state => !state.done);
  if (states.length === 0)
    return err(
      failure(
        'no-steps',
        `A plan with steps was expected, but ${timed.path} has none.`,
        'docs/plan-format.md shows how steps are written.',
      ),
    );
  const only = wanted === undefined ? ok(undefined) : stepOf(opened, wanted, states);
  if (!only.ok) return only;
  if (open.length === 0 && !only.value) return err(allDone(timed.path));
  const doubtful = states.filter(({ done, verdict }) => done && nothingThere(verdict));
  const openIds = new Set(open.map(({ step }) => step.id));
  const said = (state: StepState): OpenStep => openStep(state, openIds);
  const work = {
    path: timed.path,
    title: timed.title,
    done: states.length - open.length,
    total: states.length,
  };
  const instruction = instructionText(
    clean({
      ...work,
      // One argument, but plain text: what stands in a plan must not end a line.
      path: pathWord(timed.path),
      title: safeLine(timed.title),
      open: open.map(said),
      doubtful: doubtful.map(({ step }) => step.id),
      ...(only.value ? { only: said(only.value) } : {}),
    }).value,
  );
  return ok({
    ...work,
    open: open.map(({ step, number }) => handOverStep(step, number)),
    ...(only.value ? { step: handOverStep(only.value.step, only.value.number) } : {}),
    instruction,
    seal: contentHash(opened.markdown),
    notices: noticesOf(opened, only.value, openIds),
  });
}

/** A path that begins with a dash would be an option. */
export function pathWord(path: string): string {
  return path.startsWith('-') ? `./${path}` : path;
}

interface StepState {
  readonly step: Step;
  readonly number: number;
  readonly done: boolean;
  readonly verdict: StepDrift | undefined;
}

function stateOf(step: Step, { plan, times, drift }: WorkFacts): StepState {
  const verdict = drift?.steps.find(({ id }) => id === step.id);
  const line = plan.stepLines.get(step.id);
  const boxes = line === undefined ? 0 : boxesUnder(plan.markdown, line).length;
  // Where there is no box to tick, the code alone can say it.
  const done = isDone(plan, times, step.id) || (boxes === 0 && verdict?.verdict === 'done');
  return { step, number: plan.plan.steps.indexOf(step) + 1, done, verdict };
}

/** Ticked, but nothing of what it names is in the code. */
function nothingThere(verdict: StepDrift | undefined): boolean {
  return verdict?.verdict === 'not' && verdict.items.length > 0;
}

function stepOf(opened: OpenPlan, wanted: string, states: readonly StepState[]): Result<StepState> {
  if (wanted.trim().toLowerCase() === 'next') {
    const first = states.find(({ done }) => !done);
    return first ? ok(first) : err(allDone(opened.timed.path));
  }
  const found = findStep(opened.plan, wanted);
  if (!found.ok) return found;
  const state = states.find(({ step }) => step === found.value);
  return state ? ok(state) : err(allDone(opened.timed.path));
}

function allDone(path: string): Failure {
  return failure(
    'all-steps-done',
    `Every step of ${path} is done already.`,
    `planner-tui drift ${path} says whether the code agrees; --step ID hands one over all the same.`,
  );
}

const CODE = { done: 'there', partly: 'partly', not: 'not' } as const;

function openStep({ step, number, verdict }: StepState, openIds: ReadonlySet<string>): OpenStep {
  const missing = verdict?.items.filter(item => !item.done).map(item => safeLine(itemWords(item))) ?? [];
  return {
    id: safeLine(step.id),
    number,
    title: safeLine(step.title),
    code: verdict && verdict.items.length > 0 ? CODE[verdict.verdict] : 'unknown',
    missing,
    verify: step.verify
      .filter(({ kind, text }) => kind === 'command' && !/[\r\n]/.test(text))
      .map(({ text }) => safeLine(text)),
    after: step.dependsOn.filter(id => openIds.has(id) && id !== step.id).map(id => safeLine(id)),
  };
}

function handOverStep(step: Step, number: number): HandOverStep {
  const { id, title } = clean({ id: safeLine(step.id), title: safeLine(step.title) }).value;
  return { id, number, title, estimate: wholeMinutes(step.estimate) };
}

function noticesOf(
  { markdown, own, timed }: OpenPlan,
  only: StepState | undefined,
  openIds: ReadonlySet<string>,
): readonly string[] {
  const before = only?.step.dependsOn.filter(id => openIds.has(id) && id !== only.step.id) ?? [];
  return [
    ...(own ? [] : [`${timed.path} is by other hands: planner-tui knows of no approval.`]),
    ...(sealState(markdown) === 'edited' ? [`${timed.path} was edited since it was approved.`] : []),
    ...(only?.done ? [`${safeLine(only.step.id)} is done already.`] : []),
    ...(before.length > 0
      ? [`${safeLine(only?.step.id ?? '')} builds on what is not done yet: ${safeLine(before.join(', '))}.`]
      : []),
  ];
}

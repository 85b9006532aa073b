import * as z from 'zod';
import { Critic, type GoalKind } from '../../domain/index.ts';
import { schemaOf } from '../tools/index.ts';
import { PlanEdit } from './edits.ts';
import { Cited } from './evidence.ts';
import { shapesOf } from './kinds/index.ts';
import { PlanDraft } from './plan-draft.ts';

export const FindingDraft = z.strictObject({
  topic: z.enum(['found', 'state', 'integration']),
  text: z.string().min(10).max(600).describe('One or two sentences; names in backticks'),
  sources: z.array(Cited).max(4).describe('Where you read it. Empty: an assumption'),
});

export const QuestionDraft = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{2,40}$/),
  text: z.string().min(8).max(300),
  why: z.string().min(8).max(400).describe('What you read that raises it'),
  evidence: z.array(Cited).max(3).default([]),
  choices: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,40}$/),
        label: z.string().min(1).max(160),
        consequence: z.string().min(1).max(300).describe('What it changes in the plan'),
      }),
    )
    .min(2)
    .max(5),
  recommended: z.string().describe('Id of a choice'),
  before_plan: z
    .boolean()
    .default(true)
    .describe('Whether the plan depends on it; else it is listed as open'),
});

export const ObjectionDraft = z.strictObject({
  critic: Critic,
  text: z.string().min(20).max(500).describe('What goes wrong, and in which case'),
  mend: z.string().min(10).max(300).describe('What should change in the plan'),
  step: z.string().optional().describe('Id of the step that it is about'),
  sources: z.array(Cited).max(3).default([]).describe('Where you read it'),
});

export const FinishPhase = z.strictObject({
  why: z.string().max(600).optional().describe('Of a second approach: what forbids one'),
});

export interface HandInSpec {
  readonly name: string;
  readonly description: string;
  readonly schema: Readonly<Record<string, unknown>>;
}

/**
 * All that a model can hand in. Every request offers all of them in this order, also where a phase takes only some: tools
 * stand before everything else in what a server caches, so that one more or less would cost the whole cache.
 */
export const HAND_INS = [
  {
    name: 'record_finding',
    description:
      'Research and analysis: records one thing that you learned, with where you read it. Gives its id, by which the plan can rest on it.',
    schema: schemaOf(FindingDraft),
  },
  {
    name: 'ask_question',
    description: 'Analysis: puts one open point to the person, with choices and the one that you recommend.',
    schema: schemaOf(QuestionDraft),
  },
  {
    name: 'finish_phase',
    description:
      'Ends research or analysis: what matters is recorded. Of a second approach: that there is none.',
    schema: schemaOf(FinishPhase),
  },
  {
    name: 'submit_plan',
    description: 'Planning: hands in the whole plan. What contradicts itself is refused with the reasons.',
    schema: schemaOf(PlanDraft),
  },
  {
    name: 'raise_objection',
    description:
      'Adverse reading alone: holds one thing against the plan, for the person to accept or reject.',
    schema: schemaOf(ObjectionDraft),
  },
  {
    name: 'edit_plan',
    description:
      'Revision: changes the plan that is there, addressed by step and section. What is not named stays as it is.',
    schema: schemaOf(PlanEdit),
  },
] as const satisfies readonly HandInSpec[];

/** The same for a kind of goal, which stays what it is for a whole session: plans of it have members of their own. */
export function handInsFor(kind: GoalKind): readonly HandInSpec[] {
  if (kind === 'feature') return HAND_INS;
  const { plan, edit } = shapesOf(kind);
  return HAND_INS.map(spec =>
    spec.name === 'submit_plan'
      ? { ...spec, schema: schemaOf(plan.asked) }
      : spec.name === 'edit_plan'
        ? { ...spec, schema: schemaOf(edit) }
        : spec,
  );
}

export type HandInName = (typeof HAND_INS)[number]['name'];

import * as z from 'zod';
import type { Plan, Step } from '../../plan/model.ts';
import { Claim, type Known, statementOf } from './claim.ts';
import { pathProblems, StepDraft } from './plan-draft.ts';

const Sentence = z.string().min(1);
const Id = z.string();

/** What a model changes of a plan that is there: addressed by step and section, all else stays as it is. */
export const PlanEdit = z.strictObject({
  replies: z
    .array(z.strictObject({ to: Sentence.describe('What was said, in its first words'), did: Sentence }))
    .default([])
    .describe('One for each thing that was said: what you did about it, or why not'),
  steps: z
    .array(
      z.discriminatedUnion('op', [
        z.strictObject({ op: z.literal('replace'), id: Id, step: StepDraft }),
        z.strictObject({
          op: z.literal('add'),
          after: Id.nullable().describe('null: first'),
          step: StepDraft,
        }),
        z.strictObject({ op: z.literal('remove'), id: Id }),
        z.strictObject({ op: z.literal('move'), id: Id, after: Id.nullable() }),
      ]),
    )
    .default([]),
  sections: z
    .strictObject({
      approach_summary: z.array(Claim).min(1).optional(),
      out_of_scope: z.array(Sentence).optional(),
      cases: z.array(z.strictObject({ text: Sentence, proves: z.array(z.string()).min(1) })).optional(),
      risks: z.array(z.strictObject({ text: Sentence, mitigation: Sentence })).optional(),
      performance: z.array(Claim).optional(),
      monitoring: z.array(Claim).optional(),
      next_steps: z.array(Sentence).optional(),
    })
    .default({})
    .describe('Whole sections anew, only those that change'),
});
export type PlanEdit = z.infer<typeof PlanEdit>;

/** What of an edit cannot be done, in words for whoever made it. */
export function editProblems(edit: PlanEdit, plan: Plan): readonly string[] {
  const ids = new Set(plan.steps.map(s => s.id));
  const requirements = new Set(plan.requirements.map(r => r.id));
  const missing = (id: string | null): readonly string[] =>
    id === null || ids.has(id) ? [] : [`there is no step ${id}; there are ${[...ids].join(', ')}`];
  const problemsOfOne = (one: PlanEdit['steps'][number]): readonly string[] => {
    switch (one.op) {
      case 'replace': {
        const found = missing(one.id);
        return one.step.id === one.id
          ? [...found, ...unserved(one.step, requirements)]
          : [...found, `${one.id} keeps its id; it was given as ${one.step.id}`];
      }
      case 'add': {
        const problems = [...missing(one.after), ...unserved(one.step, requirements)];
        if (ids.has(one.step.id)) problems.push(`${one.step.id} is there already`);
        ids.add(one.step.id);
        return problems;
      }
      case 'remove': {
        const problems = missing(one.id);
        ids.delete(one.id);
        return problems;
      }
      case 'move':
        return [...missing(one.id), ...missing(one.after)];
    }
  };
  return edit.steps.flatMap(one => [...problemsOfOne(one), ...('step' in one ? pathProblems(one.step) : [])]);
}

function unserved(step: StepDraft, requirements: ReadonlySet<string>): readonly string[] {
  // A plan by other hands may have none: then nothing can be served.
  if (requirements.size === 0) return [];
  return step.serves
    .filter(r => !requirements.has(r))
    .map(r => `${step.id} serves ${r}, which is no requirement`);
}

/**
 * The steps after an edit. A step that it does not name is the very same object, so that it is rendered to the same bytes;
 * only what it depended on and is gone is taken out of it.
 */
export async function editedSteps(
  steps: readonly Step[],
  edit: PlanEdit,
  made: (draft: StepDraft) => Promise<Step>,
): Promise<Step[]> {
  const out = [...steps];
  const at = (id: string | null): number => (id === null ? -1 : out.findIndex(s => s.id === id));
  for (const one of edit.steps) {
    switch (one.op) {
      case 'replace':
        out[at(one.id)] = await made(one.step);
        break;
      case 'add':
        out.splice(at(one.after) + 1, 0, await made(one.step));
        break;
      case 'remove':
        out.splice(at(one.id), 1);
        break;
      case 'move': {
        const [step] = out.splice(at(one.id), 1);
        if (step) out.splice(at(one.after) + 1, 0, step);
        break;
      }
    }
  }
  const ids = new Set(out.map(s => s.id));
  return out.map(step =>
    step.dependsOn.every(id => ids.has(id))
      ? step
      : { ...step, dependsOn: step.dependsOn.filter(id => ids.has(id)) },
  );
}

type Sections = Pick<Plan, 'outOfScope' | 'risks' | 'performance' | 'monitoring' | 'nextSteps'> & {
  readonly summary: Plan['approach']['summary'];
  readonly cases: Plan['tests']['cases'];
};

/** The sections that an edit writes anew, and no others. */
export function editedSections({ sections: s }: PlanEdit, known: Known): Partial<Sections> {
  const claims = (list: readonly Claim[]) => list.map(claim => statementOf(claim, known));
  return {
    ...(s.approach_summary ? { summary: claims(s.approach_summary) } : {}),
    ...(s.out_of_scope ? { outOfScope: s.out_of_scope } : {}),
    ...(s.risks ? { risks: s.risks } : {}),
    ...(s.performance ? { performance: claims(s.performance) } : {}),
    ...(s.monitoring ? { monitoring: claims(s.monitoring) } : {}),
    ...(s.next_steps ? { nextSteps: s.next_steps } : {}),
    ...(s.cases ? { cases: s.cases } : {}),
  };
}

import type { Answer, Feedback, GoalKind, Question } from '../../../domain/index.ts';
import type { Candidates } from '../../../plan/candidates.ts';
import { changeNote } from '../../../plan/change-note.ts';
import type { Plan, PlanQuestion } from '../../../plan/model.ts';
import { type MatchedPlaybook, matchPlaybooks } from '../../../playbooks/match.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import { playbookBlueprint, playbookSummary } from '../compose/blueprint.ts';
import { decideChoices, type OpenQuestion, obeys, openQuestions } from '../compose/choices.ts';
import type { Composing } from '../compose/composing.ts';
import { composing, scopeOf } from '../compose/context.ts';
import { needQuestions } from '../compose/needs.ts';
import { applyDirective } from '../feedback/apply.ts';
import type { Directive } from '../feedback/directive.ts';
import { readFeedback } from '../feedback/parse.ts';
import type { Shaped } from '../feedback/shaped.ts';
import { stemsOf } from '../stems.ts';
import type { Survey } from '../survey.ts';
import { assemble } from './assemble.ts';
import type { Blueprint } from './blueprint.ts';
import { choiceEffect } from './effects.ts';
import { genericBlueprint, genericSummary } from './generic.ts';
import { ownQuestions } from './own-questions.ts';
import type { DraftRecord } from './record.ts';
import { goalRequirements } from './requirements.ts';

/** Marks an answer that feedback gave, so that it is not taken for one of the round. */
const BY_FEEDBACK = 'by feedback';

/** Everything a draft needs beside the session's record. */
export interface Desk {
  readonly survey: Survey;
  readonly base: Composing;
}

export function deskOf(survey: Survey, record: DraftRecord, playbooks: readonly Playbook[]): Desk {
  return {
    survey,
    base: composing(
      survey,
      matchedFor(record, playbooks),
      record.startedAt,
      record.project.name,
      record.goal.kind,
    ),
  };
}

/** Playbooks of this kind of goal; a fix is planned from the code itself. */
export function matchedFor(record: DraftRecord, playbooks: readonly Playbook[]): readonly MatchedPlaybook[] {
  const ofKind = playbooks.filter(p => p.kinds.includes(record.goal.kind));
  return matchPlaybooks(ofKind, record.goal.text, stemsOf);
}

/** The questions to raise before anything is drafted, each choice with what it adds to the plan. */
export function questionsOf(desk: Desk, record: DraftRecord): readonly Question[] {
  const decided = decideChoices(desk.base, {}, new Map());
  if (!playbookBlueprint(decided, goalRequirements(desk.survey, record)))
    return needQuestions(decided, scopeOf(decided));
  return openQuestions(decided).map(open => withEffects(desk, record, open));
}

function withEffects(desk: Desk, record: DraftRecord, { question }: OpenQuestion): Question {
  const plans = question.choices.map(choice => ({
    choice,
    plan: shape(desk, record, {}, [], new Map([[question.id, choice.id]])).blueprint,
  }));
  return {
    ...question,
    choices: plans.map(({ choice, plan }) => {
      const effect = choiceEffect(
        plan,
        plans.map(p => p.plan),
      );
      return effect ? { ...choice, effect } : choice;
    }),
  };
}

/** The plan that the survey, the answers and the feedback make. Pure: the same arguments give the same plan. */
export function draftPlan(desk: Desk, record: DraftRecord): Plan {
  const plan = planWith(desk, record, record.answers, record.feedback);
  const before = record.earlier.at(-1);
  return before ? { ...plan, changes: notes(desk, record, before) } : plan;
}

/** The packages that the plan would choose among, by the answers and the feedback so far. */
export function candidatesFor(desk: Desk, record: DraftRecord): readonly Candidates[] {
  return shape(desk, record, record.answers, record.feedback, new Map()).blueprint.candidates;
}

function planWith(
  desk: Desk,
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  feedback: readonly Feedback[],
): Plan {
  const { blueprint, questions } = shape(desk, record, answers, feedback, new Map());
  return assemble(desk.survey, record, blueprint, questions, record.earlier.length + 1);
}

/** One note for each answer that changed and each piece of feedback that no earlier revision speaks of. */
function notes(desk: Desk, record: DraftRecord, before: Plan): Plan['changes'] {
  const told = new Set(record.earlier.flatMap(p => p.changes.map(c => c.because)));
  const said = (f: Feedback): string => `“${f.text}”`;
  const old = Object.fromEntries(
    before.questions.flatMap(q => (q.answer ? [[q.question.id, q.answer] as const] : [])),
  );
  const fresh = record.feedback.filter(f => !told.has(said(f)));
  const known = record.feedback.filter(f => told.has(said(f)));
  const out: Plan['changes'] = [];
  let answers: Readonly<Record<string, Answer>> = old;
  let last = planWith(desk, record, answers, known);
  for (const question of record.questions) {
    const answer = record.answers[question.id];
    const was = old[question.id];
    if (!answer || JSON.stringify(answer) === JSON.stringify(was)) continue;
    if (was?.kind === 'choice' && was.note === BY_FEEDBACK) continue;
    answers = { ...answers, [question.id]: answer };
    const next = planWith(desk, record, answers, known);
    out.push(changeNote(`Answer to “${question.text}”`, last, next));
    last = next;
  }
  const kept = [...known];
  for (const f of fresh) {
    kept.push(f);
    const inOrder = record.feedback.filter(x => kept.includes(x));
    const next = planWith(desk, record, answers, inOrder);
    out.push(changeNote(said(f), last, next));
    last = next;
  }
  return out;
}

/** Blueprint and questions after all answers and feedback. `forced` are choices tried out for their effect. */
function shape(
  desk: Desk,
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  feedback: readonly Feedback[],
  forced: ReadonlyMap<string, string>,
): Shaped {
  const goal = goalRequirements(desk.survey, record);
  const overrides = new Map(forced);
  const constraints = new Set<string>();
  const later: { readonly directive: Directive; readonly words: string }[] = [];
  for (const f of feedback) {
    const now = decideChoices({ ...desk.base, constraints }, answers, overrides);
    const context = {
      plan: record.earlier[f.revision - 1] ?? record.earlier.at(-1),
      questions: now.matched.flatMap(m =>
        m.playbook.questions.map(spec => ({ spec, choice: now.choices.get(spec.id) })),
      ),
    };
    for (const directive of readFeedback(f, context)) {
      if (directive.kind === 'choose') overrides.set(directive.questionId, directive.choiceId);
      else if (directive.kind === 'no-packages') {
        constraints.add('no-new-packages');
        // What was said last wins: choices made by earlier feedback yield where a rule knows a way without packages.
        for (const { spec } of context.questions) if (obeys(spec, constraints)) overrides.delete(spec.id);
      } else {
        // Who changes what a person waits for is known before the steps are bound: such a file is left out there.
        if (directive.kind === 'keep') constraints.add(`keep:${directive.what}`);
        later.push({ directive, words: f.text });
      }
    }
  }
  const decided = decideChoices({ ...desk.base, constraints }, answers, overrides);
  const blueprint = blueprintOf(desk.survey, decided, goal, record.goal.kind);
  const asked = planQuestions(record, answers, decided, overrides);
  let shaped: Shaped = { blueprint, questions: [...asked, ...ownQuestions(desk.survey, blueprint)] };
  for (const { directive, words } of later)
    if (directive.kind !== 'choose' && directive.kind !== 'no-packages')
      shaped = applyDirective(desk.survey, shaped, directive, words);
  return shaped;
}

function blueprintOf(
  survey: Survey,
  decided: Composing,
  goal: ReturnType<typeof goalRequirements>,
  kind: GoalKind,
): Blueprint {
  const known = decided.matched.length > 0 ? playbookBlueprint(decided, goal) : undefined;
  if (known)
    return { ...known, approach: { ...known.approach, summary: playbookSummary(decided, known.steps) } };
  const generic = genericBlueprint(survey, goal, kind, decided.stamp);
  return { ...generic, approach: { ...generic.approach, summary: genericSummary(survey, generic.steps) } };
}

function planQuestions(
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  decided: Composing,
  overrides: ReadonlyMap<string, string>,
): PlanQuestion[] {
  const specs = new Set(decided.matched.flatMap(m => m.playbook.questions.map(q => q.id)));
  return record.questions.flatMap((raised): PlanQuestion[] => {
    const override = overrides.get(raised.id);
    const given = answers[raised.id];
    const answer: Answer | undefined =
      override === undefined
        ? given
        : { kind: 'choice', questionId: raised.id, choiceId: override, note: BY_FEEDBACK };
    const choice = decided.choices.get(raised.id);
    const open = answer === undefined || answer.kind === 'skipped';
    const left = open || answer.kind === 'delegated';
    // Another answer made it pointless ("which worker?" where nothing waits): it is asked no more.
    if (answer === undefined && choice === undefined && specs.has(raised.id)) return [];
    const known = raised.choices.find(c => c.id === choice);
    const question = left && known ? { ...raised, recommended: known.id } : raised;
    const effect = open ? undefined : known?.consequence;
    return [{ question, ...(answer ? { answer } : {}), ...(effect ? { effect } : {}) }];
  });
}

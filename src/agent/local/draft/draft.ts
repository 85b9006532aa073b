import type { Answer, Feedback, Question } from '../../../domain/index.ts';
import type { Candidates } from '../../../plan/candidates.ts';
import { changeNote } from '../../../plan/change-note.ts';
import type { Plan, PlanQuestion } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import { type MatchedPlaybook, matchPlaybooks } from '../../../playbooks/match.ts';
import type { Playbook } from '../../../playbooks/model.ts';
import type { FeedbackPreview } from '../../../session/ports.ts';
import { bootstrapBlueprint, withoutProject } from '../bootstrap/blueprint.ts';
import { bootstrapQuestions, newProject } from '../bootstrap/wish.ts';
import { ciBlueprint } from '../ci/blueprint.ts';
import { playbookBlueprint, playbookSummary } from '../compose/blueprint.ts';
import { decideChoices, type OpenQuestion, openQuestions, questionsOfGoal } from '../compose/choices.ts';
import { type CitedPage, citedPages } from '../compose/cited.ts';
import type { Composing } from '../compose/composing.ts';
import { composing, scopeOf } from '../compose/context.ts';
import { needQuestions } from '../compose/needs.ts';
import { croBase, croBlueprint, croQuestions, withProof } from '../cro/index.ts';
import { withSeenPage } from '../cro/sight.ts';
import { decisionBlueprint } from '../decision/blueprint.ts';
import { readDecision } from '../decision/goal.ts';
import { playbooksOfDecision } from '../decision/topic.ts';
import { mostQuestion } from '../decision/turns.ts';
import { applyDirective, isActing } from '../feedback/apply.ts';
import {
  answersMeant,
  answersWithWords,
  BY_FEEDBACK,
  closeQuestions,
  decidedBy,
  sayFeedback,
  settleFeedback,
} from '../feedback/settle.ts';
import type { Shaped } from '../feedback/shaped.ts';
import { swapName } from '../feedback/swap.ts';
import { stemsOf } from '../stems.ts';
import type { Survey } from '../survey.ts';
import { assemble } from './assemble.ts';
import type { Blueprint } from './blueprint.ts';
import type { Desk } from './desk.ts';
import { choiceEffect } from './effects.ts';
import { fitted } from './fit.ts';
import { genericBlueprint, genericSummary } from './generic.ts';
import { goalQuestions } from './goal-questions.ts';
import { withSafetyNet } from './kinds.ts';
import { ownQuestions } from './own-questions.ts';
import type { DraftRecord } from './record.ts';
import { goalRequirements } from './requirements.ts';

export function deskOf(survey: Survey, record: DraftRecord, playbooks: readonly Playbook[]): Desk {
  const matched = matchedFor(record, playbooks);
  const base = composing(survey, matched, record.startedAt, record.project.name, record.goal.kind);
  return { survey, base: record.goal.kind === 'cro' ? croBase(base, matched) : base };
}

/** Playbooks of this kind of goal; a fix is planned from the code itself. */
export function matchedFor(record: DraftRecord, playbooks: readonly Playbook[]): readonly MatchedPlaybook[] {
  const ofKind = playbooks.filter(p => p.kinds.includes(record.goal.kind));
  if (record.goal.kind === 'cro')
    return ofKind.filter(p => p.name === 'cro').map(playbook => ({ playbook, because: undefined }));
  if (record.goal.kind === 'decision')
    return playbooksOfDecision(readDecision(record.goal.text), record.goal.text, ofKind);
  return matchPlaybooks(ofKind, record.goal.text, stemsOf);
}

/** Whether the playbooks that match find enough of what they know in this project to plan by, before any answer. */
export function isPlannedByPlaybook(desk: Desk, record: DraftRecord): boolean {
  if (desk.base.matched.length === 0) return false;
  const decided = decideChoices(desk.base, {}, new Map());
  return playbookBlueprint(decided, goalRequirements(desk.survey, record)) !== undefined;
}

/**
 * The questions to raise before anything is drafted, each choice with what it adds to the plan. `decidedBySides`: questions that
 * nobody is asked, because each of two approaches has its own answer.
 */
export function questionsOf(
  desk: Desk,
  record: DraftRecord,
  decidedBySides: ReadonlySet<string> = new Set(),
): readonly Question[] {
  if (record.goal.kind === 'bootstrap') return bootstrapQuestions(desk.survey, record);
  const decided = decideChoices(desk.base, {}, new Map());
  if (record.goal.kind === 'cro') return croQuestions(decided, record);
  if (desk.survey.decision) {
    const most = mostQuestion(decided, {});
    return [...openQuestions(decided).map(o => o.question), ...(most ? [most] : [])];
  }
  if (!playbookBlueprint(decided, goalRequirements(desk.survey, record)))
    return needQuestions(decided, scopeOf(decided));
  // A topic that has no place here, or stands there already, is left out of the plan: that must be seen.
  const left = needQuestions(decided, scopeOf(decided)).map(q => ({ ...q, asked: 'plan' as const }));
  const open = openQuestions(decided).filter(o => !decidedBySides.has(o.question.id));
  return [...open.map(one => withEffects(desk, record, one)), ...left];
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
  return fitted(before ? { ...plan, changes: notes(desk, record, before) } : plan);
}

/** The steps alone of the plan that would be drafted. Pure. */
export function draftSteps(desk: Desk, record: DraftRecord): Blueprint {
  return shape(desk, record, record.answers, record.feedback, new Map()).blueprint;
}

/** What is to be looked up before the plan is written, by the answers and the feedback so far. */
export interface LookedUp {
  /** The packages that it would choose among. */
  readonly candidates: readonly Candidates[];
  /** The pages that its sentences rest on. */
  readonly pages: readonly CitedPage[];
}

export function lookedUpFor(desk: Desk, record: DraftRecord): LookedUp {
  const { blueprint } = shape(desk, record, record.answers, record.feedback, new Map());
  const { candidates, playbooks, pages } = blueprint;
  // Playbooks that do not plan the work were heard all the same.
  return { candidates, pages: playbooks.length > 0 ? pages : citedPages(desk.base, false) };
}

function planWith(
  desk: Desk,
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  feedback: readonly Feedback[],
): Plan {
  const shaped = shape(desk, record, answers, feedback, new Map());
  const { blueprint, questions } = shaped;
  const seen = withSeenPage(record, desk.survey.page);
  const plan = assemble(desk.survey, seen, blueprint, questions, record.earlier.length + 1);
  const fresh =
    record.goal.kind === 'bootstrap' ? newProject(desk.survey, record, shaped.answers) : undefined;
  return fresh ? withoutProject(plan, fresh) : plan;
}

/** One note for each answer that changed and each piece of feedback that no earlier revision speaks of. */
function notes(desk: Desk, record: DraftRecord, before: Plan): Plan['changes'] {
  // What feedback answered is told by the feedback, and is gone where it was taken back.
  const old = Object.fromEntries(
    before.questions.flatMap(({ question, answer }) => {
      const byFeedback =
        answer?.kind === 'text'
          ? record.answers[question.id]?.kind !== 'text'
          : answer?.kind === 'choice' && answer.note === BY_FEEDBACK;
      const given = byFeedback ? record.answers[question.id] : answer;
      return given ? [[question.id, given] as const] : [];
    }),
  );
  const fresh = untold(record);
  const known = record.feedback.filter(f => !fresh.includes(f));
  const out: Plan['changes'] = [];
  let answers: Readonly<Record<string, Answer>> = old;
  let last = planWith(desk, record, answers, known);
  for (const question of record.questions) {
    const answer = record.answers[question.id];
    const was = old[question.id];
    if (!answer || JSON.stringify(answer) === JSON.stringify(was)) continue;
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
    const said = sayFeedback(settleFeedback(desk, record, answers, inOrder), f);
    const note = changeNote(quoteOf(f), last, next, said.otherwise);
    out.push({ ...note, what: [note.what, ...said.remarks].join(' ') });
    last = next;
  }
  return out;
}

/** What one more piece of feedback would do to the plan as it would be drafted now, in the words of its change note. */
export function foretell(desk: Desk, record: DraftRecord, feedback: Feedback): FeedbackPreview {
  const { answers } = record;
  const all = [...record.feedback, feedback];
  const before = planWith(desk, record, answers, record.feedback);
  const after = planWith(desk, record, answers, all);
  const said = sayFeedback(settleFeedback(desk, record, answers, all), feedback);
  const { what } = changeNote(quoteOf(feedback), before, after, said.otherwise);
  const known = new Set(before.questions.map(q => q.question.id));
  const open = after.questions.filter(q => !known.has(q.question.id) && RECORDED.test(q.question.id));
  const recorded = open.map(({ question }) => `Not acted on: ${question.why}`);
  return { what: [what, ...said.remarks, ...recorded].join(' '), understood: recorded.length === 0 };
}

/** Questions that stand for words which nothing was done about. */
const RECORDED = /^(?:feedback|asked)-/;

const quoteOf = (f: Feedback): string => `“${f.text}”`;

/** Feedback that no change note of an earlier revision speaks of; words given twice are told twice. */
function untold(record: DraftRecord): readonly Feedback[] {
  const told = record.earlier.flatMap(p => p.changes.map(c => c.because));
  return record.feedback.filter(f => {
    const at = told.indexOf(quoteOf(f));
    if (at >= 0) told.splice(at, 1);
    return at < 0;
  });
}

/** Blueprint and questions after all answers and feedback. `forced` are choices tried out for their effect. */
function shape(
  desk: Desk,
  record: DraftRecord,
  given: Readonly<Record<string, Answer>>,
  feedback: readonly Feedback[],
  forced: ReadonlyMap<string, string>,
): Shaped & { readonly answers: Readonly<Record<string, Answer>> } {
  const goal = goalRequirements(desk.survey, record);
  const { taken } = settleFeedback(desk, record, given, feedback);
  const answers = answersWithWords(record, given, taken);
  const meant = answersMeant(desk, record, answers);
  const { overrides, constraints, delegated } = decidedBy(
    desk,
    meant,
    taken,
    new Map([...record.picks, ...forced]),
  );
  const all = decideChoices({ ...desk.base, constraints }, meant, overrides);
  const decided = record.goal.kind === 'cro' ? withProof(all, meant, overrides) : all;
  const fresh =
    record.goal.kind === 'bootstrap' ? bootstrapBlueprint(desk.survey, record, goal, meant) : undefined;
  const blueprint = fresh ?? blueprintOf(desk.survey, decided, goal, { ...record, answers });
  const asked = planQuestions(record, answers, decided, overrides);
  let shaped: Shaped = {
    blueprint,
    questions: [
      ...asked,
      ...goalQuestions(record),
      ...(desk.survey.decision ? [] : ownQuestions(desk.survey, blueprint)),
    ],
  };
  const retained = new Set(taken.flatMap(t => (t.directive.kind === 'retain' ? t.directive.steps : [])));
  for (const { directive, words } of taken)
    if (isActing(directive)) shaped = applyDirective(desk.survey, shaped, directive, words, retained);
  return { ...shaped, questions: closeQuestions(shaped.questions, taken, delegated), answers };
}

function blueprintOf(
  survey: Survey,
  decided: Composing,
  goal: ReturnType<typeof goalRequirements>,
  record: DraftRecord,
): Blueprint {
  const { kind, title } = record.goal;
  if (kind === 'cro') return croBlueprint(decided, record, goal);
  const weighed = survey.decision ? decisionBlueprint(decided, goal, record.answers) : undefined;
  if (weighed) return weighed;
  const known = decided.matched.length > 0 ? playbookBlueprint(decided, goal) : undefined;
  if (known) {
    const summary = playbookSummary(decided);
    const called = withCalled({ ...known, approach: { ...known.approach, summary } }, title);
    return kind === 'refactoring' ? withSafetyNet(survey, called) : called;
  }
  // The address or the log stands in the goal's first words; what follows the colon is a wish of its own.
  if (survey.ci) return ciBlueprint(survey, survey.ci, goal.slice(1));
  const generic = genericBlueprint(survey, goal, kind, decided.stamp);
  return { ...generic, approach: { ...generic.approach, summary: genericSummary(survey, generic.steps) } };
}

/** A package that the goal calls for stands wherever the playbooks speak of their own. */
function withCalled(blueprint: Blueprint, title: string): Blueprint {
  return blueprint.candidates.reduce(
    (made, { taken, instead }) =>
      (taken === undefined || instead === undefined
        ? undefined
        : swapName(made, instead, taken, title, 'goal')) ?? made,
    blueprint,
  );
}

function planQuestions(
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  decided: Composing,
  overrides: ReadonlyMap<string, string>,
): PlanQuestion[] {
  const scope = scopeOf(decided);
  const specs = new Map(decided.matched.flatMap(m => m.playbook.questions.map(q => [q.id, q] as const)));
  const raised = record.questions.flatMap((raised): PlanQuestion[] => {
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
    if (answer === undefined && !holds(specs.get(raised.id)?.when, scope.test)) return [];
    const known = raised.choices.find(c => c.id === choice);
    const question = left && known ? { ...raised, recommended: known.id } : raised;
    const effect = open ? undefined : known?.consequence;
    return [{ question, ...(answer ? { answer } : {}), ...(effect ? { effect } : {}) }];
  });
  return [...raised, ...answeredByGoal(record, decided, overrides)];
}

/** What nobody was asked because the goal says it: shown as answered, with the words that do. */
function answeredByGoal(
  record: DraftRecord,
  decided: Composing,
  overrides: ReadonlyMap<string, string>,
): PlanQuestion[] {
  return questionsOfGoal(decided)
    .filter(({ question }) => !record.questions.some(q => q.id === question.id))
    .map(({ question, words }): PlanQuestion => {
      const choiceId = decided.choices.get(question.id) ?? question.recommended;
      const note = overrides.has(question.id) ? BY_FEEDBACK : `“${words}” in the goal`;
      const effect = question.choices.find(c => c.id === choiceId)?.consequence;
      const answer: Answer = { kind: 'choice', questionId: question.id, choiceId, note };
      return { question, answer, ...(effect ? { effect } : {}) };
    });
}

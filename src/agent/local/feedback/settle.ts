import type { Answer, Feedback } from '../../../domain/index.ts';
import type { PlanQuestion } from '../../../plan/model.ts';
import { decideChoices, obeys } from '../compose/choices.ts';
import { numbersSaid } from '../cro/said-numbers.ts';
import type { Desk } from '../draft/desk.ts';
import type { DraftRecord } from '../draft/record.ts';
import { answersInChoices } from './answers.ts';
import { type Settled, settle, type Taken } from './history.ts';
import { readFeedback } from './parse.ts';

/** Marks an answer that feedback gave, so that it is not taken for one of the round. */
export const BY_FEEDBACK = 'by feedback';

/**
 * The answers that a plan is computed from whose questions are the planner's own and no playbook's: what the goal says, then
 * what was answered, then what feedback says.
 */
export function answersWithWords(
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  taken: readonly Taken[],
): Readonly<Record<string, Answer>> {
  const { kind, text } = record.goal;
  if (kind !== 'cro' && kind !== 'bootstrap') return answers;
  const out: Record<string, Answer> = {};
  if (kind === 'cro')
    for (const said of numbersSaid(text).said)
      if (said.problem === undefined) out[said.questionId] = { ...said, kind: 'text' };
  Object.assign(out, answers);
  for (const { directive: d } of taken)
    if (d.kind === 'quantity') {
      if (d.problem === undefined)
        out[d.questionId] = { kind: 'text', questionId: d.questionId, text: d.text };
    } else if (d.kind === 'answer')
      out[d.questionId] = {
        kind: 'choice',
        questionId: d.questionId,
        choiceId: d.choiceId,
        note: BY_FEEDBACK,
      };
  return out;
}

/** What all feedback comes to: the directives that hold, and by feedback what became of the word before. */
export interface FeedbackSettled {
  readonly taken: readonly Taken[];
  readonly remarks: ReadonlyMap<string, readonly string[]>;
  /** Ids of feedback that only says that the plan is right. */
  readonly fine: ReadonlySet<string>;
}

interface Decided {
  readonly overrides: ReadonlyMap<string, string>;
  /** `no-new-packages`, and `keep:NAME` for what stays as it is. */
  readonly constraints: ReadonlySet<string>;
  /** Every open question is left to the planner. */
  readonly delegated: boolean;
}

/** Answers of the round as choices, those in free words too. */
export function answersMeant(
  desk: Desk,
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
): Readonly<Record<string, Answer>> {
  const specs = desk.base.matched.flatMap(m => m.playbook.questions);
  return answersInChoices(specs, record.questions, answers);
}

/** Choices and constraints that the directives make, in their order; `forced` choices come first. */
export function decidedBy(
  desk: Desk,
  answers: Readonly<Record<string, Answer>>,
  taken: readonly Taken[],
  forced: ReadonlyMap<string, string> = new Map(),
): Decided {
  const overrides = new Map(forced);
  const constraints = new Set<string>();
  let delegated = false;
  for (const { directive } of taken) {
    switch (directive.kind) {
      case 'choose':
        overrides.set(directive.questionId, directive.choiceId);
        break;
      case 'no-packages':
        constraints.add('no-new-packages');
        // What was said last wins: choices made by earlier feedback yield where a rule knows a way without packages.
        for (const { playbook } of decideChoices({ ...desk.base, constraints }, answers, overrides).matched)
          for (const spec of playbook.questions) if (obeys(spec, constraints)) overrides.delete(spec.id);
        break;
      case 'keep':
        // Who changes what a person waits for is known before the steps are bound: such a file is left out there.
        constraints.add(`keep:${directive.what}`);
        break;
      case 'delegate':
        delegated = true;
        break;
      default:
    }
  }
  return { overrides, constraints, delegated };
}

/** Reads all feedback in order, each piece on the revision that it was given on; a later word wins over an earlier one. */
export function settleFeedback(
  desk: Desk,
  record: DraftRecord,
  answers: Readonly<Record<string, Answer>>,
  feedback: readonly Feedback[],
): FeedbackSettled {
  let taken: readonly Taken[] = [];
  const remarks = new Map<string, readonly string[]>();
  const fine = new Set<string>();
  const meant = answersMeant(desk, record, answers);
  for (const f of feedback) {
    const { overrides, constraints } = decidedBy(desk, meant, taken);
    const now = decideChoices({ ...desk.base, constraints }, meant, overrides);
    const plan = record.earlier[f.revision - 1] ?? record.earlier.at(-1);
    const directives = readFeedback(f, {
      plan,
      earlier: record.earlier.slice(0, Math.max(0, f.revision - 1)),
      ...(plan ? { asked: plan.questions } : {}),
      questions: now.matched.flatMap(m =>
        m.playbook.questions.map(spec => ({ spec, choice: now.choices.get(spec.id) })),
      ),
    });
    const titleOf = (id: string): string =>
      record.earlier.flatMap(p => p.steps).find(s => s.id === id)?.title ?? id;
    const said: string[] = [];
    for (const directive of directives) {
      const settled: Settled = settle(taken, { from: f.id, words: f.text, directive }, titleOf);
      taken = settled.taken;
      said.push(...settled.remarks);
    }
    if (directives.every(d => d.kind === 'fine')) fine.add(f.id);
    remarks.set(f.id, [...new Set(said)]);
  }
  return { taken, remarks, fine };
}

/** What the change note says beside the steps: what was taken back or contradicted, and why nothing changed. */
export function sayFeedback(
  settled: FeedbackSettled,
  f: Feedback,
): { readonly remarks: readonly string[]; readonly otherwise: string | undefined } {
  const remarks = settled.remarks.get(f.id) ?? [];
  const directives = settled.taken.filter(t => t.from === f.id).map(t => t.directive);
  const own = directives.map(d => d.kind);
  const refused = directives.flatMap(d => (d.kind === 'quantity' ? (d.problem ?? []) : []));
  const otherwise = settled.fine.has(f.id)
    ? 'the plan stays as it is.'
    : own.some(kind => kind === 'delegate')
      ? 'every open question keeps its recommended choice, now as a decision; no step changed.'
      : own.some(kind => kind === 'quantity')
        ? refused.length > 0
          ? 'no number was taken.'
          : 'the experiment is computed anew; no step changed.'
        : undefined;
  return { remarks: [...remarks, ...refused], otherwise };
}

/** The questions of a plan with what feedback answered of them; those that no playbook asked have their own answers. */
export function closeQuestions(
  questions: readonly PlanQuestion[],
  taken: readonly Taken[],
  delegated: boolean,
): readonly PlanQuestion[] {
  const given = new Map(
    taken.flatMap(({ directive: d }) => (d.kind === 'answer' ? [[d.questionId, d.choiceId] as const] : [])),
  );
  return questions.map(q => {
    const { question } = q;
    const choiceId = given.get(question.id);
    const consequence = (id: string): { effect: string } | object => {
      const effect = question.choices.find(c => c.id === id)?.consequence;
      return effect ? { effect } : {};
    };
    if (choiceId !== undefined)
      return {
        question,
        answer: { kind: 'choice', questionId: question.id, choiceId, note: BY_FEEDBACK },
        ...consequence(choiceId),
      };
    const open = q.answer === undefined || q.answer.kind === 'skipped';
    return delegated && open
      ? {
          question,
          answer: { kind: 'delegated', questionId: question.id },
          ...consequence(question.recommended),
        }
      : q;
  });
}

import type { Answer, Choice, Question } from '../../../domain/index.ts';
import { roundQuestions } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import type { Model } from '../../model.ts';

/** What can be chosen: the question's own choices, then two that every question has. */
export type Option =
  | { readonly kind: 'choice'; readonly choice: Choice; readonly recommended: boolean }
  | { readonly kind: 'delegate' }
  | { readonly kind: 'text' };

export function optionsOf(question: Question): readonly Option[] {
  return [
    ...question.choices.map(choice => ({
      kind: 'choice' as const,
      choice,
      recommended: choice.id === question.recommended,
    })),
    { kind: 'delegate' },
    { kind: 'text' },
  ];
}

export function currentQuestion(model: Model, session: ActiveSession): Question | undefined {
  return roundQuestions(session)[model.questions.index];
}

/** Highlighted option: where the person moved it, else the earlier answer, else the recommended choice. */
export function highlightOf(model: Model, session: ActiveSession, question: Question): number {
  const options = optionsOf(question);
  const moved = model.questions.highlight[question.id];
  if (moved !== undefined) return Math.min(moved, options.length - 1);
  const answer = session.answers[question.id];
  const found = options.findIndex(o => {
    if (answer?.kind === 'delegated') return o.kind === 'delegate';
    if (answer?.kind === 'text') return o.kind === 'text';
    const id = answer?.kind === 'choice' ? answer.choiceId : question.recommended;
    return o.kind === 'choice' && o.choice.id === id;
  });
  return Math.max(0, found);
}

/** An answer in words, for the summary. */
export function answerText(question: Question, answer: Answer | undefined): string {
  const label = (id: string) => question.choices.find(c => c.id === id)?.label ?? id;
  switch (answer?.kind) {
    case 'choice':
      return answer.note ? `${label(answer.choiceId)} (${answer.note})` : label(answer.choiceId);
    case 'text':
      return answer.text;
    case 'delegated':
      return `decided for you: ${label(question.recommended)}`;
    case 'skipped':
      return `left open; the plan assumes: ${label(question.recommended)}`;
    case undefined:
      return 'not answered yet';
  }
}

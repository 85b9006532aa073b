import type { Answer, Question } from '../../../domain/index.ts';
import { roundQuestions } from '../../../session/selectors.ts';
import type { ActiveSession } from '../../../session/state.ts';
import { emptyField } from '../../field.ts';
import { actionOf } from '../../keymap.ts';
import { type Model, type Step, say, stay } from '../../model.ts';
import { goTo } from '../../places.ts';
import type { Key } from '../../term/key.ts';
import { atTop, scrollActionOf } from '../../widgets/scroll-view/state.ts';
import { openCommand } from '../pane-keys.ts';
import { currentQuestion, highlightOf, optionsOf } from './state.ts';

export function questionsKey(model: Model, session: ActiveSession, key: Key): Step {
  const action = actionOf(key, ['question']);
  const question = currentQuestion(model, session);
  if (action === 'close') return stay(goTo(model, 'workbench', session));
  if (action === 'command') return stay(openCommand(model));
  if (action === 'help') return stay({ ...model, overlay: { kind: 'help', scroll: atTop } });
  if (action === 'back') return move(model, session, model.questions.index - 1);
  if (action === 'forward') return move(model, session, model.questions.index + 1);
  if (!question) return summaryKey(model, session, key, action);
  // One answer at a time: a key pressed before the last one is on disk was not meant for the next question.
  if (model.questions.pending && (action === 'choose' || action === 'skip')) return stay(model);
  switch (action) {
    case 'next-pane':
    case 'previous-pane':
      return stay({
        ...model,
        questions: {
          ...model.questions,
          focus: model.questions.focus === 'question' ? 'evidence' : 'question',
        },
      });
    case 'up':
    case 'down': {
      if (model.questions.focus === 'evidence') return scrollEvidence(model, action);
      const count = optionsOf(question).length;
      const step = action === 'up' ? count - 1 : 1;
      return highlight(model, question, (highlightOf(model, session, question) + step) % count);
    }
    case 'page-up':
    case 'page-down':
      return scrollEvidence(model, action);
    case 'digit': {
      const index = Number(key.id) - 1;
      return index < optionsOf(question).length ? highlight(model, question, index) : stay(model);
    }
    case 'choose':
      return choose(model, session, question);
    case 'skip':
      return answer(model, session, { kind: 'skipped', questionId: question.id });
    case 'note': {
      const option = optionsOf(question)[highlightOf(model, session, question)];
      if (option?.kind !== 'choice') return ask(model, question);
      return stay({
        ...model,
        overlay: {
          kind: 'input',
          purpose: { kind: 'note', questionId: question.id, choiceId: option.choice.id },
          title: `Note to “${option.choice.label}”`,
          field: emptyField(model.questions.notes[question.id] ?? ''),
        },
      });
    }
    default:
      return stay(model);
  }
}

/** On the answers: Enter goes on, a digit goes back to that question, `s` leaves open what has no answer. */
function summaryKey(model: Model, session: ActiveSession, key: Key, action: string | undefined): Step {
  const round = roundQuestions(session);
  if (action === 'digit') {
    const index = Number(key.id) - 1;
    return index < round.length ? move(model, session, index) : stay(model);
  }
  if (action === 'choose')
    return [model, [{ type: 'dispatch', command: { type: 'submit-answers', rest: 'delegate' } }]];
  if (action === 'skip')
    return round.some(q => !session.answers[q.id])
      ? [model, [{ type: 'dispatch', command: { type: 'submit-answers', rest: 'leave' } }]]
      : stay(say(model, 'info', 'Every question has its answer.'));
  return action === 'up' ? move(model, session, model.questions.index - 1) : stay(model);
}

/** Goes to a question (or, past the last one, to the summary); nothing that was answered is lost. */
function move(model: Model, session: ActiveSession, index: number): Step {
  const next = Math.max(0, Math.min(index, roundQuestions(session).length));
  return stay({
    ...model,
    questions: { ...model.questions, index: next, evidence: atTop, focus: 'question', pending: undefined },
  });
}

function highlight(model: Model, question: Question, index: number): Step {
  const { questions } = model;
  return stay({
    ...model,
    questions: {
      ...questions,
      highlight: { ...questions.highlight, [question.id]: index },
      focus: 'question',
    },
  });
}

function scrollEvidence(model: Model, action: string): Step {
  const scroll = scrollActionOf(action);
  const { evidence } = model.questions;
  const step = scroll?.type === 'by' ? scroll.rows : scroll?.type === 'page' ? scroll.step * 8 : 0;
  return stay({
    ...model,
    questions: { ...model.questions, evidence: { top: Math.max(0, evidence.top + step) } },
  });
}

function choose(model: Model, session: ActiveSession, question: Question): Step {
  const option = optionsOf(question)[highlightOf(model, session, question)];
  if (!option) return stay(model);
  if (option.kind === 'text') return ask(model, question);
  if (option.kind === 'delegate')
    return answer(model, session, { kind: 'delegated', questionId: question.id });
  const note = model.questions.notes[question.id];
  const given: Answer = { kind: 'choice', questionId: question.id, choiceId: option.choice.id };
  return answer(model, session, note ? { ...given, note } : given);
}

function ask(model: Model, question: Question): Step {
  return stay({
    ...model,
    overlay: {
      kind: 'input',
      purpose: { kind: 'answer', questionId: question.id },
      title: 'Your answer',
      field: emptyField(),
    },
  });
}

/**
 * Gives an answer. When it is on disk the screen goes on (see `accepted`): to the next question that has none, after the
 * last one to the summary, which names what is still open.
 */
export function answer(model: Model, session: ActiveSession, given: Answer): Step {
  const round = roundQuestions(session);
  const { index } = model.questions;
  const later = round.findIndex((q, i) => i > index && q.id !== given.questionId && !session.answers[q.id]);
  const pending = {
    questionId: given.questionId,
    before: session.answers[given.questionId],
    to: later >= 0 ? later : round.length,
  };
  return [
    { ...model, overlay: undefined, questions: { ...model.questions, pending } },
    [{ type: 'dispatch', command: { type: 'answer', answer: given } }],
  ];
}

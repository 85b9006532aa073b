import type { Answer, Question } from '../../../domain/index.ts';
import { openQuestions } from '../compose/choices.ts';
import type { Composing } from '../compose/composing.ts';
import { caseOf, type DecisionCase, MOST, named } from './case.ts';

/** A fact or a weight under which another option is recommended. */
export interface Turn {
  readonly text: string;
  /** The criterion that turns it; absent where an answer does. */
  readonly criterion?: string;
}

type Answers = Readonly<Record<string, Answer>>;

/** The questions about facts that the topic's playbook asks and neither the goal nor the code answers. */
export function factQuestions(c: Composing): readonly Question[] {
  return openQuestions(c).map(o => o.question);
}

/** Everything single that would turn the recommendation: each criterion, and each other answer to each question. */
export function turnsOf(of: DecisionCase, answers: Answers): readonly Turn[] {
  return [...byCriteria(of), ...byAnswers(of, answers)];
}

function byCriteria({ rows, options, outcome }: DecisionCase): readonly Turn[] {
  return outcome.turns.flatMap(({ id, how, to }) => {
    const row = rows.find(r => r.id === id);
    const other = options[to];
    if (!row || !other) return [];
    const when =
      how === 'without'
        ? `${row.tag} (${row.title}) does not matter here`
        : `${row.tag} (${row.title}) counts twice`;
    return [{ text: `**${named(other)}** instead, when ${when}.`, criterion: id }];
  });
}

function byAnswers({ c, winner }: DecisionCase, answers: Answers): readonly Turn[] {
  return c.matched
    .flatMap(m => m.playbook.questions)
    .flatMap(spec => {
      const asked = factQuestions({ ...c, matched: c.matched }).find(q => q.id === spec.id);
      const now = c.choices.get(spec.id);
      return (asked?.choices ?? []).flatMap((choice): readonly Turn[] => {
        if (choice.id === now || !asked) return [];
        const other = caseOf({ ...c, choices: new Map([...c.choices, [spec.id, choice.id]]) }, answers);
        if (!other || other.winner.id === winner.id) return [];
        return [
          {
            text: `**${named(other.winner)}** instead, when the answer to “${asked.text}” is “${choice.label}”.`,
          },
        ];
      });
    });
}

/** The question which criterion counts most, with what each answer would recommend; none where they all agree. */
export function mostQuestion(c: Composing, answers: Answers): Question | undefined {
  const plain = caseOf(c, answers, undefined);
  if (!plain) return undefined;
  const apart = plain.rows.filter(r => r.best.length > 0 && r.best.length < plain.options.length);
  const turned = apart.flatMap(row => {
    const then = caseOf(c, answers, row.id);
    return then ? [{ row, then }] : [];
  });
  if (!turned.some(t => t.then.winner.id !== plain.winner.id)) return undefined;
  const same = `${named(plain.winner)} is recommended`;
  return {
    id: MOST,
    text: `What counts most for “${c.survey.goal.text.trim().split('\n')[0]?.slice(0, 80) ?? ''}”?`,
    why: 'The criteria disagree, and only who has to live with the decision knows which of them weighs more.',
    evidence: apart.flatMap(r => r.sources.filter(s => s.kind === 'file')).slice(0, 3),
    choices: [
      { id: 'alike', label: 'All alike', consequence: `${same}.` },
      ...turned.slice(0, 6).map(({ row, then }) => ({
        id: row.id,
        label: row.title,
        consequence:
          then.winner.id === plain.winner.id
            ? `It counts twice; still ${same}.`
            : `It counts twice: ${named(then.winner)} is recommended instead.`,
      })),
    ],
    recommended: 'alike',
    asked: 'round',
  };
}

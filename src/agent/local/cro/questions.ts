import type { Choice, Question } from '../../../domain/index.ts';
import { openQuestions } from '../compose/choices.ts';
import type { Composing } from '../compose/composing.ts';
import type { DraftRecord } from '../draft/record.ts';
import { numberQuestions } from './numbers.ts';
import { numbersSaid } from './said-numbers.ts';
import { ELSEWHERE, type PageSight } from './sight.ts';

/** What has to be known beside the code: which page, what counts as a success, and the numbers. */
export function croQuestions(c: Composing, record: DraftRecord): readonly Question[] {
  const sight = c.survey.page;
  const page = sight ? pageQuestion(sight, record) : [];
  if (!sight?.reading) return page;
  const all = openQuestions(c).filter(o => sight.url === undefined || o.question.id === 'cro-proof');
  const own = all.map(({ question }) => ({
    ...(sight.url === undefined ? question : ofThePage(question, c.project)),
    asked: 'plan' as const,
  }));
  // What the goal says is not asked; it stands among the answered questions of the plan.
  const said = new Set<string>(
    numbersSaid(record.goal.text).said.flatMap(s => (s.problem === undefined ? [s.questionId] : [])),
  );
  const numbers = numberQuestions().map(q => (said.has(q.id) ? { ...q, asked: 'plan' as const } : q));
  return [...page, metricQuestion(sight), ...numbers, ...own];
}

/** A question of the playbook, which speaks of the project, about a page that lies elsewhere. */
function ofThePage(question: Question, project: string): Question {
  const say = (text: string): string => text.replaceAll(`\`${project}\``, 'the page');
  return {
    ...question,
    text: say(question.text),
    why: say(question.why),
    evidence: [],
    choices: question.choices.map(c => ({ ...c, label: say(c.label), consequence: say(c.consequence) })),
  };
}

const MOST_PLACES = 4;

function pageQuestion(
  { place, others, sure, url, why, reading }: PageSight,
  record: DraftRecord,
): Question[] {
  if (url !== undefined || (sure && reading)) return [];
  const places = [...(place ? [place] : []), ...others].slice(0, MOST_PLACES);
  const choices = [
    ...places.map(
      (p, i): Choice => ({
        id: `page-${i + 1}`,
        label: p.path,
        consequence: `Its code is read, because ${p.because}; the plan is bound to its lines.`,
      }),
    ),
    {
      id: ELSEWHERE,
      label: 'It is not in this project',
      consequence: `Plan it by its address: plan:cro https://…; from ${record.project.name} nothing of it can be read.`,
    },
  ];
  return [
    {
      id: 'cro-page',
      text: 'Which page shall convert better?',
      why:
        why ??
        `“${record.goal.title}” fits several; say its file or its route, such as “/pricing”, in your own words.`,
      evidence: [{ kind: 'user', what: 'the goal, as given' }],
      choices,
      recommended: choices[0]?.id ?? ELSEWHERE,
      asked: 'round',
    },
  ];
}

function metricQuestion({ reading }: PageSight): Question {
  const [form] = reading?.forms ?? [];
  const call = reading?.calls.find(c => !c.sends);
  const choices = [
    ...(form
      ? [
          {
            id: 'form',
            label: `The form is sent and accepted${form.button ? ` (“${form.button}”)` : ''}`,
            consequence: 'Counted where the server says yes; a click is no success.',
          },
        ]
      : []),
    ...(call
      ? [
          {
            id: 'call',
            label: `The first call is followed (“${call.text}”)`,
            consequence: 'Counted at the link; near to the change, far from the money.',
          },
        ]
      : []),
    {
      id: 'later',
      label: 'A later step: activated, paid, stayed',
      consequence: 'Nearest to what the page is for; fewer events, so a longer run.',
    },
  ];
  return {
    id: 'cro-metric',
    text: 'Which step counts as the goal of this page?',
    why: 'One number decides; it has to be named before the first change.',
    evidence: reading ? [(form ?? call ?? reading).source] : [],
    choices,
    recommended: choices[0]?.id ?? 'later',
    asked: 'round',
  };
}

import type { Question } from '../../../domain/index.ts';
import type { PlanQuestion } from '../../../plan/model.ts';
import { contentWords, isVerb, stem } from '../words.ts';
import type { DraftRecord } from './record.ts';
import { clauses } from './requirements.ts';

/** What a goal itself leaves to be asked: its language, a single word, or two wishes that exclude each other. */
export function goalQuestions(record: DraftRecord): PlanQuestion[] {
  return [...languageQuestion(record), ...topicQuestion(record), ...contradiction(record)].map(question => ({
    question,
  }));
}

const GIVEN = [{ kind: 'user' as const, what: 'the goal, as given' }];

function languageQuestion({ words }: DraftRecord): Question[] {
  const { foreign, quote } = words;
  if (!foreign) return [];
  const known = foreign.understood.join(', ');
  return [
    {
      id: 'language',
      text: `Is “${foreign.understood.join(' ')}” what “${quote}” asks for?`,
      why: `The goal is in ${foreign.language}; the local planner reads English and understood ${known} of it.`,
      evidence: GIVEN,
      choices: [
        { id: 'yes', label: `Yes: ${known}`, consequence: 'The plan stays as it is.' },
        {
          id: 'no',
          label: 'No, or not only',
          consequence:
            'Say the goal in English, or name the files and functions that it is about; the plan is made anew.',
        },
      ],
      recommended: 'yes',
      asked: 'plan',
    },
  ];
}

/** "auth", "search", "faster": a topic, of which nothing says what shall become of it. */
function topicQuestion({ goal, words }: DraftRecord): Question[] {
  const said = contentWords(goal.text);
  const [topic] = said;
  if (
    words.foreign ||
    topic === undefined ||
    said.length > 1 ||
    isVerb(goal.text.trim().split(/\s+/)[0] ?? '')
  )
    return [];
  const word = goal.text.trim();
  return [
    {
      id: 'which-change',
      text: `What shall become of “${word}”?`,
      why: `The goal is one word; “${word}” names a topic and no change, so the plan assumes that it is to be built.`,
      evidence: GIVEN,
      choices: [
        {
          id: 'build',
          label: `It is built: what is missing of “${word}” is added`,
          consequence: 'The plan stays as it is.',
        },
        {
          id: 'better',
          label: `It is there and must get better`,
          consequence: `Say in one sentence what “${word}” does today and what it shall do.`,
        },
        {
          id: 'broken',
          label: 'It is there and fails',
          consequence: `Plan it as a fix: “fix ${word}: ” and what is seen.`,
        },
      ],
      recommended: 'build',
      asked: 'plan',
    },
  ];
}

const OPPOSITES: readonly (readonly [RegExp, RegExp])[] = [
  [
    /^(?:add|create|build|introduce|enable|keep|support|install|use|show|allow)$/,
    /^(?:remove|delete|drop|disable|avoid|stop|forbid|hide|prevent)$/,
  ],
  [/^(?:increase|raise|extend)$/, /^(?:decrease|lower|reduce|shorten)$/],
  [/^(?:merge|join|combine|unify)$/, /^(?:split|separate|divide|extract)$/],
];

interface Wish {
  readonly verb: string;
  readonly things: ReadonlySet<string>;
  readonly text: string;
}

/** Two clauses that ask for the opposite of the same thing: the later one is the safer reading, and it is asked. */
function contradiction({ goal, words }: DraftRecord): Question[] {
  if (words.foreign) return [];
  const wishes = clauses(goal.text)
    .flatMap(clause => clause.split(/,?\s+(?:but|and|yet|while|then)\s+|,\s+/))
    .map(wishOf);
  for (const [i, a] of wishes.entries())
    for (const b of wishes.slice(i + 1)) {
      const against = OPPOSITES.some(
        ([one, two]) => (one.test(a.verb) && two.test(b.verb)) || (two.test(a.verb) && one.test(b.verb)),
      );
      const smaller = Math.min(a.things.size, b.things.size);
      const same = [...a.things].filter(t => b.things.has(t)).length;
      if (against && smaller > 0 && same === smaller) return [exclusive(a.text, b.text)];
    }
  return [];
}

function wishOf(text: string): Wish {
  const not = /^(?:please\s+)?(?:do not|don['’]t|never|without|no)\s+(.+)$/i.exec(text.trim());
  const rest = not?.[1] ?? text.trim();
  const [first = ''] = rest.split(/\s+/);
  const verb = first.toLowerCase().replace(/ing$/, '');
  const said = not ? (OPPOSITES[0]?.[1].test(verb) ? 'keep' : 'remove') : verb;
  const things = new Set(
    contentWords(rest)
      .filter(w => w !== first.toLowerCase())
      .map(stem),
  );
  return { verb: said, things, text: text.trim() };
}

function exclusive(a: string, b: string): Question {
  return {
    id: 'contradiction',
    text: `Which of the two holds: “${a}” or “${b}”?`,
    why: `The goal asks for both, and “${b}” undoes what “${a}” does; the steps follow the first until this is answered.`,
    evidence: GIVEN,
    choices: [
      { id: 'first', label: `“${a}”`, consequence: `“${b}” is not done; the plan stays.` },
      {
        id: 'second',
        label: `“${b}”`,
        consequence: 'Say the goal with that part alone; the plan is made anew.',
      },
      {
        id: 'both',
        label: 'Both, of different things',
        consequence: 'Say which thing each is about; the plan is made anew.',
      },
    ],
    recommended: 'first',
    asked: 'plan',
  };
}

import type { Estimate } from '../../../domain/index.ts';
import type { Friction, FrictionId, PageReading } from '../../../research/page/model.ts';

interface Score {
  readonly value: number;
  readonly reason: string;
}

/** What a change of the page is believed to do, and by what evidence. */
export interface Hypothesis {
  /** `form-less`: stable, the name of its step. */
  readonly id: GroupId;
  readonly title: string;
  readonly frictions: readonly Friction[];
  /** What is changed, as an instruction. */
  readonly change: string;
  /** What is believed to follow. */
  readonly belief: string;
  /** Event or number that tells whether it did. */
  readonly measure: string;
  readonly impact: Score;
  readonly confidence: Score;
  readonly ease: Score;
  readonly score: number;
}

type GroupId = 'form-less' | 'form-help' | 'words' | 'one-call' | 'message' | 'trust' | 'load' | 'access';

interface Group {
  readonly id: GroupId;
  readonly of: readonly FrictionId[];
  readonly title: string;
  readonly belief: string;
  readonly measure: string;
  /** How sure the evidence is, and why. */
  readonly confidence: Score;
  impact(of: Impacting): Score;
}

interface Impacting {
  readonly frictions: readonly Friction[];
  count(id: FrictionId): number;
  readonly reading: PageReading;
}

/** What to do about each friction. */
const CHANGES: Readonly<Record<FrictionId, string>> = {
  'form-fields': 'keep the fields that the very next step needs, ask for the others later',
  'form-twice': 'ask once, and let people look at what they typed',
  'form-puzzle': 'show the puzzle after a refusal alone',
  'form-labels': 'give each field a `label` that stays',
  'form-types': 'set the type that the field means',
  'form-autocomplete': 'name what each field is in `autocomplete`',
  'form-button': 'let the button say what one gets',
  'calls-none': 'add one call to action that says what one gets',
  'calls-compete': 'keep one call loud, make the others plain links',
  'calls-vague': 'say in the link what comes next',
  'calls-late': 'move the first call in front of the long text',
  'heading-none': 'begin with one `h1` that says what is offered, and to whom',
  'heading-many': 'keep one `h1`',
  'heading-jump': 'put the headings into their order',
  'message-apart': 'take up the words of the title in the first heading',
  'message-empty': 'write title and description in the words by which people come',
  'trust-missing': 'put what you can prove (price, reviews, contact) beside the call',
  'trust-privacy': 'link the privacy policy where data is asked for',
  'load-blocking': 'load these scripts with `defer` or behind the first picture',
  'load-images': 'write width and height',
  'load-lazy': 'add `loading="lazy"` to pictures further down',
  'load-weight': 'make the heaviest files smaller or load them later',
  'third-party': 'ask of each foreign script who reads what it tells; take out the others',
  'view-port': 'add `meta name="viewport"`',
  'access-alt': 'write an `alt` for each picture, an empty one for ornaments',
  'access-names': 'give each link and button a name',
  'access-language': 'set `lang`',
  'access-contrast': 'darken the text to 4.5 : 1 or more',
};

const sum = (n: number, most: number): number => Math.min(most, n);

/** Frictions that one change takes away together. */
const GROUPS: readonly Group[] = [
  {
    id: 'form-less',
    of: ['form-fields', 'form-twice', 'form-puzzle'],
    title: 'Ask for less in the form',
    belief: 'more of those who begin the form finish it',
    measure: 'finished ÷ begun',
    confidence: { value: 7, reason: 'fields counted in the code' },
    impact: ({ count }) => {
      const over = Math.max(0, count('form-fields') - 4);
      const value = 5 + sum(over, 3) + (count('form-twice') > 0 ? 1 : 0);
      return { value, reason: `${over > 0 ? `${over} beyond four, ` : ''}met by all who begin` };
    },
  },
  {
    id: 'form-help',
    of: ['form-labels', 'form-types', 'form-autocomplete'],
    title: 'Let the form be filled in without guessing',
    belief: 'fewer entries are refused, and fewer people give up on a phone',
    measure: 'refused ÷ begun',
    confidence: { value: 8, reason: 'counted in the code; standards (HTML, WCAG) ask for it' },
    impact: ({ count, reading }) => {
      const fields = Math.max(1, ...reading.forms.map(f => f.fields));
      const share = Math.max(count('form-labels'), count('form-types'), count('form-autocomplete')) / fields;
      return {
        value: 3 + Math.round(sum(share, 1) * 4),
        reason: `${Math.round(sum(share, 1) * 100)} % of the fields`,
      };
    },
  },
  {
    id: 'one-call',
    of: ['calls-none', 'calls-compete', 'calls-late'],
    title: 'Lead to one call to action',
    belief: 'more of those who see the page follow the one call that matters',
    measure: 'called ÷ seen',
    confidence: { value: 6, reason: 'calls counted in the code, their looks not seen' },
    impact: ({ count }) =>
      count('calls-none') > 0
        ? { value: 9, reason: 'nobody can follow a call that is not there' }
        : {
            value: 5 + sum(Math.max(0, count('calls-compete') - 3), 3),
            reason:
              count('calls-compete') > 0
                ? `${count('calls-compete')} compete before all visitors`
                : 'late for all visitors',
          },
  },
  {
    id: 'words',
    of: ['form-button', 'calls-vague'],
    title: 'Say what comes next',
    belief: 'more people press what says what they get',
    measure: 'called ÷ seen',
    confidence: { value: 6, reason: 'words read in the code, not tested' },
    impact: ({ count }) => ({
      value: 4 + sum(count('form-button') * 2 + count('calls-vague'), 3),
      reason: count('form-button') > 0 ? 'the last thing before the goal' : 'on the way to the goal',
    }),
  },
  {
    id: 'message',
    of: ['message-apart', 'message-empty', 'heading-none', 'heading-many', 'heading-jump'],
    title: 'Say the same from the search to the heading',
    belief: 'fewer visitors leave at once',
    measure: 'left at once ÷ seen',
    confidence: { value: 5, reason: 'words compared, their sense was not' },
    impact: ({ count }) => {
      const first = count('message-apart') > 0 || count('heading-none') > 0;
      return first
        ? { value: 6, reason: 'read first by everybody' }
        : { value: 3, reason: 'concerns search results and readers of headings' };
    },
  },
  {
    id: 'trust',
    of: ['trust-missing', 'trust-privacy'],
    title: 'Show what speaks for you',
    belief: 'fewer people stop at the thought of what may happen',
    measure: 'finished ÷ seen',
    confidence: { value: 4, reason: 'an absence of words; pictures were not read' },
    impact: ({ count }) => ({
      value: 3 + sum(count('trust-missing'), 4) * 0.5 + count('trust-privacy') * 2,
      reason:
        count('trust-privacy') > 0
          ? 'where personal data is asked for'
          : `${count('trust-missing')} of six not found`,
    }),
  },
  {
    id: 'load',
    of: ['load-blocking', 'load-images', 'load-lazy', 'load-weight', 'third-party', 'view-port'],
    title: 'Show the page sooner and keep it still',
    belief: 'fewer people leave before they see anything',
    measure: 'left at once ÷ seen',
    confidence: { value: 7, reason: 'counted in the code, times not measured' },
    impact: ({ count }) => ({
      value:
        3 +
        sum(count('load-blocking'), 3) +
        (count('load-weight') > 0 ? 1 : 0) +
        (count('view-port') > 0 ? 2 : 0),
      reason: `${count('load-blocking')} blocking, ${count('load-images')} moving`,
    }),
  },
  {
    id: 'access',
    of: ['access-alt', 'access-names', 'access-language', 'access-contrast'],
    title: 'Let everybody read it',
    belief: 'people who see little, or use a reader, get to the goal as well',
    measure: 'finished ÷ seen',
    confidence: { value: 8, reason: 'computed from the code; WCAG 2.2 asks for it' },
    impact: ({ frictions }) => ({
      value:
        2 +
        sum(
          frictions.reduce((n, f) => n + f.count, 0),
          4,
        ) *
          0.5,
      reason: 'decides for some, not for most',
    }),
  },
];

/** Minutes of work make ease: each bound halves what is left of it. */
const EASE: readonly (readonly [number, number])[] = [
  [15, 10],
  [30, 9],
  [45, 8],
  [60, 7],
  [90, 6],
  [120, 5],
  [180, 4],
  [240, 3],
];

/** What may be changed, best first, by impact × confidence × ease. */
export function hypothesesOf(
  reading: PageReading,
  estimateOf: (frictions: readonly Friction[]) => Estimate | undefined,
): readonly Hypothesis[] {
  const found = GROUPS.flatMap((group): Hypothesis[] => {
    const frictions = reading.frictions.filter(f => group.of.includes(f.id));
    if (frictions.length === 0) return [];
    const count = (id: FrictionId): number =>
      frictions.filter(f => f.id === id).reduce((n, f) => n + f.count, 0);
    const impact = bounded(group.impact({ frictions, count, reading }));
    const blind = reading.unseen.some(text => /were not run|not read: /.test(text));
    const confidence = bounded(
      blind
        ? {
            value: group.confidence.value - 1,
            reason: `${group.confidence.reason}; a part of the page was not seen`,
          }
        : group.confidence,
    );
    const ease = easeOf(estimateOf(frictions), frictions);
    return [
      {
        id: group.id,
        title: group.title,
        frictions,
        change: [...new Set(frictions.map(f => CHANGES[f.id]))].join('; '),
        belief: group.belief,
        measure: group.measure,
        impact,
        confidence,
        ease,
        score: impact.value * confidence.value * ease.value,
      },
    ];
  });
  return found.sort(
    (a, b) =>
      b.score - a.score || GROUPS.findIndex(g => g.id === a.id) - GROUPS.findIndex(g => g.id === b.id),
  );
}

export function changeOf(friction: Friction): string {
  return CHANGES[friction.id];
}

function bounded({ value, reason }: Score): Score {
  return { value: Math.min(10, Math.max(1, Math.round(value))), reason };
}

function easeOf(estimate: Estimate | undefined, frictions: readonly Friction[]): Score {
  if (!estimate) {
    const places = frictions.reduce((n, f) => n + f.count, 0);
    return { value: places <= 3 ? 7 : places <= 8 ? 6 : 5, reason: `${places} places, code not here` };
  }
  const value = EASE.find(([minutes]) => estimate.likely <= minutes)?.[1] ?? 2;
  return { value, reason: `about ${estimate.likely} min` };
}

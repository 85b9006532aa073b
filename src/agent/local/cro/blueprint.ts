import type { Answer } from '../../../domain/index.ts';
import type { Requirement, SpecialSection, Step } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import type { MatchedPlaybook } from '../../../playbooks/match.ts';
import { playbookLabel, playbookSource } from '../../../playbooks/origin.ts';
import { fill } from '../../../playbooks/template.ts';
import type { PageReading } from '../../../research/page/model.ts';
import { takenApproach } from '../compose/approaches.ts';
import { questionsOfGoal } from '../compose/choices.ts';
import type { Composing } from '../compose/composing.ts';
import { scopeOf } from '../compose/context.ts';
import { type Blueprint, emptyBlueprint, said } from '../draft/blueprint.ts';
import { estimate } from '../draft/estimate.ts';
import type { DraftRecord } from '../draft/record.ts';
import { countingIn, switchingIn } from './analytics.ts';
import { hypothesesOf } from './hypotheses.ts';
import { endsInTime, numbersOf } from './numbers.ts';
import { croSections, type Design } from './sections.ts';
import { croSteps, linesFor, plannedOf } from './steps.ts';
import { eventsOf } from './tracking.ts';

const PROOF = 'cro-proof';

/** The playbook speaks of places by name; here the page was found and read, whatever the places are called. */
export function croBase(base: Composing, matched: readonly MatchedPlaybook[]): Composing {
  return { ...base, matched, unmet: [] };
}

/** The choices as the numbers make them, where nobody chose: an experiment only where it ends in time. */
export function withProof(
  c: Composing,
  answers: Readonly<Record<string, Answer>>,
  overrides: ReadonlyMap<string, string>,
): Composing {
  const byGoal = questionsOfGoal(c).some(({ question }) => question.id === PROOF);
  if (answers[PROOF]?.kind === 'choice' || overrides.has(PROOF) || byGoal) return c;
  const choices = new Map(c.choices);
  choices.set(PROOF, endsInTime(numbersOf(answers)) ? 'experiment' : 'before-after');
  return { ...c, choices };
}

/** The plan for a page that shall convert better: what stands in the way, bets by their worth, and how they are judged. */
export function croBlueprint(c: Composing, record: DraftRecord, goal: readonly Requirement[]): Blueprint {
  const sight = c.survey.page;
  const reading = sight?.reading;
  if (!reading) return unreadBlueprint(record, goal, sight?.why ?? 'No page was read.', sight?.url);
  const scope = scopeOf(c);
  const design = designOf(c, record, reading);
  const { numbers, hypotheses } = design;
  const books = c.matched.map(m => m.playbook);
  const [book] = books;
  const source = book ? playbookSource(book) : { kind: 'user' as const, what: 'the goal' };
  const requirements: Requirement[] = [
    ...goal,
    {
      id: `R${goal.length + 1}`,
      text: `Each step of \`${reading.name}\` is counted before the first change.`,
      sources: [source],
    },
    {
      id: `R${goal.length + 2}`,
      text: 'One number that was named before decides; nobody stops early for a good one.',
      sources: [source],
    },
  ];
  const [first] = requirements;
  const served = [...(first ? [first] : []), ...requirements.slice(goal.length)];
  const steps = withGoals(croSteps(c, design, served), goal);
  const later = hypotheses.slice(plannedOf(reading));
  // What the playbook says of this project holds for its own pages.
  const own = reading.own ? books : [];
  const taken = own.map(p => takenApproach(c, p, scope));
  const [best] = hypotheses;
  return {
    ...emptyBlueprint,
    playbooks: books.map(playbookLabel),
    approach: {
      title: design.experiment ? 'count, then an experiment' : 'count, then mend one thing after another',
      summary: [
        said(
          best
            ? `Counting comes first; then ${bestOf(Math.min(plannedOf(reading), hypotheses.length), hypotheses.length)} “${best.title.toLowerCase()}” (${best.score}).`
            : `Nothing in the code of \`${reading.name}\` stands in the way by what is looked for; counting shows where people leave.`,
          reading.source,
        ),
      ],
    },
    requirements,
    outOfScope: later.map(h => `${h.title} (${h.score} points): after what the steps teach.`),
    decisions: taken.flatMap(t => t.decisions),
    alternatives: taken.flatMap(t => t.alternatives),
    steps,
    cases: casesOf(design, requirements.length, goal),
    rollback: reading.own
      ? []
      : [
          {
            title: 'Show the page of before',
            text: 'Put the earlier version back where the page is kept; the counting stays, so that the way back is counted too.',
            undoes: steps.map(s => s.id),
          },
        ],
    implemented: [
      {
        text: 'events name steps and fields, never what was typed, and no address with a query.',
        stepId: 'S-cro-count',
      },
    ],
    performance: [
      said(
        `Counting adds no request before the first picture of \`${reading.name}\`; compare the network view before and after.`,
        reading.source,
      ),
    ],
    monitoring: own
      .flatMap(p =>
        p.monitoring.flatMap(m => {
          const text = holds(m.when, scope.test) ? fill(m.text, scope) : undefined;
          return text ? [said(text, playbookSource(p))] : [];
        }),
      )
      .concat(
        reading.own
          ? []
          : [
              said(
                `Watch each day of the run: ${design.guard}. It may stop the run early; a good number may not.`,
                reading.source,
              ),
            ],
      ),
    risks: [
      {
        text: 'The number rises by chance and is believed',
        mitigation: `the end stands written before the start${design.experiment ? `: ${numbers.run.weeks} weeks` : ''}; nobody looks for a winner before it.`,
      },
      ...(numbers.known
        ? []
        : [
            {
              text: 'Size and weeks rest on assumed numbers',
              mitigation:
                'answer `cro-visitors`, `cro-rate` and `cro-effect` once two weeks are counted; the plan computes anew.',
            },
          ]),
      ...(reading.unseen.length > 0
        ? [
            {
              text: 'What was not seen of the page matters more than what was',
              mitigation: 'open it on a phone beside “Page Friction” and strike what does not hold.',
            },
          ]
        : []),
    ],
    nextSteps: [
      ...(later[0] ? [`Next bet: ${later[0].title.toLowerCase()} (${later[0].score} points).`] : []),
      ...(sight?.url
        ? [
            `Plan again with the path of its code, in the project that holds ${sight.url}: the steps are bound to lines then.`,
          ]
        : []),
    ],
    special: [...croSections(design)],
  };
}

/** What is believed of a page, what it would be worth, and how it would be told: all of it computed. */
export function designOf(c: Composing, record: DraftRecord, reading: PageReading): Design {
  return {
    reading,
    numbers: numbersOf(record.answers),
    hypotheses: hypothesesOf(reading, frictions =>
      reading.own
        ? estimate(c.survey, {
            lines: linesFor(frictions),
            files: Math.max(1, new Set(frictions.flatMap(f => f.at?.path ?? [])).size),
          })
        : undefined,
    ),
    events: eventsOf(reading),
    counting: countingIn(c, reading),
    switching: reading.own ? switchingIn(c) : undefined,
    metric: metricOf(record, reading.name),
    guard: scopeOf(c).value('answer.cro-guard.value') ?? 'errors and complaints',
    experiment: c.choices.get(PROOF) === 'experiment',
  };
}

/** Further parts of the goal are served by the changes. */
function withGoals(steps: readonly Step[], goal: readonly Requirement[]): readonly Step[] {
  const more = goal.slice(1).map(r => r.id);
  return more.length === 0
    ? steps
    : steps.map(s =>
        s.part === 'core' || s.id === 'S-cro-count' ? { ...s, serves: [...s.serves, ...more] } : s,
      );
}

function metricOf({ answers, questions }: DraftRecord, name: string): Design['metric'] {
  const answer = answers['cro-metric'];
  const question = questions.find(q => q.id === 'cro-metric');
  if (answer?.kind === 'text') return { text: answer.text.trim().replace(/[.\s]+$/, ''), assumed: false };
  const id = answer?.kind === 'choice' ? answer.choiceId : question?.recommended;
  const label = question?.choices.find(c => c.id === id)?.label ?? 'the goal of the page is reached';
  const plain = `${label.charAt(0).toLowerCase()}${label.slice(1)}`;
  return {
    text: `the share of those who see \`${name}\` for whom ${plain}`.replace(
      'for whom a later step',
      'who reach a later step',
    ),
    assumed: answer?.kind !== 'choice',
  };
}

function casesOf(design: Design, total: number, goal: readonly Requirement[]): Blueprint['cases'] {
  const { reading, events, experiment } = design;
  const all = goal.map(r => r.id);
  return [
    {
      text: `A walk through \`${reading.name}\` counts ${events.map(e => `\`${e.name}\``).join(', ')} once each, with a reload in between.`,
      proves: [`R${total - 1}`],
    },
    { text: 'With the counting blocked the page still reaches its goal.', proves: [...all, `R${total - 1}`] },
    {
      text: experiment
        ? 'One visitor gets one variant at each visit, and 10,000 ids split within 4,800 and 5,200.'
        : 'The note holds four weekly numbers before the first change is seen by anybody.',
      proves: [`R${total}`],
    },
  ];
}

/** What is left to plan where the page could not be read: to find it. */
function unreadBlueprint(
  record: DraftRecord,
  goal: readonly Requirement[],
  why: string,
  url: string | undefined,
): Blueprint {
  const serves = goal.map(r => r.id);
  return {
    ...emptyBlueprint,
    approach: {
      title: 'read the page first',
      summary: [
        said(`${why} Nothing is concluded about a page that nobody read.`, {
          kind: 'user',
          what: 'the goal',
        }),
      ],
    },
    requirements: goal,
    steps: [
      {
        id: 'S-cro-page',
        title: url ? `Make \`${url}\` readable` : 'Name the page',
        estimate: { low: 5, likely: 5, high: 10, basis: 'nothing is written' },
        serves,
        dependsOn: [],
        details: [
          url
            ? 'Give the address that the server ends at, by https and without a log-in; or plan in the project that holds its code, by route or file.'
            : 'Answer `cro-page` with a file or a route (“/pricing”), or plan with the address of the page.',
        ],
        files: [],
        functions: [],
        code: [],
        verify: [
          {
            kind: 'observe',
            text: 'The next plan begins with what the page has: its forms, calls and headings.',
          },
        ],
        rollback: ['Nothing was changed.'],
        packages: [],
        part: 'setup',
      },
    ],
    special: unreadSections(),
    risks: [
      {
        text: `“${record.goal.title}” may be about a page that is somewhere else`,
        mitigation: 'say its address or file before any work begins.',
      },
    ],
  };
}

/** What is said under the headings of a page that nobody read. */
export function unreadSections(why = 'Nothing is judged by its name or address alone.'): SpecialSection[] {
  const said = {
    'Page Friction': why,
    'Experiment Design':
      'What is worth an experiment, how many visitors it needs and how long it runs is computed once the page was read.',
    'Tracking Events': 'Which steps are counted is said once it is known what the page has.',
  };
  return Object.entries(said).map(([title, text]) => ({
    title,
    statements: [{ text, sources: [{ kind: 'user', what: 'the goal' }] }],
  }));
}

/** “the only hypothesis,” or “the 3 best of 8 hypotheses, beginning with”. */
function bestOf(planned: number, all: number): string {
  if (all === 1) return 'the only hypothesis,';
  if (planned === all) return `${all === 2 ? 'both' : `all ${all}`} hypotheses, beginning with`;
  return `${planned === 1 ? 'the best' : `the ${planned} best`} of ${all} hypotheses${planned === 1 ? ',' : ', beginning with'}`;
}

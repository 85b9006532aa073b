import * as z from 'zod';
import type { SpecialSection, Statement } from '../../../plan/model.ts';
import { said } from '../../local/draft/blueprint.ts';
import { causesOf } from '../../local/draft/fix.ts';
import { blastRadius, hypothesesSection, hypothesisId } from '../../local/draft/hypotheses.ts';
import { targetIn } from '../../local/draft/targets.ts';
import { isTest } from '../../local/draft/tests.ts';
import { symptomSection } from '../../local/draft/traced-fix.ts';
import { Claim, type Known, statementOf } from '../claim.ts';
import { bare, fact, joined, kindPart, type PlannedStep, STEPS, stepProblem, testedFirst } from './part.ts';

const Sentence = z.string().min(1);

const Hypothesis = z.strictObject({
  claim: Sentence.describe('The cause that may be the one, as a sentence'),
  path: z.string(),
  line: z.int().positive(),
  for: z.array(Claim).min(1).describe('What speaks for it'),
  against: z.array(Claim).default([]).describe('What speaks against it; look for it'),
  experiment: z.strictObject({
    does: Sentence.describe('What to run or look at, the cheapest that tells it from the others'),
    seen: Sentence.describe('What is seen if it is the cause'),
    minutes: z.int().positive(),
  }),
});
type Hypothesis = z.infer<typeof Hypothesis>;

const Shape = z.strictObject({
  symptom: z.array(Claim).describe('What is seen, when and where, in the words of the goal'),
  reproduction: z
    .strictObject({ step: z.string().describe('Id of the step that shows it'), fails_with: Sentence })
    .describe('The step before any change in which the fault is seen, and what it ends in'),
  hypotheses: z
    .array(Hypothesis)
    .describe('Causes that may be the one, best supported first; the first is H1. At most five'),
  root_cause: z
    .strictObject({ hypothesis: z.string().regex(/^H\d$/), reasons: z.array(Claim).min(1) })
    .describe('Which of them the fix is planned for, and why; it stays a hypothesis until its experiment'),
  regression_test: z
    .strictObject({ step: z.string(), file: z.string(), shows: Sentence })
    .describe('The test that fails today and stays: its step, its file, and what it shows'),
});

/** A fault whose cause is unknown. The trace, what history says of its lines and the blast radius are said by code. */
export const FIX = kindPart({
  shape: Shape,
  given: Shape.partial(),
  facts: ({ survey }) =>
    causesOf(survey).map((h, i) =>
      fact(
        `cause-${i + 1}`,
        [
          `A cause by rules: ${h.claim} (\`${h.path}:${h.line}\`).`,
          `For it: ${h.for.map(e => e.text).join('; ')}.`,
          ...(h.against.length > 0 ? [`Against it: ${h.against.map(e => e.text).join('; ')}.`] : []),
          `To tell: ${h.experiment.does}; it is so where ${h.experiment.seen}.`,
        ].join(' '),
        [...h.for, ...h.against].flatMap(e => (e.source ? [e.source] : [])),
      ),
    ),
  idle: ({ survey }) => (survey.symptom ? ['symptom'] : []),
  problems({ reproduction, hypotheses = [], root_cause, regression_test }, steps, { survey }) {
    const ids = hypotheses.map((_, i) => hypothesisId(i));
    const test = steps.find(s => s.id === regression_test?.step);
    return [
      ...hypotheses.flatMap((h, i) =>
        survey.paths.has(h.path) ? [] : [`${hypothesisId(i)}: there is no ${h.path} in this project`],
      ),
      ...(root_cause && hypotheses.length > 0 && !ids.includes(root_cause.hypothesis)
        ? [`root_cause: ${root_cause.hypothesis} is none of ${ids.join(', ')}`]
        : []),
      ...stepProblem('reproduction', reproduction?.step, steps),
      ...stepProblem('regression_test', regression_test?.step, steps),
      ...(test && regression_test && !test.files.some(f => f.path === regression_test.file)
        ? [`regression_test: ${test.id} does not name ${regression_test.file} among its files`]
        : []),
      ...changedBefore('reproduction', reproduction?.step, steps, path => isTest(survey, path)),
    ];
  },
  sections({ symptom = [], reproduction, hypotheses = [], root_cause, regression_test }, desk) {
    const { survey, known, steps } = desk;
    const changed = steps.flatMap(s =>
      s.files
        .filter(f => f.action === 'modify' && !isTest(survey, f.path))
        .map(f => ({ path: f.path, symbol: f.symbol, step: s.id })),
    );
    const targets = changed.flatMap(
      f => targetIn(survey, f.path, f.symbol, { signal: 'plan', detail: `${f.step} changes it` }) ?? [],
    );
    const once = targets.filter(
      (t, i) => targets.findIndex(o => o.path === t.path && o.symbol === t.symbol) === i,
    );
    return [
      survey.symptom
        ? symptomSection(survey.symptom)
        : { title: 'Symptom', statements: symptom.map(claim => statementOf(claim, known)) },
      {
        title: 'Reproduction',
        statements: reproduction
          ? [
              {
                text: `\`${reproduction.step}\` shows it before anything is changed; it ends in: ${bare(reproduction.fails_with)}.`,
                sources: [],
              },
            ]
          : [],
      },
      { title: 'Hypotheses', statements: hypotheses.map((h, i) => sayHypothesis(h, i, known)) },
      {
        title: 'Experiments',
        statements: [],
        table: experimentTable(hypotheses.map(h => h.experiment)),
      },
      {
        title: 'Root Cause',
        statements: root_cause
          ? root_cause.reasons.map((claim, i) => {
              const { text, ...rest } = statementOf(claim, known);
              return {
                ...rest,
                text: i === 0 && hypotheses.length > 0 ? `**${root_cause.hypothesis}** ${text}` : text,
              };
            })
          : [],
      },
      {
        title: 'Regression Test',
        statements: regression_test
          ? [
              {
                text: `\`${regression_test.file}\`, in \`${regression_test.step}\`: ${bare(regression_test.shows)}.`,
                sources: [],
              },
            ]
          : [],
      },
      ...blastRadius(survey, once.slice(0, MOST_RADIUS)),
    ];
  },
  standIns({ symptom = [], reproduction, hypotheses = [], root_cause, regression_test }, desk) {
    const { survey, steps } = desk;
    const causes = causesOf(survey);
    const from = 'rules, by the trace, the history and the words of the goal: they are suspects';
    const tested = testedFirst(steps, path => isTest(survey, path));
    const order = { from: 'the order of the steps', ofSteps: true as const };
    const ids = Math.max(hypotheses.length, causes.length);
    const words = survey.goal.text.trim().split('\n')[0] ?? '';
    return [
      ...(symptom.length > 0 || survey.symptom
        ? []
        : [
            {
              title: 'Symptom',
              from: 'the words of the goal',
              statements: [said(`Seen: “${words.slice(0, LONGEST)}”.`, { kind: 'user', what: 'the goal' })],
            },
          ]),
      ...(reproduction
        ? []
        : [
            {
              title: 'Reproduction',
              ...order,
              statements: tested
                ? [
                    {
                      text: `\`${tested.step.id}\` comes before any change and touches \`${tested.path}\`; what it ends in is written down when it is first run.`,
                      sources: [STEPS],
                    },
                  ]
                : [],
              lacks: 'No step shows the fault before something is changed.',
            },
          ]),
      ...(hypotheses.length > 0
        ? []
        : [
            {
              title: 'Hypotheses',
              from,
              statements: hypothesesSection(causes).flatMap(s => s.statements),
              lacks: 'Nobody named a cause that may be the one, and rules know of none.',
            },
            { title: 'Experiments', from, table: experimentTable(causes.map(c => c.experiment)) },
          ]),
      ...(root_cause
        ? hypotheses.length > 0
          ? []
          : [
              {
                title: 'Root Cause',
                lacks: 'Which of the causes that means nobody said: the list that it numbers was left out.',
              },
            ]
        : [
            {
              title: 'Root Cause',
              from: 'the order of the hypotheses',
              statements:
                ids === 0
                  ? []
                  : [
                      {
                        text: '**H1** stands first by what supports it; it is the cause once its experiment says so, and not before.',
                        sources: [],
                        assumption: true,
                      },
                    ],
              lacks: 'Nobody said which cause the fix is planned for.',
            },
          ]),
      ...(regression_test
        ? []
        : [
            {
              title: 'Regression Test',
              ...order,
              statements: tested
                ? [
                    {
                      text: `\`${tested.path}\`, in \`${tested.step.id}\`, is the first test that the steps write: it fails before the fix, and stays.`,
                      sources: [STEPS],
                    },
                  ]
                : [],
              lacks: 'No step writes a test that fails today and stays.',
            },
          ]),
    ];
  },
});

const LONGEST = 200;
const MOST_RADIUS = 4;

/** A step before which nothing may change but tests. */
export function changedBefore(
  what: string,
  id: string | undefined,
  steps: readonly PlannedStep[],
  isTestFile: (path: string) => boolean,
): readonly string[] {
  const at = steps.findIndex(s => s.id === id);
  const early = steps
    .slice(0, Math.max(0, at))
    .find(s => s.files.some(f => f.action !== 'create' && !isTestFile(f.path)));
  return early ? [`${what}: ${early.id} changes code before ${id}`] : [];
}

function sayHypothesis(h: Hypothesis, i: number, known: Known): Statement {
  const sources = [...h.for, ...h.against].flatMap(claim => statementOf(claim, known).sources);
  const place = h.claim.includes(`${h.path}:${h.line}`) ? '' : ` (\`${h.path}:${h.line}\`)`;
  const against =
    h.against.length > 0
      ? `Against: ${joined(h.against)}. For it: ${joined(h.for)}.`
      : `Nothing was found against it; for it: ${joined(h.for)}.`;
  return {
    text: `**${hypothesisId(i)}** ${bare(h.claim)}${place}. ${against}`,
    sources,
    ...(sources.length === 0 ? { assumption: true } : {}),
  };
}

/** The cheapest first: each leaves those that are dearer to try. */
function experimentTable(experiments: readonly Hypothesis['experiment'][]): Table {
  const ranked = experiments
    .map((experiment, i) => ({ ...experiment, id: hypothesisId(i) }))
    .sort((a, b) => a.minutes - b.minutes);
  return {
    head: ['Tells', 'Minutes', 'Do this', 'It is so where'],
    rows: ranked.map(e => [
      e.id,
      `about ${e.minutes}`,
      bare(e.does).replaceAll('|', '/'),
      bare(e.seen).replaceAll('|', '/'),
    ]),
  };
}

type Table = NonNullable<SpecialSection['table']>;

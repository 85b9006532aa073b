import * as z from 'zod';
import type { Finding } from '../../../domain/index.ts';
import { decideChoices } from '../../local/compose/choices.ts';
import {
  croSections,
  type Design,
  designOf,
  pageFindings,
  unreadSections,
  withProof,
} from '../../local/cro/index.ts';
import { said } from '../../local/draft/blueprint.ts';
import { Claim, statementOf } from '../claim.ts';
import { bare, fact, joined, type KindDesk, kindPart, stepProblem } from './part.ts';

const Shape = z.strictObject({
  counting: z
    .strictObject({ step: z.string() })
    .describe('Id of the step, before the first change of the page, that counts the tracking events'),
  tests: z
    .array(
      z.strictObject({
        hypothesis: z.string().describe('Id of a hypothesis as it is known: form-less'),
        steps: z.array(z.string()).min(1).describe('Ids of the steps that make the change'),
        because: z.array(Claim).min(1).describe('What you read in the page that it rests on'),
      }),
    )
    .describe('Which of the known hypotheses the steps try, in their order; scores are computed'),
  guardrails: z
    .array(Claim)
    .describe('What must not get worse meanwhile, each with how it is seen, beyond those that are known'),
});

/** A page that shall convert better. What stands in its way, scores, sizes, weeks and events are computed by code. */
export const CRO = kindPart({
  shape: Shape,
  given: Shape.partial(),
  facts: desk => {
    const { page } = desk.survey;
    const design = designAt(desk);
    return [
      // Recorded before, but not where an answer named the page.
      ...(page ? pageFindings(page).filter(f => !desk.record.findings.some(r => r.id === f.id)) : []),
      ...(design ? computed(design) : []),
    ];
  },
  idle: desk => {
    const design = designAt(desk);
    if (!design) return ['counting', 'tests', 'guardrails'];
    return design.hypotheses.length === 0 ? ['tests'] : [];
  },
  problems({ counting, tests = [] }, steps, desk) {
    const ids = designAt(desk)?.hypotheses.map(h => h.id) ?? [];
    const first = steps.findIndex(s => tests.some(t => t.steps.includes(s.id)));
    const counted = steps.findIndex(s => s.id === counting?.step);
    return [
      ...stepProblem('counting', counting?.step, steps),
      ...(counted >= 0 && first >= 0 && counted > first
        ? [`counting: ${steps[first]?.id} changes the page before ${counting?.step} counts it`]
        : []),
      ...tests.flatMap(t => [
        ...(ids.some(id => id === t.hypothesis)
          ? []
          : [`tests: ${t.hypothesis} is none of ${ids.join(', ') || 'the known hypotheses'}`]),
        ...t.steps.flatMap(id => stepProblem(`tests, ${t.hypothesis}`, id, steps)),
      ]),
    ];
  },
  sections({ counting, tests = [], guardrails = [] }, desk) {
    const design = designAt(desk);
    // What stands there instead is the same as without a model.
    if (!design) return unreadSections(desk.survey.page?.why ?? 'No page was read.');
    const { known } = desk;
    return [
      ...croSections(design),
      {
        title: 'What Is Tried',
        statements: [
          ...(counting
            ? [
                {
                  text: `\`${counting.step}\` counts the events above before the page changes.`,
                  sources: [design.reading.source],
                },
              ]
            : []),
          ...tests.map(t => {
            const sources = t.because.flatMap(claim => statementOf(claim, known).sources);
            return {
              text: `**${t.hypothesis}** by ${t.steps.map(id => `\`${id}\``).join(', ')}: ${joined(t.because)}.`,
              sources,
              ...(sources.length === 0 ? { assumption: true } : {}),
            };
          }),
        ],
      },
      { title: 'Guardrails', statements: guardrails.map(claim => statementOf(claim, known)) },
    ];
  },
  together: [['counting', 'tests']],
  standIns({ counting, tests = [], guardrails = [] }, desk) {
    const design = designAt(desk);
    if (!design) return [];
    const counter = desk.steps.find(step => {
      const text = JSON.stringify([step.title, step.details, step.files, step.code]);
      return design.events.some(e => text.includes(e.name));
    });
    const [best] = design.hypotheses;
    return [
      ...(counting
        ? []
        : [
            {
              title: 'What Is Tried',
              from: 'the events that the steps name',
              statements: counter
                ? [
                    said(
                      `\`${counter.id}\` names events of the list above, so it counts them; it has to be done before the page changes.`,
                      design.reading.source,
                    ),
                  ]
                : [],
              lacks: 'No step counts the events above before the page changes: without it no number decides.',
            },
          ]),
      ...(tests.length > 0 || !best
        ? []
        : [
            {
              title: 'What Is Tried',
              lacks: `Nobody said which hypotheses the steps try; by its score \`${best.id}\` (${best.score}) comes first.`,
            },
          ]),
      ...(guardrails.length > 0
        ? []
        : [
            {
              title: 'Guardrails',
              from: '`cro-guard` and what every page has to lose',
              statements: [
                said(`What must not get worse meanwhile: ${design.guard}.`, design.reading.source),
                said(
                  `Who leaves \`${design.reading.name}\` at once, and the time until it is shown, stay as they are.`,
                  design.reading.source,
                ),
              ],
            },
          ]),
    ];
  },
});

/** The experiment as it is computed from the answers; nothing where no page was read. */
function designAt({ base, record, survey }: KindDesk): Design | undefined {
  const reading = survey.page?.reading;
  if (!reading) return undefined;
  const decided = withProof(decideChoices(base, record.answers, new Map()), record.answers, new Map());
  return designOf(decided, record, reading);
}

/** What code computed: the model rests on it and computes nothing of it anew. */
function computed(design: Design): readonly Finding[] {
  const { hypotheses, reading } = design;
  const tables = croSections(design);
  const rows = (title: string): string =>
    (tables.find(s => s.title === title)?.table?.rows ?? []).map(row => row.join(' · ')).join('; ');
  const numbers = tables.find(s => s.title === 'Experiment Design');
  const tracking = tables.find(s => s.title === 'Tracking Events');
  return [
    ...hypotheses.map(h =>
      fact(
        `hypothesis-${h.id}`,
        `Hypothesis \`${h.id}\`: ${h.title}. We believe that ${h.belief}; measured by ${h.measure}. To do: ${bare(h.change)}. Impact ${h.impact.value} (${h.impact.reason}) × confidence ${h.confidence.value} (${h.confidence.reason}) × ease ${h.ease.value} (${h.ease.reason}) = ${h.score}.`,
        [...new Set(h.frictions.flatMap(f => f.sources))].slice(0, MOST_SOURCES),
      ),
    ),
    fact(
      'cro-numbers',
      `Computed: ${(numbers?.statements ?? []).map(s => s.text).join(' ')} ${rows('Experiment Design')}.`,
      [reading.source],
    ),
    fact(
      'cro-events',
      `Events that the plan lists: ${rows('Tracking Events')}. ${(tracking?.statements ?? []).map(s => s.text).join(' ')}`,
      [reading.source],
    ),
  ];
}

const MOST_SOURCES = 4;

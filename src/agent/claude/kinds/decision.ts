import * as z from 'zod';
import { type Finding, type Source, sourceLabel } from '../../../domain/index.ts';
import type { SpecialSection } from '../../../plan/model.ts';
import { playbookSource } from '../../../playbooks/origin.ts';
import { escapeRegExp } from '../../../shared/text/index.ts';
import { takenApproach } from '../../local/compose/approaches.ts';
import { decideChoices, openQuestions } from '../../local/compose/choices.ts';
import { scopeOf } from '../../local/compose/context.ts';
import { caseOf, type DecisionCase, named } from '../../local/decision/case.ts';
import {
  changeSection,
  criteriaSection,
  optionsSection,
  recommendationSection,
} from '../../local/decision/sections.ts';
import { spike } from '../../local/decision/spike.ts';
import { turnsOf } from '../../local/decision/turns.ts';
import { goalRequirements } from '../../local/draft/requirements.ts';
import { contentWords } from '../../local/words.ts';
import { Claim, type Known, statementOf } from '../claim.ts';
import { cellOf, fact, type KindDesk, kindPart, type SectionDesk } from './part.ts';

const Name = z.string().min(1).max(80);

const Shape = z.strictObject({
  criteria: z
    .array(z.strictObject({ name: Name, why: Claim }))
    .describe('By what it is decided, most important first, and why it matters here'),
  options: z
    .array(
      z.strictObject({
        title: Name,
        facts: z
          .array(z.strictObject({ criterion: Name, claim: Claim }))
          .min(1)
          .describe('One for each criterion: what is so here, measured or read, with what it rests on'),
      }),
    )
    .describe('At least two, the one of today among them where there is one'),
  recommendation: z
    .strictObject({ option: Name, reasons: z.array(Claim).min(1) })
    .describe('The option that you recommend, and why by these criteria'),
  would_change: z
    .array(Claim)
    .describe('What would have to be true or measured for another option to be the better one'),
});

/** A choice between ways: criteria, what is known of each option by them, and what would change the answer. */
export const DECISION = kindPart({
  shape: Shape,
  given: Shape.partial(),
  facts: async desk => [...(await namedPackages(desk)), ...waysOf(desk)],
  problems({ criteria = [], options = [], recommendation }) {
    const names = criteria.map(c => c.name);
    return [
      ...(options.length === 1
        ? ['options: one alone is no choice; what else could be done, or nothing?']
        : []),
      ...options.flatMap(o => [
        ...names
          .filter(name => !o.facts.some(f => f.criterion === name))
          .map(name => `options: “${o.title}” says nothing of “${name}”`),
        ...o.facts
          .filter(f => criteria.length > 0 && !names.includes(f.criterion))
          .map(f => `options: “${f.criterion}” of “${o.title}” is none of the criteria`),
      ]),
      ...(recommendation && options.length > 0 && !options.some(o => o.title === recommendation.option)
        ? [`recommendation: “${recommendation.option}” is none of the options`]
        : []),
    ];
  },
  // The same sections as the local planner's: the checks and the record of the decision read both.
  sections({ criteria = [], options = [], recommendation, would_change = [] }, desk) {
    const { known } = desk;
    const heads = headsOf(options, desk);
    const tag = (title: string): string => tagOf(title, heads);
    const said = (claim: Claim, lead: string) => {
      const { text, ...rest } = statementOf(claim, known);
      return { ...rest, text: `${lead}${text}` };
    };
    return [
      {
        title: 'Options',
        statements: options.flatMap(o => {
          const [first, ...more] = o.facts;
          const own = /^O\d+/.exec(tag(o.title))?.[0] ?? '';
          return [
            ...(first ? [said(first.claim, `**${tag(o.title)}**: ${first.criterion}: `)] : []),
            ...more.map(f => said(f.claim, `**${own}** ${f.criterion}: `)),
          ];
        }),
      },
      {
        title: 'Criteria',
        statements: criteria.map(({ name, why }) => said(why, `**${name}**: `)),
        table: {
          head: ['Criterion', ...options.map(o => tag(o.title))],
          rows: rowsOf(
            criteria.map(c => c.name),
            options,
            known,
          ),
        },
      },
      {
        title: 'Recommendation',
        statements: recommendation
          ? recommendation.reasons.map((claim, i) =>
              said(claim, i === 0 ? `**${tag(recommendation.option)}**: ` : ''),
            )
          : [],
      },
      { title: 'What Would Change It', statements: would_change.map(claim => statementOf(claim, known)) },
    ];
  },
  together: [['criteria', 'options']],
  standIns({ criteria = [], options = [], recommendation, would_change = [] }, desk) {
    const of = options.length === 0 ? weighed(desk) : undefined;
    const from = 'manifests, code, deployment and playbooks, each criterion counting once';
    const by = (section: SpecialSection | undefined) =>
      section
        ? { title: section.title, from, statements: section.statements, table: section.table }
        : undefined;
    const names = [...new Set(options.flatMap(o => o.facts.map(f => f.criterion)))];
    const heads = headsOf(options, desk);
    const tags = options.map(o => `**${tagOf(o.title, heads)}**`);
    const local = recommendation === undefined ? of : undefined;
    return [
      ...(options.length > 0
        ? []
        : [
            by(of && optionsSection(of)) ?? {
              title: 'Options',
              lacks: 'Nobody said between what is chosen, and what is so here of each.',
            },
            by(of && criteriaSection(of)) ?? {
              title: 'Criteria',
              lacks: 'No option stands against a criterion.',
            },
          ]),
      ...(criteria.length > 0 || options.length === 0
        ? []
        : [
            {
              title: 'Criteria',
              from: 'what is said of the options: in their order, and not by weight',
              table: {
                head: ['Criterion', ...options.map(o => tagOf(o.title, heads))],
                rows: rowsOf(names, options, desk.known),
              },
              lacks: 'Nobody said by what it is decided.',
            },
          ]),
      ...(recommendation
        ? []
        : [
            by(local && recommendationSection(local, [])) ?? {
              title: 'Recommendation',
              lacks: `Nobody said which one it is${tags.length > 0 ? ` of ${tags.join(', ')}` : ''}, and why.`,
            },
          ]),
      ...(would_change.length > 0
        ? []
        : [
            by(local && changeSection(local, turnsOf(local, desk.record.answers), [])) ?? {
              title: 'What Would Change It',
              lacks: `Nobody said what would have to be true or measured for another option${recommendation ? ` than “${recommendation.option}”` : ''} to be the better one.`,
            },
          ]),
    ];
  },
  // What nobody read or measured is not decided by being written down.
  steps({ options = [] }, steps, { survey, record }) {
    const facts = options.flatMap(o => o.facts);
    if (steps.length > 0 || facts.length === 0 || facts.some(f => f.claim.rests_on.length > 0)) return steps;
    return [
      spike({
        tried: options.slice(0, MOST_TRIED).map(o => o.title),
        here: false,
        stays: undefined,
        matter: survey.decision?.goal.matter ?? '',
        test: survey.brief.scripts.find(s => s.purpose === 'test')?.run,
        serves: goalRequirements(survey, record).map(r => r.id),
      }),
    ];
  },
});

const MOST_TRIED = 2;

interface Option {
  readonly title: string;
  readonly facts: readonly { readonly criterion: string; readonly claim: Claim }[];
}

/** The options with their numbers: as they are handed in, else as the plan has them already, else as rules weigh them. */
function headsOf(options: readonly Option[], desk: SectionDesk): readonly string[] {
  if (options.length > 0) return options.map((o, i) => `O${i + 1} ${o.title}`);
  const criteria = desk.before.find(s => s.title === 'Criteria');
  return criteria?.table?.head ?? weighed(desk)?.options.map(named) ?? [];
}

/** `O2 Redis` of “Redis”; the title alone where no option is called so. */
function tagOf(title: string, heads: readonly string[]): string {
  const plain = (text: string): string => text.replace(/^O\d+ /, '').toLowerCase();
  return heads.find(head => plain(head) === title.toLowerCase()) ?? title;
}

/** Each criterion with what is said of each option by it. */
function rowsOf(names: readonly string[], options: readonly Option[], known: Known): string[][] {
  if (options.length === 0) return [];
  return names.map(name => [
    name,
    ...options.map(o => {
      const claim = o.facts.find(f => f.criterion === name)?.claim;
      if (!claim) return 'not said';
      const { text, sources } = statementOf(claim, known);
      return cellOf(text, sources.map(sourceLabel));
    }),
  ]);
}

/** The decision as rules weigh it. */
function weighed({ base, record }: KindDesk): DecisionCase | undefined {
  return caseOf(decideChoices(base, record.answers, new Map()), record.answers);
}

const MOST_NAMED = 6;
const MOST_IMPORTERS = 60;

/** Packages that the goal speaks of and that are here: their version, and who imports them. */
async function namedPackages({ survey, map }: KindDesk): Promise<readonly Finding[]> {
  const words = new Set(contentWords(survey.goal.text).map(word => word.toLowerCase()));
  const named = survey.brief.dependencies.filter(
    (d, i, all) =>
      all.findIndex(o => o.name === d.name) === i &&
      contentWords(d.name).some(word => words.has(word.toLowerCase())),
  );
  const out: Finding[] = [];
  for (const d of named.slice(0, MOST_NAMED)) {
    const name = escapeRegExp(d.name);
    const hits = await map.search(`(?:from\\s+|import\\s+|require\\(\\s*)['"]?${name}\\b`, {
      limit: MOST_IMPORTERS,
    });
    const files = [...new Set(hits.map(h => h.path))];
    const [first] = hits;
    const sources: Source[] = [
      d.source,
      ...(first ? [{ kind: 'file' as const, path: first.path, line: first.line }] : []),
    ];
    out.push(
      fact(
        `option-${d.name}`,
        `\`${d.name}\` ${d.installed ?? d.range} is here${d.dev ? ' for development' : ''}; ${
          files.length === 0
            ? 'no file imports it'
            : `${files.length === 1 ? 'one file imports' : `${files.length}${hits.length === MOST_IMPORTERS ? ' or more' : ''} files import`} it, for example ${files
                .slice(0, 3)
                .map(p => `\`${p}\``)
                .join(', ')}`
        }.`,
        sources,
      ),
    );
  }
  return out;
}

/** What field knowledge says of the ways: for and against each, and what each choice leads to. */
function waysOf({ base }: KindDesk): readonly Finding[] {
  const decided = decideChoices(base, {}, new Map());
  const scope = scopeOf(decided);
  return [
    ...decided.matched.flatMap(({ playbook }) => {
      const source = playbookSource(playbook);
      const { decisions, alternatives } = takenApproach(decided, playbook, scope);
      return [
        ...decisions.map((d, i) =>
          fact(
            `way-${playbook.name}-${i + 1}`,
            `${d.title} ${d.reasons.map(reason => reason.text).join(' ')}`,
            [source],
          ),
        ),
        ...alternatives.map((a, i) =>
          fact(`other-way-${playbook.name}-${i + 1}`, `${a.title}: ${a.whyNot}`, [source]),
        ),
      ];
    }),
    ...openQuestions(decided).flatMap(({ question }) =>
      question.choices.map(choice =>
        fact(
          `choice-${question.id}-${choice.id}`,
          `${question.text} ${choice.label}: ${choice.consequence}`,
          question.evidence,
        ),
      ),
    ),
  ];
}

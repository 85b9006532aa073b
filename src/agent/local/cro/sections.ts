import type { Source } from '../../../domain/index.ts';
import type { SpecialSection, Statement } from '../../../plan/model.ts';
import type { PageReading } from '../../../research/page/model.ts';
import { said } from '../draft/blueprint.ts';
import type { Counting, FoundTool } from './analytics.ts';
import type { Hypothesis } from './hypotheses.ts';
import { grouped, type Numbers, percent, type Said } from './numbers.ts';
import { ALPHA, FEWEST_CONVERSIONS, FORMULA, MOST_WEEKS, POWER } from './sample-size.ts';
import type { TrackedEvent } from './tracking.ts';

export interface Design {
  readonly reading: PageReading;
  readonly numbers: Numbers;
  readonly hypotheses: readonly Hypothesis[];
  readonly events: readonly TrackedEvent[];
  readonly counting: Counting | undefined;
  readonly switching: FoundTool | undefined;
  /** The number that decides, in words, and whether somebody said it. */
  readonly metric: { readonly text: string; readonly assumed: boolean };
  readonly guard: string;
  /** Whether variants are drawn at random. */
  readonly experiment: boolean;
}

/** Sections that only a plan for conversion has, after the state of the code. */
export function croSections(design: Design): readonly SpecialSection[] {
  return [friction(design), ...hypotheses(design), experiment(design), tracking(design)];
}

function friction({ reading }: Design): SpecialSection {
  return {
    title: 'Page Friction',
    statements: [
      ...(reading.frictions.length === 0
        ? [said(`Nothing of what is looked for was found in \`${reading.name}\`.`, reading.source)]
        : []),
      ...reading.unseen.map(text => said(text, reading.source)),
    ],
    ...(reading.frictions.length > 0
      ? {
          table: {
            head: ['Rule', 'What was read', 'Where'],
            rows: reading.frictions.map(f => [
              `\`${f.id}\``,
              f.text,
              [...new Set(f.sources.map(whereOf))].join(', '),
            ]),
          },
        }
      : {}),
  };
}

function hypotheses({ hypotheses: all }: Design): readonly SpecialSection[] {
  if (all.length === 0) return [];
  return [
    {
      title: 'Hypotheses',
      statements: [],
      table: {
        head: ['#', 'Because … we believe … measured by …', 'Impact', 'Confidence', 'Ease', 'I × C × E'],
        rows: all.map((h, i) => [
          String(i + 1),
          `Because of ${h.frictions.map(f => `\`${f.id}\`${at(f.at)}`).join(', ')} we believe that ${h.belief} once we ${h.title.charAt(0).toLowerCase()}${h.title.slice(1)}; measured by ${h.measure}`,
          `${h.impact.value} (${h.impact.reason})`,
          `${h.confidence.value} (${h.confidence.reason})`,
          `${h.ease.value} (${h.ease.reason})`,
          String(h.score),
        ]),
      },
    },
  ];
}

/** A place of a file, or what stands there on a page. */
function whereOf(source: Source): string {
  if (source.kind === 'file') return `\`${source.path}:${source.line}\``;
  return source.kind === 'url' && source.quote ? plainQuote(source.quote) : '';
}

function plainQuote(quote: string): string {
  const short = quote
    .replace(/[`|“”]/g, '')
    .replace(/\s+/g, ' ')
    .slice(0, 80);
  return `\`${short}\``;
}

function at(place: { readonly path: string; readonly line: number } | undefined): string {
  return place === undefined || /^https?:/.test(place.path) ? '' : ` (\`${place.path}:${place.line}\`)`;
}

function experiment(design: Design): SpecialSection {
  const { numbers, metric, guard, reading } = design;
  const { run, visitors, base, effect, variants, target } = numbers;
  const answers = (...of: readonly Said<unknown>[]): Source[] =>
    of.filter(s => !s.assumed).map(s => ({ kind: 'user', what: `answer to ${s.id}` }));
  const computed = (text: string): Statement => {
    const sources = answers(visitors, base, effect);
    return { text, sources, ...(numbers.known ? {} : { assumption: true }) };
  };
  const share = ALPHA / Math.max(1, variants.value - 1);
  const statements: Statement[] = [
    {
      text: `The number that decides: ${metric.text}.`,
      sources: metric.assumed ? [reading.source] : [{ kind: 'user', what: 'answer to cro-metric' }],
      ...(metric.assumed ? { assumption: true } : {}),
    },
    computed(
      `${grouped(run.visitors)} visitors a variant tell ${percent(base.value)} from ${percent(target)}: α = ${ALPHA}${variants.value > 2 ? ` ÷ ${variants.value - 1} comparisons (Bonferroni) = ${Number(share.toPrecision(3))}` : ''}, power ${POWER}, ${FORMULA}.`,
    ),
    computed(
      `With ${grouped(visitors.value)} visitors a week in ${variants.value} variants it runs ${run.weeks} whole weeks, and a variant has about ${grouped(run.conversions)} conversions.`,
    ),
  ];
  if (numbers.mended) statements.push(computed(`${numbers.mended}.`));
  if (run.tooLong)
    statements.push(
      computed(
        `Warning: ${run.weeks} weeks are more than ${MOST_WEEKS}: until then visitors have deleted what tells the variants apart, and the season is another.`,
      ),
    );
  if (run.tooFew)
    statements.push(
      computed(
        `Warning: ${grouped(run.conversions)} conversions a variant are fewer than ${FEWEST_CONVERSIONS}; the normal approximation is rough there, and a few people decide.`,
      ),
    );
  if (run.weeks > 4)
    statements.push(
      computed(
        run.inFourWeeks === undefined
          ? 'In 4 weeks no effect at all could be told from chance.'
          : `In 4 weeks only a rise to ${percent(run.inFourWeeks)} (${percent(run.inFourWeeks / base.value - 1)} above the rate today) could be told from chance.`,
      ),
    );
  const from = (s: Said<unknown>): string =>
    s.assumed ? `assumption, \`${s.id}\`` : `answer to \`${s.id}\``;
  return {
    title: 'Experiment Design',
    statements,
    table: {
      head: ['What', 'Value', 'From'],
      rows: [
        [
          'Way',
          design.experiment
            ? 'variants drawn at random, the same one at each visit'
            : 'before and after, whole weeks',
          '`cro-proof`',
        ],
        ['Visitors a week', grouped(visitors.value), from(visitors)],
        ['Rate today', percent(base.value), from(base)],
        [
          'Smallest effect',
          `${inPoints(target - base.value)} (${percent(target / base.value - 1)} of the rate)`,
          from(effect),
        ],
        ['Variants', String(variants.value), from(variants)],
        ['Guardrails', `${guard}; left at once; time until the page is shown`, '`cro-guard`'],
        ['Stops early', 'a guardrail that gets worse; never a good number', 'playbook `cro`'],
      ],
    },
  };
}

function tracking({ events, counting, switching, reading }: Design): SpecialSection {
  const statements: Statement[] = [
    counting
      ? said(
          `Steps are counted by ${counting.name}${counting.own ? ` through \`${counting.own.symbol}\` (\`${counting.own.path}\`)` : ''}.`,
          counting.source,
        )
      : said(
          reading.own
            ? 'Nothing that counts steps was found among the packages and on the page.'
            : 'Nothing that counts steps was found among the scripts of the page.',
          reading.source,
        ),
    ...(reading.own
      ? [
          switching
            ? said(`Variants can be switched by ${switching.name}.`, switching.source)
            : said('No library for flags or variants was found.', reading.source),
        ]
      : []),
  ];
  return {
    title: 'Tracking Events',
    statements,
    table: {
      head: ['Event', 'When', 'Properties', 'Where'],
      rows: events.map(e => [
        `\`${e.name}\``,
        e.when,
        e.properties.map(p => `\`${p}\``).join(', '),
        e.at ? `\`${e.at.path}:${e.at.line}\`` : 'on the page; its code is not in this project',
      ]),
    },
  };
}

function inPoints(difference: number): string {
  const points = percent(difference).replace(' %', '');
  return `${points} ${points === '1' ? 'point' : 'points'}`;
}

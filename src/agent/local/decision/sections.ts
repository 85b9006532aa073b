import type { Source } from '../../../domain/index.ts';
import type { SpecialSection, Statement, Step } from '../../../plan/model.ts';
import { playbookSource } from '../../../playbooks/origin.ts';
import { fill } from '../../../playbooks/template.ts';
import { scopeOf } from '../compose/context.ts';
import { told } from '../compose/steps.ts';
import { said } from '../draft/blueprint.ts';
import { count } from '../draft/estimate.ts';
import { counted, type DecisionCase, forIt, joined, named, WEIGHED } from './case.ts';
import { filesOf, type Weighed } from './options.ts';
import { filesText, LOOKED } from './rows.ts';
import { SPIKE } from './spike.ts';
import { MOVE } from './steps.ts';
import type { Turn } from './turns.ts';

/** Titles of the sections that only a decision has; check 1 and the export as a record look for them. */
export const DECISION_SECTIONS = {
  options: 'Options',
  criteria: 'Criteria',
  recommendation: 'Recommendation',
  change: 'What Would Change It',
} as const;

const GOAL = { kind: 'user' as const, what: 'the goal' };

const PRESENT = 'as the project works today';

/** Each option with where it stands here, what speaks for and against it in its field, and when it is right. */
export function optionsSection(of: DecisionCase): SpecialSection {
  return {
    title: DECISION_SECTIONS.options,
    statements: of.options.flatMap(option => optionStatements(of, option)),
  };
}

/** The playbook that knows an option, as a source. */
function bookOf({ c }: Pick<DecisionCase, 'c'>, { spec }: Weighed): readonly Source[] {
  const book = c.matched.find(m => m.playbook.options.some(o => o.id === spec?.id))?.playbook;
  return book ? [playbookSource(book)] : [];
}

function optionStatements({ c, sight }: DecisionCase, option: Weighed): readonly Statement[] {
  const { tag, label, spec, from } = option;
  const asked =
    from === 'goal'
      ? 'named in the goal'
      : from === 'as-is'
        ? 'the way out of the question'
        : option.present
          ? 'not named in the goal, but it is here'
          : 'usual in the field';
  const book = c.matched.find(m => m.playbook.options.some(o => o.id === spec?.id))?.playbook;
  const scope = scopeOf(c);
  const source = bookOf({ c }, option);
  const items = (list: NonNullable<typeof spec>['pros']): readonly Statement[] =>
    list.flatMap(item => {
      const page = book?.sources.find(s => s.url === item.source);
      return told([item], scope).map(text =>
        said(text, ...source, ...(page ? [{ kind: 'url' as const, url: page.url, title: page.title }] : [])),
      );
    });
  const marked = (mark: string, list: readonly Statement[]): readonly Statement[] =>
    list.map(one => ({ ...one, text: `**${tag}** ${mark}: ${one.text}` }));
  const right = spec && fill(spec.right, scope);
  return [
    {
      text: `**${tag} ${label}**, ${asked}: ${standsText(option, sight.topic !== undefined)}`,
      sources: standsAt(option),
    },
    ...(spec ? marked('for it', items(spec.pros)) : []),
    ...(spec ? marked('against it', items(spec.cons)) : []),
    ...(right ? [said(`**${tag}** is right when ${right.replace(/\.$/, '')}.`, ...source)] : []),
    ...(spec || from === 'as-is'
      ? []
      : [
          said(
            `**${tag}** is in no playbook of planner-tui: what it can do, and at what price, was not looked up.`,
            GOAL,
          ),
        ]),
  ];
}

/** One sentence: what of it stands in the project. */
function standsText(option: Weighed, known: boolean): string {
  const { traces, present, from } = option;
  if (from === 'as-is') return 'no file changes, and what the question was asked for stays as it is.';
  const { declared, sources, tests, first, deployed, configs } = traces;
  const names = declared
    .slice(0, 3)
    .map(d => `\`${d.name}\`${d.installed ? ` (${d.installed} as locked or installed)` : ''}`);
  const used = filesText({ sources: sources.length, tests: tests.length, more: traces.more });
  const parts = [
    ...(names.length > 0 ? [`the manifests name ${joined(names)}`] : []),
    ...(used
      ? [
          `${used} ${sources.length + tests.length === 1 ? 'uses' : 'use'} it on ${count(traces.lines, 'line')}${first ? `, the first in \`${first.path}\`` : ''}`,
        ]
      : []),
    ...(deployed.length > 0 ? ['what is deployed starts it'] : []),
    ...(configs.length > 0 ? [`\`${configs[0]}\` sets it up`] : []),
  ];
  if (parts.length > 0) return `${PRESENT}: ${joined(parts)}.`;
  if (present) return `${PRESENT}.`;
  return `not here: no manifest names a package of it${known ? ', no code is written for it' : ''} and nothing that is deployed starts it.`;
}

function standsAt(option: Weighed): Statement['sources'] {
  const { declared, first, deployed } = option.traces;
  const found = [
    ...declared.slice(0, 1).map(d => d.source),
    ...(first ? [first] : []),
    ...deployed.slice(0, 1),
    ...option.shown,
  ];
  return found.length > 0 ? found.slice(0, 3) : [LOOKED];
}

/** Every criterion with why it counts, and the table of options against criteria. */
export function criteriaSection(of: DecisionCase): SpecialSection {
  const { rows, options } = of;
  const apart = new Set(counted(of).map(r => r.tag));
  return {
    title: DECISION_SECTIONS.criteria,
    statements: rows.map(row => {
      const by = row.from === 'measured' ? 'counted here' : 'by its documentation';
      const weight = apart.has(row.tag)
        ? row.doubled
          ? `, counts twice (${row.doubled})`
          : ''
        : ', told and not counted';
      return {
        text: `**${row.tag} ${row.title}** (${by}${weight})${row.why ? `: ${row.why}` : '.'}`,
        sources: [...row.sources],
      };
    }),
    table: {
      head: ['Criterion', ...options.map(named), 'Speaks for'],
      rows: rows.map(row => [
        `${row.tag} ${row.title}`,
        ...row.cells,
        apart.has(row.tag) ? joined(row.best.map(i => options[i]?.tag ?? '')) : 'none',
      ]),
    },
  };
}

/** "5 of 7 counted criteria speak for O2". */
export function countText(of: DecisionCase, index: number): string {
  const mine = forIt(of, index);
  const tags = mine.map(r => (r.weight > 1 ? `${r.tag} twice` : r.tag));
  return mine.length === 0 ? 'none' : `${mine.length} (${joined(tags)})`;
}

/** What is recommended, by what, how firmly, and what is not known. */
export function recommendationSection(of: DecisionCase, open: readonly string[]): SpecialSection {
  const { options, outcome, winner, undecided } = of;
  const all = counted(of);
  const rivals = options.flatMap((o, i) =>
    i === outcome.winner ? [] : [`${countText(of, i)} for ${o.tag}`],
  );
  const lead = undecided
    ? `No counted criterion sets the options apart, so **${named(winner)}** stands only because ${winner.present ? 'it is what the project has' : 'the goal names it first'}: this is no recommendation on the merits.`
    : outcome.tied
      ? `**${named(winner)}**, by a hair: as many criteria speak for another option, and of equals ${winner.present ? 'what is here already' : 'what the goal names first'} is taken.`
      : all.length === 1
        ? `**${named(winner)}**: the one criterion that sets them apart, ${all[0]?.tag ?? ''}, speaks for it.`
        : `**${named(winner)}**: of ${all.length} criteria that set them apart, ${countText(of, outcome.winner)} ${forIt(of, outcome.winner).length === 1 ? 'speaks' : 'speak'} for it, ${joined(rivals)}.`;
  const { turns } = outcome;
  const single = [...new Set(turns.map(t => t.id))].map(id => of.rows.find(r => r.id === id)?.tag ?? '');
  const firm = undecided
    ? []
    : [
        said(
          single.length === 0
            ? 'How firm: it stays the same whichever single criterion is left out or counts twice.'
            : `How firm: narrow. ${joined(single)} alone would turn it, as is said below; whoever signs weighs ${single.length === 1 ? 'that one' : 'those'} first.`,
          WEIGHED,
        ),
      ];
  return {
    title: DECISION_SECTIONS.recommendation,
    statements: [
      said(lead, WEIGHED),
      ...firm,
      ...premises(of),
      said(
        'How it was weighed: each criterion that sets the options apart counts once, for every option that it speaks for; nothing else is summed up.',
        WEIGHED,
      ),
      ...(open.length > 0 ? [said(`Not known: ${open.join('; ')}.`, WEIGHED)] : []),
    ],
  };
}

/** What the goal takes for granted, and the project does not show. */
function premises({ sight, options }: DecisionCase): readonly Statement[] {
  const { goal } = sight;
  const named = options.filter(o => o.from === 'goal');
  const [from] = named;
  const out: Statement[] = [];
  if (goal.form === 'move' && from && !from.present)
    out.push(
      said(
        `The goal speaks of ${from.label} as what is there, but no manifest, code or deployment of the project shows it: there is nothing to move, and the question is only whether to begin with ${joined(named.slice(1).map(o => o.label)) || 'another one'}.`,
        GOAL,
      ),
    );
  const silent = options.filter(o => o.from === 'topic' && o.present);
  if (silent.length > 0 && named.every(o => !o.present))
    out.push(
      said(
        `The goal does not name ${joined(silent.map(o => o.label))}, which the project has: it is weighed along, because leaving it is part of the price.`,
        GOAL,
      ),
    );
  return out;
}

/** Under which facts another option would be recommended: computed, and by the field's own words. */
export function changeSection(
  of: DecisionCase,
  turns: readonly Turn[],
  trials: readonly Step[],
): SpecialSection {
  const { c, options, outcome } = of;
  const scope = scopeOf(c);
  const rights = options.flatMap((o, i) => {
    const right = i === outcome.winner || !o.spec ? undefined : fill(o.spec.right, scope);
    return right
      ? [
          said(
            `**${named(o)}** instead, when it turns out that ${right.replace(/\.$/, '')}.`,
            ...bookOf(of, o),
          ),
        ]
      : [];
  });
  const computed = turns.map(t => said(t.text, WEIGHED));
  return {
    title: DECISION_SECTIONS.change,
    statements: [
      ...computed,
      ...rights,
      ...(computed.length + rights.length === 0 ? [said(failing(of, trials), WEIGHED)] : []),
    ],
  };
}

/** Where nothing that was counted and no knowledge of the field turns it: the trials alone do, each by its id. */
function failing({ c, options, outcome, winner }: DecisionCase, trials: readonly Step[]): string {
  const moved = filesText(filesOf(c, options[outcome.winner] ?? winner));
  const [first] = trials;
  const by = joined(trials.map(t => `\`${t.id}\``));
  return first && !winner.present && (first.id === SPIKE || first.id === MOVE)
    ? `\`${first.id}\` fails: where ${named(winner)} does not carry the smallest piece of work in the time that is set for it, ${options.find(o => o.present)?.label ?? 'another option'} stays${moved ? ` with its ${moved}` : ''}.`
    : `A figure${by === '' ? '' : ` of ${by}`} that ${named(winner)} does not reach: write it into the record, and weigh again.`;
}

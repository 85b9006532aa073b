import type { Answer } from '../../../domain/index.ts';
import type { Candidates } from '../../../plan/candidates.ts';
import type { Requirement, Statement } from '../../../plan/model.ts';
import { playbookLabel, playbookSource } from '../../../playbooks/origin.ts';
import { fill } from '../../../playbooks/template.ts';
import { citedPages } from '../compose/cited.ts';
import type { Composing } from '../compose/composing.ts';
import { scopeOf } from '../compose/context.ts';
import { told } from '../compose/steps.ts';
import { type Blueprint, emptyBlueprint, said } from '../draft/blueprint.ts';
import { caseOf, counted, type DecisionCase, forIt, joined, named } from './case.ts';
import { ecosystemIn } from './options.ts';
import {
  changeSection,
  countText,
  criteriaSection,
  optionsSection,
  recommendationSection,
} from './sections.ts';
import { decisionSteps } from './steps.ts';
import { factQuestions, turnsOf } from './turns.ts';

/** The plan of a decision: options against criteria, a recommendation, trials and a record. Undefined where nothing is to choose from. */
export function decisionBlueprint(
  c: Composing,
  goal: readonly Requirement[],
  answers: Readonly<Record<string, Answer>>,
): Blueprint | undefined {
  const of = caseOf(c, answers);
  if (!of) return undefined;
  const requirements = requirementsOf(of, goal);
  const steps = decisionSteps(of, { answer: 'R1', measured: `R${requirements.length}` });
  const open = openPoints(of, answers);
  const turns = turnsOf(of, answers);
  const { sight } = of;
  return {
    ...emptyBlueprint,
    answer: answerOf(of),
    approach: { title: titleOf(of), summary: summaryOf(of, steps.length - 1) },
    requirements,
    outOfScope: [
      `Building what is decided: once \`${sight.record.path}\` is accepted, it is a goal of its own.`,
    ],
    decisions: [{ title: `Why ${of.winner.label}?`, reasons: [...reasonsOf(of)] }],
    alternatives: of.options.flatMap((o, i) =>
      i === of.outcome.winner ? [] : [{ title: named(o), whyNot: whyNot(of, i) }],
    ),
    steps: steps.map(s =>
      s.id === 'S-record'
        ? {
            ...s,
            serves: requirements.map(r => r.id).filter(id => id !== `R${requirements.length}`),
          }
        : s,
    ),
    cases: requirements.map(r => ({ text: proofOf(of, r, requirements), proves: [r.id] })),
    risks: risksOf(of),
    nextSteps: nextOf(of),
    special: [
      optionsSection(of),
      criteriaSection(of),
      recommendationSection(of, open),
      changeSection(
        of,
        turns,
        steps.filter(s => s.id !== 'S-record'),
      ),
    ],
    candidates: candidatesOf(of),
    pages: citedPages(c, false),
    playbooks: c.matched.map(m => playbookLabel(m.playbook)),
  };
}

function titleOf({ winner, sight }: DecisionCase): string {
  return `${winner.label}${sight.goal.matter ? ` for the ${sight.goal.matter}` : ''}`;
}

/** The answer in one sentence: the first that the plan says. */
function answerOf(of: DecisionCase): string {
  const narrow = of.outcome.turns.length > 0;
  if (of.undecided)
    return `Nothing that was counted sets ${joined(of.options.map(named))} apart; **${named(of.winner)}** stands until a trial does.`;
  return `Recommended: **${named(of.winner)}** over ${joined(of.options.filter(o => o !== of.winner).map(named))}, ${narrow ? 'narrowly' : 'whichever single criterion is doubted'}.`;
}

/** `one criterion`, `6 criteria`. */
const criteria = ({ rows }: DecisionCase): string =>
  rows.length === 1 ? 'one criterion' : `${rows.length} criteria`;

function summaryOf(of: DecisionCase, trials: number): readonly Statement[] {
  const measured = of.rows.filter(r => r.from === 'measured').length;
  return [
    said(
      `${of.options.length} options were judged by ${criteria(of)}, ${measured === of.rows.length ? 'counted' : `${measured} of them counted`} in this project, and the recommended one is taken as long as ${trials === 1 ? 'the trial does' : 'the trials do'} not speak against it.`,
      { kind: 'user', what: 'the goal' },
    ),
  ];
}

function requirementsOf(of: DecisionCase, goal: readonly Requirement[]): readonly Requirement[] {
  const [first] = goal;
  const given = first?.sources ?? [];
  const { wants } = of.sight.goal;
  const list: Omit<Requirement, 'id'>[] = [
    {
      text: `“${
        of.c.survey.goal.text
          .trim()
          .split('\n')[0]
          ?.replace(/[?.]+$/, '') ?? ''
      }” has one answer in writing, with its reasons.`,
      sources: given,
    },
    {
      text: `Each of ${joined(of.options.map(named))} is judged by ${of.rows.length === 1 ? 'the one criterion that there is' : `each of the ${criteria(of)}`}, and each criterion says where it was read.`,
      sources: given,
    },
    ...wants.map(want => ({
      text: `The answer is judged by ${want}.`,
      sources: [{ kind: 'user' as const, what: 'the goal' }],
    })),
    {
      text: 'What the recommendation rests on and nobody knows yet is measured before anything is built on it.',
      sources: given,
    },
  ];
  return list.map((r, i) => ({ id: `R${i + 1}`, ...r }));
}

function proofOf(of: DecisionCase, { id }: Requirement, all: readonly Requirement[]): string {
  const { path } = of.sight.record;
  if (id === 'R1')
    return `Whoever was not there reads \`${path}\` and can say which option was taken, by whom and why.`;
  if (id === 'R2')
    return `The table in \`${path}\` has no empty cell: ${of.options.length} options by ${criteria(of)}.`;
  if (id === all.at(-1)?.id)
    return `\`${path}\` holds the figures of the trials, or says of each why it was left out.`;
  return `\`${path}\` says of each option how it stands by “${all.find(r => r.id === id)?.text.replace(/^The answer is judged by |\.$/g, '') ?? ''}”.`;
}

/** What speaks for the recommended option: each counted criterion, then its field, with what speaks against it. */
function reasonsOf(of: DecisionCase): readonly Statement[] {
  const { outcome, winner } = of;
  const mine = forIt(of, outcome.winner).map(row =>
    said(`${row.tag}, ${lower(row.title)}: ${row.cells[outcome.winner]}.`, ...row.sources),
  );
  const lost = counted(of)
    .filter(row => !row.best.includes(outcome.winner))
    .map(row =>
      said(`Against it ${row.tag}, ${lower(row.title)}: ${row.cells[outcome.winner]}.`, ...row.sources),
    );
  return [...mine, ...lost].length > 0
    ? [...mine, ...lost]
    : [
        said(`Only that ${winner.present ? 'it is here' : 'the goal names it first'}.`, {
          kind: 'user',
          what: 'the goal',
        }),
      ];
}

const lower = (text: string): string =>
  /^(?:[A-Z][a-z]|A )/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;

function whyNot(of: DecisionCase, index: number): string {
  const option = of.options[index];
  const scope = scopeOf(of.c);
  const lost = counted(of).filter(row => !row.best.includes(index));
  const cells = lost.slice(0, 3).map(row => `${row.tag}: ${row.cells[index]}`);
  const won = countText(of, index);
  const right = option?.spec && fill(option.spec.right, scope);
  return [
    cells.length > 0 ? `${cells.join('; ')}.` : 'Nothing that was counted speaks against it.',
    won === 'none' ? `None of the counted criteria speaks for ${option?.tag ?? 'it'}.` : `For it: ${won}.`,
    ...(right ? [`Right when ${right.replace(/\.$/, '')}.`] : []),
  ].join(' ');
}

/** Facts that nobody knows yet, by the questions that are open and the cells that nobody could fill. */
function openPoints(of: DecisionCase, answers: Readonly<Record<string, Answer>>): readonly string[] {
  const questions = factQuestions(of.c).filter(q => {
    const given = answers[q.id];
    return given === undefined || given.kind === 'skipped';
  });
  const asked = questions.map(q => {
    const assumed = q.choices.find(choice => choice.id === of.c.choices.get(q.id));
    return `the answer to \`${q.id}\` (assumed: ${assumed?.label ?? 'nothing'})`;
  });
  const blank = of.options
    .filter(o => !o.spec && o.from !== 'as-is')
    .map(o => `what ${named(o)} can do beyond what was counted here`);
  const field = of.rows.filter(r => r.from === 'field').map(r => r.tag);
  return [
    ...asked,
    ...blank,
    ...(field.length > 0
      ? [`figures of this project for ${joined(field)}, which rest on documentation`]
      : []),
  ];
}

function risksOf(of: DecisionCase): Blueprint['risks'] {
  const { c, winner, sight, outcome } = of;
  const scope = scopeOf(c);
  const cons = winner.spec ? told(winner.spec.cons, scope) : [];
  const narrow = [...new Set(outcome.turns.map(t => of.rows.find(r => r.id === t.id)?.tag ?? ''))];
  return [
    ...cons.slice(0, 3).map(text => ({
      text: text.replace(/\.$/, ''),
      mitigation: `\`${sight.record.path}\` names it as accepted, and whoever operates ${winner.label} signs it.`,
    })),
    ...(narrow.length > 0
      ? [
          {
            text: `The recommendation turns with ${joined(narrow)} alone`,
            mitigation: 'have the trials done before the record is accepted.',
          },
        ]
      : []),
    {
      text: `The facts were counted at one commit and grow old while “${sight.goal.matter || winner.label}” is discussed`,
      mitigation: 'plan again before signing, when more than a few weeks lie between.',
    },
  ];
}

/** What comes after the signature: the work as a goal of its own, and the day to look again. */
function nextOf({ options, outcome, winner, sight }: DecisionCase): readonly string[] {
  const there = options.find(o => o.present && o !== winner && o.from !== 'as-is');
  const goal = winner.present
    ? undefined
    : there && sight.goal.form === 'move'
      ? `migrate from ${there.label} to ${winner.label}`
      : `introduce ${winner.label}${sight.goal.matter ? ` for the ${sight.goal.matter}` : ''}`;
  return [
    ...(goal
      ? [`Once the record is accepted, plan the work itself: \`planner-tui plan "${goal}"\`.`]
      : options.some(o => o.present && o !== winner && o.from !== 'as-is')
        ? [
            `${joined(options.filter(o => o.present).map(o => o.label))} are all here: dropping one of them is a goal of its own, once the record says which.`,
          ]
        : [`Nothing is to be built: say to whoever asked that ${winner.label} stays, and why.`]),
    `Look at \`${sight.record.path}\` again when one of the facts under “What Would Change It” is there${outcome.turns.length > 0 ? ', at the latest in three months, because it was narrow' : ''}.`,
  ];
}

/** What the runtime brings; the package of that name in the registry is something else. */
const PLATFORM =
  /^(?:fetch|websocket|url|crypto|http|https|http2|fs|path|test|events|streams?|worker|eventsource|sqlite)$/;

/** The packages by which the options would be taken, to be compared by what their registry says. */
function candidatesOf({ c, options, winner, sight }: DecisionCase): readonly Candidates[] {
  const ecosystem = ecosystemIn({ c, options });
  const packageOf = (o: (typeof options)[number]): string | undefined =>
    o.traces.declared[0]?.name ??
    o.spec?.packages[ecosystem]?.[0] ??
    (!o.spec &&
    o.from === 'goal' &&
    ecosystem === 'npm' &&
    /^[@a-z0-9][\w./@-]*$/.test(o.label) &&
    !PLATFORM.test(o.label)
      ? o.label
      : undefined);
  const found = options.flatMap(o => {
    const name = packageOf(o);
    return name === undefined || name.startsWith('node:') ? [] : [{ option: o, name }];
  });
  const once = found.filter((f, i) => found.findIndex(o => o.name === f.name) === i);
  if (once.length < 2) return [];
  const taken = once.find(f => f.option === winner)?.name;
  return [
    {
      purpose: sight.goal.matter ? `the ${sight.goal.matter.replace(/^the /, '')}` : 'this decision',
      project: c.project,
      ecosystem,
      candidates: once.map(({ option, name }) => ({ name, note: `brings ${named(option)}` })),
      sources:
        c.matched.length > 0
          ? c.matched.map(m => playbookSource(m.playbook))
          : [{ kind: 'user', what: 'the goal' }],
      taken,
    },
  ];
}

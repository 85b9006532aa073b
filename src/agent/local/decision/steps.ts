import type { Step } from '../../../plan/model.ts';
import { holds } from '../../../playbooks/condition.ts';
import { fill } from '../../../playbooks/template.ts';
import { shellWord } from '../../../shared/shell-word.ts';
import { scopeOf } from '../compose/context.ts';
import { count } from '../draft/estimate.ts';
import { isTest } from '../draft/tests.ts';
import { baseOf } from '../naming.ts';
import { counted, type DecisionCase, joined, named } from './case.ts';
import { ecosystemIn, filesOf, type Weighed } from './options.ts';
import { filesText, type Row } from './rows.ts';
import { BOX, plain, spike } from './spike.ts';

/** Trials beyond these cost more than most decisions are worth. */
const MOST_TRIALS = 3;
/** Id of the trial that carries the smallest user of what is here over. */
export const MOVE = 'S-try-move';

/** Trials that measure what is not known, cheapest doubt first, then the record. No step builds what is decided. */
export function decisionSteps(
  of: DecisionCase,
  serves: { readonly answer: string; readonly measured: string },
): readonly Step[] {
  const trials = trialsOf(of, [serves.measured]);
  return [...trials, recordStep(of, trials, [serves.answer])];
}

/** What is tried before anybody signs; never nothing, because a recommendation that nobody tried is a guess. */
function trialsOf(of: DecisionCase, serves: readonly string[]): readonly Step[] {
  const known = [...trialOfMove(of, serves), ...trialsOfField(of, serves)].slice(0, MOST_TRIALS);
  if (known.length > 0) return known;
  const { c, options, outcome, winner, sight } = of;
  const rival = options
    .flatMap((o, i) => (o === winner || o.from === 'as-is' ? [] : [{ o, n: outcome.points[i] ?? 0 }]))
    .sort((a, b) => b.n - a.n)[0]?.o;
  const real = [winner, ...(rival ? [rival] : [])].filter(o => o.from !== 'as-is');
  const fresh = real.filter(o => !o.present);
  return [
    spike({
      tried: (fresh.length > 0 ? fresh : real).map(o => o.label),
      here: fresh.length === 0,
      stays: options.find(o => o.present)?.label,
      matter: sight.goal.matter,
      test: c.survey.brief.scripts.find(s => s.purpose === 'test')?.run,
      serves,
    }),
  ];
}

/** The option that a trial is for: the recommended one where it is not here, else the strongest that is not. */
function newOne({ options, outcome, winner }: DecisionCase): Weighed | undefined {
  if (!winner.present) return winner;
  const others = options.flatMap((o, i) => (o.present ? [] : [{ o, n: outcome.points[i] ?? 0 }]));
  return others.sort((a, b) => b.n - a.n)[0]?.o;
}

/** The smallest user of what is here, carried over on a branch that is thrown away. */
function trialOfMove(of: DecisionCase, serves: readonly string[]): readonly Step[] {
  const { c, options } = of;
  const { survey } = c;
  const there = options.find(o => o.present && o.traces.smallest);
  const to = newOne(of);
  const small = there?.traces.smallest;
  if (!there || !to || !small || to.from === 'as-is') return [];
  const branch = `try-${to.id}`;
  const pack =
    to.spec?.packages[ecosystemIn(of)]?.[0] ?? (/^[@a-z0-9][\w./@-]*$/.test(to.label) ? to.label : undefined);
  const install =
    pack === undefined
      ? undefined
      : survey.brief.installCommand([pack], there.traces.declared[0]?.dev ?? false);
  const own = isTest(survey, small.path)
    ? small.path
    : survey.cards.get(small.path)?.tests.find(t => isTest(survey, t));
  const test =
    (own && survey.brief.testCommand(own)) ?? survey.brief.scripts.find(s => s.purpose === 'test')?.run;
  const all = filesOf(c, there);
  const files = all.sources + all.tests;
  return [
    {
      ...plain,
      id: MOVE,
      title: `Carry \`${small.path}\` over to ${to.label} on a branch, and keep the figures`,
      estimate: BOX.trial,
      serves: [...serves],
      dependsOn: [],
      details: [
        `\`${small.path}\` (${count(small.lines, 'line')}) is the smallest of the ${filesText(all)} that stand on ${there.label}: what it costs there, times ${files}, is a floor for the whole.`,
        `\`git switch -c ${branch}\`${install ? `, then \`${install}\` and change that one file` : ', then change that one file'}; nothing of the branch is merged.`,
        `Write down: minutes taken, \`git diff --shortstat\`, what ${there.label} offered and ${to.label} does not, and the time of the command below with each of the two.`,
      ],
      files: [],
      verify: [
        ...(test ? [{ kind: 'command' as const, text: test }] : []),
        {
          kind: 'observe' as const,
          text: `Minutes and lines of \`${branch}\` are written down for the record, with every case of \`${small.path}\` that went red.`,
        },
      ],
      rollback: [`\`git switch -\` and \`git branch -D ${branch}\` leave nothing behind.`],
      part: 'core',
    },
  ];
}

/** The criteria whose playbook knows how to find out, those that could turn the decision first. */
function trialsOfField(of: DecisionCase, serves: readonly string[]): readonly Step[] {
  const scope = scopeOf(of.c);
  const turning = new Set(of.outcome.turns.map(t => t.id));
  const rank = (row: Row): number => (turning.has(row.id) ? 0 : counted(of).includes(row) ? 1 : 2);
  return [...of.rows]
    .sort((a, b) => rank(a) - rank(b))
    .flatMap((row): readonly Step[] => {
      const trial = row.spec?.experiment;
      if (!trial || !holds(trial.when, scope.test)) return [];
      const [title, does, seen] = [
        fill(trial.title, scope),
        fill(trial.does, scope),
        fill(trial.seen, scope),
      ];
      if (!title || !does || !seen) return [];
      return [
        {
          ...plain,
          id: `S-try-${row.id}`,
          title,
          estimate: BOX.measuring,
          serves: [...serves],
          dependsOn: [],
          details: [
            does,
            turning.has(row.id)
              ? `It decides ${row.tag}, and ${row.tag} alone would turn the recommendation.`
              : `It puts a figure of this project in the place of what ${row.tag} takes from documentation.`,
          ],
          files: [],
          verify: [{ kind: 'observe', text: seen }],
          rollback: [`Take away what the trial for ${row.tag} started; nothing of it is committed.`],
          part: 'core',
        },
      ];
    });
}

/** Records that speak of an option already, each line once. */
function saidBefore({ sight, options }: DecisionCase): readonly string[] {
  const places = new Map<string, string[]>();
  for (const { option, source } of sight.record.said) {
    const label = options.find(o => o.id === option)?.label;
    const at = `${source.path}:${source.line}`;
    if (label !== undefined) places.set(at, [...(places.get(at) ?? []), label]);
  }
  return [...places]
    .slice(0, 2)
    .map(
      ([at, labels]) =>
        `\`${at}\` speaks of ${joined(labels)} already: say whether this record confirms it or takes its place.`,
    );
}

/** The record, where this project keeps its records. */
function recordStep(of: DecisionCase, trials: readonly Step[], serves: readonly string[]): Step {
  const { sight, options } = of;
  const { record } = sight;
  const last = record.records.at(-1);
  const figures = ` The figures of ${trials.length === 1 ? 'step 1' : `steps ${joined(trials.map((_, i) => `${i + 1}`))}`} go in before anybody signs.`;
  const from = record.path.replace(/[^/]*$/, '');
  return {
    ...plain,
    id: 'S-record',
    title: `Decide, and record it in \`${record.path}\``,
    estimate: BOX.record,
    serves: [...serves],
    dependsOn: trials.map(t => t.id),
    details: [
      `\`planner-tui export PLAN --as adr --to ${shellWord(record.path)}\` writes this plan as a record with ${options.length} options and ${of.rows.length === 1 ? 'one criterion' : `${of.rows.length} criteria`}.${figures}`,
      last === undefined
        ? `The project keeps no records yet: \`${from}\` begins with this one, and the next takes the next number.`
        : `Bring it into the form of \`${last}\`, the last of ${count(record.records.length, 'record')} in \`${from}\`.`,
      ...saidBefore(of),
    ],
    files: [
      {
        action: 'create',
        path: record.path,
        what: `the decision, its options and criteria, who took it and when`,
        ...(record.like ? { at: `${record.like.path}:1` } : {}),
      },
    ],
    verify: [
      {
        kind: 'observe',
        text: `\`${baseOf(record.path)}\` names one of ${joined(options.map(named))} as taken, with a date and a name, and its status is no longer “proposed”.`,
      },
    ],
    rollback: [
      `Delete \`${record.path}\` while it is proposed; once accepted, a later record supersedes it.`,
    ],
    part: 'documentation',
  };
}

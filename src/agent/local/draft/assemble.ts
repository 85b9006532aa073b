import type { Calibration } from '../../../domain/index.ts';
import type { Plan, PlanQuestion, Statement } from '../../../plan/model.ts';
import { ciOverview } from '../ci/blueprint.ts';
import { WEIGHED } from '../decision/case.ts';
import type { Survey } from '../survey.ts';
import { isVerb } from '../words.ts';
import { type Blueprint, said } from './blueprint.ts';
import { callersSection, unchangedSection } from './callers.ts';
import { careOfDecision, fillCare } from './care.ts';
import { count } from './estimate.ts';
import { inTime } from './in-time.ts';
import type { DraftRecord } from './record.ts';
import { testSection } from './tests.ts';

/** A whole plan of a blueprint, the survey and what the session knows. Pure; changes are added by `revise`. */
export function assemble(
  survey: Survey,
  record: DraftRecord,
  blueprint: Blueprint,
  questions: readonly PlanQuestion[],
  revision: number,
): Plan {
  const steps = inTime(survey, blueprint.steps);
  const weighed = survey.decision !== undefined && record.goal.kind === 'decision';
  const care = weighed ? careOfDecision(blueprint) : fillCare(survey, blueprint, record.goal.kind);
  const { goal, project } = record;
  const callers =
    record.goal.kind === 'refactoring' && steps.length > 0 ? [callersSection(survey, steps)] : [];
  const kept =
    callers.length > 0 && !blueprint.special.some(s => s.title === 'Behaviour to Preserve')
      ? [unchangedSection(steps)]
      : [];
  const special = [
    ...kept,
    // A model's plan has the callers already, as a table: their lines stand below it.
    ...blueprint.special.map(s => {
      const same = callers.find(c => c.title === s.title);
      return same ? { ...s, statements: [...s.statements, ...same.statements] } : s;
    }),
    ...callers.filter(s => s.statements.length > 0 && !blueprint.special.some(b => b.title === s.title)),
    ...comparisons(record),
  ];
  return {
    schema: 1,
    title: goal.title,
    goal: givenGoal(record),
    slug: goal.slug,
    kind: goal.kind,
    status: 'draft',
    revision,
    created: new Date(record.startedAt).toISOString(),
    ...(project.commit ? { commit: project.commit } : {}),
    ...(project.clean === undefined ? {} : { clean: project.clean }),
    engine: 'local',
    changes: [],
    overview: overview(survey, record, blueprint),
    requirements: [...blueprint.requirements],
    outOfScope: [...blueprint.outOfScope],
    findings: statementsOf(record, 'found'),
    currentState: statementsOf(record, 'state'),
    integrationPoints: statementsOf(record, 'integration'),
    approach: {
      title: blueprint.approach.title,
      summary: [...blueprint.approach.summary],
      decisions: [...blueprint.decisions],
      alternatives: [...blueprint.alternatives],
    },
    steps,
    // What is decided is proved by its record: no test runs for it.
    tests: weighed ? { intro: [], files: [], cases: [...blueprint.cases] } : testSection(survey, blueprint),
    rollback: care.rollback,
    security: care.security,
    performance: care.performance,
    monitoring: care.monitoring,
    risks: care.risks,
    questions: [...questions],
    decisions: decided(questions),
    nextSteps: care.nextSteps,
    reliesOn: reliesOn(survey, blueprint.steps),
    notices: [
      `Written by the local planner for ${project.name}: rules, ${blueprint.playbooks.length > 0 ? `the playbook${blueprint.playbooks.length === 1 ? '' : 's'} ${blueprint.playbooks.join(', ')}, ` : ''}the code map (${count(survey.summary.files, 'file')}, ${count(survey.summary.symbols, 'symbol')}) and ${count(survey.summary.commits, 'commit')} of git history. No model was used and nothing of \`${project.name}\` left this machine.`,
      ...guessed(questions),
      ...rankingTrust(survey.calibration),
      ...leftOut(record),
    ],
    ...(special.length > 0 ? { special } : {}),
    ...(survey.pace ? { pace: survey.pace } : {}),
    ...(Object.keys(care.nothingFor).length > 0 ? { nothingFor: care.nothingFor } : {}),
  };
}

/** Most characters of a goal that a plan repeats: a ticket fits, a pasted document does not. */
const MOST_GIVEN = 2_000;

function givenGoal({ given }: DraftRecord): string {
  return given.length <= MOST_GIVEN
    ? given
    : `${given.slice(0, MOST_GIVEN).replace(/\s+\S*$/, '')} … (the first ${MOST_GIVEN.toLocaleString('en')} of ${given.length.toLocaleString('en')} characters; the session keeps all)`;
}

/** What of a long goal the plan does not repeat. */
function leftOut({ words, given }: DraftRecord): readonly string[] {
  if (words.left === 0) return [];
  return [
    `The goal has ${given.split(/\s+/).filter(Boolean).length.toLocaleString('en')} words. Its title and the sentences that ask for something are the requirements; ${count(words.left, 'other sentence')} of it ${words.left === 1 ? 'is' : 'are'} kept in the session alone: say as feedback what of them must not be missed.`,
  ];
}

/** How the overview begins: a wish that starts with its verb is said as an aim, anything else is quoted. */
function aim({ goal, words }: DraftRecord): string {
  if (words.foreign)
    return `This plan answers “${words.quote}”, a goal in ${words.foreign.language} of which ${words.foreign.understood.map(w => `“${w.replaceAll('`', '')}”`).join(', ')} ${words.foreign.understood.length > 1 ? 'were' : 'was'} understood,`;
  if (goal.kind === 'decision') return `This plan decides “${lowerFirst(goal.title)}”`;
  if (goal.kind === 'bootstrap') return `This plan begins “${goal.title}”`;
  const verb = goal.title.split(/\s+/)[0]?.toLowerCase() ?? '';
  return isVerb(verb) && /\s/.test(goal.title)
    ? `This plan is to ${lowerFirst(goal.title)}`
    : `This plan answers “${goal.title}”`;
}

/** Said above everything else where a playbook could not plan: what follows is only as good as the ranking. */
function guessed(questions: readonly PlanQuestion[]): readonly string[] {
  const open = questions.filter(q => q.answer === undefined && q.question.id.startsWith('needs-'));
  if (open.length === 0) return [];
  const ids = open.map(q => `\`${q.question.id}\``).join(' and ');
  const [first] = open;
  return [
    `Answer ${ids} first (“${first?.question.text ?? ''}”): until then no playbook plans this part, and its steps follow the ranking of files alone.`,
  ];
}

/** What was measured of the ranking in this repository, in one sentence; nothing where nothing was measured. */
function rankingTrust(calibration: Calibration | undefined): readonly string[] {
  if (!calibration) return [];
  const { cases, acc } = calibration.ranking;
  return [
    `In this repository the ranking put all changed files among the first ten in ${Math.round(acc[10] * cases)} of ${cases} past changes (\`planner-tui impact --calibrate\`, measured at commit ${calibration.commit.slice(0, 7)}).`,
  ];
}

function statementsOf(record: DraftRecord, topic: 'found' | 'state' | 'integration'): Statement[] {
  return record.findings
    .filter(f => f.topic === topic && f.table === undefined)
    .map(f => ({
      text: f.text,
      sources: f.sources,
      ...(f.sources.length === 0 ? { assumption: true } : {}),
    }));
}

/** What was compared, each under its own heading. */
function comparisons(record: DraftRecord): NonNullable<Plan['special']> {
  return record.findings.flatMap(({ text, sources, table }) =>
    table
      ? [
          {
            title: table.title,
            statements: [{ text, sources }],
            table: { head: table.head, rows: table.rows },
          },
        ]
      : [],
  );
}

/** Where the goal lies: in the project, or at the address of a page whose code it does not hold. */
function placeOf({ page }: Survey, project: string): string {
  return page?.url === undefined
    ? ` in \`${project}\``
    : `: the page was read at its address, and its code is not in \`${project}\``;
}

function overview(survey: Survey, record: DraftRecord, blueprint: Blueprint): Statement[] {
  const { project } = record;
  const symbols = [
    ...new Set(blueprint.steps.flatMap(s => s.files.flatMap(f => (f.symbol ? [`\`${f.symbol}\``] : [])))),
  ];
  const through = symbols.length > 0 ? `, mainly in ${symbols.slice(0, 3).join(', ')}` : '';
  const aimed = aim(record);
  const { quote } = record.words;
  const out = [
    said(`${aimed}${placeOf(survey, project.name)}${through}.`, {
      kind: 'user',
      // Nobody reads the same words twice in one sentence.
      what: aimed.toLowerCase().includes(quote.toLowerCase()) ? 'the goal, as given' : `the goal: “${quote}”`,
    }),
  ];
  if (blueprint.answer !== undefined) out.push(said(blueprint.answer, WEIGHED));
  if (survey.ci) out.push(ciOverview(survey.ci));
  // Only a description has a place that says it; the sizes stand in the head.
  const { description } = survey.brief;
  const manifest = survey.brief.scripts[0]?.source ?? survey.brief.dependencies[0]?.source;
  if (manifest && description && blueprint.answer === undefined && survey.page?.url === undefined)
    out.push(
      said(
        // No counts: feedback and steps of another approach change them, and the head says them.
        `${project.name} is “${description.replace(/[.\s]+$/, '')}”.`,
        manifest,
      ),
    );
  return out;
}

export function lowerFirst(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** What the person decided, in words. */
export function decided(questions: readonly PlanQuestion[]): Statement[] {
  return questions.flatMap(({ question, answer }): Statement[] => {
    const label = (id: string): string => question.choices.find(c => c.id === id)?.label ?? id;
    const source = { kind: 'user' as const, what: `answer to ${question.id}` };
    switch (answer?.kind) {
      case 'choice':
        return [
          said(
            `On \`${question.id}\`: ${label(answer.choiceId)}${answer.note ? ` (${answer.note})` : ''}.`,
            source,
          ),
        ];
      case 'text':
        return [said(`On \`${question.id}\`: “${answer.text}”.`, source)];
      case 'delegated':
        return [said(`On \`${question.id}\`: ${label(question.recommended)}, left to the planner.`, source)];
      default:
        return [];
    }
  });
}

/** Hashes of the files that steps change, follow or quote, as far as the survey holds them. */
export function reliesOn(survey: Survey, steps: readonly Plan['steps'][number][]): Record<string, string> {
  const out: Record<string, string> = {};
  const paths = new Set<string>();
  for (const step of steps) {
    for (const f of step.files) {
      if (f.action !== 'create') paths.add(f.path);
      const like = f.at?.replace(/:\d+$/, '');
      if (like) paths.add(like);
    }
    for (const c of step.code) if (c.source?.kind === 'file') paths.add(c.source.path);
  }
  for (const path of [...paths].sort()) {
    const hash = survey.texts.get(path)?.hash ?? survey.cards.get(path)?.hash;
    if (hash) out[path] = hash;
  }
  return out;
}

import type { Requirement, SpecialSection, Statement, Step } from '../../../plan/model.ts';
import { type FirstError, familyOf } from '../../../research/ci/index.ts';
import { type Blueprint, emptyBlueprint, said } from '../draft/blueprint.ts';
import { count, estimate } from '../draft/estimate.ts';
import { undo } from '../draft/undo.ts';
import type { Survey } from '../survey.ts';
import type { CiCase } from './case.ts';
import { code, type Fix, list, quoted, stepName } from './context.ts';
import { FIXES } from './fixes.ts';
import { logSource, runSource } from './said.ts';

/** A plan to mend one failing run: see it fail, tell causes apart where the log cannot, mend, and meet it earlier. */
export function ciBlueprint(survey: Survey, ci: CiCase, wishes: readonly Requirement[]): Blueprint {
  const { first } = ci;
  const fix = FIXES[first.family]({ survey, ci, first });
  const requirements = requirementsOf(ci, wishes);
  const all = requirements.map(r => r.id).filter(id => id !== 'R2');
  const run = commandsHere(survey, ci, fix);
  const steps: Step[] = [];
  const add = (step: Omit<Step, 'dependsOn' | 'functions' | 'packages'> & Partial<Step>): void => {
    const before = steps.at(-1);
    steps.push({ functions: [], packages: [], dependsOn: before ? [before.id] : [], ...step });
  };
  const reproduces = run.length > 0 && !NOT_HERE.has(first.family);
  if (reproduces || fix.experiments)
    add({
      id: 'S-reproduce',
      title: fix.experiments
        ? `Tell the cause of the failure in ${stepName(first)}`
        : `See ${stepName(first)} fail here`,
      estimate: estimate(survey, { lines: 5, files: 1 }),
      serves: all,
      details: [
        ...(ci.split && ci.split.only.length > 0
          ? [
              `Only ${list(ci.split.only.map(code))} is concerned: an experiment elsewhere that is green says nothing yet.`,
            ]
          : []),
        ...(fix.experiments ?? [`The same words as in the run have to come: ${quoted(first.message)}.`]),
      ],
      files: [],
      code: [],
      verify: fix.experiments
        ? [
            {
              kind: 'observe',
              text: 'One of the experiments says why, and the others are ruled out by it.',
            },
          ]
        : [{ kind: 'observe', text: `${code(run[0] ?? '')} ends as it does in the log.` }],
      rollback: ['Nothing is changed by looking.'],
      part: 'setup',
    });
  const files = [...fix.files];
  add({
    id: 'S-mend',
    title: fix.title,
    estimate: estimate(survey, { lines: 4 + 4 * files.length, files: Math.max(1, files.length) }),
    serves: fix.prevent ? all : requirements.map(r => r.id),
    details: [...fix.details],
    files,
    code: [logBlock(ci), ...(fix.code ?? [])],
    packages: [...(fix.packages ?? [])],
    verify: verifyOf(ci, run),
    rollback: files.length > 0 ? undo(survey, files) : ['Nothing of the project is changed.'],
    part: 'core',
  });
  if (fix.prevent) {
    const prevent = [fix.prevent.file];
    add({
      id: 'S-prevent',
      title: fix.prevent.title,
      estimate: estimate(survey, { lines: 8, files: 1 }),
      serves: ['R2'],
      details: [fix.prevent.detail],
      files: prevent,
      code: [],
      verify: [
        {
          kind: 'observe',
          text: `${code(fix.prevent.file.path)} is accepted by GitHub once it is on the default branch.`,
        },
      ],
      rollback: undo(survey, prevent),
      part: 'integration',
    });
  }
  const where = ci.place
    ? ` at ${code(ci.place.line === undefined ? ci.place.path : `${ci.place.path}:${ci.place.line}`)}`
    : '';
  return {
    ...emptyBlueprint,
    approach: {
      title: fix.experiments ? `experiments first, then the mend${where}` : lowerFirst(fix.title),
      summary: [
        said(
          `${fix.experiments ? 'The log shows where it failed and not why, so the experiments come first' : 'The log shows the cause, so it is mended where it is'}: ${familyOf(first.family).means}.`,
          logSource(ci, first),
        ),
      ],
    },
    requirements,
    outOfScope: ['Pushing, running the workflow again and changing settings on GitHub are left to a person.'],
    steps,
    cases: [
      {
        text: `${run[0] ? `${code(run[0])} ends without an error` : `${stepName(first)} ends without an error`}, where it ended with ${quoted(first.message, 80)}.`,
        proves: all,
      },
      { text: `Prevention: ${lower(fix.prevention)}`, proves: ['R2'] },
    ],
    risks: [
      {
        text: `Further errors may stand behind the first one of ${stepName(first)}`,
        mitigation: `run the whole step again after the mend${ci.otherJobs.length > 0 ? `, and look at ${list(ci.otherJobs.slice(0, 3).map(o => quoted(o.job, 40)))} by itself` : ''}.`,
      },
      ...(ci.passedBefore === false
        ? [
            {
              text: 'The step did not pass in the green run either',
              mitigation: 'look whether it was skipped or allowed to fail there.',
            },
          ]
        : []),
    ],
    nextSteps: [`Push when you are content; the job ${quoted(first.job, 60)} is the proof.`],
    special: [
      failedRun(ci),
      between(ci),
      { title: 'Prevention', statements: [said(fix.prevention, logSource(ci, first))] },
    ].filter(s => s.statements.length + (s.table?.rows.length ?? 0) > 0),
  };
}

const MOST_LINES = 12;
const WIDEST = 140;

/** The lines of the log, as they came. */
function logBlock(ci: CiCase): Step['code'][number] {
  const { first } = ci;
  const source = logSource(ci, first);
  const excerpt = source.kind === 'log' ? source.excerpt : undefined;
  const lines = (excerpt?.text ?? '').split('\n').slice(0, MOST_LINES);
  const text = lines.map(line => (line.length > WIDEST ? `${line.slice(0, WIDEST)}…` : line)).join('\n');
  const from = excerpt?.startLine ?? first.line.n;
  return { language: 'text', caption: `the log, from line ${from}`, code: text, kind: 'existing' };
}

/** Failures of the runner, the time or the network: the same command here shows nothing of them by itself. */
const NOT_HERE: ReadonlySet<string> = new Set([
  'retired-action',
  'retired-image',
  'runner-lost',
  'job-time-out',
  'token-permission',
  'missing-secret',
  'cache',
  'registry-unreachable',
  'rate-limit',
  'disk-full',
  'git-remote',
  'command-missing',
  'service-down',
  'missing-script',
]);

function requirementsOf({ first }: CiCase, wishes: readonly Requirement[]): readonly Requirement[] {
  const source = { kind: 'user' as const, what: 'the goal, as given' };
  return [
    {
      id: 'R1',
      text: `${stepName(first)} of the job ${quoted(first.job, 60)} ends without an error.`,
      sources: [source],
    },
    {
      id: 'R2',
      text: 'The same failure is met before the next push, or cannot come again.',
      sources: [source],
    },
    ...wishes.map((wish, i) => ({ ...wish, id: `R${i + 3}` })),
  ];
}

function lower(text: string): string {
  return /^[A-Z][a-z]/.test(text) ? text.charAt(0).toLowerCase() + text.slice(1) : text;
}

/** Commands that a person can type here: what a runner alone fills in cannot be. */
function commandsHere(survey: Survey, ci: CiCase, fix: Fix): readonly string[] {
  const own =
    ci.command === undefined || /\$\{\{|\$GITHUB_|\$RUNNER_|[|<>]|\\$/.test(ci.command) ? [] : [ci.command];
  return [...new Set([...(fix.verify ?? []), ...own])].filter(text => isHere(survey, text));
}

/** A script that the manifest does not have cannot be run; that is the failure itself then. */
function isHere({ brief }: Survey, text: string): boolean {
  const line = text.replace(/^cd \S+ && /, '');
  const script = /^(?:npm|pnpm|yarn|bun) run (\S+)|^(?:make|just) (\S+)/.exec(line);
  const name = script?.[1] ?? script?.[2];
  // Without a target, nobody has said what it makes.
  if (/^(?:make|just)$/.test(line)) return false;
  if (name !== undefined) return brief.scripts.some(s => s.name === name) || text.startsWith('cd ');
  if (/^(?:npm|pnpm|yarn|bun) (?:test|t|start)\b/.test(line))
    return brief.scripts.some(s => s.name === 'test' || s.name === 'start') || text.startsWith('cd ');
  return true;
}

function verifyOf({ first }: CiCase, run: readonly string[]): Step['verify'] {
  if (run.length > 0 && !NOT_HERE.has(first.family))
    return run.map(text => ({ kind: 'command' as const, text }));
  return [
    {
      kind: 'observe',
      text: `${quoted(first.step.name, 80)} is green in the next run of the job ${quoted(first.job, 60)}, which a person starts.`,
    },
  ];
}

/** What failed, in a sentence. */
export function ciOverview(ci: CiCase): Statement {
  const { first } = ci;
  const more =
    ci.otherJobs.length > 0 ? `, and ${count(ci.otherJobs.length, 'other job')} failed as well` : '';
  return said(
    `${stepName(first)} stopped in the job ${quoted(first.job, 60)}: ${familyOf(first.family).means}${more}.`,
    logSource(ci, first),
  );
}

/** Run, job, step, first error and category in one look. */
export function failedRun(ci: CiCase): SpecialSection {
  const { reading, first, failing, script, passedBefore } = ci;
  const { run } = reading;
  const row = (name: string, text: string | undefined): string[][] => (text ? [[name, text]] : []);
  const job = reading.log.jobs.find(one => one.name === first.job);
  return {
    title: 'Failed Run',
    statements: run
      ? [
          said(
            `${run.name} failed on ${code(run.branch)} at commit ${code(run.sha.slice(0, 7))}, attempt ${run.attempt}, started by ${code(run.event)}.`,
            ...runSource(ci),
          ),
        ]
      : [],
    table: {
      head: ['What', 'As the log says it'],
      rows: [
        ...row('Job', `${first.job}${job?.image ? ` on ${job.image}` : ''}`),
        ...row(
          'Step',
          `${first.step.name}${failing ? ` (${code(`${failing.workflow.path}:${failing.step.at}`)})` : ''}`,
        ),
        ...row(
          'Command',
          first.step.command.length > 0
            ? code(first.step.command.slice(0, 3).join(' ; '))
            : first.step.uses && code(first.step.uses),
        ),
        ...row('Script', script && code(script.command)),
        ...row('Exit code', first.step.exitCode?.toString()),
        ...row('First error', `${errorText(first)}, log line ${first.line.n}`),
        ...row('Category', first.category),
        ...row('Tool', familyOf(first.family).tool),
        ...row(
          'Passed before',
          passedBefore === undefined
            ? 'not known: no green run was looked at'
            : passedBefore
              ? 'yes, in the last green run'
              : 'no',
        ),
      ],
    },
  };
}

function errorText({ message, subject, code: called }: FirstError): string {
  const plain = message.replaceAll('|', '/').slice(0, 140);
  return `${called ? `${called}: ` : subject && !message.includes(subject) ? `${subject}: ` : ''}${plain}`;
}

/** Commits that may have brought it. */
export function between(ci: CiCase): SpecialSection {
  const { commits } = ci;
  const rows = commits.list
    .slice(0, 10)
    .map(c => [
      code(c.sha.slice(0, 7)),
      c.date.slice(0, 10),
      c.author.replaceAll('|', '/'),
      c.subject.replaceAll('|', '/').slice(0, 80),
    ]);
  const left = commits.list.length - rows.length;
  const text =
    commits.kind === 'since-green'
      ? `After the last green commit ${code(commits.green.slice(0, 7))} came ${count(commits.list.length, 'commit')}${left > 0 ? `; the newest ${rows.length} are listed` : ''}.`
      : `Which commit brought it is not known: ${commits.because}. Listed is what last changed the files that the log names and what these import.`;
  return {
    title:
      commits.kind === 'since-green'
        ? 'Commits Since the Last Green Run'
        : 'Commits That May Have Brought It',
    statements: rows.length > 0 ? [said(text, logSource(ci, ci.first))] : [],
    ...(rows.length > 0 ? { table: { head: ['Commit', 'Day', 'By', 'Subject'], rows } } : {}),
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

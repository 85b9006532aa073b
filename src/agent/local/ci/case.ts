import type { LogEntry } from '../../../codemap/port.ts';
import type { CodeSymbol } from '../../../domain/index.ts';
import {
  type CiReading,
  type FirstError,
  findJob,
  findStep,
  firstErrors,
  type MatrixSplit,
  matrixSplits,
  projectPath,
  readWorkflow,
  WORKFLOW,
  type Workflow,
  type WorkflowJob,
  type WorkflowPlace,
} from '../../../research/ci/index.ts';
import type { ProjectScript } from '../../../research/port.ts';
import { type Failure, failure } from '../../../shared/result.ts';
import type { Survey, SurveyPorts } from '../survey.ts';
import { tracedPlace } from './traced.ts';

/** A failing run, as far as its log, GitHub and the project tell of it. */
export interface CiCase {
  readonly reading: CiReading;
  readonly first: FirstError;
  /** First errors of the other jobs that failed. */
  readonly otherJobs: readonly FirstError[];
  /** The first error's place in this project. */
  readonly place?: CasePlace;
  /** The test that failed, where the error's place is not in it. */
  readonly test?: string;
  /** Places of further errors of the step, each file once. */
  readonly morePlaces: readonly CasePlace[];
  readonly workflows: readonly Workflow[];
  readonly failing?: WorkflowPlace;
  /** Where the step was not found: its job. */
  readonly job?: { readonly workflow: Workflow; readonly job: WorkflowJob };
  /** The script of the project that the step runs. */
  readonly script?: ProjectScript;
  /** What failed, as it is typed: one line. */
  readonly command?: string;
  readonly commits: CaseCommits;
  /** Whether the step was green in the last green run; absent where nobody knows. */
  readonly passedBefore?: boolean;
  readonly split?: MatrixSplit;
}

export interface CasePlace {
  readonly path: string;
  readonly line?: number;
  readonly symbol?: CodeSymbol;
}

export type CaseCommits =
  /** All commits after the last green run, up to the one that failed. */
  | { readonly kind: 'since-green'; readonly green: string; readonly list: readonly LogEntry[] }
  /** Where the last green run is not known, or not in this clone: the last that touched what the log names. */
  | { readonly kind: 'touched'; readonly list: readonly LogEntry[]; readonly because: string };

/** A run from which no plan can be made; said to the person as it is. */
export class NoFailure extends Error {
  readonly failure: Failure;
  constructor(of: Failure) {
    super(`${of.message} ${of.next ?? ''}`.trim());
    this.failure = of;
  }
}

const MOST_COMMITS = 300;
const MOST_TOUCHED = 6;
const MOST_PLACES = 8;

/** The words by which the code is asked what belongs to a failure. */
export function wordsOf(first: FirstError): string {
  const place = first.place?.path.split(/[\\/]/).slice(-2).join('/') ?? '';
  return `${first.message} ${first.subject ?? ''} ${place}`.slice(0, 300);
}

/** The first error of what was read. Throws `NoFailure` where nothing failed. */
export function firstOf(reading: CiReading): {
  readonly first: FirstError;
  readonly others: readonly FirstError[];
} {
  const [first, ...others] = firstErrors(reading.log);
  if (first) return { first, others };
  throw new NoFailure(
    failure(
      'ci-not-failed',
      `A failing run was expected, but no step of ${reading.name} ended in an error: ${reading.log.lines} lines of ${reading.log.jobs.length === 1 ? 'one job' : `${reading.log.jobs.length} jobs`} were read.`,
      'Take the log of the job that failed: gh run view ID --log-failed',
    ),
  );
}

/** Looks up in the project what the log speaks of, and reads the files that are named. */
export async function withCase(
  { map, files }: SurveyPorts,
  survey: Survey,
  reading: CiReading,
  onRead: (path: string) => void,
): Promise<Survey> {
  const { first, others } = firstOf(reading);
  const texts = new Map(survey.texts);
  const cards = new Map(survey.cards);
  const read = async (path: string) => {
    const file = texts.get(path) ?? (await files.read(path));
    if (file) texts.set(path, file);
    return file;
  };
  const workflows: Workflow[] = [];
  for (const path of [...survey.paths].filter(p => WORKFLOW.test(p)).sort()) {
    onRead(path);
    const file = await read(path);
    const workflow = file && readWorkflow(path, file.text);
    if (workflow) workflows.push(workflow);
  }
  const failing = findStep(workflows, { name: first.job }, first.step, reading.run?.path);
  const job = failing ?? findJob(workflows, first.job, reading.run?.path);
  const folder = failing?.step.workingDirectory ?? goPackage(first);
  const pathOf = (error: { readonly place?: { readonly path: string } }) =>
    error.place && projectPath(error.place, survey.paths, folder);
  const stack = tracedPlace(first, survey);
  const own = stack?.path ?? pathOf(first);
  // A stack leads from the test into the code; both are looked at.
  const test = stack?.test;
  const named = [
    ...new Set([own, test, ...first.more.map(pathOf), ...others.map(pathOf)].flatMap(p => p ?? [])),
  ].slice(0, MOST_PLACES);
  for (const card of await map.deepen(named)) cards.set(card.path, card);
  const beside = named
    .flatMap(path => cards.get(path)?.imports ?? [])
    .filter(p => survey.paths.has(p))
    .slice(0, MOST_PLACES);
  for (const card of await map.deepen(beside.filter(p => !cards.has(p)))) cards.set(card.path, card);
  for (const path of [...named, ...beside]) {
    onRead(path);
    await read(path);
  }
  for (const path of MANIFESTS.filter(p => survey.paths.has(p))) await read(path);
  const placeAt = (path: string, line: number | undefined): CasePlace => {
    const symbol = line === undefined ? undefined : around(cards.get(path)?.symbols ?? [], line);
    return { path, ...(line === undefined ? {} : { line }), ...(symbol ? { symbol } : {}) };
  };
  const place = own === undefined ? undefined : placeAt(own, (stack ?? first.place)?.line);
  const seen = new Set([own]);
  const morePlaces = first.more.flatMap(error => {
    const path = pathOf(error);
    if (path === undefined || seen.has(path)) return [];
    seen.add(path);
    return [placeAt(path, error.place?.line)];
  });
  const script = scriptOf(survey, first);
  const command = commandOf(survey, first, script, failing);
  const step = first.step;
  const green = reading.run?.green;
  const before = green?.jobs
    .find(one => one.name === first.job)
    ?.steps.find(s => s.name === step.name || s.name === failing?.step.name);
  const splits = matrixSplits(
    reading.run
      ? reading.run.jobs.map(one => ({
          name: one.name,
          failed: one.conclusion === 'failure' || one.conclusion === 'timed_out',
        }))
      : reading.log.jobs.map(one => ({ name: one.name, failed: one.steps.some(s => s.failed) })),
    workflows.flatMap(one => one.jobs.flatMap(of => of.name ?? [])),
  );
  const split = splits.find(one => one.failed.includes(first.job));
  const ci: CiCase = {
    reading,
    first,
    otherJobs: others,
    ...(place ? { place } : {}),
    ...(test === undefined ? {} : { test }),
    morePlaces: morePlaces.slice(0, MOST_PLACES),
    workflows,
    ...(failing ? { failing } : {}),
    ...(job ? { job: { workflow: job.workflow, job: job.job } } : {}),
    ...(script ? { script } : {}),
    ...(command === undefined ? {} : { command }),
    commits: await commitsOf({ map, files }, reading, [...named, ...beside], failing?.workflow.path),
    ...(before ? { passedBefore: before.conclusion === 'success' } : {}),
    ...(split ? { split } : {}),
  };
  return { ...survey, cards, texts, ci };
}

const MANIFESTS = [
  'package.json',
  'pyproject.toml',
  'go.mod',
  'Cargo.toml',
  'Gemfile',
  'requirements.txt',
  'pom.xml',
];

/** `example.com/shop/price` of `FAIL example.com/shop/price`: go names files without their folder. */
function goPackage({ family, code }: FirstError): string | undefined {
  return family === 'go-test' ? code?.split('/').slice(1).slice(-2).join('/') : undefined;
}

/** The innermost symbol that a line lies in. */
function around(symbols: readonly CodeSymbol[], line: number): CodeSymbol | undefined {
  return symbols
    .filter(s => s.line <= line && line <= s.endLine && s.kind !== 'section')
    .sort((a, b) => a.endLine - a.line - (b.endLine - b.line))[0];
}

function scriptOf({ brief }: Survey, first: FirstError): ProjectScript | undefined {
  const lines = first.step.command.map(line => line.trim());
  const ran = brief.scripts.find(s => lines.some(line => line === s.run || line.startsWith(`${s.run} `)));
  return (first.script === undefined ? undefined : brief.scripts.find(s => s.name === first.script)) ?? ran;
}

/** What to type to see it fail: the script, or the only command of the step. */
function commandOf(
  survey: Survey,
  first: FirstError,
  script: ProjectScript | undefined,
  failing: WorkflowPlace | undefined,
): string | undefined {
  const lines = first.step.command
    .map(line => line.trim())
    .filter(line => line !== '' && !line.startsWith('#'));
  const line =
    script && !lines.includes(script.run)
      ? (lines.find(one => one.startsWith(script.run)) ?? script.run)
      : lines.length === 1
        ? lines[0]
        : (script?.run ?? lines.at(-1));
  if (line === undefined) return undefined;
  const folder = failing?.step.workingDirectory?.replace(/^\.\//, '');
  return folder && [...survey.paths].some(p => p.startsWith(`${folder}/`)) ? `cd ${folder} && ${line}` : line;
}

async function commitsOf(
  { map }: SurveyPorts,
  reading: CiReading,
  named: readonly string[],
  workflow: string | undefined,
): Promise<CaseCommits> {
  const { run } = reading;
  if (run?.green) {
    const all = await map.log({ limit: MOST_COMMITS });
    const from = all.findIndex(one => one.sha === run.sha);
    const to = all.findIndex(one => one.sha === run.green?.sha);
    if (from >= 0 && to >= from)
      return { kind: 'since-green', green: run.green.sha, list: all.slice(from, to) };
  }
  const list: LogEntry[] = [];
  for (const path of [...named, ...(workflow === undefined ? [] : [workflow])].slice(0, 4))
    for (const one of await map.log({ path, limit: 4 }))
      if (!list.some(l => l.sha === one.sha)) list.push(one);
  list.sort((a, b) => b.date.localeCompare(a.date));
  const because = run?.green
    ? `the green run was at commit ${run.green.sha.slice(0, 7)}, and the commits up to ${run.sha.slice(0, 7)} are not all in this clone`
    : run
      ? `GitHub names no earlier green run of ${run.name} on ${run.branch}`
      : 'a log alone does not say which run was green before';
  return { kind: 'touched', list: list.slice(0, MOST_TOUCHED), because };
}

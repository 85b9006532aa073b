import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument, type YAMLMap } from 'yaml';
import { escapeRegExp } from '../../shared/text/index.ts';
import type { LogJob, LogStep } from './model.ts';

export interface WorkflowStep {
  readonly name?: string;
  readonly run?: string;
  readonly uses?: string;
  readonly workingDirectory?: string;
  /** Line of the step, and of its `run` or `uses`. */
  readonly line: number;
  readonly at: number;
  readonly endLine: number;
  /** Names of variables that it gets, each with what is written there and its line. */
  readonly env: readonly Setting[];
  readonly with: readonly Setting[];
}

export interface Setting {
  readonly name: string;
  readonly value: string;
  readonly line: number;
}

export interface WorkflowJob {
  readonly id: string;
  readonly name?: string;
  readonly line: number;
  readonly runsOn?: Setting;
  readonly timeout?: Setting;
  readonly permissions: readonly Setting[];
  readonly permissionsLine?: number;
  readonly env: readonly Setting[];
  readonly services: readonly Setting[];
  readonly matrix: readonly string[];
  readonly steps: readonly WorkflowStep[];
}

export interface Workflow {
  readonly path: string;
  readonly name?: string;
  readonly permissions: readonly Setting[];
  readonly permissionsLine?: number;
  readonly env: readonly Setting[];
  readonly jobsLine: number;
  readonly jobs: readonly WorkflowJob[];
}

export const WORKFLOW = /^\.github\/workflows\/[^/]+\.ya?ml$/;

/** A workflow with the lines of what it says; undefined where it is no workflow. */
export function readWorkflow(path: string, text: string): Workflow | undefined {
  const counter = new LineCounter();
  const document = parseDocument(text, { lineCounter: counter, logLevel: 'silent' });
  const root = document.contents;
  if (!isMap(root)) return undefined;
  const lineOf = (node: unknown): number => {
    const range = (node as Node | undefined)?.range;
    return range ? counter.linePos(range[0]).line : 1;
  };
  const endOf = (node: unknown): number => {
    const range = (node as Node | undefined)?.range;
    return range ? counter.linePos(Math.max(range[0], range[1] - 1)).line : 1;
  };
  const settings = (node: unknown): Setting[] =>
    isMap(node)
      ? node.items.map(({ key, value }) => ({
          name: plain(key) ?? '',
          value: plain(value) ?? (isMap(value) || isSeq(value) ? '…' : ''),
          line: lineOf(key),
        }))
      : isScalar(node)
        ? [{ name: '', value: plain(node) ?? '', line: lineOf(node) }]
        : [];
  const one = (map: YAMLMap, key: string): Setting | undefined => {
    const pair = map.items.find(item => plain(item.key) === key);
    return pair ? { name: key, value: plain(pair.value) ?? '', line: lineOf(pair.key) } : undefined;
  };
  const stepOf = (node: unknown): WorkflowStep[] => {
    if (!isMap(node)) return [];
    const [name, run, uses] = [one(node, 'name'), one(node, 'run'), one(node, 'uses')];
    const folder = one(node, 'working-directory');
    return [
      {
        ...(name ? { name: name.value } : {}),
        ...(run ? { run: run.value } : {}),
        ...(uses ? { uses: uses.value } : {}),
        ...(folder ? { workingDirectory: folder.value } : {}),
        line: lineOf(node),
        at: run?.line ?? uses?.line ?? lineOf(node),
        endLine: endOf(node),
        env: settings(node.get('env', true)),
        with: settings(node.get('with', true)),
      },
    ];
  };
  const jobOf = (id: string, key: unknown, node: YAMLMap): WorkflowJob => {
    const [name, runsOn, timeout] = [one(node, 'name'), one(node, 'runs-on'), one(node, 'timeout-minutes')];
    const permissions = one(node, 'permissions');
    const steps = node.get('steps', true);
    return {
      id,
      line: lineOf(key),
      ...(name ? { name: name.value } : {}),
      ...(runsOn ? { runsOn } : {}),
      ...(timeout ? { timeout } : {}),
      permissions: settings(node.get('permissions', true)),
      ...(permissions ? { permissionsLine: permissions.line } : {}),
      env: settings(node.get('env', true)),
      services: settings(node.get('services', true)),
      matrix: settings(node.getIn(['strategy', 'matrix'], true)).map(s => s.name),
      steps: isSeq(steps) ? steps.items.flatMap(stepOf) : [],
    };
  };
  const jobs = root.items.find(item => plain(item.key) === 'jobs');
  if (!jobs || !isMap(jobs.value)) return undefined;
  const [name, permissions] = [one(root, 'name'), one(root, 'permissions')];
  return {
    path,
    ...(name ? { name: name.value } : {}),
    permissions: settings(root.get('permissions', true)),
    ...(permissions ? { permissionsLine: permissions.line } : {}),
    env: settings(root.get('env', true)),
    jobsLine: lineOf(jobs.key),
    jobs: jobs.value.items.flatMap(({ key, value }) =>
      isMap(value) ? [jobOf(plain(key) ?? '', key, value)] : [],
    ),
  };
}

function plain(node: unknown): string | undefined {
  return isScalar(node) ? String(node.value ?? '') : undefined;
}

/** Where a step of a log stands in the project's workflows. */
export interface WorkflowPlace {
  readonly workflow: Workflow;
  readonly job: WorkflowJob;
  readonly step: WorkflowStep;
}

/**
 * The step of a workflow that a log tells of: by what it runs, its name and its job's. `path` is the workflow's own, where
 * GitHub said it. Undefined where nothing fits, or two fit alike.
 */
export function findStep(
  workflows: readonly Workflow[],
  job: Pick<LogJob, 'name'>,
  step: Pick<LogStep, 'name' | 'command' | 'uses'>,
  path?: string,
): WorkflowPlace | undefined {
  const scored = workflows.flatMap(workflow =>
    workflow.jobs.flatMap(one =>
      one.steps.map(at => ({
        workflow,
        job: one,
        step: at,
        score: stepScore(at, step) * 4 + (isJob(one, job.name) ? 2 : 0) + (workflow.path === path ? 8 : 0),
        fits: stepScore(at, step) > 0,
      })),
    ),
  );
  const [best, next] = scored.filter(one => one.fits).sort((a, b) => b.score - a.score);
  if (!best || (path !== undefined && best.workflow.path !== path && workflows.some(w => w.path === path)))
    return undefined;
  // The same command in two jobs is one place as good as the other only where the job says which.
  return next && next.score === best.score && next.workflow !== best.workflow ? undefined : best;
}

/** The job of a workflow that a job of a log is a leg of. */
export function findJob(
  workflows: readonly Workflow[],
  name: string,
  path?: string,
): { readonly workflow: Workflow; readonly job: WorkflowJob } | undefined {
  const found = workflows
    .filter(workflow => path === undefined || workflow.path === path)
    .flatMap(workflow => workflow.jobs.filter(job => isJob(job, name)).map(job => ({ workflow, job })));
  return found.length === 1 ? found[0] : undefined;
}

function stepScore(at: WorkflowStep, step: Pick<LogStep, 'name' | 'command' | 'uses'>): number {
  const name = step.name.replace(/^Run /, '').trim();
  if (step.uses !== undefined) return at.uses === step.uses ? 3 : at.name === step.name ? 2 : 0;
  const run = lines(at.run ?? '');
  const command = step.command.map(line => line.trim()).filter(Boolean);
  if (run.length > 0 && command.length > 0 && same(run, command)) return 3;
  if (at.name !== undefined && (at.name === step.name || fits(at.name, step.name))) return 2;
  if (at.uses !== undefined && at.uses === name) return 3;
  return run[0] !== undefined &&
    command.length <= 1 &&
    (fits(run[0], name) || (command[0] !== undefined && fits(run[0], command[0])))
    ? 1
    : 0;
}

const lines = (run: string): string[] =>
  run
    .split('\n')
    .map(line => line.trim())
    .filter(Boolean);

function same(run: readonly string[], command: readonly string[]): boolean {
  return run.length === command.length && run.every((line, i) => fits(line, command[i] ?? ''));
}

/** `${{ matrix.node }}`: what each leg of a matrix makes another text of; a format in it has braces of its own. */
export const SLOT = /\$\{\{.*?\}\}(?!\})/;

/** Whether a text of the workflow gave this one: `${{ … }}` may have become anything. */
function fits(written: string, said: string): boolean {
  if (!written.includes('${{')) return written === said;
  const parts = written.split(SLOT).map(part => escapeRegExp(part));
  return new RegExp(`^${parts.join('.*')}$`).test(said);
}

/** `test (20, windows-latest)`, `build`, `reusable / test`: the job's name, or its id with the leg of a matrix. */
function isJob(job: WorkflowJob, name: string): boolean {
  const own = name.split(' / ').at(-1) ?? name;
  const bare = own.replace(/ \([^)]*\)$/, '');
  return (
    job.id === own ||
    job.id === bare ||
    (job.name !== undefined && (fits(job.name, own) || job.name === bare))
  );
}

import * as z from 'zod';
import type { ActionsClient } from '../../host/http/actions-client.ts';
import type { HttpFailure } from '../../host/http/port.ts';
import { err, type Failure, failure, ok, type Result } from '../../shared/result.ts';
import { safeLine } from '../../shared/text/index.ts';
import type { RunAddress } from './address.ts';
import type { CiReading, JobFacts, RunFacts } from './port.ts';
import { createLogReader } from './reader.ts';

export interface GitHubPorts {
  readonly client: ActionsClient;
  /** And where it is from, for people; undefined where there is none. */
  readonly token: { readonly value: string; readonly from: string } | undefined;
  now(): number;
}

const Run = z.object({
  id: z.number(),
  name: z.string().nullish(),
  path: z.string().nullish(),
  head_sha: z.string(),
  head_branch: z.string().nullish(),
  event: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  run_attempt: z.number().nullish(),
  workflow_id: z.number().nullish(),
  html_url: z.string(),
  created_at: z.string(),
});
type Run = z.infer<typeof Run>;
const Step = z.object({ name: z.string(), number: z.number(), conclusion: z.string().nullish() });
const Job = z.object({
  id: z.number(),
  name: z.string(),
  status: z.string().nullish(),
  conclusion: z.string().nullish(),
  html_url: z.string().nullish(),
  steps: z.array(Step).nullish(),
});
type Job = z.infer<typeof Job>;
const Jobs = z.object({ total_count: z.number(), jobs: z.array(Job) });
const Runs = z.object({ workflow_runs: z.array(Run) });

const MOST_LOGS = 6;
const PAGE = 100;
const MOST_PAGES = 10;
const FAILED = new Set(['failure', 'timed_out', 'startup_failure', 'cancelled']);

/** A failure on the way, told already. */
class Refused extends Error {
  readonly failure: Failure;
  constructor(of: Failure) {
    super(of.message);
    this.failure = of;
  }
}

/** A run by GitHub's API: what it says of the run and its jobs, the logs of those that failed, and the last green run. */
export async function fetchRun(
  address: RunAddress,
  ports: GitHubPorts,
  signal?: AbortSignal,
): Promise<Result<CiReading>> {
  try {
    return ok(await read(address, ports, signal));
  } catch (error) {
    if (error instanceof Refused) return err(error.failure);
    throw error;
  }
}

async function read(
  address: RunAddress,
  ports: GitHubPorts,
  signal: AbortSignal | undefined,
): Promise<CiReading> {
  const { owner, repository, attempt } = address;
  const repo = `repos/${owner}/${repository}`;
  const ask = async <T>(path: string, shape: z.ZodType<T>): Promise<T> => {
    const answer = await ports.client.json({
      url: new URL(path, address.api),
      token: ports.token?.value,
      signal,
    });
    if (!answer.ok) throw new Refused(told(answer.error, address, ports));
    const parsed = shape.safeParse(answer.value);
    if (parsed.success) return parsed.data;
    throw new Refused(
      failure(
        'ci-not-github',
        `${address.api.host} answers in another form than GitHub’s API does.`,
        'Check the address; of an Enterprise server its version may be too old.',
      ),
    );
  };
  const jobsOf = async (path: string): Promise<readonly Job[]> => {
    const out: Job[] = [];
    for (let page = 1; page <= MOST_PAGES; page++) {
      const { jobs, total_count } = await ask(`${path}?per_page=${PAGE}&page=${page}`, Jobs);
      out.push(...jobs);
      if (jobs.length === 0 || out.length >= total_count) break;
    }
    return out;
  };
  const base = `${repo}/actions/runs/${address.run}`;
  const run = await ask(attempt === undefined ? base : `${base}/attempts/${attempt}`, Run);
  const number = run.run_attempt ?? attempt ?? 1;
  const all = await jobsOf(`${base}/attempts/${number}/jobs`);
  const wanted = address.job === undefined ? all : all.filter(job => job.id === address.job);
  const ended = wanted.filter(job => FAILED.has(job.conclusion ?? ''));
  const real = ended.filter(job => job.conclusion !== 'cancelled');
  // What was cancelled because another job failed says nothing; where nothing else failed it is what there is.
  const failed = real.length > 0 ? real : ended;
  if (failed.length === 0) throw new Refused(nothingFailed(run, wanted, address));
  const notes: string[] = [
    `${address.host} was asked for run ${address.run} by its address${ports.token ? ` with the token of ${ports.token.from}` : ''}: nothing of this project was sent.`,
  ];
  if (run.status !== 'completed')
    notes.push(
      `Run ${run.id} is still ${safeLine(run.status ?? 'going on')}: jobs that end later are not in this plan.`,
    );
  if (failed.length > MOST_LOGS)
    notes.push(`${failed.length} jobs failed; the logs of the first ${MOST_LOGS} were read.`);
  const reader = createLogReader();
  for (const job of failed.slice(0, MOST_LOGS)) {
    const decoder = new TextDecoder();
    reader.file(safeLine(job.name), safeLine(job.name));
    const got = await ports.client.log(
      { url: new URL(`${repo}/actions/jobs/${job.id}/logs`, address.api), token: ports.token?.value, signal },
      chunk => reader.push(decoder.decode(chunk, { stream: true })),
    );
    if (!got.ok) throw new Refused(told(got.error, address, ports, 'log'));
  }
  const log = reader.end();
  if (log.lines === 0)
    throw new Refused(
      failure(
        'ci-empty-log',
        `The logs of run ${run.id} are empty.`,
        'Open the run in the browser: a job that never started has its reason there.',
      ),
    );
  const green = await lastGreen(run, repo, ask, jobsOf, notes);
  return { name: run.html_url, kind: 'url', log, run: factsOf(run, address, number, all, green), notes };
}

type Ask = <T>(path: string, shape: z.ZodType<T>) => Promise<T>;

/** The newest green run of the workflow on the branch before this one. Nobody fails because it cannot be had. */
async function lastGreen(
  run: Run,
  repo: string,
  ask: Ask,
  jobsOf: (path: string) => Promise<readonly Job[]>,
  notes: string[],
): Promise<RunFacts['green']> {
  if (!run.workflow_id || !run.head_branch) return undefined;
  try {
    const query = `branch=${encodeURIComponent(run.head_branch)}&status=success&per_page=20`;
    const { workflow_runs: runs } = await ask(
      `${repo}/actions/workflows/${run.workflow_id}/runs?${query}`,
      Runs,
    );
    const green = runs.find(one => one.created_at < run.created_at && one.id !== run.id);
    if (!green) return undefined;
    const jobs = await jobsOf(`${repo}/actions/runs/${green.id}/jobs`);
    return {
      id: green.id,
      url: green.html_url,
      sha: green.head_sha,
      date: green.created_at,
      jobs: jobs.map(jobFacts),
    };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    notes.push(`The last green run was not found: ${error.failure.message}`);
    return undefined;
  }
}

function factsOf(
  run: Run,
  address: RunAddress,
  attempt: number,
  jobs: readonly Job[],
  green: RunFacts['green'],
): RunFacts {
  return {
    id: run.id,
    url: safeLine(run.html_url),
    repository: `${address.owner}/${address.repository}`,
    name: safeLine(run.name ?? 'the workflow'),
    path: safeLine(run.path ?? '').replace(/@.*$/, ''),
    attempt,
    event: safeLine(run.event),
    branch: safeLine(run.head_branch ?? ''),
    sha: safeLine(run.head_sha),
    date: run.created_at,
    conclusion: safeLine(run.conclusion ?? ''),
    jobs: jobs.map(jobFacts),
    ...(green ? { green } : {}),
  };
}

function jobFacts(job: Job): JobFacts {
  return {
    name: safeLine(job.name),
    conclusion: safeLine(job.conclusion ?? ''),
    url: safeLine(job.html_url ?? ''),
    steps: (job.steps ?? []).map(step => ({
      name: safeLine(step.name),
      number: step.number,
      conclusion: safeLine(step.conclusion ?? ''),
    })),
  };
}

function nothingFailed(run: Run, jobs: readonly Job[], address: RunAddress): Failure {
  if (jobs.length === 0 && address.job !== undefined)
    return failure(
      'ci-not-a-run',
      `Run ${run.id} has no job ${address.job} in this attempt.`,
      'Take the address of the run itself, or of the attempt that the job is of.',
    );
  if (run.status !== 'completed')
    return failure(
      'ci-in-progress',
      `Run ${run.id} is still ${safeLine(run.status ?? 'going on')}, and no job of it has failed yet.`,
      'Wait until it ended, and try again.',
    );
  return failure(
    'ci-not-failed',
    `A failing run was expected, but run ${run.id} ended with “${safeLine(run.conclusion ?? 'no conclusion')}”${jobs.length === 1 ? '' : `: none of its ${jobs.length} jobs failed`}.`,
    (run.run_attempt ?? 1) > 1
      ? `It is attempt ${run.run_attempt}; an earlier one has the address …/runs/${run.id}/attempts/1.`
      : 'Take the address of the run that failed.',
  );
}

/** Why GitHub does not answer, and who can change that. */
function told(
  error: HttpFailure,
  { host, owner, repository, run }: RunAddress,
  { token, now }: GitHubPorts,
  what: 'run' | 'log' = 'run',
): Failure {
  const repo = `${owner}/${repository}`;
  const { status, retryAfterMs: wait } = error;
  if (status === 429 || (status === 403 && wait !== undefined)) {
    const until =
      wait === undefined
        ? ''
        : ` until ${new Date(now() + wait).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
    return failure(
      'ci-rate-limit',
      `${host} answers no more questions${until}: its rate limit is used up.`,
      token
        ? 'Try again then, or download the log and name its file.'
        : 'Without a token it allows 60 an hour: set GH_TOKEN, or log in with gh auth login.',
    );
  }
  if (status === 410 || (status === 404 && what === 'log'))
    return failure(
      'ci-log-expired',
      `GitHub no longer has the logs of run ${run} (status ${status}): they are kept for 90 days, or as the repository says.`,
      'Run it again, and take the address of the new attempt.',
    );
  if (status === 401)
    return failure(
      'ci-token-refused',
      `${host} refuses the token of ${token?.from ?? 'no one'} (status 401): it is wrong or has run out.`,
      'Make a new one with the permission actions: read.',
    );
  if (status === 404 || status === 403)
    return failure(
      'ci-no-permission',
      token
        ? `${host} does not show run ${run} of ${repo} to the token of ${token.from} (status ${status}): there is no such run, or the token lacks the permission actions: read of that repository.`
        : `${host} does not show ${what === 'log' ? 'the log of ' : ''}run ${run} of ${repo} without a token (status ${status}): ${what === 'log' ? 'logs are' : 'a private repository is'} shown with the permission actions: read alone.`,
      token
        ? 'Give the token actions: read (of an organisation with single sign-on it has to be allowed there, too), or check the address.'
        : `Set ${host === 'github.com' ? 'GH_TOKEN' : 'GH_ENTERPRISE_TOKEN'}, or log in with gh auth login${host === 'github.com' ? '' : ` --hostname ${host}`}; or download the log and name its file.`,
    );
  return failure('ci-unreachable', error.message, error.next === '' ? undefined : error.next);
}

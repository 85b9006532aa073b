import {
  code,
  command,
  type Fix,
  type FixContext,
  inWorkflow,
  list,
  quoted,
  stepName,
  stepPlace,
  whereOf,
} from './context.ts';

/** Minutes between two ISO times. */
function minutes(from: string | undefined, to: string | undefined): number | undefined {
  const ms = Date.parse(to ?? '') - Date.parse(from ?? '');
  return Number.isFinite(ms) ? Math.round(ms / 60_000) : undefined;
}

export function memory(c: FixContext): Fix {
  const { first, ci, survey } = c;
  const written = /--max-old-space-size=(\d+)/.exec(ci.script?.command ?? '')?.[1];
  const jvm = /java\.lang/.test(first.message);
  const killed = /^Killed/.test(first.message);
  const script = ci.script?.source;
  const knob = jvm
    ? '-Xmx'
    : written
      ? `--max-old-space-size=${written}`
      : 'NODE_OPTIONS=--max-old-space-size=4096';
  return {
    title: `Give ${stepName(first)} the memory that it takes, or let it take less`,
    details: [
      `The step ended with ${quoted(first.message)}.`,
      killed
        ? `The kernel ended the process: the whole runner was full. Fewer workers at once (${code('--maxWorkers=2')}, ${code('-j2')}) or a larger runner at ${stepPlace(c)}.`
        : written && script
          ? `${code(`${script.path}:${script.line}`)} sets ${code(knob)}: raise it there, below what the runner has (16 GB on a standard Linux one of a public repository).`
          : `The knob is ${code(knob)}, as ${code('env')} of the step at ${stepPlace(c)}.`,
      'Where it grew with a commit, the commit is mended instead: a limit only moves the day.',
    ],
    files:
      written && script
        ? [{ action: 'modify', path: script.path, what: `raise ${knob}` }]
        : inWorkflow(c, `${killed ? 'fewer workers at once' : knob} in the step`),
    experiments: [
      `${ci.command ? code(ci.command) : 'The step'} at the last green commit with the same limit: it ends there as well, or the commits between need more.`,
    ],
    prevention: survey.facts.get('ci')?.present
      ? 'The peak memory of the step, printed at its end, shows the growth before the limit does.'
      : 'Measure the peak once, and keep the limit at twice of that.',
  };
}

export function disk(c: FixContext): Fix {
  const { first } = c;
  return {
    title: `Make room on the disk before ${stepName(first)}`,
    details: [
      `The step stopped at ${whereOf(c)} with ${quoted(first.message)}.`,
      `In front of ${stepPlace(c)}: ${code('df -h')} to see what is full, then take away what the job does not need (images, SDKs of other languages, caches of earlier steps).`,
      'Where the job itself writes it, write less: artefacts, logs and layers are the usual ones.',
    ],
    files: inWorkflow(c, 'a step that shows and frees disk space'),
    experiments: [
      `${code('df -h')} and ${code('du -xh --max-depth=2 .')} as the step before: they name the folder that grew.`,
    ],
    prevention: 'The free space, printed at the end of the job, tells how near the next failure is.',
  };
}

export function jobTime(c: FixContext): Fix {
  const { first, ci } = c;
  const job = ci.job?.job;
  const limit = job?.timeout;
  const took = minutes(first.step.began, first.step.ended);
  const at = limit && ci.job ? code(`${ci.job.workflow.path}:${limit.line}`) : undefined;
  return {
    title: `Find what held ${stepName(first)}, then set its limit`,
    details: [
      `The runner ended it: ${quoted(first.message)}.`,
      ...(took === undefined
        ? []
        : [`The log of this step spans ${took} minutes; its last line before the end is what hung.`]),
      at
        ? `${code(`timeout-minutes: ${limit?.value ?? ''}`)} stands at ${at}; raise it only where the work took longer, not where it hung.`
        : `The job sets no ${code('timeout-minutes')}: GitHub’s own limit is 360 minutes; a limit near the usual time ends a hang early.`,
    ],
    files: inWorkflow(c, limit ? 'a limit that fits the measured time' : 'timeout-minutes for the job'),
    experiments: [
      'The times of the steps in the last green run against this one: the same step longer means slow, no output at its end means hung.',
      `${ci.command ? code(ci.command) : 'The step'} here, with its handles shown at the end: an open one keeps the process.`,
    ],
    prevention: 'A limit of twice the usual time tells of the next hang after minutes instead of hours.',
  };
}

export function runner(c: FixContext): Fix {
  return {
    title: 'Run it again, and look at the runner if it is lost again',
    details: [
      `GitHub lost the machine, not the step: ${quoted(c.first.message)}.`,
      'Nothing in the code is shown to be wrong. A machine without memory or disk is lost in the same words.',
    ],
    files: [],
    experiments: [
      'The job once more without any change: green closes this; red at the same step means that the step takes the machine down (memory first).',
    ],
    prevention: 'Memory and disk, printed before the long steps, show what the machine had left.',
  };
}

export function cache(c: FixContext): Fix {
  const { first, survey } = c;
  const locks = [...survey.paths]
    .filter(p =>
      /(?:^|\/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.yaml|go\.sum|poetry\.lock|Pipfile\.lock|requirements\.txt|Gemfile\.lock)$/.test(
        p,
      ),
    )
    .sort((a, b) => a.length - b.length);
  const [lock] = locks;
  const service = /service|restore/i.test(first.message);
  return {
    title: service ? 'Let the job go on without its cache' : 'Let the setup action find the lock file',
    details: [
      `${quoted(first.message)}.`,
      service
        ? `The cache service was away. At ${stepPlace(c)} ${code('continue-on-error: true')} keeps the job going; what is cached is only time.`
        : lock?.includes('/')
          ? `${code(lock)} is the lock file here, not at the root: ${code(`cache-dependency-path: ${lock}`)} at ${stepPlace(c)} says so.`
          : lock
            ? `${code(lock)} is here now: the commit of the run did not have it, or the checkout went to another folder.`
            : `No lock file is committed: commit one, or take ${code('cache:')} out at ${stepPlace(c)}.`,
    ],
    files: inWorkflow(
      c,
      service ? 'go on without the cache' : 'name the lock file of the cache, or leave the cache out',
    ),
    prevention: 'A cache is never what a job depends on.',
  };
}

export function remote(c: FixContext): Fix {
  const { first } = c;
  return {
    title: `Let the step reach ${code(first.subject ?? 'the repository')}`,
    details: [
      `git says ${quoted(first.message)}.`,
      `The token of a run reads its own repository alone; another one at ${stepPlace(c)} needs a deploy key or a token with ${code('contents: read')} there, handed to the checkout.`,
      `A branch or tag that is missing may only not have been fetched: ${code('fetch-depth: 0')} brings all.`,
    ],
    files: inWorkflow(c, 'the right address, depth or key of the checkout'),
    experiments: [
      `${code(`git ls-remote ${first.subject ?? 'URL'}`)} with the rights of a person: an answer means that only the run may not.`,
    ],
    prevention: 'Addresses of other repositories stand once in the workflow, with the key that opens them.',
  };
}

export function executable(c: FixContext): Fix {
  const { ci, first } = c;
  const path = ci.place?.path ?? first.place?.path.replace(/^\.\//, '') ?? '';
  return {
    title: `Make ${code(path)} a file that may be run`,
    details: [
      `The shell says ${quoted(first.message)}: git keeps the right to run a file, and ${code(path)} has none.`,
      `Or call it by its interpreter at ${stepPlace(c)}; a file that was made on Windows is the usual reason.`,
    ],
    files: ci.place ? [{ action: 'modify', path, what: 'the right to run it; its text stays' }] : [],
    code: [command(`git update-index --chmod=+x ${path}`)],
    prevention: `${code('git ls-files --stage')} shows 100755 for what may be run; a check of the scripts’ modes keeps it so.`,
  };
}

export function program(c: FixContext): Fix {
  const { first, survey } = c;
  const name = first.subject ?? 'the program';
  const own = survey.brief.dependencies.find(d => d.name === name || d.name.endsWith(`/${name}`));
  return {
    title: own ? `Call ${code(name)} as the project has it` : `Install ${code(name)} before it is called`,
    details: [
      `The shell of the runner finds no ${code(name)}: ${quoted(first.line.text)}.`,
      own
        ? `${code(`${own.source.path}:${own.source.line}`)} declares it: call it by ${code(`npx ${name}`)} or by a script, after the install.`
        : `In front of ${stepPlace(c)} goes a step that installs it in a fixed version, by a setup action or the package manager of the image.`,
      'Where it is a slip in the name, mend the name.',
    ],
    files: inWorkflow(c, own ? `call ${name} through the project` : `a step that installs ${name}`),
    prevention: 'What a workflow calls is declared by the project, or installed by the workflow itself.',
  };
}

export function service(c: FixContext): Fix {
  const { first, ci } = c;
  const services = ci.job?.job.services ?? [];
  const address = first.subject ? code(first.subject) : 'the service';
  return {
    title: `Have ${address} answer before ${stepName(first)}`,
    details: [
      `At ${whereOf(c)}: ${quoted(first.message)}.`,
      services.length > 0 && ci.job
        ? `The job has the services ${list(services.map(s => `${code(s.name)} (${code(`${ci.job?.workflow.path}:${s.line}`)})`))}: compare the port with ${address}, and let the service’s health be waited for by its ${code('options')}.`
        : `The job has no ${code('services:')}: what the step connects to is started by nobody. Add it with its port and a health check, or give the step a fake.`,
      'In a container job the host is the name of the service, not localhost.',
    ],
    files: inWorkflow(c, 'the service with its port and a health check'),
    experiments: [`The same step with the service started here: green means that only the job lacks it.`],
    prevention:
      'A health check in the workflow stops the job where the service does not come, not later in a test.',
  };
}

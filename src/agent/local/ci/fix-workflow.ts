import type { FileChange } from '../../../plan/model.ts';
import {
  code,
  type Fix,
  type FixContext,
  inWorkflow,
  list,
  quoted,
  settingsNamed,
  stepPlace,
} from './context.ts';

/** Majors of GitHub's own actions that still run, by the retired ones before them (as of November 2026). */
const NEWER: Readonly<Record<string, string>> = {
  'actions/upload-artifact': 'v4',
  'actions/download-artifact': 'v4',
  'actions/cache': 'v4',
  'actions/checkout': 'v4',
  'actions/setup-node': 'v4',
  'actions/setup-python': 'v5',
  'actions/upload-pages-artifact': 'v3',
  'actions/deploy-pages': 'v4',
};

export function action(c: FixContext): Fix {
  const { first, ci } = c;
  const name = first.subject ?? '';
  const uses = ci.workflows.flatMap(w =>
    w.jobs.flatMap(j =>
      j.steps
        .filter(s => s.uses?.startsWith(`${name}@`))
        .map(s => ({ path: w.path, line: s.at, uses: s.uses ?? '' })),
    ),
  );
  const retired = uses.filter(
    u => u.uses.includes(first.code ?? '') || majorOf(u.uses) <= majorOf(`@${first.code ?? ''}`),
  );
  const newer = NEWER[name];
  const paths = [...new Set(retired.map(u => u.path))];
  const twin = name.endsWith('upload-artifact')
    ? 'actions/download-artifact'
    : name.endsWith('download-artifact')
      ? 'actions/upload-artifact'
      : undefined;
  const dependabot = '.github/dependabot.yml';
  return {
    title: `Take ${code(newer ? `${name}@${newer}` : `a newer major of ${name}`)} for ${code(`${name}@${first.code ?? ''}`)}`,
    details: [
      `GitHub refuses the version: ${quoted(first.message)}.`,
      retired.length > 0
        ? `It stands at ${list(retired.slice(0, 6).map(u => code(`${u.path}:${u.line}`)))}.`
        : `No workflow here names ${code(name)}: an action that is used brings it, and it is that one whose version is to be raised.`,
      ...(twin
        ? [
            `${code(twin)} is raised with it: artefacts of one major are not seen by the other, and names must be unique within a run since v4.`,
          ]
        : []),
    ],
    files: (paths.length > 0 ? paths : []).map(
      (path): FileChange => ({
        action: 'modify',
        path,
        what: newer ? `${name}@${newer}` : `a supported version of ${name}`,
      }),
    ),
    prevention:
      'Updates of actions as pull requests bring the next major before the old one is switched off.',
    ...(c.survey.paths.has(dependabot) || retired.length === 0
      ? {}
      : {
          prevent: {
            title: 'Let updates of actions come as pull requests',
            detail: `${code(dependabot)} asks for them with ${code('package-ecosystem: github-actions')}, weekly, in the folder ${code('/')}.`,
            file: {
              action: 'create',
              path: dependabot,
              what: 'updates of the ecosystem github-actions, weekly',
            },
          },
        }),
  };
}

const majorOf = (uses: string): number => Number(/@v?(\d+)/.exec(uses)?.[1] ?? Number.POSITIVE_INFINITY);

export function image(c: FixContext): Fix {
  const { first, ci } = c;
  const label = first.subject ?? '';
  const jobs = ci.workflows.flatMap(w =>
    w.jobs
      .filter(j => j.runsOn?.value === label)
      .map(j => ({ path: w.path, line: j.runsOn?.line ?? j.line })),
  );
  const family = label.replace(/-.*$/, '');
  return {
    title: `Run on ${code(`${family}-latest`)} or a newer ${family}`,
    details: [
      `GitHub no longer offers the image: ${quoted(first.message)}.`,
      jobs.length > 0
        ? `${code(`runs-on: ${label}`)} stands at ${list(jobs.map(j => code(`${j.path}:${j.line}`)))}.`
        : `The label comes from a matrix or a variable; ${stepPlace(c)} shows which job.`,
      'Tools that came with the old image may have moved a major: name their versions by setup actions.',
    ],
    files:
      jobs.length > 0
        ? [...new Set(jobs.map(j => j.path))].map(path => ({
            action: 'modify' as const,
            path,
            what: `runs-on: ${family}-latest`,
          }))
        : inWorkflow(c, 'a label that is offered'),
    prevention: 'The label with `-latest` moves by itself; one with a number is looked at once a year.',
  };
}

/** Which scope a call needs, by what was called. */
const SCOPES: readonly (readonly [RegExp, string])[] = [
  [/id.?token|ID_TOKEN/i, 'id-token'],
  [/packages?|ghcr|installation not allowed/i, 'packages'],
  [/pulls?|pull.?request/i, 'pull-requests'],
  [/issues?|labels?|comment/i, 'issues'],
  [/checks?/i, 'checks'],
  [/statuses|commit status/i, 'statuses'],
  [/deployments?/i, 'deployments'],
  [/pages/i, 'pages'],
  [/code-scanning|sarif|security/i, 'security-events'],
  [/actions|workflow|cache/i, 'actions'],
];

export function permission(c: FixContext): Fix {
  const { first, ci } = c;
  const said = `${first.subject ?? ''} ${first.message}`;
  const scope =
    SCOPES.find(([pattern]) => pattern.test(first.subject ?? ''))?.[1] ??
    (/Permission to|Write access|release|push/i.test(said)
      ? 'contents'
      : SCOPES.find(([pattern]) => pattern.test(said))?.[1]) ??
    'contents';
  const job = ci.job;
  const had = ci.reading.log.jobs.find(one => one.name === first.job)?.permissions ?? {};
  const own = Object.entries(had).find(([name]) => name.toLowerCase() === scope.replace('-', ''))?.[1];
  const set = job?.job.permissionsLine ?? job?.workflow.permissionsLine;
  const fork = ci.reading.run?.event === 'pull_request';
  return {
    title: `Allow the job ${code(`${scope}: write`)}`,
    details: [
      `The token of the run was refused: ${quoted(first.message)}.`,
      ...(Object.keys(had).length > 0
        ? [
            `It had ${Object.entries(had)
              .map(([name, level]) => code(`${name}: ${level}`))
              .join(', ')}${own === undefined ? `, and nothing for ${code(scope)}` : ''}.`,
          ]
        : []),
      job
        ? `${set ? `${code(`${job.workflow.path}:${set}`)} sets ${code('permissions:')}; add` : `Below ${code(`${job.workflow.path}:${job.job.line}`)} add ${code('permissions:')} with`} ${code(`${scope}: write`)}, and name ${code('contents: read')} beside it: what is not named is taken away.`
        : `Add ${code('permissions:')} with ${code(`${scope}: write`)} to the job in its workflow.`,
      ...(fork
        ? [
            `The run is of a pull request: from a fork the token only reads, whatever the workflow says; then the step belongs in a workflow of ${code('workflow_run')}.`,
          ]
        : []),
    ],
    files: inWorkflow(c, `permissions: ${scope}: write, for this job alone`),
    ...(job
      ? {
          code: [
            {
              language: 'yaml',
              caption: 'For this job:',
              code: `permissions:\n  contents: ${scope === 'contents' ? 'write' : 'read'}${scope === 'contents' ? '' : `\n  ${scope}: write`}`,
              kind: 'new' as const,
            },
          ],
        }
      : {}),
    prevention: 'Each job names its permissions itself, so that a change of the default breaks none.',
  };
}

export function secret(c: FixContext): Fix {
  const { first, ci } = c;
  const name = first.subject ?? 'the input';
  const read = settingsNamed(c, name);
  const places = list(read.slice(0, 4).map(s => code(`${s.path}:${s.line}`)));
  const from = read.map(s => /secrets\.(\w+)/.exec(s.value)?.[1]).find(Boolean);
  const event = ci.reading.run?.event;
  return {
    title: `Give the run ${code(from ?? name)}`,
    details: [
      `The step found it empty: ${quoted(first.message)}.`,
      read.length > 0
        ? `The workflow hands it over at ${places}${from ? ` from the secret ${code(from)}: that one is not set in the repository, its environment or the organisation, or is named otherwise there` : ''}.`
        : `No workflow here hands over ${code(name)}: ${stepPlace(c)} needs ${code(`${name}: \${{ secrets.${name} }}`)} in its ${code('env')}.`,
      event === 'pull_request'
        ? 'The run is of a pull request: one from a fork gets no secrets, and the step has to be left out there.'
        : 'Secrets are not handed to runs of pull requests from forks and of Dependabot: there the step has to be left out.',
      'A person with the rights sets the value in the settings of the repository; it stands in no file.',
    ],
    files: read.length > 0 && from ? [] : inWorkflow(c, `hand over ${name} by env`),
    experiments: [
      `${code('gh secret list')} names the secrets that are set: ${code(from ?? name)} is among them, or it is not.`,
    ],
    prevention: 'A first step that checks all that the job needs says so before anything was built.',
  };
}

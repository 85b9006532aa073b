import type { FileChange } from '../../../plan/model.ts';
import { familyOf } from '../../../research/ci/index.ts';
import { isTest } from '../draft/tests.ts';
import {
  changeAt,
  changeOf,
  code,
  type Fix,
  type FixContext,
  list,
  quoted,
  stepName,
  whereOf,
} from './context.ts';

/** The compiler or linter says where: the line is changed, and the others of the same step with it. */
export function atPlace(c: FixContext): Fix {
  const { first, ci } = c;
  const where = whereOf(c);
  const called = first.code ?? familyOf(first.family).tool;
  const users = ci.place?.symbol && c.survey.cards.get(ci.place.path)?.importedBy.slice(0, 3);
  return {
    title: `Mend ${called} at ${where}`,
    details: [
      `${where} is where ${familyOf(first.family).tool} stops; it says ${quoted(first.message)}.`,
      ...moreErrors(c),
      users && users.length > 0
        ? `Decide which side is wrong by what uses it: ${list(users.map(code))} ${users.length === 1 ? 'imports' : 'import'} ${code(ci.place?.path ?? '')}.`
        : 'Decide which side is wrong, the use or the declaration, and change that one: a cast or an ignore hides it only.',
    ],
    files: [
      ...changeAt(c, `mend ${called}: ${first.message.slice(0, 80)}`),
      ...others(c, `mend ${called} there too`),
    ],
    prevention: sooner(c, 'The same check on the machine of whoever commits'),
  };
}

/** What a tool can change by itself, it shall. */
const FIXERS: Readonly<Record<string, (path: string) => string>> = {
  eslint: path => `npx eslint --fix ${path}`,
  biome: path => `npx biome check --write ${path}`,
  prettier: path => `npx prettier --write ${path}`,
  ruff: path => `ruff check --fix ${path}`,
  clippy: () => 'cargo clippy --fix',
  'golangci-lint': () => 'golangci-lint run --fix',
};

/** A wrapper of a linter knows the project's rules; the linter by itself does not. */
const WRAPPERS: readonly string[] = ['xo', 'standard'];

function fixerOf({ first, survey }: FixContext): ((path: string) => string) | undefined {
  const names = new Set(survey.brief.dependencies.map(d => d.name));
  const wrapper = first.family === 'eslint' && !names.has('eslint') && WRAPPERS.find(one => names.has(one));
  return wrapper ? path => `npx ${wrapper} --fix ${path}` : FIXERS[first.family];
}

export function lint(c: FixContext): Fix {
  const { first, ci } = c;
  const rule = first.code ? code(first.code) : 'the format';
  const where = whereOf(c);
  const fixer = fixerOf(c)?.(ci.place?.path ?? '.');
  return {
    title: `Follow ${rule} at ${where}`,
    details: [
      `${familyOf(first.family).tool} reports at ${where}: ${quoted(first.message)}.`,
      ...moreErrors(c),
      'Change the code; the rule itself is turned off only with a reason beside it.',
    ],
    files: [...changeAt(c, `follow ${first.code ?? 'the format'}`), ...others(c, 'the same rules there')],
    ...(fixer
      ? {
          code: [
            {
              ...command_(fixer),
              caption: 'What the tool can mend by itself, before the rest is done by hand:',
            },
          ],
        }
      : {}),
    prevention: sooner(c, 'The linter in a hook before the commit'),
  };
}

const command_ = (text: string) => ({ language: 'bash', caption: '', code: text, kind: 'command' as const });

/** A failing test says what it got; whether the code or the expectation is wrong, history and a single run say. */
export function failingTest(c: FixContext): Fix {
  const { first, ci, survey } = c;
  const where = whereOf(c);
  const test = ci.test ?? [ci.place?.path].find(path => path !== undefined && isTest(survey, path));
  const run = test === undefined ? undefined : survey.brief.testCommand(test);
  const changed = suspects(c);
  const [suspect] = changed;
  const green = ci.commits.kind === 'since-green' ? ci.commits.green : undefined;
  const named = first.subject ? quoted(first.subject, 100) : 'the test';
  return {
    title: `Make ${named} pass${suspect ? ` by a change of ${code(suspect)}` : ''}`,
    details: [
      `At ${where} the test says ${quoted(first.message)}.`,
      ...moreErrors(c),
      suspect && ci.place && suspect === ci.place.path
        ? `Assumption: the fault is in ${code(suspect)}, where the stack of the test ends${test ? `; where the experiment shows that the expectation is out of date, change ${code(test)} instead and say so in the commit` : ''}.`
        : suspect && test
          ? `Assumption: the fault is in ${code(suspect)}, which ${code(test)} imports${changed.length > 1 ? ` (also ${list(changed.slice(1, 3).map(code))})` : ''}. Where the experiment shows that the expectation is out of date, change ${code(test)} instead and say so in the commit.`
          : 'The code under the test is mended where the experiment points; the expectation is changed only where the behaviour was meant to change.',
    ],
    files: [
      ...(suspect
        ? [
            {
              ...(ci.place?.path === suspect
                ? changeOf(ci.place, `so that ${named} passes`)
                : { action: 'modify' as const, path: suspect, what: `so that ${named} passes` }),
            },
          ]
        : changeAt(c, 'mend what it shows, or the expectation')),
    ],
    ...(run ? { verify: [run] } : {}),
    experiments: [
      `${run ? code(run) : code(ci.command ?? first.step.name)} here: green means that the runner differs (version, time zone, order, data), red means that the code does.`,
      green
        ? `The same at ${code(`git checkout ${green.slice(0, 7)}`)}, the last green commit: red there too means that something outside the commits changed.`
        : `The same at the newest commit that passed: ${code('git bisect')} finds the one between that turned it.`,
    ],
    prevention: `Run ${run ? code(run) : 'the test'} before a commit that changes ${suspect ? code(suspect) : 'what it covers'}.`,
  };
}

/** What the test imports of this project, the files that changed since it was green first. */
function suspects({ ci, survey }: FixContext): readonly string[] {
  const { place } = ci;
  if (!place) return [];
  if (!isTest(survey, place.path)) return [place.path];
  const imports = survey.cards.get(place.path)?.imports ?? [];
  const own = imports.filter(path => survey.paths.has(path) && !isTest(survey, path));
  return own.length > 0 ? own : besideTest(place.path, survey.paths);
}

/** `price.go` of `price_test.go`, `price.rb` of `price_spec.rb`: what imports do not say. */
function besideTest(path: string, paths: ReadonlySet<string>): readonly string[] {
  const name = path.split('/').at(-1) ?? '';
  const bare = name.replace(/[._-](?:test|spec)(?=\.)|^test_|(?:Test|Spec)(?=\.)/, '');
  return bare === name
    ? []
    : [...paths].filter(p => p !== path && (p.split('/').at(-1) ?? '') === bare).slice(0, 3);
}

export function slowTest(c: FixContext): Fix {
  const { first, ci, survey } = c;
  const run = ci.place && survey.brief.testCommand(ci.place.path);
  return {
    title: `Let the test at ${whereOf(c)} end within ${first.subject ?? 'its limit'}`,
    details: [
      `${quoted(first.message)}: something that the test waits for did not come.`,
      'Await what is started, close what is opened, and answer what is asked for by a fake; raise the limit only where the work itself takes that long.',
    ],
    files: changeAt(c, 'end within the limit'),
    ...(run ? { verify: [run] } : {}),
    experiments: [
      `${run ? code(run) : 'The test alone'} here: it hangs as well where a promise, a timer or a socket is left open, and ends where the runner is only slower.`,
      'With ten times the limit: green means slow, red means that it never ends.',
    ],
    prevention: 'A limit near what the test takes today tells of it as soon as it slows down.',
  };
}

export function flaky(c: FixContext): Fix {
  const { first, ci, survey } = c;
  const run = ci.place && survey.brief.testCommand(ci.place.path);
  return {
    title: `Take the chance out of the test at ${whereOf(c)}`,
    details: [
      `${quoted(first.line.text)}: it failed and passed on the same commit, so its result hangs on time, order or shared data.`,
      'Wait on what appears instead of on time, give each test data of its own, and fix clocks and random seeds.',
    ],
    files: changeAt(c, 'wait on what appears, with data of its own'),
    ...(run ? { verify: [run] } : {}),
    experiments: [
      `${run ? code(run) : 'The test'} twenty times over, alone: red now and then means the test itself; always green means an earlier test of the suite.`,
    ],
    prevention: 'Retries that are reported as failures show the next one before it stops a merge.',
  };
}

export function unknown(c: FixContext): Fix {
  const { first, ci } = c;
  return {
    title: `Find and mend what stops ${stepName(first)}`,
    details: [
      `${quoted(first.message)} has a form that is not known here; the log alone does not say the cause.`,
      ...(ci.place ? [`The log names ${whereOf(c)}.`] : []),
    ],
    files: ci.place ? changeAt(c, 'mend what the experiment shows') : [],
    experiments: [
      ci.command
        ? `${code(ci.command)} here: red with the same words means the code, green means the runner.`
        : 'The step once more without any change: green means that the run was disturbed.',
      'Red on the runner alone: the same step with its tool’s most verbose output tells what it misses there.',
    ],
    prevention: 'A step that says what it expects when it stops spares the next search.',
  };
}

/** The other errors of the step, counted and placed. */
export function moreErrors({ first, ci }: FixContext): readonly string[] {
  const { more } = first;
  if (more.length === 0) return [];
  const places = ci.morePlaces
    .slice(0, 4)
    .map(p => code(p.line === undefined ? p.path : `${p.path}:${p.line}`));
  const same =
    places.length > 0
      ? `, also at ${list(places)}`
      : ci.place && sameFile(more, first)
        ? ', in the same file'
        : '';
  return [
    `The step reports ${first.moreInAll} more of the kind${same}; the first may bring the others with it.`,
  ];
}

const sameFile = (more: FixContext['first']['more'], first: FixContext['first']): boolean =>
  more.every(one => one.place?.path === first.place?.path);

function others({ ci }: FixContext, what: string): readonly FileChange[] {
  return ci.morePlaces.map(place => changeOf(place, what));
}

function sooner({ ci }: FixContext, what: string): string {
  return `${what} tells of it before the push${ci.command ? `: ${code(ci.command)}` : ''}.`;
}

import { parseRunner, runnerOf } from '../commands/npm-tests.ts';
import { bestScript } from '../commands/scripts.ts';
import { ecosystemOf } from '../commands/tests.ts';
import type { Manifest } from '../manifests/model.ts';
import type { ProjectScript, StackFact } from '../port.ts';
import { dirOf, isAside, within } from '../read/paths.ts';
import { testFiles } from '../read/test-paths.ts';
import { absent, dependency, type FactContext, manifestSources, present } from './model.ts';

interface Suite {
  readonly manifest: Manifest;
  /** The runner as people say it: `jest`, `node --test`, `pytest`. */
  readonly label: string;
  /** What to type for the whole suite. */
  readonly run: string;
  readonly files: readonly string[];
}

const MAX_SUITES = 3;

/** How tests are run, runner by runner, with the files that each of them takes. */
export async function testRunner(context: FactContext): Promise<StackFact> {
  const tests = testFiles((await context.reader.list()).filter(path => !isAside(path)));
  const suites = suitesOf(context, tests);
  const first = suites[0];
  if (first !== undefined) {
    const { manifest, label, run } = first;
    const item = dependency(context, label === 'node --test' ? 'node:test' : label);
    const source = bestScript(manifest.scripts, 'test')?.source ?? manifest.runner?.source ?? item?.source;
    const total = suites.reduce((sum, suite) => sum + suite.files.length, 0);
    const said = suites.slice(0, MAX_SUITES).map(suite => sentence(suite, suites.length));
    return present('test-runner', `Tests run by ${said.join('; ')}.`, source === undefined ? [] : [source], {
      library: label === 'node --test' ? 'node' : label,
      version: item?.installed,
      command: run,
      files: total,
      suites: suites.length,
      folder: busiest(first.files),
    });
  }
  if (tests.length > 0) {
    const read = await context.reader.read(tests[0] ?? '');
    const folder = busiest(tests);
    return present(
      'test-runner',
      `${tests.length} test ${tests.length === 1 ? 'file exists' : 'files exist'}${folder === '' ? '' : `, most under \`${folder}\``}, but no script or manifest says how they run.`,
      read === undefined ? [] : [context.reader.cite(read, 1)],
      { files: tests.length, folder },
    );
  }
  return absent(
    'test-runner',
    'No tests: no test file, and no test runner among the dependencies.',
    manifestSources(context),
  );
}

/** Manifests that know a runner, each with the test files nearest to it; the first is the project's own. */
function suitesOf(context: FactContext, tests: readonly string[]): readonly Suite[] {
  const known = context.survey.manifests.flatMap(manifest => {
    const name = manifest.ecosystem === 'npm' ? runnerOf(manifest) : manifest.runner?.name;
    return name === undefined ? [] : [{ manifest, label: name === 'node' ? 'node --test' : name }];
  });
  const owner = new Map<string, string[]>();
  for (const path of tests) {
    const best = known
      .filter(({ manifest }) => manifest.ecosystem === ecosystemOf(path) && within(manifest.dir, path))
      .sort((a, b) => b.manifest.dir.length - a.manifest.dir.length)[0];
    if (best !== undefined) owner.set(best.manifest.path, [...(owner.get(best.manifest.path) ?? []), path]);
  }
  // Members of a workspace that share a runner are one suite to a reader.
  const suites = new Map<string, Suite>();
  for (const { manifest, label } of known) {
    const files = owner.get(manifest.path) ?? [];
    const earlier = suites.get(`${manifest.ecosystem} ${label}`);
    const run = (scriptOf(manifest) ?? bestScript(manifest.scripts, 'test'))?.run ?? label;
    suites.set(
      `${manifest.ecosystem} ${label}`,
      earlier === undefined
        ? { manifest, label, run, files }
        : { ...earlier, files: [...earlier.files, ...files] },
    );
  }
  const all = [...suites.values()];
  const used = all.filter(suite => suite.files.length > 0);
  return used.length > 0 ? used : all.slice(0, 1);
}

/** The plainest script that starts the runner itself, unless the plain `test` script does it by way of others. */
function scriptOf(manifest: Manifest): ProjectScript | undefined {
  const plain = bestScript(manifest.scripts, 'test');
  if (manifest.ecosystem !== 'npm' || plain?.name === 'test') return plain;
  const runner = runnerOf(manifest);
  const own = manifest.scripts.filter(script => parseRunner(script.command)?.runner === runner);
  return bestScript(own, 'test');
}

function sentence({ label, run, files }: Suite, suites: number): string {
  const runs = run === label ? `\`${label}\`` : `\`${label}\` (\`${run}\`)`;
  const count =
    files.length === 0
      ? 'no test file was found'
      : `${files.length} test ${files.length === 1 ? 'file' : 'files'}`;
  const folder = busiest(files);
  const where = folder === '' ? '' : files.length === 1 ? `, in \`${folder}\`` : `, most under \`${folder}\``;
  return suites === 1 ? `${runs}; ${count}${where}` : `${runs}: ${count}${where}`;
}

/** The folder, at most two levels deep, that holds most of these files. */
function busiest(files: readonly string[]): string {
  const folders = new Map<string, number>();
  for (const path of files) {
    const top = dirOf(path).split('/').slice(0, 2).join('/');
    folders.set(top, (folders.get(top) ?? 0) + 1);
  }
  return [...folders.entries()].sort((a, b) => b[1] - a[1])[0]?.[0] ?? '';
}

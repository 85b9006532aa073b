import { runnerOf } from '../commands/npm-tests.ts';
import type { StackFact } from '../port.ts';
import { dirOf, isAside, isTest } from '../read/paths.ts';
import {
  absent,
  at,
  type Detector,
  dependency,
  type FactContext,
  manifestSources,
  place,
  present,
} from './model.ts';

/** What a developer works with: test runner, package manager, settings from the environment. */
export const detectWorking: Detector = async context => [
  await testRunner(context),
  packageManager(context),
  await envConfig(context),
];

const CODE = /\.(?:[cm]?[jt]sx?|py|go|rs|java|kt|rb|php|scala|cs|exs?)$/;

async function testRunner(context: FactContext): Promise<StackFact> {
  const tests = (await context.reader.list()).filter(
    path => isTest(path) && CODE.test(path) && !/(^|\/)(fixtures|helpers?|support|__mocks__)\//.test(path),
  );
  const folders = new Map<string, number>();
  for (const path of tests) {
    const top = dirOf(path).split('/').slice(0, 2).join('/');
    folders.set(top, (folders.get(top) ?? 0) + 1);
  }
  const folder = [...folders.entries()].sort((a, b) => b[1] - a[1])[0]?.[0];
  for (const manifest of context.survey.manifests) {
    const name = manifest.ecosystem === 'npm' ? runnerOf(manifest) : manifest.runner?.name;
    if (name === undefined) continue;
    const script = manifest.scripts.find(item => item.purpose === 'test');
    const item = dependency(context, name === 'node' ? 'node:test' : name);
    const source = script?.source ?? manifest.runner?.source ?? item?.source;
    const label = name === 'node' ? 'node --test' : name;
    const run = script?.run ?? label;
    const where =
      tests.length === 0
        ? '; no test file was found'
        : `; ${tests.length} test ${tests.length === 1 ? 'file' : 'files'}${folder === undefined || folder === '' ? '' : `, most under \`${folder}\``}`;
    return present(
      'test-runner',
      `Tests run by \`${label}\`${run === label ? '' : ` (\`${run}\`)`}${where}.`,
      source === undefined ? [] : [source],
      { library: name, version: item?.installed, command: run, files: tests.length, folder },
    );
  }
  if (tests.length > 0) {
    const first = await context.reader.read(tests[0] ?? '');
    return present(
      'test-runner',
      `${tests.length} test ${tests.length === 1 ? 'file exists' : 'files exist'}${folder === undefined ? '' : `, most under \`${folder}\``}, but no script or manifest says how they run.`,
      first === undefined ? [] : [context.reader.cite(first, 1)],
      { files: tests.length, folder },
    );
  }
  return absent(
    'test-runner',
    'No tests: no test file, and no test runner among the dependencies.',
    manifestSources(context),
  );
}

function packageManager(context: FactContext): StackFact {
  const manifest =
    context.survey.manifests.find(item => item.manager !== undefined) ?? context.survey.manifests[0];
  if (manifest === undefined)
    return absent(
      'package-manager',
      'No package manager: the repository has no manifest such as `package.json`, `pyproject.toml` or `go.mod`.',
      [],
    );
  const name = manifest.manager?.name ?? (manifest.ecosystem === 'npm' ? 'npm' : undefined);
  const source = manifest.manager?.source ?? manifest.dependencies[0]?.source;
  const count = context.survey.manifests.filter(item => item.ecosystem === manifest.ecosystem).length;
  const many = count > 1 ? `; ${count} packages are in the repository` : '';
  if (name === undefined)
    return absent(
      'package-manager',
      `\`${manifest.path}\` names dependencies, but no lock file says which tool installs them.`,
      source === undefined ? [] : [source],
      { manifest: manifest.path },
    );
  return present(
    'package-manager',
    `\`${name}\` installs packages${source === undefined ? ` from \`${manifest.path}\`` : ` (${place(source)})`}${many}.`,
    source === undefined ? [] : [source],
    { name, manifest: manifest.path, lock: source?.path, packages: count },
  );
}

const READS =
  /process\.env\b|import\.meta\.env|os\.environ|os\.getenv|os\.Getenv\(|ENV\[|ENV\.fetch|std::env::var|env!\(|getenv\(|BaseSettings|\benv\(\s*['"]|@Value\(|viper\./;

/** The one place that reads the environment, and the sample of it. */
async function envConfig(context: FactContext): Promise<StackFact> {
  const files = context.corpus.files(READS);
  const order = (path: string): number =>
    /(^|\/)(config|settings|env|environment)[^/]*(\/|\.)/i.test(path) ? 0 : 1;
  const best = [...files].sort((a, b) => order(a.path) - order(b.path) || uses(b.lines) - uses(a.lines))[0];
  const samples = (await context.reader.list()).filter(
    path =>
      !isAside(path) &&
      /(^|\/)\.?env\.(?:example|sample|template|dist|local\.example)$|(^|\/)\.env\.example$/.test(path),
  );
  const sample = samples.sort((a, b) => a.length - b.length)[0];
  const sampleFile = sample === undefined ? undefined : await context.reader.read(sample);
  const names =
    sampleFile?.lines.flatMap(line => /^\s*(?:export\s+)?([A-Z][A-Z0-9_]+)=/.exec(line)?.[1] ?? []) ?? [];
  if (best === undefined && sampleFile === undefined)
    return absent(
      'env-config',
      `No settings from the environment: none of ${context.corpus.searched} source files reads a variable.`,
      [],
    );
  const hit =
    best === undefined
      ? undefined
      : context.corpus.find(READS, { limit: 4000 }).find(one => one.file.path === best.path);
  const source = hit === undefined ? undefined : at(context, hit);
  const found = (pattern: RegExp): string | undefined =>
    best?.lines.map(line => pattern.exec(line)?.[1]).find(name => name !== undefined);
  const value =
    found(/export (?:const|default) (\w*(?:[eE]nv|[cC]onfig|[sS]ettings)\w*)\b/) ??
    found(/^((?:settings|config)\w*)\s*=/);
  const reader =
    value === undefined
      ? found(/(?:export function|func|def) (\w*(?:[eE]nv|[cC]onfig|[sS]ettings)\w*)\b/)
      : undefined;
  const named = value ?? reader;
  const subject =
    reader !== undefined
      ? `\`${reader}\` reads the environment`
      : value !== undefined
        ? `\`${value}\` holds the settings read from the environment`
        : 'Settings are read from the environment';
  const read =
    source === undefined
      ? ''
      : `${subject} in ${place(source)}${files.length > 1 ? `; ${files.length} files read variables` : ''}`;
  const shown = sampleFile === undefined ? '' : `\`${sample}\` lists ${names.length} variables`;
  const text = read === '' ? shown : shown === '' ? read : `${read}; ${shown}`;
  return present(
    'env-config',
    `${text}.`,
    [
      ...(source === undefined ? [] : [source]),
      ...(sampleFile === undefined
        ? []
        : [context.reader.cite(sampleFile, 1, Math.min(20, sampleFile.lines.length))]),
    ],
    {
      file: source?.path,
      line: source?.line,
      symbol: named,
      example: sample,
      variables: names.slice(0, 40).join(','),
    },
  );
}

function uses(lines: readonly string[]): number {
  return lines.reduce((count, line) => count + (READS.test(line) ? 1 : 0), 0);
}

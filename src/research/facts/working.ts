import type { StackFact } from '../port.ts';
import { isAside } from '../read/paths.ts';
import { absent, at, type Detector, type FactContext, place, present, symbolAt } from './model.ts';
import { testRunner } from './test-runner.ts';

/** What a developer works with: test runner, package manager, settings from the environment. */
export const detectWorking: Detector = async context => [
  await testRunner(context),
  packageManager(context),
  await envConfig(context),
];

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
  const count = new Set(
    context.survey.manifests.filter(item => item.ecosystem === manifest.ecosystem).map(item => item.dir),
  ).size;
  const others = [
    ...new Map(
      context.survey.manifests
        .filter(item => item.manager !== undefined && item.manager.name !== name)
        .map(item => [item.manager?.name, item.manager?.source] as const),
    ),
  ]
    .slice(0, 2)
    .map(([other, place]) => `\`${other}\`${place === undefined ? '' : ` (\`${place.path}\`)`}`);
  const beside = others.length === 0 ? '' : `; so does ${others.join(', as does ')}`;
  const many = `${beside}${count > 1 ? `; ${count} packages are in the repository` : ''}`;
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
  /process\.env\b(?!\.(?:NODE_ENV|HOME|PATH|PWD|CI)\b)|import\.meta\.env|os\.environ(?!\.setdefault)|os\.getenv|os\.Getenv\((?!"(?:HOME|PATH|XDG_\w+|PWD|TMPDIR)")|os\.(?:LookupEnv|Environ)\(|ENV\[|ENV\.fetch|std::env::var|env!\(|getenv\(|BaseSettings|\benv\(\s*['"]|@Value\(|viper\./;

/** The one place that reads the environment, and the sample of it. */
async function envConfig(context: FactContext): Promise<StackFact> {
  const files = await context.corpus.files(READS);
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
      : (await context.corpus.find(READS, { limit: 4000 })).find(one => one.file.path === best.path);
  const source = hit === undefined ? undefined : at(context, hit);
  const found = (pattern: RegExp): string | undefined =>
    best?.lines.map(line => pattern.exec(line)?.[1]).find(name => name !== undefined);
  const around = hit === undefined ? undefined : await symbolAt(context, hit);
  const value =
    found(/export (?:const|default) ((?:\w*[a-z])?(?:[eE]nv|[cC]onfig|[sS]ettings))\b/) ??
    found(/^((?:settings|config)\w*)\s*=/);
  const reader =
    value === undefined
      ? /(?:[eE]nv|[cC]onfig|[sS]ettings)/.test(around ?? '')
        ? around
        : undefined
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

import type { Manifest } from '../manifests/model.ts';
import { managerOf } from './npm-tests.ts';

interface Verbs {
  readonly add: string;
  readonly addDev: string;
  readonly remove: string;
}

const NPM: Readonly<Record<string, Verbs>> = {
  npm: { add: 'npm install', addDev: 'npm install --save-dev', remove: 'npm uninstall' },
  pnpm: { add: 'pnpm add', addDev: 'pnpm add -D', remove: 'pnpm remove' },
  yarn: { add: 'yarn add', addDev: 'yarn add -D', remove: 'yarn remove' },
  bun: { add: 'bun add', addDev: 'bun add -d', remove: 'bun remove' },
};

const OTHER: Readonly<Record<string, Verbs>> = {
  poetry: { add: 'poetry add', addDev: 'poetry add --group dev', remove: 'poetry remove' },
  uv: { add: 'uv add', addDev: 'uv add --dev', remove: 'uv remove' },
  pdm: { add: 'pdm add', addDev: 'pdm add -d', remove: 'pdm remove' },
  pipenv: { add: 'pipenv install', addDev: 'pipenv install --dev', remove: 'pipenv uninstall' },
  pip: { add: 'pip install', addDev: 'pip install', remove: 'pip uninstall' },
  go: { add: 'go get', addDev: 'go get', remove: 'go get' },
  cargo: { add: 'cargo add', addDev: 'cargo add --dev', remove: 'cargo remove' },
  bundler: { add: 'bundle add', addDev: 'bundle add --group development', remove: 'bundle remove' },
  composer: { add: 'composer require', addDev: 'composer require --dev', remove: 'composer remove' },
};

function verbs(manifest: Manifest): Verbs | undefined {
  if (manifest.ecosystem === 'npm') return NPM[managerOf(manifest)];
  return manifest.manager === undefined ? undefined : OTHER[manifest.manager.name];
}

/** Command that installs packages with the project's own tool; undefined where they are edited by hand (Maven, Gradle). */
export function installCommand(
  manifest: Manifest | undefined,
  names: readonly string[],
  dev: boolean,
): string | undefined {
  if (manifest?.ecosystem === 'nuget') return dotnet(manifest, 'add', names);
  const verb = manifest === undefined ? undefined : verbs(manifest);
  if (verb === undefined || names.length === 0) return undefined;
  return `${dev ? verb.addDev : verb.add} ${names.join(' ')}`;
}

/** `dotnet` takes one package at a time. */
function dotnet(manifest: Manifest, verb: 'add' | 'remove', names: readonly string[]): string | undefined {
  const each = names.map(name => `dotnet ${verb} ${manifest.path} package ${name}`);
  return each.length === 0 ? undefined : each.join(' && ');
}

export function removeCommand(manifest: Manifest | undefined, names: readonly string[]): string | undefined {
  if (manifest?.ecosystem === 'nuget') return dotnet(manifest, 'remove', names);
  const verb = manifest === undefined ? undefined : verbs(manifest);
  if (verb === undefined || names.length === 0) return undefined;
  // Go has no verb of its own: the version `none` takes a module out of go.mod.
  if (verb.remove === 'go get') return `go get ${names.map(name => `${name}@none`).join(' ')}`;
  return `${verb.remove} ${names.join(' ')}`;
}

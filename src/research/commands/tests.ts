import type { Ecosystem, Manifest } from '../manifests/model.ts';
import { within } from '../read/paths.ts';
import { npmTestCommand } from './npm-tests.ts';
import { otherTestCommand } from './other-tests.ts';

const EXTENSIONS: readonly (readonly [RegExp, Ecosystem])[] = [
  [/\.(?:[cm]?[jt]sx?|vue|svelte)$/, 'npm'],
  [/\.py$/, 'pypi'],
  [/\.go$/, 'go'],
  [/\.rs$/, 'crates'],
  [/\.(?:java|kt|groovy|scala)$/, 'maven'],
  [/\.rb$/, 'rubygems'],
  [/\.php$/, 'packagist'],
];

/** Command that runs one test file, from the project's root; undefined where no runner is known for its language. */
export function testCommand(manifests: readonly Manifest[], testPath: string): string | undefined {
  const ecosystem = EXTENSIONS.find(([pattern]) => pattern.test(testPath))?.[1];
  if (ecosystem === undefined) return undefined;
  // The deepest package that holds the file; where it knows no runner, the next one upwards.
  const owners = manifests
    .filter(manifest => manifest.ecosystem === ecosystem && within(manifest.dir, testPath))
    .sort((a, b) => b.dir.length - a.dir.length);
  for (const owner of owners) {
    const command = ecosystem === 'npm' ? npmTestCommand(owner, testPath) : otherTestCommand(owner, testPath);
    if (command !== undefined) return command;
  }
  return undefined;
}
